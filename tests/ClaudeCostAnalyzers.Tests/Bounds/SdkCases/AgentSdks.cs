// stubs: AutoGen.Core, GitHub.Copilot.SDK, Microsoft.KernelMemory.Abstractions, Cnblogs.DashScope.Core, Sdcb.DashScope
using AutoGen.Core; using AutoGen.Ollama; using AutoGen.OpenAI; using GitHub.Copilot; using Microsoft.KernelMemory;
using Qwen = Cnblogs.DashScope.Core; using Sdcb.DashScope.TextGeneration;
namespace AgentSdks;

public class AutoGen_(IAgent agent, IStreamingAgent streaming, IGroupChat group, OpenAIChatAgent writer, OllamaAgent local)
{
    public async Task UntilApproved() { IMessage reply; do reply = await {|CCA1002:agent.SendAsync("improve it")|}; while (!reply.GetContent().Contains("APPROVED")); }
    public async Task OfTheClass(List<IMessage> messages) { while (true) messages.Add(await {|CCA1001:writer.GenerateReplyAsync(messages)|}); }
    public async Task Streamed(List<IMessage> messages) { while (true) await foreach (var part in {|CCA1001:streaming.GenerateStreamingReplyAsync(messages)|}) Console.Write(part); }
    public async Task Groups(List<IMessage> messages) { while (true) messages.AddRange(await {|CCA1001:group.CallAsync(messages)|}); }
    public async Task Pairs(IAgent critic) { while (true) await foreach (var part in {|CCA1001:agent.SendAsync(critic, "write", maxRound: 5)|}) Console.Write(part); }

    // Bounded, or free.
    public async Task Local(List<IMessage> messages) { while (true) messages.Add(await local.GenerateReplyAsync(messages)); }
    public async Task LocalByExtension() { while (true) await local.SendAsync("go on"); }
    public async Task Once(IAgent critic) { await foreach (var part in agent.SendAsync(critic, "write", maxRound: 5)) if (part.GetContent().Contains("APPROVED")) break; }
    public async Task Rounds() { for (var i = 0; i < 3; i++) await agent.SendAsync("improve it"); }
}

public class Copilot(CopilotSession session, CopilotClient client)
{
    public async Task Forever() { while (true) await {|CCA1001:session.SendAsync("go on")|}; }
    public async Task UntilDone() { while (true) { var reply = await {|CCA1002:session.SendAndWaitAsync("go on")|}; if (reply?.Data.Content.Contains("DONE") == true) return; } }

    // Bounded, or free.
    public async Task Repl() { while (true) await session.SendAndWaitAsync(Console.ReadLine()!); }
    public async Task Ping() { while (true) { await client.PingAsync("hi"); await Task.Delay(1000); } }
}

public class Memory(IKernelMemory memory, MemoryWebClient web)
{
    public async Task UntilKnown(string question) { MemoryAnswer answer; do { answer = await {|CCA1002:memory.AskAsync(question)|}; } while (answer.NoResult); }
    public async Task Search() { while (true) await {|CCA1001:web.SearchAsync("x")|}; }
    public async Task Import(string text) { while (true) { try { await {|CCA1004:memory.ImportTextAsync(text)|}; return; } catch (HttpRequestException) { } } }

    // Bounded, or free.
    public async Task Ready(string document) { while (!await memory.IsDocumentReadyAsync(document)) await Task.Delay(500); }
    public async Task Each(string[] texts) { foreach (var text in texts) await memory.ImportTextAsync(text); }
}

public class DashScope(Qwen.IDashScopeClient client, TextGenerationClient other)
{
    public async Task Complete(Qwen.ModelRequest<Qwen.TextGenerationInput, Qwen.ITextGenerationParameters> request)
    {
        while (true) { var reply = await {|CCA1002:client.GetTextCompletionAsync(request)|}; if (reply.Output.Text == "DONE") return; }
    }

    public async Task Chat(List<ChatMessage> messages) { while (true) { var reply = await {|CCA1002:other.Chat("qwen", messages)|}; if (reply.Output.Text == "DONE") return; } }
    public async Task Streamed(List<ChatMessage> messages) { while (true) await foreach (var part in {|CCA1001:other.ChatStreamed("qwen", messages)|}) Console.Write(part.Output.Text); }

    // Bounded, or free.
    public async Task Count(Qwen.ModelRequest<Qwen.TextGenerationInput, Qwen.ITextGenerationParameters> request) { while (true) await client.TokenizeAsync(request); }
    public async Task Rounds(List<ChatMessage> messages) { for (var i = 0; i < 3; i++) await other.Chat("qwen", messages); }
}
