// stubs: Microsoft.SemanticKernel.Abstractions
using Microsoft.SemanticKernel; using Microsoft.SemanticKernel.ChatCompletion; using Microsoft.SemanticKernel.Connectors.OpenAI; using Microsoft.SemanticKernel.Agents; using ClaudeCost;
namespace SkT;
public class Sk(Kernel kernel, IChatCompletionService chat, KernelFunction critique, ChatCompletionAgent writer, ChatCompletionAgent reviewer)
{
    public async Task<string> A1(string goal) { while (true) { var plan = await {|CCA1002:kernel.InvokePromptAsync(goal)|}; if (plan.GetValue<string>()!.Contains("DONE")) return ""; goal += plan.GetValue<string>(); } }
    public async Task<string> A2(string goal) { for (var i = 0; i < 5; i++) { var plan = await kernel.InvokePromptAsync(goal); if (plan.GetValue<string>()!.Contains("DONE")) return ""; } return goal; }
    public async Task A3(KernelArguments a) { bool ok; do { ok = await {|CCA1002:kernel.InvokeAsync<bool>(critique, a)|}; } while (!ok); }
    // REPL
    public async Task A4() { var h = new ChatHistory(); while (true) { var q = Console.ReadLine(); if (string.IsNullOrWhiteSpace(q)) break; h.AddUserMessage(q); var r = await chat.GetChatMessageContentAsync(h); h.AddAssistantMessage(r.Content ?? ""); } }
    // two agents talk until one approves
    public async Task A5() { var done = false; while (!done) { await foreach (var m in {|CCA1002:writer.InvokeAsync("write")|}) Console.WriteLine(m.Message.Content); await foreach (var m in {|CCA1002:reviewer.InvokeAsync("review")|}) if (m.Message.Content!.Contains("APPROVED")) done = true; } }
    // rounds
    public async Task A6() { var done = false; var n = 0; while (!done && n++ < 6) { await foreach (var m in writer.InvokeAsync("write")) Console.WriteLine(m.Message.Content); await foreach (var m in reviewer.InvokeAsync("review")) if (m.Message.Content!.Contains("APPROVED")) done = true; } }
    public async Task A7() { while (true) { try { await {|CCA1004:chat.GetChatMessageContentAsync("x")|}; break; } catch (HttpRequestException) { await Task.Delay(1000); } } }
    public async Task A8() { await chat.GetChatMessageContentAsync("x", new OpenAIPromptExecutionSettings { Temperature = 0 }); }
    public async Task A9() { await chat.GetChatMessageContentAsync("x", new OpenAIPromptExecutionSettings { MaxTokens = 400 }); }
    public async Task A10() { await chat.GetChatMessageContentAsync("x", new OpenAIPromptExecutionSettings { MaxTokens = 400_000 }); }
    public async Task<string> A11(string q) { var r = await kernel.InvokePromptAsync<string>(q); return r!.StartsWith("ERROR") ? await {|CCA1003:A11(q + r)|} : r; }
    public Task A12(List<string> xs) => Task.WhenAll(xs.Select(x => kernel.InvokePromptAsync(x)));
    // single
    public Task A13() => kernel.InvokePromptAsync("x");
    // embeddings loop over list
    public async Task A14(List<string> xs) { foreach (var x in xs) await chat.GetChatMessageContentAsync(x, new OpenAIPromptExecutionSettings { MaxTokens = 10 }); }
}
