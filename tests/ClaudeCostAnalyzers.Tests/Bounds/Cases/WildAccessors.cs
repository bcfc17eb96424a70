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
}
