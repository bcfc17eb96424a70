using System.Text;
using Microsoft.AspNetCore.Http;

namespace ClaudeCost.Tests.Server;

/// <summary>Replies as Google and Amazon give them.</summary>
internal sealed class CloudReplies(ReceivedRequest request, Answer answer)
{
    public bool IsAnthropic => request.Body.Contains("anthropic_version", StringComparison.Ordinal);

    private string Model => answer.ServedModel ?? request.Model;

    public string GeminiReply() => GeminiPiece("STOP", GeminiUsage(answer.Output));

    public IEnumerable<string> GeminiEvents() => GeminiPieces().Select(piece => "data: " + piece.Json);

    /// <summary>Without <c>alt=sse</c> the stream is one long list.</summary>
    public IEnumerable<(byte[] Bytes, bool IsDelta)> GeminiList()
    {
        var first = true;
        foreach (var (json, isDelta) in GeminiPieces())
        {
            yield return (Encoding.UTF8.GetBytes((first ? "[" : ",\r\n") + json), isDelta);
            first = false;
        }

        yield return ([(byte)']'], false);
    }

    public string ConverseReply() =>
        $$$"""{"metrics":{"latencyMs":1},"output":{"message":{"content":[{"text":"{{{answer.Text}}}"}],"role":"assistant"}},"stopReason":"end_turn"{{{(answer.LeaveUsageOut ? "" : ",\"usage\":" + ConverseUsage())}}}}""";

    public IEnumerable<(byte[] Bytes, bool IsDelta)> ConverseMessages()
    {
        yield return (AwsMessage.Event("messageStart", """{"p":"abc","role":"assistant"}"""), false);
        for (var i = 0; i < answer.Deltas; i++)
        {
            yield return (AwsMessage.Event("contentBlockDelta", $$$"""{"contentBlockIndex":0,"delta":{"text":"{{{answer.Text}}} \"usage\""},"p":"ab"}"""), true);
        }

        yield return (AwsMessage.Event("contentBlockStop", """{"contentBlockIndex":0}"""), false);
        yield return (AwsMessage.Event("messageStop", """{"stopReason":"end_turn"}"""), false);
        if (!answer.LeaveUsageOut)
        {
            yield return (AwsMessage.Event("metadata", $$$"""{"metrics":{"latencyMs":1},"p":"a","usage":{{{ConverseUsage()}}}}"""), false);
        }
    }

    /// <summary>The model's own events, each in base64.</summary>
    public IEnumerable<(byte[] Bytes, bool IsDelta)> ChunkMessages(IEnumerable<string> anthropicEvents)
    {
        if (IsAnthropic)
        {
            foreach (var happening in anthropicEvents)
            {
                var json = happening[(happening.IndexOf("data: ", StringComparison.Ordinal) + 6)..];
                yield return (AwsMessage.Chunk(json.Contains("message_stop\"", StringComparison.Ordinal) && !json.Contains("delta", StringComparison.Ordinal) ? json.Replace("}", "," + Metrics() + "}", StringComparison.Ordinal) : json),
                    json.Contains("content_block_delta", StringComparison.Ordinal));
            }

            yield break;
        }

        for (var i = 0; i < answer.Deltas; i++)
        {
            yield return (AwsMessage.Chunk($$"""{"generation":"{{answer.Text}}","prompt_token_count":null,"stop_reason":null}"""), true);
        }

        yield return (AwsMessage.Chunk($$$"""{"generation":"","stop_reason":"stop",{{{Metrics()}}}}"""), false);
    }

    public void AddCountsTo(IHeaderDictionary headers)
    {
        if (answer.LeaveUsageOut)
        {
            return;
        }

        headers["X-Amzn-Bedrock-Input-Token-Count"] = $"{answer.Input}";
        headers["X-Amzn-Bedrock-Output-Token-Count"] = $"{answer.Output}";
        headers["X-Amzn-Bedrock-Cache-Read-Input-Token-Count"] = $"{answer.CacheRead}";
        headers["X-Amzn-Bedrock-Cache-Write-Input-Token-Count"] = $"{answer.CacheWrite5m + answer.CacheWrite1h}";
    }

    private string Metrics() =>
        "\"amazon-bedrock-invocationMetrics\":" + $$"""{"inputTokenCount":{{answer.Input}},"outputTokenCount":{{answer.Output}},"invocationLatency":1,"firstByteLatency":1,"cacheReadInputTokenCount":{{answer.CacheRead}},"cacheWriteInputTokenCount":{{answer.CacheWrite5m + answer.CacheWrite1h}}}""";

    private string ConverseUsage() =>
        $$$"""{"cacheDetails":[{"inputTokens":{{{answer.CacheWrite1h}}},"ttl":"1h"},{"inputTokens":{{{answer.CacheWrite5m}}},"ttl":"5m"}],"cacheReadInputTokens":{{{answer.CacheRead}}},"cacheWriteInputTokens":{{{answer.CacheWrite5m + answer.CacheWrite1h}}},"inputTokens":{{{answer.Input}}},"outputTokens":{{{answer.Output}}},"totalTokens":{{{answer.Input + answer.Output + answer.CacheRead + answer.CacheWrite5m + answer.CacheWrite1h}}}}""";

    private IEnumerable<(string Json, bool IsDelta)> GeminiPieces()
    {
        for (var i = 0; i < answer.Deltas; i++)
        {
            yield return (GeminiPiece(null, GeminiUsage(1)), true);
        }

        yield return (GeminiPiece("STOP", GeminiUsage(answer.Output)), false);
    }

    private string GeminiPiece(string? end, string usage) =>
        $$$"""{"candidates":[{"index":0,"content":{"parts":[{"text":"{{{answer.Text}}} \"usageMetadata\""}],"role":"model"}{{{(end is null ? "" : $",\"finishReason\":\"{end}\"")}}}}],"modelVersion":"{{{Model}}}"{{{(answer.LeaveUsageOut ? "" : $",\"usageMetadata\":{usage}")}}}}""";

    /// <summary>Counts of zero are left out, as Google does.</summary>
    private string GeminiUsage(long output)
    {
        var thoughts = Math.Min(answer.Thoughts, output);
        var counts = new (string Name, long Count)[]
        {
            ("promptTokenCount", answer.Input - answer.ToolInput + answer.CacheRead),
            ("candidatesTokenCount", output - thoughts),
            ("cachedContentTokenCount", answer.CacheRead),
            ("thoughtsTokenCount", thoughts),
            ("toolUsePromptTokenCount", answer.ToolInput),
            ("totalTokenCount", answer.Input + answer.CacheRead + output),
        };
        return "{" + string.Join(",", counts.Where(count => count.Count > 0).Select(count => $"\"{count.Name}\":{count.Count}")) + ",\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":1}]}";
    }
}
