using System.Text.Json;

namespace ClaudeCost.Usage;

/// <summary>
/// Gathers what a provider says of a batch: in the object that stands for it (its id, whether it is over, with OpenAI what it used), or in
/// its results, one line for each call.
/// </summary>
/// <param name="used">Takes the final usage of a call, or of all of them, and the model that did the work.</param>
internal sealed class BatchReport(Action<TokenUsage, string?> used)
{
    private readonly ReplyReport message = new();

    /// <summary>The provider's id of the batch.</summary>
    public string? Id { get; private set; }

    /// <summary>Whether nothing of it will be done any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The calls that were done; <see langword="null"/> where the object does not say.</summary>
    public long? Succeeded { get; private set; }

    /// <summary>All calls of the batch; <see langword="null"/> where the object does not say.</summary>
    public long? Total { get; private set; }

    /// <summary>Lines of results that have been read.</summary>
    public long Lines { get; private set; }

    /// <summary>The usage that has been reported, calls or whole batches.</summary>
    public long Usages { get; private set; }

    /// <summary>Why the results cannot be believed; <see langword="null"/> if they can.</summary>
    public string? Problem { get; private set; }

    /// <summary>The object of a batch of Anthropic or OpenAI.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public void ReadObject(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        TokenUsage? usage = null;
        string? model = null;
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString();
            json.Read();
            switch (name)
            {
                case "id" when json.TokenType == JsonTokenType.String:
                    Id = json.GetString();
                    break;
                case "processing_status" when json.TokenType == JsonTokenType.String:
                    IsOver = json.ValueTextEquals("ended"u8);
                    break;
                case "status" when json.TokenType == JsonTokenType.String:
                    IsOver = json.GetString() is "completed" or "failed" or "expired" or "cancelled";
                    break;
                case "request_counts" when json.TokenType == JsonTokenType.StartObject:
                    ReadCounts(ref json);
                    break;
                case "model" when json.TokenType == JsonTokenType.String:
                    model = ModelNames.Read(ref json);
                    break;
                case "usage" when json.TokenType == JsonTokenType.StartObject:
                    usage = UsageJson.Read(ref json, anthropic: false, new TokenUsage());
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        while (json.Read())
        {
            // A document that does not end is not to be believed: the reader throws.
        }

        // Batches from before September 2025 have no usage, or one of zeros.
        if (IsOver && usage is { Input: not null, Output: not null, CannotBePriced: false, PromptTokens: > 0 })
        {
            // No price list says for every model that cached tokens cost less in a batch too.
            usage.Input += usage.CacheRead ?? 0;
            usage.CacheRead = null;
            Usages++;
            used(usage, model);
        }
    }

    /// <summary>
    /// A line of Anthropic's results. Calls that failed, expired or were cancelled cost nothing; a line that says neither that nor what was
    /// used spoils the whole report.
    /// </summary>
    public void ReadResult(ReadOnlySpan<byte> line)
    {
        Lines++;
        try
        {
            var type = ReadResult(line, out var answer);
            if (type is "errored" or "canceled" or "expired")
            {
                return;
            }

            message.Begin(ReplyFormat.Anthropic);
            message.ReadDocument(answer);
            if (type == "succeeded" && message is { IsFinal: true, Usage: { } usage })
            {
                Usages++;
                used(usage, message.Model);
                return;
            }

            Problem ??= "a line of the results reports no usage";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            Problem ??= "a line of the results is not the JSON that was expected";
        }
    }

    private static string? ReadResult(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> answer)
    {
        answer = default;
        string? type = null;
        var json = new JsonCursor(line);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isResult = json.ValueTextEquals("result"u8);
            json.Read();
            if (!isResult || json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = json.GetString();
                json.Read();
                var start = (int)json.TokenStartIndex;
                type = name == "type" && json.TokenType == JsonTokenType.String ? json.GetString() : type;
                json.Skip();
                answer = name == "message" ? line.Slice(start, (int)json.BytesConsumed - start) : answer;
            }
        }

        while (json.Read())
        {
            // To the end of the line: half a line throws.
        }

        return type;
    }

    private void ReadCounts(ref JsonCursor json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("succeeded"u8) || json.ValueTextEquals("completed"u8))
            {
                Succeeded = UsageJson.Count(ref json);
            }
            else if (json.ValueTextEquals("total"u8))
            {
                Total = UsageJson.Count(ref json);
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }
    }
}
