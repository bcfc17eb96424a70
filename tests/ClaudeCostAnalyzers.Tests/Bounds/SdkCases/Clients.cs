// stubs: Anthropic.SDK, AWSSDK.BedrockRuntime, Google.GenAI, Betalgo.Ranul.OpenAI, LlmTornado, Azure.AI.Inference
using Amazon.BedrockRuntime;
using Amazon.BedrockRuntime.Model;
using Anthropic.SDK.Messaging;
using Azure.AI.Inference;
using Betalgo.Ranul.OpenAI.Interfaces;
using Betalgo.Ranul.OpenAI.ObjectModels.RequestModels;
using LlmTornado.Chat;

class Clients(AmazonBedrockRuntimeClient bedrock, MessagesEndpoint claude, Google.GenAI.Client gemini, IOpenAIService openAI, Conversation talk, ChatCompletionsClient azure)
{
    async Task ToolLoop(ConverseRequest request, StopReason toolUse)
    {
        while (true)
        {
            var response = await {|CCA1002:bedrock.ConverseAsync(request)|};
            if (response.StopReason != toolUse) return;
        }
    }

    async Task Invoke(IAmazonBedrockRuntime runtime, InvokeModelRequest request) { while (true) await {|CCA1001:runtime.InvokeModelAsync(request)|}; }

    async Task Throttled(ConverseRequest request)
    {
        while (true)
        {
            try { await {|CCA1004:bedrock.ConverseAsync(request)|}; break; }
            catch (InvalidOperationException) { }
        }
    }

    async Task Community(MessageParameters parameters)
    {
        MessageResponse reply;
        do { reply = await {|CCA1002:claude.GetClaudeMessageAsync(parameters)|}; } while (reply.StopReason == "tool_use");
    }

    async Task Google_() { while (true) await {|CCA1001:gemini.Models.GenerateContentAsync("gemini-2.5-flash", "x")|}; }
    async Task Betalgo_(ChatCompletionCreateRequest request) { while (true) { var r = await {|CCA1002:openAI.ChatCompletion.CreateCompletion(request)|}; if (r.Successful) break; } }
    async Task Tornado() { while (true) { var text = await {|CCA1002:talk.GetResponse()|}; if (text == "done") break; talk.AppendUserInput("go on"); } }
    async Task Azure_(ChatCompletionsOptions options) { while (true) { var r = await {|CCA1002:azure.CompleteAsync(options)|}; if (r.Value.ToolCalls.Count == 0) break; } }

    // Bounded, or free.
    async Task CountOnly(CountTokensRequest request) { while (true) await bedrock.CountTokensAsync(request); }
    async Task Info() { while (true) await azure.GetModelInfoAsync(); }
    async Task Count(MessageCountTokenParameters parameters) { while (true) await claude.CountMessageTokensAsync(parameters); }
    async Task Rounds(ConverseRequest request, StopReason toolUse) { for (var i = 0; i < 10; i++) { var r = await bedrock.ConverseAsync(request); if (r.StopReason != toolUse) return; } }
    async Task Tries() { for (var tries = 0; ; tries++) { try { await talk.GetResponse(); return; } catch (IOException) when (tries < 3) { } } }
    async Task Files(string[] files) { foreach (var file in files) await gemini.Models.GenerateContentAsync("gemini-2.5-flash", await File.ReadAllTextAsync(file)); }
}
