// stubs: Microsoft.SemanticKernel.Abstractions
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;

class KernelLoops(Kernel kernel, IChatCompletionService chat, ChatCompletionAgent agent, AgentGroupChat group)
{
    async Task Prompt() { while (true) { await {|CCA1001:kernel.InvokePromptAsync("again")|}; } }
    async Task Typed() { while (true) { await {|CCA1001:kernel.InvokePromptAsync<string>("again")|}; } }
    async Task Function(KernelFunction function) { while (true) { await {|CCA1001:kernel.InvokeAsync(function)|}; } }
    async Task Concrete(ChatHistory history) { var own = new OpenAIChatCompletionService("model", "key"); while (true) { await {|CCA1001:own.GetChatMessageContentsAsync(history)|}; } }

    async Task UntilDone(ChatHistory history)
    {
        while (true)
        {
            var answer = await {|CCA1002:chat.GetChatMessageContentAsync(history)|};
            if (answer.Content!.Contains("DONE")) break;
            history.AddAssistantMessage(answer.Content);
        }
    }

    async Task Retry()
    {
        while (true)
        {
            try { await {|CCA1004:kernel.InvokePromptAsync("x")|}; return; }
            catch (HttpRequestException) { await Task.Delay(1000); }
        }
    }

    async Task AgentChat(AgentThread thread)
    {
        var message = "start";
        do
        {
            await foreach (var item in {|CCA1002:agent.InvokeAsync(message, thread)|})
                message = item.Message.Content!;
        }
        while (!message.Contains("bye"));
    }

    async Task Group() { while (!group.IsComplete) { await foreach (var message in {|CCA1002:group.InvokeAsync()|}) Console.WriteLine(message.Content); } }

    // Bounded.
    async Task Rounds(ChatHistory history) { for (var round = 0; round < 5; round++) await chat.GetChatMessageContentAsync(history); }
    async Task Each(string[] prompts) { foreach (var prompt in prompts) await kernel.InvokePromptAsync(prompt); }
    async Task GroupOnce() { await foreach (var message in group.InvokeAsync()) Console.WriteLine(message.Content); }
    async Task Console_(ChatHistory history) { while (Console.ReadLine() is { } line) { history.AddUserMessage(line); await chat.GetChatMessageContentAsync(history); } }
    async Task Stream(ChatHistory history) { await foreach (var part in chat.GetStreamingChatMessageContentsAsync(history)) Console.Write(part.Content); }
    async Task Budget() { using var budget = ClaudeCost.BudgetScope.Begin(new ClaudeCost.Budget { MaxCalls = 9 }); while (true) await kernel.InvokePromptAsync("x"); }
    void NoCall(ChatHistory history) { while (true) history.AddUserMessage("x"); }
}
