// stubs: Mscc.GenerativeAI, GenerativeAI
using Google = GenerativeAI; using GenerativeAI.Types; using Mscc.GenerativeAI;
using MsccChat = Mscc.GenerativeAI.Types.ChatSession;
namespace GeminiClients;

public class Mscc_(GenerativeModel model, MsccChat chat)
{
    public async Task Forever() { while (true) await {|CCA1001:model.GenerateContent("go on")|}; }
    public async Task UntilDone(MsccChat session) { while (true) { var reply = await {|CCA1002:session.SendMessage("go on")|}; if (reply.Text!.Contains("DONE")) return; } }
    public async Task Streamed() { while (true) await foreach (var part in {|CCA1001:chat.SendMessageStream("go on")|}) Console.Write(part.Text); }
    public async Task<string> Retry() { while (true) { try { return (await {|CCA1004:model.GenerateContent("x")|}).Text!; } catch (HttpRequestException) { await Task.Delay(1000); } } }
    public async Task StreamUntil()
    {
        var text = "";
        do { await foreach (var part in {|CCA1002:model.GenerateContentStream("go on")|}) text += part.Text; } while (!text.EndsWith("END"));
    }

    // Bounded, or free.
    public async Task Repl() { while (true) { var line = Console.ReadLine(); if (line is null) return; Console.WriteLine((await chat.SendMessage(line)).Text); } }
    public async Task Count() { while (true) await model.CountTokens("x"); }
    public async Task Models() { while (true) { await model.ListModels(); await Task.Delay(1000); } }
    public async Task Rounds() { for (var i = 0; i < 5; i++) if ((await chat.SendMessage("go on")).Text == "DONE") return; }
}

public class Gunpal(Google.IGenerativeModel model, Google.ChatSession chat, Google.EmbeddingModel embeddings, Google.Clients.BatchClient batches)
{
    public async Task Forever() { while (true) await {|CCA1001:model.GenerateContentAsync("go on")|}; }
    public async Task OfTheClass(Google.GenerativeModel own) { while (true) await {|CCA1001:own.GenerateContentAsync("go on")|}; }
    public async Task Session() { while (true) { var reply = await {|CCA1002:chat.GenerateContentAsync("go on")|}; if (reply.Text == "DONE") return; } }
    public async Task Typed() { Plan? plan; do { plan = await {|CCA1002:model.GenerateObjectAsync<Plan>("plan")|}; } while (plan is not { Done: true }); }
    public async Task Streamed() { while (true) { var end = false; await foreach (var part in {|CCA1002:chat.StreamContentAsync("go on")|}) end |= part.Text.Contains("END"); if (end) return; } }
    public async Task Embed() { while (true) await {|CCA1001:embeddings.EmbedContentAsync("x")|}; }
    public async Task<string> Again(string text) { var reply = await model.GenerateContentAsync(text); return reply.Text.Length > 10 ? reply.Text : await {|CCA1003:Again(text + "!")|}; }

    // Bounded, or free.
    public async Task Count() { while (true) await model.CountTokensAsync([new Part()]); }
    public async Task Poll(string name) { while (true) { await batches.GetAsync(name); await Task.Delay(1000); } }
    public async Task Files(string[] files) { foreach (var file in files) await model.GenerateContentAsync(file); }
    public class Plan { public bool Done { get; set; } }
}
