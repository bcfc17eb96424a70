using System.Text.Json;

namespace ClaudeCost.Usage;

/// <summary>Reads a <c>usage</c> object of Anthropic or OpenAI.</summary>
internal static class UsageJson
{
    // Counts beyond this are not counts. They leave the field unset, and with it the call at its worst case.
    public const long MostPlausible = 1_000_000_000;

    /// <param name="json">At the opening brace; afterwards at the closing one.</param>
    /// <param name="anthropic">
    /// Whether input tokens leave cached ones out, as Anthropic counts, or hold them, as OpenAI does.
    /// </param>
    public static TokenUsage Read(ref Utf8JsonReader json, bool anthropic)
    {
        var usage = new TokenUsage();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(ref json, usage, anthropic);
        }

        if (!anthropic && usage.Input is { } input && usage.CacheRead is { } cached)
        {
            // More cached tokens than tokens: the report contradicts itself.
            usage.Input = cached <= input ? input - cached : null;
        }

        return usage;
    }

    private static void ReadField(ref Utf8JsonReader json, TokenUsage usage, bool anthropic)
    {
        if (json.ValueTextEquals("input_tokens"u8) || json.ValueTextEquals("prompt_tokens"u8))
        {
            usage.Input = Count(ref json) ?? usage.Input;
        }
        else if (json.ValueTextEquals("output_tokens"u8) || json.ValueTextEquals("completion_tokens"u8))
        {
            usage.Output = Count(ref json) ?? usage.Output;
        }
        else if (json.ValueTextEquals("cache_read_input_tokens"u8))
        {
            usage.CacheRead = Count(ref json);
        }
        else if (json.ValueTextEquals("cache_creation_input_tokens"u8))
        {
            usage.CacheWrite = Count(ref json);
        }
        else if (json.ValueTextEquals("cache_creation"u8))
        {
            ReadNested(ref json, usage, static (ref Utf8JsonReader json, TokenUsage usage) =>
            {
                if (json.ValueTextEquals("ephemeral_5m_input_tokens"u8))
                {
                    usage.CacheWrite5m = Count(ref json);
                }
                else if (json.ValueTextEquals("ephemeral_1h_input_tokens"u8))
                {
                    usage.CacheWrite1h = Count(ref json);
                }
                else
                {
                    Pass(ref json);
                }
            });
        }
        else if (json.ValueTextEquals("server_tool_use"u8))
        {
            ReadNested(ref json, usage, static (ref Utf8JsonReader json, TokenUsage usage) =>
            {
                if (json.ValueTextEquals("web_search_requests"u8))
                {
                    usage.WebSearches = Count(ref json);
                }
                else
                {
                    Pass(ref json);
                }
            });
        }
        else if (json.ValueTextEquals("prompt_tokens_details"u8) || json.ValueTextEquals("input_tokens_details"u8)
            || json.ValueTextEquals("completion_tokens_details"u8) || json.ValueTextEquals("output_tokens_details"u8))
        {
            ReadNested(ref json, usage, static (ref Utf8JsonReader json, TokenUsage usage) =>
            {
                if (json.ValueTextEquals("cached_tokens"u8))
                {
                    usage.CacheRead = Count(ref json);
                }
                else if (json.ValueTextEquals("audio_tokens"u8))
                {
                    usage.HasUnpriced |= Count(ref json) > 0;
                }
                else
                {
                    Pass(ref json);
                }
            });
        }
        else if (json.ValueTextEquals("speed"u8))
        {
            json.Read();
            usage.Fast = json.TokenType == JsonTokenType.String ? json.ValueTextEquals("fast"u8) : usage.Fast;
            json.Skip();
        }
        else if (json.ValueTextEquals("service_tier"u8))
        {
            json.Read();
            ReadTier(ref json, usage, anthropic);
            json.Skip();
        }
        else if (json.ValueTextEquals("inference_geo"u8))
        {
            json.Read();
            usage.Regional = json.TokenType == JsonTokenType.String ? json.ValueTextEquals("us"u8) : usage.Regional;
            json.Skip();
        }
        else if (anthropic && json.ValueTextEquals("iterations"u8))
        {
            ReadIterations(ref json, usage);
        }
        else if (json.ValueTextEquals("model"u8))
        {
            json.Read();
            usage.Model = json.TokenType == JsonTokenType.String ? json.GetString() : null;
            json.Skip();
        }
        else
        {
            Pass(ref json);
        }
    }

    private delegate void ReadNestedField(ref Utf8JsonReader json, TokenUsage usage);

    /// <summary>
    /// Anthropic's priority tier is bought in advance, and its tokens have no other price; OpenAI's costs more by the token, and its
    /// flex tier half.
    /// </summary>
    public static void ReadTier(ref Utf8JsonReader json, TokenUsage usage, bool anthropic)
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

    private static void ReadNested(ref Utf8JsonReader json, TokenUsage usage, ReadNestedField read)
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

    private static void ReadIterations(ref Utf8JsonReader json, TokenUsage usage)
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
                usage.Iterations.Add(Read(ref json, anthropic: true));
            }
            else
            {
                json.Skip();
            }
        }
    }

    /// <summary>The number that follows; <see langword="null"/> for anything that is no count.</summary>
    public static long? Count(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var count) && count is >= 0 and <= MostPlausible)
        {
            return count;
        }

        json.Skip();
        return null;
    }

    private static void Pass(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }
}
