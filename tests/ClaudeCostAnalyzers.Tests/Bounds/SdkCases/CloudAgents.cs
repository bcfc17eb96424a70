// stubs: Google.Cloud.AIPlatform.V1, AWSSDK.BedrockAgentRuntime, Azure.AI.Agents.Persistent
using Amazon.BedrockAgentRuntime; using Amazon.BedrockAgentRuntime.Model; using Azure.AI.Agents.Persistent; using Google.Cloud.AIPlatform.V1;
namespace CloudAgents;

public class Vertex(PredictionServiceClient client, LlmUtilityServiceClient utility)
{
    public async Task Tools(GenerateContentRequest request)
    {
        while (true)
        {
            var reply = await {|CCA1002:client.GenerateContentAsync(request)|};
            if (reply.Candidates[0].FinishReason == Candidate.Types.FinishReason.Stop) return;
            request.Contents.Add(reply.Candidates[0].Content);
        }
    }

    public void Sync(GenerateContentRequest request) { while (true) {|CCA1001:client.GenerateContent(request)|}; }
    public async Task Parts(List<Content> contents) { while (true) await {|CCA1001:client.GenerateContentAsync("models/gemini", contents)|}; }
    public async Task Streamed(GenerateContentRequest request)
    {
        var text = "";
        while (!text.EndsWith("END"))
        {
            using var stream = {|CCA1002:client.StreamGenerateContent(request)|};
            await foreach (var part in stream.GetResponseStream()) text += part.Candidates[0].Content.Parts[0].Text;
        }
    }

    public async Task Predict(PredictRequest request) { while (true) { try { await {|CCA1004:client.PredictAsync(request)|}; return; } catch (InvalidOperationException) { await Task.Delay(100); } } }

    // Bounded, or free.
    public async Task Count(CountTokensRequest request) { while (true) await utility.CountTokensAsync(request); }
    public async Task Each(GenerateContentRequest[] requests) { foreach (var request in requests) await client.GenerateContentAsync(request); }
    public async Task Rounds(GenerateContentRequest request) { for (var i = 0; i < 6; i++) if ((await client.GenerateContentAsync(request)).Candidates.Count == 0) return; }
}

public class Bedrock(IAmazonBedrockAgentRuntime runtime, AmazonBedrockAgentRuntimeClient client)
{
    public async Task Agent(InvokeAgentRequest request) { while (true) await {|CCA1001:runtime.InvokeAgentAsync(request)|}; }
    public async Task Ask(RetrieveAndGenerateRequest request) { RetrieveAndGenerateResponse reply; do reply = await {|CCA1002:client.RetrieveAndGenerateAsync(request)|}; while (reply.Output.Text.Contains("Sorry")); }
    public async Task Flow(InvokeFlowRequest request) { while (true) { try { await {|CCA1004:client.InvokeFlowAsync(request)|}; return; } catch (IOException) { } } }

    // Bounded, or free.
    public async Task Session(GetSessionRequest request) { while (true) { await runtime.GetSessionAsync(request); await Task.Delay(1000); } }
    public async Task Repl(InvokeAgentRequest request) { while (true) { var line = Console.ReadLine(); if (line is null) return; await runtime.InvokeAgentAsync(request); } }
}

public class Foundry(PersistentAgentsClient client)
{
    public async Task UntilDone(PersistentAgentThread thread, PersistentAgent agent)
    {
        while (true)
        {
            ThreadRun run = await {|CCA1002:client.Runs.CreateRunAsync(thread, agent)|};
            while (run.Status == RunStatus.Queued || run.Status == RunStatus.InProgress) { await Task.Delay(500); run = await client.Runs.GetRunAsync(thread.Id, run.Id); }
            if (run.Status == RunStatus.Completed) return;
        }
    }

    public async Task Tools(PersistentAgentThread thread, PersistentAgent agent, List<ToolOutput> outputs)
    {
        ThreadRun run = await client.Runs.CreateRunAsync(thread, agent);
        do
        {
            await Task.Delay(500);
            run = await client.Runs.GetRunAsync(thread.Id, run.Id);
            if (run.Status == RunStatus.RequiresAction)
                run = await {|CCA1002:client.Runs.SubmitToolOutputsToRunAsync(run, outputs)|};
        }
        while (run.Status == RunStatus.Queued || run.Status == RunStatus.InProgress || run.Status == RunStatus.RequiresAction);
    }

    public void Forever(string agent, ThreadAndRunOptions options) { while (true) {|CCA1001:client.CreateThreadAndRun(agent, options)|}; }

    // Bounded, or free.
    public async Task Poll(ThreadRun run) { while (run.Status == RunStatus.Queued) { await Task.Delay(500); run = await client.Runs.GetRunAsync(run.ThreadId, run.Id); } }
}
