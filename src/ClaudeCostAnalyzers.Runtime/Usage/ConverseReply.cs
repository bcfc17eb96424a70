using System.Text.Json;

namespace ClaudeCost.Usage;

/// <summary>Reads a reply of Bedrock's <c>Converse</c>, or the event <c>metadata</c> of its stream: both tell the usage alike.</summary>
internal static class ConverseReply
{
    /// <param name="json">At the opening brace; afterwards at the closing one.</param>
    /// <param name="model">The model that a router chose.</param>
    public static TokenUsage? Read(ref JsonCursor json, out string? model)
    {
        TokenUsage? usage = null;
        var isDearer = false;
        model = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isUsage = json.ValueTextEquals("usage"u8);
            var isTier = json.ValueTextEquals("serviceTier"u8) || json.ValueTextEquals("performanceConfig"u8);
            var isTrace = json.ValueTextEquals("trace"u8);
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
            }
            else if (isUsage)
            {
                usage = ReadUsage(ref json);
            }
            else if (isTier)
            {
                isDearer |= IsDearer(ref json);
            }
            else if (isTrace)
            {
                model = RoutedTo(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        if (usage is not null && isDearer)
        {
            usage.Fast = true;
        }

        return usage;
    }

    /// <summary>Bedrock's own counts of a call to any model, in the last event of its stream.</summary>
    /// <param name="json">At the opening brace; afterwards at the closing one.</param>
    public static TokenUsage ReadMetrics(ref JsonCursor json)
    {
        var usage = new TokenUsage();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("inputTokenCount"u8))
            {
                usage.Input = UsageJson.Count(ref json, usage);
            }
            else if (json.ValueTextEquals("outputTokenCount"u8))
            {
                usage.Output = UsageJson.Count(ref json, usage);
            }
            else if (json.ValueTextEquals("cacheReadInputTokenCount"u8))
            {
                usage.CacheRead = UsageJson.Count(ref json, usage);
            }
            else if (json.ValueTextEquals("cacheWriteInputTokenCount"u8))
            {
                usage.CacheWrite = UsageJson.Count(ref json, usage);
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        return usage;
    }

    /// <summary>Input leaves out what was read from the cache and written to it (TokenUsage in the reference of Bedrock).</summary>
    private static TokenUsage ReadUsage(ref JsonCursor json)
    {
        var usage = new TokenUsage();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("inputTokens"u8))
            {
                usage.Input = UsageJson.Count(ref json, usage);
            }
            else if (json.ValueTextEquals("outputTokens"u8))
            {
                usage.Output = UsageJson.Count(ref json, usage);
            }
            else if (json.ValueTextEquals("cacheReadInputTokens"u8) || json.ValueTextEquals("cacheReadInputTokenCount"u8))
            {
                usage.CacheRead = UsageJson.Count(ref json, usage);
            }
            else if (json.ValueTextEquals("cacheWriteInputTokens"u8) || json.ValueTextEquals("cacheWriteInputTokenCount"u8))
            {
                usage.CacheWrite = UsageJson.Count(ref json, usage);
            }
            else if (json.ValueTextEquals("cacheDetails"u8))
            {
                ReadWrites(ref json, usage);
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        return usage;
    }

    /// <summary>What was written to the cache, by lifetime.</summary>
    private static void ReadWrites(ref JsonCursor json, TokenUsage usage)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            long? count = null;
            var isShort = false;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("inputTokens"u8))
                {
                    count = UsageJson.Count(ref json, usage);
                    continue;
                }

                var isLifetime = json.ValueTextEquals("ttl"u8);
                json.Read();
                isShort |= isLifetime && json.TokenType == JsonTokenType.String && json.ValueTextEquals("5m"u8);
                json.Skip();
            }

            if (isShort)
            {
                usage.CacheWrite5m = (usage.CacheWrite5m ?? 0) + (count ?? 0);
            }
            else
            {
                usage.CacheWrite1h = (usage.CacheWrite1h ?? 0) + (count ?? 0);
            }
        }
    }

    private static bool IsDearer(ref JsonCursor json)
    {
        var isDearer = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            json.Read();
            isDearer |= json.TokenType == JsonTokenType.String && (json.ValueTextEquals("priority"u8) || json.ValueTextEquals("optimized"u8));
            json.Skip();
        }

        return isDearer;
    }

    private static string? RoutedTo(ref JsonCursor json)
    {
        string? model = null;
        var depth = json.CurrentDepth;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("invokedModelId"u8))
            {
                json.Read();
                model = json.TokenType == JsonTokenType.String ? json.GetString() : model;
            }
        }

        return model;
    }
}
