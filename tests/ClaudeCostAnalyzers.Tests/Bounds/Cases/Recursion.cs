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
