using System.Text.Json;

namespace ClaudeCost.Usage;

/// <summary>Reads a <c>usage</c> object of Anthropic or OpenAI.</summary>
internal static class UsageJson
{
    // Counts beyond this are not counts. A report with one in it is not believed, and the call stays at its worst case.
    public const long MostPlausible = 1_000_000_000;

    private static readonly Utf8Names Names = new(
    [
        "input_tokens", "prompt_tokens", "output_tokens", "completion_tokens", "cache_read_input_tokens", "cache_creation_input_tokens", "cache_creation",
        "server_tool_use", "prompt_tokens_details", "input_tokens_details", "completion_tokens_details", "output_tokens_details", "speed", "service_tier",
        "inference_geo", "iterations", "model", "total_tokens",
    ]);

    /// <param name="json">At the opening brace; afterwards at the closing one.</param>
    /// <param name="anthropic">
    /// Whether input tokens leave cached ones out, as Anthropic counts, or hold them, as OpenAI does.
    /// </param>
    /// <param name="usage">What to read into; what it holds is forgotten.</param>
    /// <returns><paramref name="usage"/>.</returns>
    public static TokenUsage Read(ref JsonCursor json, bool anthropic, TokenUsage usage)
    {
        usage.Clear();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(ref json, usage, anthropic);
        }

        if (!anthropic && usage.Total - usage.Input > usage.Output)
        {
            // Some leave thoughts out of the answer and count them in the total alone.
            usage.Output = usage.Total - usage.Input;
        }

        if (!anthropic && usage.Input is { } input && usage.CacheRead is { } cached)
        {
            // More cached tokens than tokens: the report contradicts itself.
            usage.Input = cached <= input ? input - cached : null;
        }

        return usage;
    }

    private static void ReadField(ref JsonCursor json, TokenUsage usage, bool anthropic)
    {
        switch (Names.Of(ref json))
        {
            case "input_tokens" or "prompt_tokens":
                usage.Input = Count(ref json, usage) ?? usage.Input;
                break;
            case "output_tokens" or "completion_tokens":
                usage.Output = Count(ref json, usage) ?? usage.Output;
                break;
            case "total_tokens":
                usage.Total = Count(ref json, usage);
                break;
            case "cache_read_input_tokens":
                usage.CacheRead = Count(ref json, usage);
                break;
            case "cache_creation_input_tokens":
                usage.CacheWrite = Count(ref json, usage);
                break;
            case "cache_creation":
                ReadNested(ref json, usage, static (ref JsonCursor json, TokenUsage usage) =>
                {
                    if (json.ValueTextEquals("ephemeral_5m_input_tokens"u8))
                    {
                        usage.CacheWrite5m = Count(ref json, usage);
                    }
                    else if (json.ValueTextEquals("ephemeral_1h_input_tokens"u8))
                    {
                        usage.CacheWrite1h = Count(ref json, usage);
                    }
                    else
                    {
                        Pass(ref json);
                    }
                });
                break;
            case "server_tool_use":
                ReadNested(ref json, usage, static (ref JsonCursor json, TokenUsage usage) =>
                {
                    if (json.ValueTextEquals("web_search_requests"u8))
                    {
                        usage.WebSearches = Count(ref json, usage);
                    }
                    else
                    {
                        Pass(ref json);
                    }
                });
                break;
            case "prompt_tokens_details" or "input_tokens_details" or "completion_tokens_details" or "output_tokens_details":
                ReadNested(ref json, usage, static (ref JsonCursor json, TokenUsage usage) =>
                {
                    if (json.ValueTextEquals("cached_tokens"u8))
                    {
                        usage.CacheRead = Count(ref json, usage);
                    }
                    else if (json.ValueTextEquals("audio_tokens"u8))
                    {
                        var tokens = Count(ref json, usage);
                        usage.CannotBePriced |= tokens > 0;
                    }
                    else
                    {
                        Pass(ref json);
                    }
                });
                break;
            case "speed":
                json.Read();
                usage.Fast = json.TokenType == JsonTokenType.String ? json.ValueTextEquals("fast"u8) : usage.Fast;
                json.Skip();
                break;
            case "service_tier":
                json.Read();
                ReadTier(ref json, usage, anthropic);
                json.Skip();
                break;
            case "inference_geo":
                json.Read();
                usage.Regional = json.TokenType == JsonTokenType.String ? json.ValueTextEquals("us"u8) : usage.Regional;
                json.Skip();
                break;
            case "iterations" when anthropic:
                ReadIterations(ref json, usage);
                break;
            case "model":
                json.Read();
                usage.Model = json.TokenType == JsonTokenType.String ? ModelNames.Read(ref json) : null;
                json.Skip();
                break;
            default:
                Pass(ref json);
                break;
        }
    }

    private delegate void ReadNestedField(ref JsonCursor json, TokenUsage usage);

    /// <summary>
    /// Anthropic's priority tier is bought in advance, and its tokens have no other price; OpenAI's costs more by the token, and its
    /// flex tier half.
    /// </summary>
    public static void ReadTier(ref JsonCursor json, TokenUsage usage, bool anthropic)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            return;
        }

        if (anthropic)
        {
            usage.Half = json.ValueTextEquals("batch"u8);
        }
        else
        {
            usage.Fast = json.ValueTextEquals("priority"u8) || json.ValueTextEquals("fast"u8);
            usage.Half = json.ValueTextEquals("flex"u8);
        }
    }

    private static void ReadNested(ref JsonCursor json, TokenUsage usage, ReadNestedField read)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            read(ref json, usage);
        }
    }

    private static void ReadIterations(ref JsonCursor json, TokenUsage usage)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }

        usage.Iterations = [];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.StartObject)
            {
                usage.Iterations.Add(Read(ref json, anthropic: true, new TokenUsage()));
            }
            else
            {
                json.Skip();
            }
        }
    }

    /// <summary>The number that follows; <see langword="null"/> for anything that is no count.</summary>
    public static long? Count(ref JsonCursor json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var count) && count is >= 0 and <= MostPlausible)
        {
            return count;
        }

        json.Skip();
        return null;
    }

    /// <summary>The same for what the call is charged by: one that is no count, and not left open, must not pass for none.</summary>
    public static long? Count(ref JsonCursor json, TokenUsage usage)
    {
        var count = Count(ref json);
        usage.CannotBePriced |= count is null && json.TokenType != JsonTokenType.Null;
        return count;
    }

    private static void Pass(ref JsonCursor json)
    {
        json.Read();
        json.Skip();
    }
}
