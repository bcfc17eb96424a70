using Anthropic;
using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

class Model(IAnthropicClient claude, OpenAI.Chat.ChatClient gpt, IChatClient chat, MessageCreateParams request)
{
    async Task ToolLoop()
    {
        while (true)
        {
            var reply = await {|CCA1002:claude.Messages.Create(request)|};
            if (reply.StopReason != StopReason.ToolUse)
                return;
        }
    }

    async Task OpenAiToolLoop(List<OpenAI.Chat.ChatMessage> messages)
    {
        bool requiresAction;
        do
        {
            requiresAction = false;
            ChatCompletion completion = await {|CCA1002:gpt.CompleteChatAsync(messages)|};
            switch (completion.FinishReason)
            {
                case OpenAI.Chat.ChatFinishReason.Stop:
                    messages.Add(new AssistantChatMessage(completion));
                    break;
                case OpenAI.Chat.ChatFinishReason.ToolCalls:
                    messages.Add(new AssistantChatMessage(completion));
                    foreach (var call in completion.ToolCalls)
                        messages.Add(new ToolChatMessage(call.Id, "result"));
                    requiresAction = true;
                    break;
                default:
                    throw new NotSupportedException();
            }
        } while (requiresAction);
    }

    async Task Refine() { var draft = "x"; var good = false; while (!good) { draft = (await {|CCA1002:chat.GetResponseAsync(draft)|}).Text; good = draft.Contains("GOOD"); } }
    async Task RefineWithHelper() { string draft = ""; do { draft = (await {|CCA1002:chat.GetResponseAsync(draft)|}).Text; } while (!IsGood(draft)); }
    async Task Grade() { var score = 0; while (score < 8) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; score = int.Parse(r.Text); } }
    async Task TryParse() { int n; while (!int.TryParse((await {|CCA1002:chat.GetResponseAsync("x")|}).Text, out n)) { } }
    async Task Null() { ChatResponse? r = null; while (r is null or { FinishReason: null }) r = await {|CCA1002:chat.GetResponseAsync("x")|}; }
    async Task WorkList(Queue<string> work) { while (work.Count > 0) { var item = work.Dequeue(); var r = await {|CCA1002:chat.GetResponseAsync(item)|}; foreach (var line in r.Text.Split('\n')) work.Enqueue(line); } }
    async Task Break() { for (; ; ) { var text = (await {|CCA1002:chat.GetResponseAsync("x")|}).Text; if (text.StartsWith("DONE")) break; } }
    async Task EarlyError() { while (true) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (File.Exists("stop")) return; if (r.Text == "ok") return; } }
    async Task Goto() { again: var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.Text != "ok") goto again; }
    async Task Streaming()
    {
        while (true)
        {
            var text = "";
            await foreach (var update in {|CCA1002:chat.GetStreamingResponseAsync("x")|})
                text += update.Text;
            if (text.Contains("done"))
                break;
        }
    }
    async Task HoldsReply() { var state = new State(); while (!state.Done) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; state.Apply(r); } }
    async Task HoldsReplyByHelper() { var state = new State(); while (!state.Done) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; Store(r, state); } }
    async Task FieldOfObject() { var state = new State(); while (state.Text != "ok") { state.Text = (await {|CCA1002:chat.GetResponseAsync("x")|}).Text; } }
    async Task Deconstructed() { while (true) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; var (ok, _) = Parse(r.Text); if (ok) break; } }
    async Task OutArgument() { while (true) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (TryRead(r, out var answer) && answer == "ok") break; } }
    async Task ControlledFlag() { var done = false; while (!done) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.Text == "ok") { done = true; } } }
    async Task StopWhenTwice() { var last = ""; while (true) { var r = await {|CCA1002:chat.GetResponseAsync(last)|}; if (r.Text == last) break; last = r.Text; } }
    async Task ToolCallsAny() { var messages = new List<Microsoft.Extensions.AI.ChatMessage>(); while (true) { var r = await {|CCA1002:chat.GetResponseAsync(messages)|}; messages.AddMessages(r); var calls = r.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().ToList(); if (calls.Count == 0) return; foreach (var c in calls) messages.Add(new Microsoft.Extensions.AI.ChatMessage(ChatRole.Tool, c.Name)); } }
    async Task Polling() { string? id = null; while (id is null) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.Text.Length > 0) id = r.Text; await Task.Delay(1000); } }
    async IAsyncEnumerable<string> Iterator() { while (true) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; yield return r.Text; if (r.Text == "end") yield break; } }

    // Bounded beside the model.
    async Task Capped() { for (var i = 0; i < 10; i++) { var r = await claude.Messages.Create(request); if (r.StopReason != StopReason.ToolUse) break; } }
    async Task CappedInside() { var rounds = 0; while (true) { var r = await claude.Messages.Create(request); if (r.StopReason != StopReason.ToolUse) break; if (++rounds > 10) break; } }
    async Task CappedCondition() { var rounds = 0; bool again; do { var r = await claude.Messages.Create(request); again = r.StopReason == StopReason.ToolUse; } while (again && ++rounds < 10); }

    static bool IsGood(string text) => text.Length > 100;
    static (bool, string) Parse(string text) => (text == "", text);
    static bool TryRead(ChatResponse r, out string answer) { answer = r.Text; return true; }
    static void Store(ChatResponse r, State state) => state.Text = r.Text;
    class State { public bool Done; public string Text = ""; public void Apply(ChatResponse r) { Text = r.Text; Done = Text == "ok"; } }
}
