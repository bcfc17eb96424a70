using System.Text.Json;
using ClaudeCost.Pricing;

namespace ClaudeCost.Http;

/// <summary>Amazon Bedrock's <c>Converse</c> and <c>ConverseStream</c>: one format for the models of all makers.</summary>
internal ref partial struct RequestScan
{
    private static readonly HashSet<string> KnownModelFields = new(
        "top_k top_p temperature stop_sequences anthropic_beta anthropic_version tool_choice output_config reasoningConfig".Split(' '), StringComparer.Ordinal);

    /// <summary>
    /// What the body alone does not tell: only of Claude's models is the largest size of a picture known.
    /// </summary>
    public static void NoteConverseModel(RequestFacts facts, string? model)
    {
        if (facts.Images > 0 && model?.Contains("claude") != true)
        {
            facts.UnknownInput ??= "The request has an image, whose tokens cannot be told from its bytes.";
        }
    }

    private RequestFacts ReadConverse(ReadOnlySpan<byte> body)
    {
        var facts = new RequestFacts { LooksLikeModelCall = true };
        var start = (int)json.TokenStartIndex;
        var imageBytes = 0L;
        var otherCap = 0L;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (json.TokenType == JsonTokenType.Null)
            {
                continue;
            }

            switch (name)
            {
                case "messages" or "system":
                    imageBytes += ReadConverseContent(facts);
                    break;
                case "inferenceConfig" when json.TokenType == JsonTokenType.StartObject:
                    ReadInferenceConfig(facts);
                    break;
                case "toolConfig" when json.TokenType == JsonTokenType.StartObject:
                    ReadToolConfig(facts);
                    break;
                case "additionalModelRequestFields" when json.TokenType == JsonTokenType.StartObject:
                    ReadModelFields(facts, ref otherCap);
                    break;
                case "serviceTier" or "performanceConfig":
                    ReadTier(facts);
                    break;
                case "promptVariables":
                    facts.UnknownInput ??= "The request names a prompt that the provider keeps.";
                    json.Skip();
                    break;
                case "guardrailConfig":
                    facts.Unbounded ??= "The request names a guardrail, which is billed by itself.";
                    json.Skip();
                    break;
                default:
                    facts.Unbounded ??= name is "additionalModelResponseFieldPaths" or "requestMetadata" or "outputConfig" ? null : UnknownField(name);
                    imageBytes += ReadConverseContent(facts);
                    break;
            }
        }

        Count(body.Slice(start, (int)json.BytesConsumed - start), facts);
        facts.AsciiBytes = Math.Max(0, facts.AsciiBytes - imageBytes - packedBytes);
        facts.OtherBytes += packedBytes;
        packedBytes = 0;

        // Which of two caps the model gets is not said. A cap among the model's own fields alone may be overwritten by a default.
        CapServerTools(facts);
        facts.MaxOutputTokens = facts.MaxOutputTokens is { } cap ? Math.Max(cap, otherCap) : null;
        return facts;
    }

    /// <returns>The length of images in it, which are not text.</returns>
    private long ReadConverseContent(RequestFacts facts)
    {
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return 0;
        }

        var imageBytes = 0L;
        var depth = json.CurrentDepth;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (json.ValueTextEquals("text"u8) || json.ValueTextEquals("input"u8) || json.ValueTextEquals("json"u8))
            {
                // Text, and what tools take and give, which is text whatever it looks like.
                json.Read();
                json.Skip();
            }
            else if (json.ValueTextEquals("role"u8))
            {
                facts.Messages++;
            }
            else if (json.ValueTextEquals("cachePoint"u8))
            {
                json.Read();
                ReadCachePoint(facts);
            }
            else if (json.ValueTextEquals("image"u8))
            {
                json.Read();
                imageBytes += ReadConverseImage(facts);
            }
            else if (json.ValueTextEquals("document"u8) || json.ValueTextEquals("video"u8))
            {
                facts.UnknownInput ??= "The request has a document or a film, whose tokens cannot be told from its bytes.";
            }
            else if (json.ValueTextEquals("audio"u8))
            {
                facts.UnknownInput ??= "The request has audio, whose tokens cannot be told from its bytes.";
                facts.UnknownPrice ??= "The request has audio, whose price is not in the catalogue, so the dearest known price was taken.";
            }
            else if (json.ValueTextEquals("s3Location"u8))
            {
                facts.UnknownInput ??= "The request refers to a file or an address whose content it does not hold.";
            }
            else if (json.ValueTextEquals("signature"u8) || json.ValueTextEquals("redactedContent"u8))
            {
                json.Read();
                packedBytes += json.TokenType == JsonTokenType.String ? json.ValueSpan.Length : 0;
            }
        }

        return imageBytes;
    }

    private long ReadConverseImage(RequestFacts facts)
    {
        facts.Images++;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return 0;
        }

        var length = 0L;
        var depth = json.CurrentDepth;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (json.ValueTextEquals("bytes"u8))
            {
                json.Read();
                length = json.TokenType == JsonTokenType.String ? json.ValueSpan.Length : 0;
            }
            else if (json.ValueTextEquals("s3Location"u8))
            {
                facts.UnknownInput ??= "The request refers to a file or an address whose content it does not hold.";
            }
        }

        return length;
    }

    private void ReadCachePoint(RequestFacts facts)
    {
        var mark = CacheMark.FiveMinutes;
        if (json.TokenType == JsonTokenType.StartObject)
        {
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isLifetime = json.ValueTextEquals("ttl"u8);
                json.Read();
                mark = isLifetime && !(json.TokenType == JsonTokenType.String && json.ValueTextEquals("5m"u8)) ? CacheMark.OneHour : mark;
                json.Skip();
            }
        }
        else
        {
            json.Skip();
        }

        facts.Cache = (CacheMark)Math.Max((int)facts.Cache, (int)mark);
    }

    private void ReadInferenceConfig(RequestFacts facts)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (name == "maxTokens")
            {
                facts.MaxOutputTokens = ReadCap() is { } cap ? Math.Max(cap, facts.MaxOutputTokens ?? 0) : facts.MaxOutputTokens;
                continue;
            }

            facts.Unbounded ??= name is "temperature" or "topP" or "stopSequences" ? null : UnknownField(name);
            json.Skip();
        }
    }

    private void ReadToolConfig(RequestFacts facts)
    {
        var depth = json.CurrentDepth;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (json.ValueTextEquals("inputSchema"u8))
            {
                json.Read();
                json.Skip();
            }
            else if (json.ValueTextEquals("cachePoint"u8))
            {
                json.Read();
                ReadCachePoint(facts);
            }
            else if (json.ValueTextEquals("systemTool"u8))
            {
                AddUncappedTool(facts, HostedTools.OfOpenAi("systemTool"));
            }
        }
    }

    /// <summary>Fields that go to the model as they are; Claude's can cost more than the rest of the request shows.</summary>
    private void ReadModelFields(RequestFacts facts, ref long otherCap)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            switch (name)
            {
                case "max_tokens":
                    otherCap = Math.Max(otherCap, ReadCount() ?? 0);
                    break;
                case "inferenceConfig" when json.TokenType == JsonTokenType.StartObject:
                    ReadNovaConfig(ref otherCap);
                    break;
                case "thinking" or "reasoning_config":
                    ReadThinking(facts);
                    break;
                case "tools" when json.TokenType == JsonTokenType.StartArray:
                    ReadTools(facts);
                    break;
                case "context_management" or "compaction":
                    facts.ExtraTurns = Math.Max(facts.ExtraTurns, 1);
                    json.Skip();
                    break;
                case "speed" or "service_tier":
                    facts.Fast |= json.TokenType == JsonTokenType.String && (json.ValueTextEquals("fast"u8) || json.ValueTextEquals("priority"u8));
                    json.Skip();
                    break;
                default:
                    facts.Unbounded ??= KnownModelFields.Contains(name) ? null : UnknownField(name);
                    json.Skip();
                    break;
            }
        }
    }

    private void ReadNovaConfig(ref long otherCap)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isCap = json.ValueTextEquals("maxTokens"u8) || json.ValueTextEquals("max_new_tokens"u8);
            json.Read();
            otherCap = isCap ? Math.Max(otherCap, ReadCount() ?? 0) : otherCap;
            json.Skip();
        }
    }

    /// <summary><c>{"type":"priority"}</c> and <c>{"latency":"optimized"}</c>, both of which cost more.</summary>
    private void ReadTier(RequestFacts facts)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            json.Read();
            facts.Fast |= json.TokenType == JsonTokenType.String && !(json.ValueTextEquals("default"u8) || json.ValueTextEquals("standard"u8) || json.ValueTextEquals("flex"u8));
            json.Skip();
        }
    }

    private static void AddUncappedTool(RequestFacts facts, decimal fee)
    {
        facts.ServerToolUses += UsesWithoutCap;
        facts.Unbounded ??= "The request has a tool that the provider runs, and the provider takes no cap on its uses.";
        if (fee > 0)
        {
            facts.BilledToolUses += UsesWithoutCap;
            facts.ToolFee = Math.Max(facts.ToolFee, fee);
        }
    }
}
