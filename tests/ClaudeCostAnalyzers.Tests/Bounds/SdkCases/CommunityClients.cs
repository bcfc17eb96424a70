// stubs: OpenAI-DotNet, OpenAI_API, Mistral.SDK
using OpenAI; using OpenAI.Chat; using OpenAI.Responses; using OpenAI.Threads; using Mistral.SDK; using Mistral.SDK.DTOs;
using OkGo = OpenAI_API; using ChatRequest = OpenAI.Chat.ChatRequest;
namespace CommunityClients;

public class Rage(OpenAIClient api)
{
    public async Task Tools(List<Message> messages)
    {
        ChatResponse reply;
        do
        {
            reply = await {|CCA1002:api.ChatEndpoint.GetCompletionAsync(new ChatRequest(messages))|};
            messages.Add(reply.FirstChoice.Message);
        }
        while (reply.FirstChoice.FinishReason == "tool_calls");
    }

    public async Task Streamed(ChatRequest request) { while (true) await {|CCA1001:api.ChatEndpoint.StreamCompletionAsync(request, part => Console.Write(part))|}; }
    public async Task Enumerated(ChatRequest request) { while (true) await foreach (var part in {|CCA1001:api.ChatEndpoint.StreamCompletionEnumerableAsync(request)|}) Console.Write(part); }
    public async Task Response(CreateResponseRequest request) { while (true) { try { await {|CCA1004:api.ResponsesEndpoint.CreateModelResponseAsync(request)|}; return; } catch (HttpRequestException) { } } }
    public async Task Run(ThreadResponse thread, CreateRunRequest request) { while (true) { var run = await {|CCA1002:thread.CreateRunAsync(request, default(Func<IServerSentEvent, Task>)!)|}; if (run.Status == RunStatus.Completed) return; } }

    // Bounded, or free.
    public async Task Wait(RunResponse run) { while (run.Status == RunStatus.Queued) { await Task.Delay(500); run = await run.UpdateAsync(); } }
    public async Task Models() { while (true) await api.ModelsEndpoint.GetModelsAsync(); }
    public async Task Rounds(ChatRequest request) { for (var i = 0; i < 8; i++) { var reply = await api.ChatEndpoint.GetCompletionAsync(request); if (reply.FirstChoice.FinishReason == "stop") return; } }
}

public class OkGoDoIt(OkGo.IOpenAIAPI api, OkGo.Chat.Conversation talk)
{
    public async Task Talk() { while (true) { talk.AppendUserInput("go on"); var reply = await {|CCA1002:talk.GetResponseFromChatbotAsync()|}; if (reply.Contains("bye")) return; } }
    public async Task Streamed() { while (true) await {|CCA1001:talk.StreamResponseFromChatbotAsync(part => Console.Write(part))|}; }
    public async Task Enumerated() { while (true) await foreach (var part in {|CCA1001:talk.StreamResponseEnumerableFromChatbotAsync()|}) Console.Write(part); }
    public async Task Chat(OkGo.OpenAIAPI own) { while (true) await {|CCA1001:own.Chat.CreateChatCompletionAsync("hi")|}; }
    public async Task Complete() { while (true) { try { await {|CCA1004:api.Completions.GetCompletion("x")|}; return; } catch (HttpRequestException) { await Task.Delay(10); } } }

    // Bounded, or free.
    public async Task Repl() { while (true) { talk.AppendUserInput(Console.ReadLine()!); Console.WriteLine(await talk.GetResponseFromChatbotAsync()); } }
    public async Task Moderate() { while (true) await api.Moderation.CallModerationAsync("x"); }
    public async Task Rounds() { for (var i = 0; i < 3; i++) await talk.GetResponseFromChatbotAsync(); }
}

public class Mistral_(MistralClient client)
{
    public async Task Tools(ChatCompletionRequest request) { while (true) { var reply = await {|CCA1002:client.Completions.GetCompletionAsync(request)|}; if (reply.Choices[0].FinishReason != Mistral.SDK.DTOs.Choice.FinishReasonEnum.Length) return; } }
    public async Task Streamed(ChatCompletionRequest request, CancellationToken token) { while (!token.IsCancellationRequested) await foreach (var part in {|CCA1001:client.Completions.StreamCompletionAsync(request, token)|}) Console.Write(part.Choices); }

    // Bounded, or free.
    public async Task Models() { while (true) await client.Models.GetModelsAsync(); }
    public async Task Texts(string[] texts) { foreach (var text in texts) await client.Completions.GetCompletionAsync(new ChatCompletionRequest("m", [new(Mistral.SDK.DTOs.ChatMessage.RoleEnum.User, text)])); }
}
