using System.Text.Json;

namespace ClaudeCost.Usage;

/// <summary>Reads a reply of Gemini, or one piece of a streamed reply: both have the same form.</summary>
internal static class GeminiReply
{
    /// <param name="json">At the opening brace; afterwards at the closing one.</param>
    public static GeminiPart Read(ref JsonCursor json)
    {
        var part = default(GeminiPart);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isUsage = json.ValueTextEquals("usageMetadata"u8);
            var isModel = json.ValueTextEquals("modelVersion"u8);
            var isCandidates = json.ValueTextEquals("candidates"u8);
            var isFeedback = json.ValueTextEquals("promptFeedback"u8);
            json.Read();
            if (isUsage && json.TokenType == JsonTokenType.StartObject)
            {
                part.Usage = ReadUsage(ref json);
            }
            else if (isModel && json.TokenType == JsonTokenType.String)
            {
                part.Model = json.GetString();
            }
            else if (isCandidates && json.TokenType == JsonTokenType.StartArray)
            {
                ReadCandidates(ref json, ref part);
            }
            else if (isFeedback && json.TokenType == JsonTokenType.StartObject)
            {
                // A prompt that is blocked has no candidates, and nothing follows.
                part.HasEnd |= HasText(ref json, "blockReason"u8);
            }
            else
            {
                json.Skip();
            }
        }

        return part;
    }

    private static void ReadCandidates(ref JsonCursor json, ref GeminiPart part)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            part.HasEnd |= HasText(ref json, "finishReason"u8);
        }
    }

    /// <summary>Whether the object has such a field with a text in it. Afterwards at its closing brace.</summary>
    private static bool HasText(ref JsonCursor json, ReadOnlySpan<byte> name)
    {
        var has = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = json.ValueTextEquals(name);
            json.Read();
            has |= isIt && json.TokenType == JsonTokenType.String;
            json.Skip();
        }

        return has;
    }

    /// <summary>
    /// Google leaves counts of zero out. The prompt holds what came from the cache; what tools put in, and thoughts, are counted beside
    /// the rest (GenerateContentResponse.UsageMetadata in Google's reference).
    /// </summary>
    private static TokenUsage ReadUsage(ref JsonCursor json)
    {
        var usage = new TokenUsage();
        long? prompt = null, total = null;
        long? cached = 0, tools = 0, answer = 0, thoughts = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("promptTokenCount"u8))
            {
                prompt = UsageJson.Count(ref json);
            }
            else if (json.ValueTextEquals("cachedContentTokenCount"u8))
            {
                cached = UsageJson.Count(ref json);
            }
            else if (json.ValueTextEquals("toolUsePromptTokenCount"u8))
            {
                tools = UsageJson.Count(ref json);
            }
            else if (json.ValueTextEquals("candidatesTokenCount"u8) || json.ValueTextEquals("responseTokenCount"u8))
            {
                answer = UsageJson.Count(ref json);
            }
            else if (json.ValueTextEquals("thoughtsTokenCount"u8))
            {
                thoughts = UsageJson.Count(ref json);
            }
            else if (json.ValueTextEquals("totalTokenCount"u8))
            {
                total = UsageJson.Count(ref json);
            }
            else if (json.ValueTextEquals("promptTokensDetails"u8) || json.ValueTextEquals("toolUsePromptTokensDetails"u8))
            {
                // Sound costs more than text; pictures, films and documents cost the same.
                usage.CannotBePriced |= HasMoreThan(ref json, isAnswer: false);
            }
            else if (json.ValueTextEquals("candidatesTokensDetails"u8) || json.ValueTextEquals("responseTokensDetails"u8))
            {
                usage.CannotBePriced |= HasMoreThan(ref json, isAnswer: true);
            }
            else if (json.ValueTextEquals("trafficType"u8) || json.ValueTextEquals("serviceTier"u8))
            {
                json.Read();
                NoteTier(usage, json.TokenType == JsonTokenType.String ? json.GetString()! : "");
                json.Skip();
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        if (prompt + tools >= cached)
        {
            usage.Input = prompt + tools - cached;
            usage.CacheRead = cached;
        }

        usage.Output = OutputOf(prompt + tools, answer, thoughts, total);
        return usage;
    }

    /// <summary>The tier that served a call, by any of the names that Google gives it.</summary>
    public static void NoteTier(TokenUsage usage, string tier)
    {
        usage.Fast = tier.EndsWith("priority", StringComparison.OrdinalIgnoreCase);
        usage.Half = tier.EndsWith("flex", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Some models count thoughts among the answer; the total tells. Where it tells neither, the dearer reading counts.</summary>
    private static long? OutputOf(long? input, long? answer, long? thoughts, long? total)
    {
        if (answer + thoughts is not { } sum)
        {
            return null;
        }

        var rest = total - input ?? sum;
        return rest == answer ? answer : Math.Max(sum, rest);
    }

    private static bool HasMoreThan(ref JsonCursor json, bool isAnswer)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return false;
        }

        var found = false;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            var isOther = false;
            long? count = 0;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("tokenCount"u8))
                {
                    count = UsageJson.Count(ref json);
                    continue;
                }

                var isKind = json.ValueTextEquals("modality"u8);
                json.Read();
                isOther |= isKind && json.TokenType == JsonTokenType.String && (isAnswer ? !json.ValueTextEquals("TEXT"u8) : json.ValueTextEquals("AUDIO"u8));
                json.Skip();
            }

            found |= isOther && count != 0;
        }

        return found;
    }
}
