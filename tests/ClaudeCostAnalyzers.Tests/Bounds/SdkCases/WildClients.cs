// stubs: AWSSDK.BedrockRuntime, Google.GenAI, OllamaSharp, LlmTornado, Claudia, Azure.AI.Inference, Betalgo.Ranul.OpenAI
using Amazon.BedrockRuntime; using Amazon.BedrockRuntime.Model; using Google.GenAI; using Google.GenAI.Types; using OllamaSharp; using LlmTornado; using LlmTornado.Chat; using LlmTornado.Agents; using Azure.AI.Inference; using ClaudeCost;
namespace OtherT;
public class O(IAmazonBedrockRuntime br, Client gem, OllamaApiClient ol, TornadoApi tor, Claudia.IMessages cl, ChatCompletionsClient az)
{
    public async Task B1(ConverseRequest r) { ConverseResponse x; do { x = await {|CCA1002:br.ConverseAsync(r)|}; } while (x.StopReason.ToString() == "tool_use"); }
    public Task B2() => br.ConverseAsync(new ConverseRequest { ModelId = "m", Messages = [] });
    public Task B3() => br.ConverseAsync(new ConverseRequest { ModelId = "m", InferenceConfig = new InferenceConfiguration { MaxTokens = 400 } });
    public Task B4() => br.ConverseAsync(new ConverseRequest { ModelId = "m", InferenceConfig = new InferenceConfiguration { MaxTokens = 100_000 } });
    public async Task B5(ConverseRequest r) { while (true) { try { await {|CCA1004:br.ConverseAsync(r)|}; return; } catch (Exception) { await Task.Delay(100); } } }
    public Task G1() => gem.Models.GenerateContentAsync("gemini-2.5-flash", "hi");
    public Task G2() => gem.Models.GenerateContentAsync("gemini-2.5-flash", "hi", new GenerateContentConfig { MaxOutputTokens = 300 });
    public async Task G3(GenerateContentConfig c) { while (true) { var r = await {|CCA1002:gem.Models.GenerateContentAsync("m", "hi", c)|}; if (r.Candidates is { Count: > 0 }) break; } }
    // local model is free
    public async Task L1(OllamaSharp.Models.Chat.ChatRequest r) { while (true) { await foreach (var c in ol.ChatAsync(r)) Console.Write(c); } }
    public async Task T1(Conversation c) { while (true) { c.AppendUserInput("go"); await {|CCA1001:c.GetResponse()|}; } }
    public async Task T2(Conversation c) { string? r; do { r = await {|CCA1002:c.GetResponse()|}; } while (r != "done"); }
    public async Task T3(Conversation c) { for (var i = 0; i < 3; i++) await c.GetResponse(); }
    public async Task C1(Claudia.MessageRequest q) { while (true) { var r = await {|CCA1002:cl.CreateAsync(q)|}; if (r.StopReason == "end_turn") return; } }
    public Task C2() => cl.CreateAsync(new Claudia.MessageRequest { Model = "m", MaxTokens = 99_999, Messages = [] });
    public async Task Z1(ChatCompletionsOptions o) { ChatCompletions c; do c = (await {|CCA1002:az.CompleteAsync(o)|}).Value; while (c.ToolCalls.Count > 0); }
    public Task Z2(List<ChatRequestMessage> m) => az.CompleteAsync(new ChatCompletionsOptions(m) { Temperature = 0 });
    // counted tokens are free
    public async Task B6(CountTokensRequest r) { while (true) await br.CountTokensAsync(r); }
    // budget
    public async Task B7(ConverseRequest r) { using var b = BudgetScope.Begin(new Budget { MaxCostUsd = 1m }); while (true) await br.ConverseAsync(r); }
}
