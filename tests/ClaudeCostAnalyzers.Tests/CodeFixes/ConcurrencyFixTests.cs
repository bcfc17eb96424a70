using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.FanOutAnalyzer, ClaudeCostAnalyzers.CodeFixes.ConcurrencyFix>;

namespace ClaudeCostAnalyzers.Tests.CodeFixes;

/// <summary>A limit on how many LLM calls of a fan-out run at once.</summary>
public sealed class ConcurrencyFixTests
{
    private static string Wrap(string members) => $$"""
        using Microsoft.Extensions.AI;

        class C(IChatClient chat)
        {
            async Task<string> AskAsync(string x) => (await chat.GetResponseAsync(x)).Text;
        {{string.Join("\n", members.Split('\n').Select(line => line.Length == 0 ? line : "    " + line))}}
        }
        """;

    private static Task Fixes(string members, string fixedMembers) => Verify.VerifyCodeFixAsync(Wrap(members), Wrap(fixedMembers));

    [Theory]
    [InlineData("ForEachAsync|}(xs, async (x, t) => await AskAsync(x))", "ForEachAsync(xs, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct }, async (x, t) => await AskAsync(x))")]
    [InlineData("ForEachAsync|}(xs, ct, async (x, t) => await AskAsync(x))", "ForEachAsync(xs, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct }, async (x, t) => await AskAsync(x))")]
    [InlineData("ForEachAsync|}(source: xs, body: async (x, t) => await AskAsync(x))", "ForEachAsync(source: xs, body: async (x, t) => await AskAsync(x), parallelOptions: new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct })")]
    [InlineData("ForEachAsync|}(xs, new ParallelOptions(), async (x, t) => await AskAsync(x))", "ForEachAsync(xs, new ParallelOptions() { MaxDegreeOfParallelism = 4 }, async (x, t) => await AskAsync(x))")]
    [InlineData("ForEachAsync|}(xs, new ParallelOptions { CancellationToken = ct }, async (x, t) => await AskAsync(x))", "ForEachAsync(xs, new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = 4 }, async (x, t) => await AskAsync(x))")]
    [InlineData("ForEachAsync|}(xs, new ParallelOptions { MaxDegreeOfParallelism = -1 }, async (x, t) => await AskAsync(x))", "ForEachAsync(xs, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (x, t) => await AskAsync(x))")]
    public Task A_parallel_loop_gets_options(string call, string fixedCall) => Fixes(
        "Task M(List<string> xs, CancellationToken ct) => Parallel.{|CCA1006:" + call + ";",
        "Task M(List<string> xs, CancellationToken ct) => Parallel." + fixedCall + ";");

    [Fact]
    public Task Options_of_a_local_and_a_loop_that_blocks() => Fixes(
        """
        void A(List<string> xs)
        {
            var options = new ParallelOptions();
            Parallel.{|CCA1006:ForEach|}(xs, options, x => AskAsync(x).Wait());
            Parallel.{|CCA1006:ForEach|}(xs, x => AskAsync(x).Wait());
        }
        """,
        """
        void A(List<string> xs)
        {
            var options = new ParallelOptions() { MaxDegreeOfParallelism = 4 };
            Parallel.ForEach(xs, options, x => AskAsync(x).Wait());
            Parallel.ForEach(xs, new ParallelOptions { MaxDegreeOfParallelism = 4 }, x => AskAsync(x).Wait());
        }
        """);

    [Fact]
    public Task A_lambda_that_is_an_expression() => Fixes(
        """
        async Task<string[]> A(List<string> xs, CancellationToken ct)
        {
            // All of them.
            var replies = await Task.{|CCA1006:WhenAll|}(xs.Select(x => AskAsync(x)));
            return replies;
        }
        """,
        """
        async Task<string[]> A(List<string> xs, CancellationToken ct)
        {
            // All of them.
            using var gate = new SemaphoreSlim(4);
            var replies = await Task.WhenAll(xs.Select(async x =>
            {
                await gate.WaitAsync(ct);
                try
                {
                    return await AskAsync(x);
                }
                finally
                {
                    gate.Release();
                }
            }));
            return replies;
        }
        """.Replace("    // All of them.\n    using var gate = new SemaphoreSlim(4);\n", "    using var gate = new SemaphoreSlim(4);\n    // All of them.\n"));

    [Fact]
    public Task Lambdas_of_every_form() => Fixes(
        """
        async Task A(List<string> xs)
        {
            var tasks = xs.Select(async x => (await chat.GetResponseAsync(x)).Text.Length).ToList();
            var lengths = await Task.{|CCA1006:WhenAll|}(tasks);
            await Task.{|CCA1006:WhenAll|}(xs.Select(async x =>
            {
                // One.
                Console.WriteLine(await AskAsync(x));
            })).ConfigureAwait(false);
            await Task.{|CCA1006:WhenAll|}(xs.Select((x, i) => { if (i < 0) return Task.FromResult(""); return i > 3 ? AskAsync(x) : AskAsync(x + i); }));
            await Task.{|CCA1006:WhenAll|}(xs.Select(AskAsync));
            await Task.{|CCA1006:WhenAll|}(xs.Select(x => (Task)AskAsync(x)));
        }
        """,
        """
        async Task A(List<string> xs)
        {
            using var gate = new SemaphoreSlim(4);
            var tasks = xs.Select(async x =>
            {
                await gate.WaitAsync();
                try
                {
                    return (await chat.GetResponseAsync(x)).Text.Length;
                }
                finally
                {
                    gate.Release();
                }
            }).ToList();
            var lengths = await Task.WhenAll(tasks);
            using var gate1 = new SemaphoreSlim(4);
            await Task.WhenAll(xs.Select(async x =>
            {
                await gate1.WaitAsync();
                try
                {
                    // One.
                    Console.WriteLine(await AskAsync(x));
                }
                finally
                {
                    gate1.Release();
                }
            })).ConfigureAwait(false);
            using var gate2 = new SemaphoreSlim(4);
            await Task.WhenAll(xs.Select(async (x, i) => { await gate2.WaitAsync(); try { if (i < 0) return await Task.FromResult(""); return await (i > 3 ? AskAsync(x) : AskAsync(x + i)); } finally { gate2.Release(); } }));
            using var gate3 = new SemaphoreSlim(4);
            await Task.WhenAll(xs.Select(async item =>
            {
                await gate3.WaitAsync();
                try
                {
                    return await AskAsync(item);
                }
                finally
                {
                    gate3.Release();
                }
            }));
            using var gate4 = new SemaphoreSlim(4);
            await Task.WhenAll(xs.Select(async x =>
            {
                await gate4.WaitAsync();
                try
                {
                    await ((Task)AskAsync(x));
                }
                finally
                {
                    gate4.Release();
                }
            }));
        }
        """);

    [Fact]
    public Task Expression_bodies_and_tasks_that_outlive_the_block() => Fixes(
        """
        async Task A(List<string> xs) => await Task.{|CCA1006:WhenAll|}(xs.Select(AskAsync));

        async Task<int> B(List<string> xs) =>
            (await Task.{|CCA1006:WhenAll|}(xs.Select(x => AskAsync(x)))).Length;

        Task<string[]> D(List<string> xs) => Task.{|CCA1006:WhenAll|}(xs.Select(x => AskAsync(x)));

        Task E(List<string> xs)
        {
            if (xs.Count > 3)
                return Task.{|CCA1006:WhenAll|}(xs.Select(x => AskAsync(x)));
            return Task.CompletedTask;
        }
        """,
        """
        async Task A(List<string> xs)
        {
            using var gate = new SemaphoreSlim(4);
            await Task.WhenAll(xs.Select(async item =>
            {
                await gate.WaitAsync();
                try
                {
                    return await AskAsync(item);
                }
                finally
                {
                    gate.Release();
                }
            }));
        }

        async Task<int> B(List<string> xs)
        {
            using var gate = new SemaphoreSlim(4);
            return (await Task.WhenAll(xs.Select(async x =>
            {
                await gate.WaitAsync();
                try
                {
                    return await AskAsync(x);
                }
                finally
                {
                    gate.Release();
                }
            }))).Length;
        }

        Task<string[]> D(List<string> xs)
        {
            var gate = new SemaphoreSlim(4);
            return Task.WhenAll(xs.Select(async x =>
            {
                await gate.WaitAsync();
                try
                {
                    return await AskAsync(x);
                }
                finally
                {
                    gate.Release();
                }
            }));
        }

        Task E(List<string> xs)
        {
            if (xs.Count > 3)
            {
                var gate = new SemaphoreSlim(4);
                return Task.WhenAll(xs.Select(async x =>
                {
                    await gate.WaitAsync();
                    try
                    {
                        return await AskAsync(x);
                    }
                    finally
                    {
                        gate.Release();
                    }
                }));
            }
            return Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Lists_and_queries_are_left_alone()
    {
        const string Members = """
            async Task A(List<string> xs) { var tasks = new List<Task>(); foreach (var x in xs) tasks.Add(AskAsync(x)); await Task.{|CCA1006:WhenAll|}(tasks); }
            async Task D(string[] xs) => await Task.{|CCA1006:WhenAll|}(from x in xs select AskAsync(x));
            """;
        return Fixes(Members, Members);
    }

    [Fact]
    public Task Ten_in_one_method_with_the_configured_limit()
    {
        static string Before(int i) => $"await Task.{{|CCA1006:WhenAll|}}(xs.Select(async x => {{ await AskAsync(x + {i}); }}));";
        static string After(int i) => $"using var gate{(i == 0 ? "" : i)} = new SemaphoreSlim(7);\n    await Task.WhenAll(xs.Select(async x => {{ await gate{(i == 0 ? "" : i)}.WaitAsync(); try {{ await AskAsync(x + {i}); }} finally {{ gate{(i == 0 ? "" : i)}.Release(); }} }}));";
        var test = new Verify.Test
        {
            TestCode = Wrap("async Task M(List<string> xs)\n{\n    " + string.Join("\n    ", Enumerable.Range(0, 10).Select(Before)) + "\n}"),
            FixedCode = Wrap("async Task M(List<string> xs)\n{\n    " + string.Join("\n    ", Enumerable.Range(0, 10).Select(After)) + "\n}"),
        };
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\ndotnet_code_quality.CCA1006.max_concurrency = 7\n"));
        return test.RunAsync();
    }
}
