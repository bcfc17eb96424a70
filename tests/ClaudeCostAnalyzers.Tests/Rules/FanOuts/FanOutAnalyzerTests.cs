using ClaudeCostAnalyzers.Rules;
using ClaudeCostAnalyzers.Tests.Docs;

namespace ClaudeCostAnalyzers.Tests.Rules.FanOuts;

/// <summary>CCA1006: ways to start a call for each element, and ways to limit how many run.</summary>
public sealed class FanOutAnalyzerTests
{
    private static Task VerifyAsync(string members) => CSharpAnalyzerVerifier<FanOutAnalyzer>.VerifyAnalyzerAsync($$"""
        using ClaudeCost;
        using Microsoft.Extensions.AI;

        class C(IChatClient chat, SemaphoreSlim gate)
        {
            static readonly string[] s_few = ["a", "b"];
            async Task<string> AskAsync(string x) => (await chat.GetResponseAsync(x)).Text;
            async Task<string> GatedAsync(string x) { await gate.WaitAsync(); try { return await AskAsync(x); } finally { gate.Release(); } }
            Task<string> FreeAsync(string x) => Task.FromResult(x);
            {{members}}
        }
        """);

    [Fact]
    public Task Projections_fire() => VerifyAsync("""
        async Task A(IEnumerable<string> xs) => await Task.{|CCA1006:WhenAll|}(xs.Select(x => chat.GetResponseAsync(x)));
        async Task B(List<string> xs) => await Task.{|CCA1006:WhenAll|}(xs.Select(AskAsync).ToArray());
        async Task C1(List<string> xs) { var tasks = xs.Select(async x => await AskAsync(x)).ToList(); await Task.{|CCA1006:WhenAll|}(tasks); }
        async Task D(string[] xs) => await Task.{|CCA1006:WhenAll|}(from x in xs select AskAsync(x));
        async Task E(string[] xs) => await Task.{|CCA1006:WhenAll|}(xs.Where(x => x.Length > 1).Select(x => Task.Run(() => AskAsync(x))));
        async Task F(string text) => await Task.{|CCA1006:WhenAll|}(text.Split('\n').Select(AskAsync));
        async Task G(List<string> xs) { await foreach (var task in Task.{|CCA1006:WhenEach|}(xs.Select(AskAsync))) Console.WriteLine(await task); }
        async Task H(List<string> xs) => await Task.{|CCA1006:WhenAll|}(Enumerable.Range(0, xs.Count).Select(i => AskAsync(xs[i])));
        async Task I() => await Task.{|CCA1006:WhenAll|}(Enumerable.Range(0, 500).Select(_ => AskAsync("x")));
        async Task Converted(List<string> xs) => await Task.{|CCA1006:WhenAll|}(xs.ConvertAll(x => AskAsync(x)));
        async Task ByName(List<string> xs) { var tasks = xs.ToDictionary(x => x, x => AskAsync(x)); await Task.{|CCA1006:WhenAll|}(tasks.Values); }
        async Task ByTask(List<string> xs) { var tasks = xs.ToDictionary(x => x, x => FreeAsync(x)); await Task.WhenAll(tasks.Values); }
        async Task SpreadOut(List<string> xs) { List<Task> tasks = [.. xs.Select(AskAsync)]; await Task.{|CCA1006:WhenAll|}(tasks); }
        async Task SpreadFew() => await Task.WhenAll([.. s_few.Select(AskAsync)]);
        """);

    [Fact]
    public Task Lists_that_a_loop_fills_fire() => VerifyAsync("""
        async Task A(IEnumerable<string> xs) { var tasks = new List<Task>(); foreach (var x in xs) tasks.Add(AskAsync(x)); await Task.{|CCA1006:WhenAll|}(tasks); }
        async Task B(IEnumerable<string> xs) { List<Task> tasks = []; foreach (var x in xs) { var task = Task.Run(() => AskAsync(x)); tasks.Add(task); } await Task.{|CCA1006:WhenAll|}(tasks); }
        async Task C1(string[] xs) { var tasks = new List<Task>(); for (var i = 0; i < xs.Length; i++) tasks.Add(AskAsync("x")); await Task.{|CCA1006:WhenAll|}(tasks); }
        async Task D(string[] xs) { var tasks = new Task<string>[xs.Length]; for (var i = 0; i < xs.Length; i++) tasks[i] = AskAsync(xs[i]); await Task.{|CCA1006:WhenAll|}(tasks); }
        async Task E(Dictionary<string, string> xs) { var tasks = new List<Task>(); foreach (var (name, x) in xs) tasks.Add(AskAsync(x)); await Task.{|CCA1006:WhenAll|}(tasks); }
        async Task F(List<string> xs) { var tasks = new List<Task>(); xs.ForEach(x => tasks.Add(AskAsync(x))); await Task.{|CCA1006:WhenAll|}(tasks); }
        async Task G(List<string> xs) { var tasks = new Dictionary<string, Task>(); foreach (var x in xs) tasks[x] = AskAsync(x); await Task.{|CCA1006:WhenAll|}(tasks.Values); }
        async Task Few() { var tasks = new List<Task>(); s_few.ToList().ForEach(x => tasks.Add(AskAsync(x))); await Task.WhenAll(tasks); }
        """);

    [Fact]
    public Task Parallel_loops_fire() => VerifyAsync("""
        Task A(IEnumerable<string> xs) => Parallel.{|CCA1006:ForEachAsync|}(xs, async (x, ct) => await chat.GetResponseAsync(x, cancellationToken: ct));
        Task B(IEnumerable<string> xs, CancellationToken ct) => Parallel.{|CCA1006:ForEachAsync|}(xs, new ParallelOptions { CancellationToken = ct }, async (x, token) => await AskAsync(x));
        Task C1(IEnumerable<string> xs) { var o = new ParallelOptions { MaxDegreeOfParallelism = -1 }; return Parallel.{|CCA1006:ForEachAsync|}(xs, o, async (x, token) => await AskAsync(x)); }
        void D(IEnumerable<string> xs) => Parallel.{|CCA1006:ForEach|}(xs, x => AskAsync(x).Wait());
        void E(List<string> xs) => xs.AsParallel().{|CCA1006:ForAll|}(x => AskAsync(x).Wait());
        void F(List<string> xs) => xs.AsParallel().Where(x => x != "").{|CCA1006:Select|}(x => AskAsync(x).Result).ToList();
        void G(List<string> xs) => xs.AsParallel().WithDegreeOfParallelism(2).ForAll(x => AskAsync(x).Wait());
        void H() => s_few.AsParallel().ForAll(x => AskAsync(x).Wait());
        void I(List<string> xs) => xs.AsParallel().ForAll(x => FreeAsync(x).Wait());
        """);

    [Fact]
    public Task Few_elements_are_quiet() => VerifyAsync("""
        async Task A() => await Task.WhenAll(AskAsync("a"), AskAsync("b"));
        async Task B() => await Task.WhenAll(new[] { "a", "b" }.Select(AskAsync));
        async Task C1() => await Task.WhenAll(s_few.Select(AskAsync));
        async Task D() => await Task.WhenAll(Enumerable.Range(0, 5).Select(i => AskAsync("x")));
        async Task Votes(int votes) => await Task.WhenAll(Enumerable.Range(0, votes).Select(i => AskAsync("x")));
        async Task Workers(int n) { var tasks = new List<Task>(); for (var i = 0; i < n; i++) tasks.Add(AskAsync("x")); await Task.WhenAll(tasks); }
        async Task E() { string[] xs = ["a", "b"]; await Task.WhenAll(xs.Select(AskAsync)); }
        async Task F(string[] xs) { foreach (var some in xs.Chunk(5)) await Task.WhenAll(some.Select(AskAsync)); }
        async Task G(string[] xs) => await Task.WhenAll(xs.Take(5).Select(AskAsync));
        async Task H(string[] batch) => await Task.WhenAll(batch.Select(AskAsync));
        async Task I() { var tasks = new List<Task>(); for (var i = 0; i < 3; i++) tasks.Add(AskAsync("x")); await Task.WhenAll(tasks); }
        async Task J() { var tasks = new List<Task>(); tasks.Add(AskAsync("x")); tasks.Add(AskAsync("y")); await Task.WhenAll(tasks); }
        async Task K(params string[] xs) => await Task.WhenAll(xs.Select(AskAsync));
        async Task L() { var xs = new List<string> { "a" }; await Task.WhenAll(xs.Select(AskAsync)); }
        async Task Grown(string[] more) { var xs = new List<string> { "a" }; foreach (var m in more) xs.Add(m); await Task.{|CCA1006:WhenAll|}(xs.Select(AskAsync)); }
        """);

    [Fact]
    public Task Limits_are_quiet() => VerifyAsync("""
        async Task A(string[] xs) => await Task.WhenAll(xs.Select(GatedAsync));
        async Task B(string[] xs) => await Task.WhenAll(xs.Select(async x => { await gate.WaitAsync(); try { await AskAsync(x); } finally { gate.Release(); } }));
        async Task C1(string[] xs) { var tasks = new List<Task>(); foreach (var x in xs) { await gate.WaitAsync(); tasks.Add(AskAsync(x)); } await Task.WhenAll(tasks); }
        async Task D(string[] xs) { var tasks = new List<Task>(); foreach (var x in xs) { tasks.Add(AskAsync(x)); if (tasks.Count >= 5) { await Task.WhenAll(tasks); tasks.Clear(); } } await Task.WhenAll(tasks); }
        Task E(string[] xs) => Parallel.ForEachAsync(xs, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (x, ct) => await AskAsync(x));
        Task F(string[] xs, ParallelOptions o) => Parallel.ForEachAsync(xs, o, async (x, ct) => await AskAsync(x));
        Task G(string[] xs, int n) { var o = new ParallelOptions(); o.MaxDegreeOfParallelism = n; return Parallel.ForEachAsync(xs, o, async (x, ct) => await AskAsync(x)); }
        async Task H(string[] xs, System.Threading.RateLimiting.RateLimiter limiter) => await Task.WhenAll(xs.Select(async x => { using var lease = await limiter.AcquireAsync(); await AskAsync(x); }));
        async Task Budgeted(string[] xs) { using var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 }); await Task.WhenAll(xs.Select(AskAsync)); }
        [RequiresBudget] async Task Duty(string[] xs) => await Task.WhenAll(xs.Select(AskAsync));
        """.Replace("System.Threading.RateLimiting.RateLimiter", "RateLimiter").Replace("[RequiresBudget]", """
        class RateLimiter { public Task<IDisposable> AcquireAsync() => throw new NotSupportedException(); }
        [RequiresBudget]
        """));

    [Fact]
    public Task What_is_no_fan_out_is_quiet() => VerifyAsync("""
        async Task A(string[] xs) => await Task.WhenAll(xs.Select(FreeAsync));
        async Task B(string[] xs) { var tasks = new List<string>(); foreach (var x in xs) tasks.Add(await AskAsync(x)); }
        async Task C1(List<Task> tasks) => await Task.WhenAll(tasks);
        Task D(string[] xs) => Parallel.ForEachAsync(xs, async (x, ct) => await FreeAsync(x));
        """);

    [Fact]
    public async Task Message_names_the_call()
    {
        var found = await Analysis.RunAsync(new FanOutAnalyzer(), """
            using System.Linq;
            using Microsoft.Extensions.AI;
            class C(IChatClient chat) { async Task M(string[] xs) => await Task.WhenAll(xs.Select(x => chat.GetResponseAsync(x))); }
            """);
        Assert.Equal("'IChatClient.GetResponseAsync' is called for each element at once; limit how many run in parallel, with MaxDegreeOfParallelism, a SemaphoreSlim or chunks", Assert.Single(found).GetMessage());
    }

    [Theory]
    [InlineData("Example that fires", true)]
    [InlineData("Example that is quiet", false)]
    public Task Page_does_what_it_says(string section, bool fires)
    {
        var code = RulePages.Code(RulePages.Section("CCA1006", section))!;
        return VerifyAsync($"async Task M(string[] prompts) {{ {(fires ? code.Replace("Task.WhenAll", "Task.{|CCA1006:WhenAll|}") : code)} }}");
    }
}
