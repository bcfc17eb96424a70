using Microsoft.Extensions.AI;

// Counters behind properties that do more than hold a number, and lists that are walked by a pattern.
internal sealed class WildAccessors(IChatClient chat)
{
    private int _turns;
    private int _calls;
    public int Turns { get => _turns; private set { _turns = value; Changed?.Invoke(this, EventArgs.Empty); } }
    public int Calls { get => _calls; private set => _calls = Math.Max(0, value); }
    public int Unread { get => _calls; private set => _calls = value; }
    public event EventHandler? Changed;
    public int MaxTurns { get; init; }
    public string? Answer { get; private set; }
    public bool IsComplete => Answer is not null;
    public async Task Run() { while (!IsComplete && Turns < MaxTurns) await StepAsync(); }
    public async Task RunCalls() { while (!IsComplete && Calls < MaxTurns) await StepAsync(); }
    public async Task RunOpen() { while (!IsComplete) await {|CCA1002:StepAsync()|}; }
    private async Task StepAsync() { Turns++; Calls += 1; var r = await chat.GetResponseAsync("next"); if (r.FinishReason == ChatFinishReason.Stop) Answer = r.Text; }
    internal sealed class Node { public string Text = ""; public Node? Next; }
    public async Task Walk(Node? node) { for (; node is { Text: var text }; node = node.Next) await chat.GetResponseAsync(text); }
    public async Task Stay(Node? node) { for (; node is { Text: var text }; ) await {|CCA1001:chat.GetResponseAsync(text)|}; }
    internal sealed class Session { public bool IsOpen { get; set; } = true; public int Rounds; public int MaxRounds { get; set; } = 10; public string? Result; }
    public async Task Matched(Session s) { while (s is { IsOpen: true, Rounds: var rounds } && rounds < s.MaxRounds) { s.Rounds++; var r = await chat.GetResponseAsync("x"); if (r.FinishReason != ChatFinishReason.ToolCalls) s.IsOpen = false; } }
    public async Task MatchedOnly(Session s) { while (s is { IsOpen: true, Rounds: var rounds } && rounds < s.MaxRounds) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.FinishReason != ChatFinishReason.ToolCalls) s.IsOpen = false; } }
    // The length of what was said so far is a cap beside the model's own end, and alone what the model is to reach.
    public async Task<string> CappedText(string q) { var text = new System.Text.StringBuilder(); ChatResponse r; do { r = await chat.GetResponseAsync(q + text); text.Append(r.Text); } while (r.FinishReason == ChatFinishReason.Length && text.Length < 20_000); return text.ToString(); }
    public async Task<string> CappedString(string q) { var text = ""; while (text.Length < 20_000) { var r = await chat.GetResponseAsync(q + text); text += r.Text; if (r.FinishReason == ChatFinishReason.Stop) break; } return text; }
    public async Task<string> LongEnough(string q) { var text = ""; while (text.Length < 500) text += (await {|CCA1002:chat.GetResponseAsync(q + text)|}).Text; return text; }
    // A member that always says the same is no end.
    private async Task<bool> TurnAsync() { await chat.GetResponseAsync("x"); return true; }
    private async Task<bool> MayEndAsync() { if (_turns > 3) return false; await chat.GetResponseAsync("x"); return true; }
    public async Task Turns1() { while (await {|CCA1001:TurnAsync()|}) ; }
    public async Task Turns2() { while (await {|CCA1009:MayEndAsync()|}) ; }
}
