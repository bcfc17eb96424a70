using Microsoft.Extensions.AI;

/// <summary>Collections, limits and partners that people write themselves.</summary>
class WildOwners(IChatClient chat)
{
    // A collection of one's own.
    class Plan { private readonly List<string> _steps = []; public int Count => _steps.Count; public string this[int index] => _steps[index]; public void Add(string step) => _steps.Add(step); }
    async Task OverPlan(Plan plan) { for (var i = 0; i < plan.Count; i++) await chat.GetResponseAsync(plan[i]); }
    async Task OverPlanAgain(Plan plan) { for (var i = 0; i < plan.Count; i++) { var step = plan[i]; var r = await chat.GetResponseAsync(step); Console.WriteLine(r.Text); } }
    async Task OverGrowingPlan(Plan plan) { for (var i = 0; i < plan.Count; i++) { var r = await {|CCA1002:chat.GetResponseAsync(plan[i])|}; plan.Add(r.Text); } }
    class Steps { public List<string> All { get; } = []; public int Count { get { return All.Count; } } public string this[int index] { get { return All[index]; } set { All[index] = value; } } }
    async Task OverSteps(Steps steps) { for (var i = 0; i < steps.Count; i++) await chat.GetResponseAsync(steps[i]); }
    async Task OverStepsSet(Steps steps) { for (var i = 0; i < steps.Count; i++) steps[i] = (await chat.GetResponseAsync(steps[i])).Text; }

    // A limit that nobody sets.
    async Task NoLimit(int most = int.MaxValue) { for (var i = 0; i < most; i++) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task NoLimitUntilGood(int most = int.MaxValue) { for (var i = 0; i < most; i++) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.Text == "ok") return; } }
    async Task<string> NoLimitOfRetries(int retries = int.MaxValue) { var tries = 0; while (true) { try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; } catch (HttpRequestException) { if (++tries >= retries) throw; } } }
    async Task<string> NoLimitInFilter(int retries = int.MaxValue) { var tries = 0; while (true) { try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; } catch (HttpRequestException) when (tries++ < retries) { } } }
    private readonly int _few = short.MaxValue;
    async Task Few() { for (var i = 0; i < _few; i++) await chat.GetResponseAsync("x"); }
    private async Task OfAllCallers(int most = int.MaxValue) { for (var i = 0; i < most; i++) await chat.GetResponseAsync("x"); }
    Task Five() => OfAllCallers(5);
    private async Task OfSomeCallers(int most = int.MaxValue) { for (var i = 0; i < most; i++) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    Task Six() => OfSomeCallers(6);
    Task All() => OfSomeCallers();
    async Task Limit(int most = 5) { for (var i = 0; i < most; i++) await chat.GetResponseAsync("x"); }
}

class Helpers(IChatClient chat)
{
    static async Task<T> Retry<T>(Func<Task<T>> get, int max = int.MaxValue) { for (var i = 0; ; i++) { try { return await get(); } catch (Exception) when (i < max) { await Task.Delay(100); } } }
    static Task<T> RetryFive<T>(Func<Task<T>> get) => Retry(get, 5);
    static Task<T> RetryAll<T>(Func<Task<T>> get) => Retry(get);
    async Task Three() => await Retry(() => chat.GetResponseAsync("x"), max: 3);
    async Task ForEver() => await Retry(() => {|CCA1004:chat.GetResponseAsync("x")|});
    async Task Five() => await RetryFive(() => chat.GetResponseAsync("x"));
    async Task All() => await RetryAll(() => {|CCA1004:chat.GetResponseAsync("x")|});
}

/// <summary>Links of a chain: each leads on to another of its kind, through members of its own.</summary>
interface IHandler { Task HandleAsync(string text); }
class Logging(IHandler next) : IHandler { public async Task HandleAsync(string text) { Console.WriteLine(text); await PassOnAsync(text); } async Task PassOnAsync(string text) => await next.HandleAsync(text); }
class Asking(IHandler next, IChatClient chat) : IHandler { public async Task HandleAsync(string text) { await chat.GetResponseAsync(text); await PassOnAsync(text); } async Task PassOnAsync(string text) => await next.HandleAsync(text); }
class Short { private readonly Talker _talker = null!; public async Task RunAsync(IChatClient chat) { var r = await chat.GetResponseAsync("x"); if (r.Text != "ok") await {|CCA1003:_talker.RunAsync(chat)|}; } }
class Talker { private readonly Short _short = null!; public async Task RunAsync(IChatClient chat) { await chat.GetResponseAsync("y"); await _short.RunAsync(chat); } }

/// <summary>What is left of a list is a list again, and may be empty: only a test of it ends a recursion.</summary>
class Rests(IChatClient chat)
{
    async Task Unguarded(List<string> rest) { await chat.GetResponseAsync("x"); await {|CCA1003:Unguarded(rest.Skip(1).ToList())|}; }
    async Task Guarded(List<string> rest) { if (rest.Count == 0) return; await chat.GetResponseAsync(rest[0]); await Guarded(rest.Skip(1).ToList()); }
    async Task GuardedElsewhere(List<string> rest) { await chat.GetResponseAsync("x"); await Next(rest.Skip(1).ToList()); }
    async Task Next(List<string> rest) { if (rest.Count > 0) await GuardedElsewhere(rest); }
    async Task Halves(string[] parts) { if (parts.Length < 2) return; await chat.GetResponseAsync(parts[0]); await Halves(parts.Take(parts.Length / 2).ToArray()); await Halves(parts.Skip(parts.Length / 2).ToArray()); }
    async Task OfReply(string text) { text = (await chat.GetResponseAsync(text)).Text; if (text.Length < 2) return; await {|CCA1003:OfReply(text.Substring(1))|}; }
    async Task OfText(string text) { if (text.Length < 2) return; await chat.GetResponseAsync(text); await OfText(text.Substring(1)); }
    async Task Shorter(string text) => await {|CCA1003:Answered(text.Substring(1))|};
    async Task Answered(string text) { var r = await chat.GetResponseAsync(text); await Shorter(r.Text); }
    async Task ShorterText(string text) { if (text.Length > 1) await Handed(text.Substring(1)); }
    async Task Handed(string text) { var r = await chat.GetResponseAsync(text); await ShorterText(text); }
    record Node(string Text, List<Node> Children);
    async Task Tree(Node node) { await chat.GetResponseAsync(node.Text); foreach (var child in node.Children.Where(child => child.Text != "")) await Tree(child); }
}

/// <summary>Recursion by way of another object, which knows this one by an interface.</summary>
interface IStepRunner { Task RunAsync(string step); }
class Critic(IChatClient chat, IStepRunner runner)
{
    public async Task ReviewAsync(string text) { var r = await chat.GetResponseAsync(text); if (r.Text != "ok") await {|CCA1003:runner.RunAsync(r.Text)|}; }
}

class Worker(IChatClient chat) : IStepRunner
{
    private readonly Critic? _critic;
    public async Task RunAsync(string step) { var r = await chat.GetResponseAsync(step); await _critic!.ReviewAsync(r.Text); }
}
