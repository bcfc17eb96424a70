using ClaudeCost;
using Microsoft.Extensions.AI;

class Recursion(IChatClient chat)
{
    private int _depth;
    private readonly HashSet<string> _seen = [];

    // Nothing ends these but the model, a success, or nothing.
    async Task<string> Retry(string prompt)
    {
        try { return (await chat.GetResponseAsync(prompt)).Text; }
        catch (HttpRequestException) { await Task.Delay(1000); return await {|CCA1003:Retry(prompt)|}; }
    }
    async Task<string> Tools(List<ChatMessage> messages)
    {
        var reply = await chat.GetResponseAsync(messages);
        messages.AddMessages(reply);
        if (reply.FinishReason == ChatFinishReason.ToolCalls)
            return await {|CCA1003:Tools(messages)|};
        return reply.Text;
    }
    async Task Refine(string draft) { var r = await chat.GetResponseAsync(draft); if (!r.Text.Contains("good")) await {|CCA1003:Refine(r.Text)|}; }
    async Task Always() { await chat.GetResponseAsync("x"); await {|CCA1003:Always()|}; }
    async Task CountsButNeverTests(int attempt) { var r = await chat.GetResponseAsync("x"); if (r.Text == "") await {|CCA1003:CountsButNeverTests(attempt + 1)|}; }
    async Task StepsAway(int depth) { await chat.GetResponseAsync("x"); if (depth < 5) await {|CCA1003:StepsAway(depth - 1)|}; }
    async Task Ping(string text) { var r = await chat.GetResponseAsync(text); if (r.Text != "done") await {|CCA1003:Pong(r.Text)|}; }
    async Task Pong(string text) { var r = await chat.GetResponseAsync(text); await Ping(r.Text); }
    async Task Subtasks(string task) { var r = await chat.GetResponseAsync(task); foreach (var line in r.Text.Split('\n')) await {|CCA1003:Subtasks(line)|}; }
    async Task ThroughHelper(string prompt) { var r = await AskAsync(prompt); if (r == "again") await {|CCA1003:ThroughHelper(prompt)|}; }
    async Task InLambda(string prompt) { var r = await chat.GetResponseAsync(prompt); if (r.Text == "") await Task.Run(() => {|CCA1003:InLambda(prompt)|}); }
    async Task Local() { await Step("x"); async Task Step(string p) { var r = await chat.GetResponseAsync(p); if (r.Text != "ok") await {|CCA1003:Step(r.Text)|}; } }

    // Bounded.
    async Task<string> Counted(string prompt, int retries = 3)
    {
        try { return (await chat.GetResponseAsync(prompt)).Text; }
        catch (HttpRequestException) when (retries > 0) { return await Counted(prompt, retries - 1); }
    }
    async Task<string> CountedUp(string prompt, int attempt)
    {
        if (attempt >= 5) throw new InvalidOperationException();
        var r = await chat.GetResponseAsync(prompt);
        return r.Text == "" ? await CountedUp(prompt, attempt + 1) : r.Text;
    }
    async Task Depth(int depth) { if (depth == 0) return; await chat.GetResponseAsync("x"); await Depth(depth - 1); }
    async Task Tree(Node node) { await chat.GetResponseAsync(node.Text); foreach (var child in node.Children) await Tree(child); }
    async Task Left(Node? node) { if (node is null) return; await chat.GetResponseAsync(node.Text); await Left(node.Next); }
    async Task Halve(string text) { if (text.Length < 100) { await chat.GetResponseAsync(text); return; } await Halve(text.Substring(0, text.Length / 2)); await Halve(text[(text.Length / 2)..]); }
    async Task Rest(List<string> items) { if (items.Count == 0) return; await chat.GetResponseAsync(items[0]); await Rest(items.Skip(1).ToList()); }
    async Task Visit(string url) { if (!_seen.Add(url)) return; var r = await chat.GetResponseAsync(url); foreach (var link in r.Text.Split(' ')) await Visit(link); }
    async Task Field() { if (++_depth > 5) return; await chat.GetResponseAsync("x"); await Field(); }
    async Task Scope(string p) { using var budget = BudgetScope.Begin(new Budget { MaxCalls = 10 }); var r = await chat.GetResponseAsync(p); if (r.Text == "") await Scope(p); }
    async Task Asks() { var line = Console.ReadLine(); await chat.GetResponseAsync(line!); await Asks(); }
    [RequiresBudget] async Task Declared(string p) { var r = await chat.GetResponseAsync(p); if (r.Text == "") await Declared(p); }
    async Task<string> MaxDepth(string p, int depth = 0) { var r = await chat.GetResponseAsync(p); if (r.Text == "" && depth < 3) return await MaxDepth(p, depth + 1); return r.Text; }

    // No recursion at all.
    Task<string> AskAsync(string prompt) => AskAsync([prompt]);
    async Task<string> AskAsync(string[] prompts) => (await chat.GetResponseAsync(prompts[0])).Text;
    void Stored(Button button) { button.Clicked = async () => { await chat.GetResponseAsync("x"); Stored(button); }; }

    async Task<string> Unused() => await AskAsync("x");
    class Node { public string Text = ""; public List<Node> Children = []; public Node? Next; }
    class Button { public Func<Task>? Clicked; }
}

class Decorator(IChatClient inner) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await base.GetResponseAsync(messages, options, cancellationToken);
}
interface IAsk { Task<string> AskAsync(string p); }
class Inner(IChatClient chat) : IAsk { public async Task<string> AskAsync(string p) => (await chat.GetResponseAsync(p)).Text; }
class Logging(IAsk inner) : IAsk { public async Task<string> AskAsync(string p) { Console.WriteLine(p); return await inner.AskAsync(p); } }
class Chain(Chain? next, IChatClient chat) { private readonly Chain? _next = next; public async Task HandleAsync() { await chat.GetResponseAsync("x"); if (_next is not null) await _next.HandleAsync(); } }

// A member that is written in a function within it: its parameters are read as they stand around that function.
class WrittenInFunction(IChatClient chat)
{
    private const int MaxDepth = 5;

    // ---- bounded ----
    Task<string> Guarded(int depth) { return Core(); async Task<string> Core() { if (depth >= 5) return ""; var r = await chat.GetResponseAsync("x"); return r.Text == "" ? await Guarded(depth + 1) : r.Text; } }
    Task<string> GuardedBefore(int depth) { if (depth > MaxDepth) return Task.FromResult(""); return Core(); async Task<string> Core() { await chat.GetResponseAsync("x"); return await GuardedBefore(depth + 1); } }
    async Task<string> Awaited(int depth) { var text = await Core(); return text; async Task<string> Core() { if (depth <= 0) return ""; await chat.GetResponseAsync("x"); return await Awaited(depth - 1); } }
    async Task<string> InTry(int depth) { try { return await Core(); } finally { Console.WriteLine(depth); } async Task<string> Core() { if (depth <= 0) return ""; await chat.GetResponseAsync("x"); return await InTry(depth - 1); } }
    Task<string> InLambda(int depth) { Func<Task<string>> core = async () => { if (depth >= 5) return ""; await chat.GetResponseAsync("x"); return await InLambda(depth + 1); }; return core(); }
    async Task<string> InLambdaThatIsRun(int depth) => await Task.Run(async () => { if (depth >= 5) return ""; await chat.GetResponseAsync("x"); return await InLambdaThatIsRun(depth + 1); });
    Task<string> TwoDeep(int depth) { return Outer(); Task<string> Outer() { return Inner(); async Task<string> Inner() { if (depth >= 5) return ""; await chat.GetResponseAsync("x"); return await TwoDeep(depth + 1); } } }
    Task Tree(Branch branch) { return Core(); async Task Core() { await chat.GetResponseAsync(branch.Text); foreach (var child in branch.Children) await Tree(child); } }
    Task Shorter(string text) { return Core(); async Task Core() { if (text.Length == 0) return; await chat.GetResponseAsync(text); await Shorter(text.Substring(1)); } }
    Task<string> One(int depth) { return Core(); async Task<string> Core() { if (depth >= 5) return ""; await chat.GetResponseAsync("x"); return await Two(depth + 1); } }
    Task<string> Two(int depth) { return Core(); async Task<string> Core() { Console.WriteLine(depth); return await One(depth); } }

    // ---- not bounded ----
    Task<string> NotGuarded(int depth) { return Core(); async Task<string> Core() { var r = await chat.GetResponseAsync("x"); return r.Text == "" ? await {|CCA1003:NotGuarded(depth + 1)|} : r.Text; } }
    Task<string> StepsAway(int depth) { return Core(); async Task<string> Core() { if (depth >= 5) return ""; await chat.GetResponseAsync("x"); return await {|CCA1003:StepsAway(depth - 1)|}; } }
    Task<string> NotMoved(int depth) { return Core(); async Task<string> Core() { if (depth >= 5) return ""; await chat.GetResponseAsync("x"); return await {|CCA1003:NotMoved(depth)|}; } }
    Task<string> Reset(int depth) { depth = 0; return Core(); async Task<string> Core() { if (depth >= 5) return ""; await chat.GetResponseAsync("x"); return await {|CCA1009:Reset(depth)|}; } }
    async Task<string> NotGuardedInLambda(int depth) => await Task.Run(async () => { await chat.GetResponseAsync("x"); return await {|CCA1003:NotGuardedInLambda(depth + 1)|}; });
    Task<string> OneOfTwo(int depth) { return Core(); async Task<string> Core() { var r = await chat.GetResponseAsync("x"); if (r.Text == "retry") return await {|CCA1003:OneOfTwo(depth)|}; if (depth < 5) return await OneOfTwo(depth + 1); return r.Text; } }
}

class Branch { public string Text = ""; public List<Branch> Children = []; }
