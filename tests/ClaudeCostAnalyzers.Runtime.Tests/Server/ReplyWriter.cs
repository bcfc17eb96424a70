using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ClaudeCost.Tests.Server;

/// <summary>Writes one reply in the format of the endpoint that was called.</summary>
internal sealed class ReplyWriter(HttpContext context, ReceivedRequest request, Answer answer)
{
    private readonly CloudReplies cloud = new(request, answer);

    private HttpResponse Response => context.Response;

    private string Model => answer.ServedModel ?? request.Model;

    public async Task WriteAsync()
    {
        Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            Response.Headers[name] = value;
        }

        var path = context.Request.Path.Value!;
        if (answer.Body is not null)
        {
            await SendJsonAsync(answer.Body);
        }
        else if (answer.Status != 200)
        {
            await SendJsonAsync("""{"type":"error","error":{"type":"api_error","message":"scripted"}}""");
        }
        else if (path.EndsWith("/count_tokens", StringComparison.Ordinal))
        {
            await SendJsonAsync("""{"input_tokens":12}""");
        }
        else if (path.EndsWith("/messages", StringComparison.Ordinal))
        {
            await (request.IsStream ? StreamAsync(AnthropicEvents()) : SendJsonAsync(AnthropicMessage()));
        }
        else if (path.EndsWith("/completions", StringComparison.Ordinal))
        {
            await (request.IsStream ? StreamAsync(ChatEvents()) : SendJsonAsync(ChatCompletion()));
        }
        else if (path.EndsWith("/responses", StringComparison.Ordinal))
        {
            await (request.IsStream ? StreamAsync(ResponseEvents()) : SendJsonAsync(ResponseObject("completed", withUsage: true)));
        }
        else if (path.EndsWith("/embeddings", StringComparison.Ordinal))
        {
            await SendJsonAsync($$$"""{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AAAAPwAAgD4="}],"model":"{{{Model}}}","usage":{"prompt_tokens":{{{answer.Input}}},"total_tokens":{{{answer.Input}}}}}""");
        }
        else if (path.EndsWith(":generateContent", StringComparison.Ordinal))
        {
            await SendJsonAsync(cloud.GeminiReply());
        }
        else if (path.EndsWith(":streamGenerateContent", StringComparison.Ordinal))
        {
            await (request.Path.Contains("alt=sse", StringComparison.Ordinal) ? StreamAsync(cloud.GeminiEvents()) : SendPiecesAsync("application/json", cloud.GeminiList()));
        }
        else if (path.EndsWith("/converse", StringComparison.Ordinal))
        {
            await SendJsonAsync(cloud.ConverseReply());
        }
        else if (path.EndsWith("/converse-stream", StringComparison.Ordinal))
        {
            await SendPiecesAsync("application/vnd.amazon.eventstream", cloud.ConverseMessages());
        }
        else if (path.EndsWith("/invoke", StringComparison.Ordinal))
        {
            cloud.AddCountsTo(Response.Headers);
            await SendJsonAsync(cloud.IsAnthropic ? AnthropicMessage() : """{"generation":"Hello","stop_reason":"stop"}""");
        }
        else if (path.EndsWith("/invoke-with-response-stream", StringComparison.Ordinal))
        {
            await SendPiecesAsync("application/vnd.amazon.eventstream", cloud.ChunkMessages(AnthropicEvents()));
        }
        else
        {
            await SendJsonAsync("{}");
        }
    }

    /// <summary>Each piece as a write of its own; what is cut ends after as many pieces as an answer has.</summary>
    private async Task SendPiecesAsync(string contentType, IEnumerable<(byte[] Bytes, bool IsDelta)> pieces)
    {
        Response.ContentType = contentType;
        var deltas = 0;
        foreach (var (bytes, isDelta) in pieces)
        {
            // In two halves: nobody may rely on messages that come whole.
            await Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await Response.Body.FlushAsync();
            await Response.Body.WriteAsync(bytes.AsMemory(bytes.Length / 2));
            await Response.Body.FlushAsync();
            deltas += isDelta ? 1 : 0;
            if (isDelta && deltas == 1 && answer.Stall > TimeSpan.Zero)
            {
                await Task.Delay(answer.Stall, context.RequestAborted);
            }

            if (isDelta && deltas == answer.CutAfterDeltas)
            {
                if (answer.Abort)
                {
                    context.Abort();
                }

                return;
            }
        }
    }

    private string AnthropicUsage(long output) =>
        $$"""{"input_tokens":{{answer.Input}},"cache_creation_input_tokens":{{answer.CacheWrite5m + answer.CacheWrite1h}},"cache_read_input_tokens":{{answer.CacheRead}},"cache_creation":{"ephemeral_5m_input_tokens":{{answer.CacheWrite5m}},"ephemeral_1h_input_tokens":{{answer.CacheWrite1h}}},"output_tokens":{{output}},"server_tool_use":{"web_search_requests":{{answer.WebSearches}},"web_fetch_requests":0},"service_tier":"standard"}""";

    private string AnthropicMessage() =>
        $$"""{"id":"msg_1","type":"message","role":"assistant","model":"{{Model}}","content":[{"type":"text","text":"{{answer.Text}}"}],"stop_reason":"end_turn","stop_sequence":null{{(answer.LeaveUsageOut ? "" : $",\"usage\":{AnthropicUsage(answer.Output)}")}}}""";

    private IEnumerable<string> AnthropicEvents()
    {
        // The output count of message_start is a placeholder, as it is with the real one.
        yield return $$$"""event: message_start{{{"\n"}}}data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"{{{Model}}}","content":[],"stop_reason":null,"stop_sequence":null,"usage":{{{AnthropicUsage(1)}}} } }""";
        yield return "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}";
        yield return "event: ping\ndata: {\"type\":\"ping\"}";
        for (var i = 0; i < answer.Deltas; i++)
        {
            yield return $$$"""event: content_block_delta{{{"\n"}}}data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{answer.Text}}} \"usage\" message_stop é"} }""";
        }

        yield return "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}";
        yield return $$$"""event: message_delta{{{"\n"}}}data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":{{{answer.Output}}},"server_tool_use":{"web_search_requests":{{{answer.WebSearches}}},"web_fetch_requests":0} } }""";
        yield return "event: message_stop\ndata: {\"type\":\"message_stop\"}";
    }

    private string OpenAiInput => $"{answer.Input + answer.CacheRead}";

    private string ChatUsage() =>
        $$$"""{"prompt_tokens":{{{OpenAiInput}}},"completion_tokens":{{{answer.Output}}},"total_tokens":{{{answer.Input + answer.CacheRead + answer.Output}}},"prompt_tokens_details":{"cached_tokens":{{{answer.CacheRead}}},"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0}}""";

    private string ChatCompletion() =>
        $$$"""{"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"{{{Model}}}","choices":[{"index":0,"message":{"role":"assistant","content":"{{{answer.Text}}}"},"finish_reason":"stop"}]{{{(answer.LeaveUsageOut ? "" : $",\"usage\":{ChatUsage()}")}}}}""";

    private IEnumerable<string> ChatEvents()
    {
        for (var i = 0; i < answer.Deltas; i++)
        {
            yield return $$$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"{{{Model}}}","choices":[{"index":0,"delta":{"role":"assistant","content":"{{{answer.Text}}}"},"finish_reason":null}],"usage":null}""";
        }

        yield return $$$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"{{{Model}}}","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}""";
        if (!answer.LeaveUsageOut && request.Json.TryGetProperty("stream_options", out _))
        {
            yield return $$$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"{{{Model}}}","choices":[],"usage":{{{ChatUsage()}}}}""";
        }

        yield return "data: [DONE]";
    }

    private string ResponseObject(string status, bool withUsage) =>
        $$$"""{"id":"resp_1","object":"response","created_at":1700000000,"status":"{{{status}}}","model":"{{{Model}}}","output":[{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"{{{answer.Text}}}","annotations":[]}]}],"parallel_tool_calls":true,"tool_choice":"auto","tools":[],"usage":{{{(withUsage && !answer.LeaveUsageOut ? $$"""{"input_tokens":{{OpenAiInput}},"input_tokens_details":{"cached_tokens":{{answer.CacheRead}}},"output_tokens":{{answer.Output}},"output_tokens_details":{"reasoning_tokens":0},"total_tokens":{{answer.Input + answer.CacheRead + answer.Output}}}""" : "null")}}}}""";

    private IEnumerable<string> ResponseEvents()
    {
        yield return $$$"""event: response.created{{{"\n"}}}data: {"type":"response.created","sequence_number":0,"response":{{{ResponseObject("in_progress", withUsage: false)}}}}""";
        for (var i = 0; i < answer.Deltas; i++)
        {
            yield return $$$"""event: response.output_text.delta{{{"\n"}}}data: {"type":"response.output_text.delta","sequence_number":{{{i + 1}}},"item_id":"msg_1","output_index":0,"content_index":0,"delta":"{{{answer.Text}}}","logprobs":[]}""";
        }

        yield return $$$"""event: response.completed{{{"\n"}}}data: {"type":"response.completed","sequence_number":{{{answer.Deltas + 1}}},"response":{{{ResponseObject("completed", withUsage: true)}}}}""";
    }

    private async Task SendJsonAsync(string json)
    {
        var bytes = Encode(Encoding.UTF8.GetBytes(json));
        Response.ContentType = "application/json";
        Response.ContentLength = bytes.Length;
        if (answer.CutBody)
        {
            await Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await Response.Body.FlushAsync();

            // What is aborted at once takes what was flushed with it.
            await Task.Delay(300, context.RequestAborted);
            context.Abort();
            return;
        }

        if (answer.Stall > TimeSpan.Zero)
        {
            await Response.Body.WriteAsync(bytes.AsMemory(0, 5));
            await Response.Body.FlushAsync();
            await Task.Delay(answer.Stall, context.RequestAborted);
            await Response.Body.WriteAsync(bytes.AsMemory(5));
            return;
        }

        await Response.Body.WriteAsync(bytes);
    }

    private byte[] Encode(byte[] bytes)
    {
        if (answer.Encoding is not { } encoding)
        {
            return bytes;
        }

        Response.Headers.ContentEncoding = encoding;
        var packed = new MemoryStream();
        using (Stream packer = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => throw new InvalidOperationException(encoding),
        })
        {
            packer.Write(bytes);
        }

        return packed.ToArray();
    }

    private async Task StreamAsync(IEnumerable<string> events)
    {
        Response.ContentType = "text/event-stream";
        if (answer.Encoding is not null)
        {
            await Response.Body.WriteAsync(Encode(Encoding.UTF8.GetBytes(string.Concat(events.Select(happening => happening + "\n\n")))));
            return;
        }

        var deltas = 0;
        foreach (var happening in events)
        {
            await Response.Body.WriteAsync(Encoding.UTF8.GetBytes(happening + "\n\n"));
            await Response.Body.FlushAsync();
            if (!IsDelta(happening))
            {
                continue;
            }

            deltas++;
            if (deltas == 1 && answer.Stall > TimeSpan.Zero)
            {
                await Task.Delay(answer.Stall, context.RequestAborted);
            }

            if (deltas == answer.CutAfterDeltas)
            {
                if (answer.Abort)
                {
                    context.Abort();
                }

                return;
            }
        }
    }

    private static bool IsDelta(string happening) =>
        happening.Contains("content_block_delta", StringComparison.Ordinal)
        || happening.Contains("\"index\":0,\"content\"", StringComparison.Ordinal)
        || happening.Contains("output_text.delta", StringComparison.Ordinal)
        || happening.Contains("\"finish_reason\":null", StringComparison.Ordinal);
}
