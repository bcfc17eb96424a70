using System.Text;
using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using AIChatMessage = Microsoft.Extensions.AI.ChatMessage;

// Tool-use loops and agents as applications write them: capped, capped in odd places, and not capped.
class WildAgents(IAnthropicClient claude, ChatClient gpt, IChatClient chat, MessageCreateParams request, Action<string> log)
{
    private const int MaxToolRounds = 12;
    private static readonly int s_maxSteps = 25;
    private readonly List<AIChatMessage> _history = [];
    private readonly Dictionary<string, Func<string, Task<string>>> _tools = [];
    private int _turn;
    private bool _busy;

    // ---- capped ----
    async Task<string> ForWithLastRoundWithoutTools(ChatOptions options)
    {
        ChatResponse? last = null;
        for (var round = 0; round <= MaxToolRounds; round++)
        {
            if (round == MaxToolRounds)
                options.Tools = null;
            last = await chat.GetResponseAsync(_history, options);
            _history.AddMessages(last);
            var calls = last.Messages.SelectMany(m => m.Contents.OfType<FunctionCallContent>()).ToList();
            if (calls.Count == 0)
                return last.Text;
            foreach (var call in calls)
            {
                var result = _tools.TryGetValue(call.Name, out var tool) ? await tool(JsonSerializer.Serialize(call.Arguments)) : "unknown tool";
                _history.Add(new AIChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, result)]));
            }
        }

        return last?.Text ?? "";
    }

    async Task<string> CapThrowsAtTheTop()
    {
        var iteration = 0;
        while (true)
        {
            iteration++;
            if (iteration > s_maxSteps)
                throw new InvalidOperationException($"gave up after {s_maxSteps} steps");
            var message = await claude.Messages.Create(request);
            if (message.StopReason == StopReason.EndTurn)
                return message.ID;
            if (message.StopReason == StopReason.MaxTokens)
                continue;
            log("tool");
        }
    }

    async IAsyncEnumerable<string> StreamingTwinCapped()
    {
        for (int i = 0; i < MaxToolRounds; i++)
        {
            var text = new StringBuilder();
            var finish = (OpenAI.Chat.ChatFinishReason?)null;
            await foreach (var update in gpt.CompleteChatStreamingAsync(new UserChatMessage("x")))
            {
                foreach (var part in update.ContentUpdate)
                {
                    text.Append(part.Text);
                    yield return part.Text;
                }
                finish = update.FinishReason ?? finish;
            }
            if (finish != OpenAI.Chat.ChatFinishReason.ToolCalls)
                yield break;
        }
    }

    async Task RequiresActionCapped(List<OpenAI.Chat.ChatMessage> messages)
    {
        bool requiresAction;
        int remaining = 8;
        do
        {
            requiresAction = false;
            ChatCompletion completion = await gpt.CompleteChatAsync(messages);
            messages.Add(new AssistantChatMessage(completion));
            switch (completion.FinishReason)
            {
                case OpenAI.Chat.ChatFinishReason.ToolCalls:
                    foreach (var call in completion.ToolCalls)
                        messages.Add(new ToolChatMessage(call.Id, "ok"));
                    requiresAction = --remaining > 0;
                    break;
                case OpenAI.Chat.ChatFinishReason.Length:
                    throw new NotSupportedException("too long");
                case OpenAI.Chat.ChatFinishReason.ContentFilter:
                    throw new NotSupportedException("filtered");
            }
        } while (requiresAction);
    }

    async Task<string?> TupleState()
    {
        var (steps, answer) = (0, (string?)null);
        while (answer is null && steps < 6)
        {
            var reply = await chat.GetResponseAsync(_history);
            (steps, answer) = (steps + 1, reply.FinishReason == Microsoft.Extensions.AI.ChatFinishReason.Stop ? reply.Text : null);
        }
        return answer;
    }

    record AgentState(int Step, bool Done, string Text);

    async Task<AgentState> RecordWithStep()
    {
        var state = new AgentState(0, false, "");
        while (!state.Done && state.Step < 10)
        {
            var reply = await chat.GetResponseAsync(state.Text);
            state = state with { Step = state.Step + 1, Text = reply.Text, Done = reply.Text.Contains("FINAL") };
        }
        return state;
    }

    async Task FieldCounterResetBefore()
    {
        _turn = 0;
        while (_turn < MaxToolRounds)
        {
            _turn++;
            var reply = await chat.GetResponseAsync(_history);
            if (reply.FinishReason == Microsoft.Extensions.AI.ChatFinishReason.Stop)
                break;
        }
    }

    async Task BudgetOfTokens(long maxTokens)
    {
        long used = 0;
        while (true)
        {
            var reply = await chat.GetResponseAsync(_history);
            used += reply.Usage?.TotalTokenCount ?? 0;
            if (reply.FinishReason != Microsoft.Extensions.AI.ChatFinishReason.ToolCalls) break;
            if (used >= maxTokens) { log("token budget used up"); break; }
            _history.AddMessages(reply);
        }
    }

    async Task HistoryCapped()
    {
        while (_history.Count < 40)
        {
            var reply = await chat.GetResponseAsync(_history);
            _history.Add(new AIChatMessage(ChatRole.Assistant, reply.Text));
            if (reply.Text.EndsWith("DONE")) break;
        }
    }

    async Task ConsecutiveErrorsAndSteps()
    {
        var errors = 0;
        for (var step = 1; ; step++)
        {
            if (step > 30) break;
            try
            {
                var reply = await chat.GetResponseAsync(_history);
                errors = 0;
                if (reply.Text == "") break;
            }
            catch (HttpRequestException)
            {
                if (++errors == 3) throw;
            }
        }
    }

    async Task SwitchWithGotoCase(string mode)
    {
        var i = 0;
        while (i++ < 3)
        {
            switch (mode)
            {
                case "plan":
                    await chat.GetResponseAsync("plan");
                    goto case "act";
                case "act":
                    await chat.GetResponseAsync("act");
                    break;
                default:
                    return;
            }
        }
    }

    enum Phase { Plan, Act, Review, Done }

    async Task StateMachineForward()
    {
        var phase = Phase.Plan;
        var transitions = 0;
        while (phase != Phase.Done)
        {
            if (transitions++ > 20) throw new TimeoutException();
            switch (phase)
            {
                case Phase.Plan:
                    await chat.GetResponseAsync("plan");
                    phase = Phase.Act;
                    break;
                case Phase.Act:
                    var r = await chat.GetResponseAsync("act");
                    phase = r.Text.Contains("ok") ? Phase.Review : Phase.Plan;
                    break;
                case Phase.Review:
                    phase = Phase.Done;
                    break;
            }
        }
    }

    async Task WhileNotDoneTwoCounters()
    {
        int turns = 0, repairs = 0;
        bool done = false;
        do
        {
            turns++;
            var reply = await chat.GetResponseAsync(_history);
            if (!reply.Text.StartsWith('{')) { repairs++; if (repairs <= 2) { continue; } }
            done = reply.Text.Contains("\"done\":true");
        }
        while (!done && turns < 15);
    }

    async Task RemainingAsWhile(int budget)
    {
        for (var left = budget; left > 0 && !_busy; left -= 1)
        {
            var m = await claude.Messages.Create(request);
            if (m.StopReason != StopReason.ToolUse) { return; }
        }
    }

    // ---- not capped ----
    async Task<string> DocumentationLoop()
    {
        while (true)
        {
            var response = await {|CCA1002:chat.GetResponseAsync(_history)|};
            _history.AddMessages(response);
            var calls = response.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().ToList();
            if (calls is []) return response.Text;
            foreach (var call in calls)
                _history.Add(new AIChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, "r")]));
        }
    }

    async Task PatternOnResponse()
    {
        Message? response = null;
        while (response is null or { StopReason: not null } && response?.StopReason != StopReason.EndTurn)
            response = await {|CCA1002:claude.Messages.Create(request)|};
    }

    async Task CounterOnlyForTheLog()
    {
        int turn = 0;
        bool more;
        do
        {
            log($"turn {++turn}/{MaxToolRounds}");
            var m = await {|CCA1002:claude.Messages.Create(request)|};
            more = m.StopReason == StopReason.ToolUse;
        } while (more);
    }

    async Task CapLogsOnly()
    {
        var round = 0;
        while (true)
        {
            if (++round > MaxToolRounds) log("too many rounds");
            var m = await {|CCA1002:claude.Messages.Create(request)|};
            if (m.StopReason is { } reason && reason == StopReason.EndTurn) return;
        }
    }

    async Task CapInContinuePath()
    {
        var round = 0;
        while (true)
        {
            var m = await {|CCA1002:claude.Messages.Create(request)|};
            if (m.StopReason == StopReason.ToolUse)
                continue;
            if (++round > 5) return;
            if (m.StopReason == StopReason.EndTurn) return;
        }
    }

    async Task InnerToolLoopUnderCountedOuter(string[] tasks)
    {
        foreach (var task in tasks)
        {
            var done = false;
            while (!done)
            {
                var reply = await {|CCA1002:chat.GetResponseAsync(task)|};
                done = reply.FinishReason != Microsoft.Extensions.AI.ChatFinishReason.ToolCalls;
            }
        }
    }

    async Task ReplWithInnerToolLoop()
    {
        while (true)
        {
            Console.Write("you> ");
            if (Console.ReadLine() is not { Length: > 0 } line) break;
            _history.Add(new AIChatMessage(ChatRole.User, line));
            ChatResponse reply;
            do
            {
                reply = await {|CCA1002:chat.GetResponseAsync(_history)|};
                _history.AddMessages(reply);
            } while (reply.FinishReason == Microsoft.Extensions.AI.ChatFinishReason.ToolCalls);
            Console.WriteLine(reply.Text);
        }
    }

    async IAsyncEnumerable<string> StreamingCancellable(IEnumerable<OpenAI.Chat.ChatMessage> seed, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var messages = seed.ToList();
        while (!ct.IsCancellationRequested)
        {
            var completion = await {|CCA1002:gpt.CompleteChatAsync(messages, cancellationToken: ct)|};
            if (completion.Value.Content.Count > 0)
                yield return completion.Value.Content[0].Text;
            if (completion.Value.FinishReason != OpenAI.Chat.ChatFinishReason.ToolCalls || completion.Value.ToolCalls.Count == 0)
                yield break;
            messages.Add(new AssistantChatMessage(completion.Value));
        }
    }

    async Task PendingToolCallsList()
    {
        var pending = new List<FunctionCallContent>();
        do
        {
            pending.Clear();
            await foreach (var update in {|CCA1002:chat.GetStreamingResponseAsync(_history)|})
                pending.AddRange(update.Contents.OfType<FunctionCallContent>());
            foreach (var call in pending)
                _history.Add(new AIChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, "r")]));
        } while (pending.Count > 0);
    }

    async Task StateMachineModelDriven()
    {
        var phase = Phase.Plan;
        while (phase != Phase.Done)
        {
            phase = phase switch
            {
                Phase.Plan => Phase.Act,
                Phase.Act => (await {|CCA1002:chat.GetResponseAsync("act")|}).Text.Contains("ok") ? Phase.Review : Phase.Plan,
                _ => Phase.Done,
            };
        }
    }

    async Task MaxIterationsNullByDefault(int? maxIterations = null)
    {
        var i = 0;
        while (maxIterations is null || i < maxIterations)
        {
            i++;
            var m = await {|CCA1002:claude.Messages.Create(request)|};
            if (m.StopReason != StopReason.ToolUse) break;
        }
    }

    async Task EnumeratorByHand()
    {
        while (true)
        {
            var calls = 0;
            await using var e = {|CCA1002:chat.GetStreamingResponseAsync(_history)|}.GetAsyncEnumerator();
            while (await e.MoveNextAsync())
                if (e.Current.Contents.Any(c => c is FunctionCallContent)) calls++;
            if (calls == 0) return;
        }
    }
}
