using System.Text.Json;
using ClaudeCost.Pricing;

namespace ClaudeCost.Http;

/// <summary>Gemini's <c>generateContent</c> and <c>streamGenerateContent</c>, at Google's API for developers and at Vertex AI.</summary>
internal ref partial struct RequestScan
{
    private static readonly HashSet<string> KnownGeminiConfig = new(
        ("temperature topp topk seed stopsequences presencepenalty frequencypenalty responsemimetype responseschema responsejsonschema "
        + "responseformat responselogprobs logprobs mediaresolution audiotimestamp enableenhancedcivicanswers enableaffectivedialog").Split(' '),
        StringComparer.Ordinal);

    private RequestFacts ReadGemini(ReadOnlySpan<byte> body)
    {
        var facts = new RequestFacts();
        var start = (int)json.TokenStartIndex;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = GeminiName();
            json.Read();
            if (json.TokenType == JsonTokenType.Null)
            {
                continue;
            }

            switch (name)
            {
                case "contents" or "systeminstruction":
                    facts.LooksLikeModelCall = true;
                    ReadGeminiContent(facts);
                    break;
                case "generationconfig" when json.TokenType == JsonTokenType.StartObject:
                    ReadGeminiConfig(facts);
                    break;
                case "tools" when json.TokenType == JsonTokenType.StartArray:
                    ReadGeminiTools(facts);
                    break;
                case "cachedcontent":
                    facts.UnknownInput ??= "The request refers to content that only the provider holds (cachedContent).";
                    json.Skip();
                    break;
                case "servicetier" when json.TokenType == JsonTokenType.String:
                    facts.Fast |= json.GetString()!.EndsWith("priority", StringComparison.OrdinalIgnoreCase);
                    break;
                case "model":
                    // The path names the model; Google ignores what stands here.
                    json.Skip();
                    break;
                default:
                    facts.Unbounded ??= name is "toolconfig" or "safetysettings" or "labels" or "store" or "modelarmorconfig" ? null : UnknownField(name);
                    ReadGeminiContent(facts);
                    break;
            }
        }

        if (facts.MaxOutputTokens is { } cap && facts.ThinkingTokens > cap)
        {
            // The cap holds for thoughts and answer together, as is measured; Google's words can be read otherwise.
            facts.MaxOutputTokens = cap + facts.ThinkingTokens;
            facts.ThinkingTokens = 0;
        }

        Count(body.Slice(start, (int)json.BytesConsumed - start), facts);
        facts.AsciiBytes = Math.Max(0, facts.AsciiBytes - packedBytes);
        facts.OtherBytes += packedBytes;
        packedBytes = 0;
        return facts;
    }

    /// <summary>The name at hand, in one form: Google takes <c>maxOutputTokens</c> and <c>max_output_tokens</c> alike.</summary>
    private readonly string GeminiName() => json.GetString()!.Replace("_", "").ToLowerInvariant();

    private static string UnknownField(string name) => $"The request has a field that is not known ({(name.Length <= 40 ? name : name.Substring(0, 40))}).";

    /// <summary>Any value, for what it holds that is no text.</summary>
    private void ReadGeminiContent(RequestFacts facts)
    {
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        var depth = json.CurrentDepth;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (json.ValueTextEquals("text"u8))
            {
                json.Read();
                json.Skip();
            }
            else if (json.ValueTextEquals("role"u8))
            {
                facts.Messages++;
            }
            else if (json.ValueTextEquals("args"u8) || json.ValueTextEquals("response"u8))
            {
                // What functions take and give is text, whatever it looks like.
                json.Read();
                json.Skip();
            }
            else if (json.ValueTextEquals("thoughtSignature"u8) || json.ValueTextEquals("thought_signature"u8))
            {
                json.Read();
                packedBytes += json.TokenType == JsonTokenType.String ? json.ValueSpan.Length : 0;
            }
            else if (json.ValueTextEquals("inlineData"u8) || json.ValueTextEquals("inline_data"u8) || json.ValueTextEquals("fileData"u8) || json.ValueTextEquals("file_data"u8))
            {
                json.Read();
                ReadGeminiMedia(facts);
            }
        }
    }

    /// <summary>A picture, a sound, a film, a document: their tokens follow from what is in them, and sounds have a price of their own.</summary>
    private void ReadGeminiMedia(RequestFacts facts)
    {
        facts.UnknownInput ??= "The request has media or files, whose tokens cannot be told from their bytes.";
        var sounds = true;
        if (json.TokenType == JsonTokenType.StartObject)
        {
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isType = json.ValueTextEquals("mimeType"u8) || json.ValueTextEquals("mime_type"u8);
                json.Read();
                if (isType && json.TokenType == JsonTokenType.String)
                {
                    var type = json.GetString()!;
                    sounds = type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) || type.StartsWith("video/", StringComparison.OrdinalIgnoreCase);
                }

                json.Skip();
            }
        }
        else
        {
            json.Skip();
        }

        if (sounds)
        {
            facts.UnknownPrice ??= "The request may have audio, whose price is not in the catalogue, so the dearest known price was taken.";
        }
    }

    private void ReadGeminiConfig(RequestFacts facts)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = GeminiName();
            json.Read();
            if (json.TokenType == JsonTokenType.Null)
            {
                continue;
            }

            switch (name)
            {
                case "maxoutputtokens":
                    // Zero is proto's way of saying nothing.
                    facts.MaxOutputTokens = ReadCount() is > 0 and var cap ? Math.Max(cap, facts.MaxOutputTokens ?? 0) : facts.MaxOutputTokens;
                    break;
                case "candidatecount":
                    facts.Choices = Math.Max(facts.Choices, ReadCount() ?? 1);
                    break;
                case "thinkingconfig" when json.TokenType == JsonTokenType.StartObject:
                    ReadGeminiThinking(facts);
                    break;
                case "responsemodalities":
                    facts.UnknownPrice ??= AsksForMoreThanText() ? "The request asks for pictures or sound, whose price is not in the catalogue, so the dearest known price was taken." : null;
                    break;
                case "speechconfig" or "imageconfig":
                    facts.UnknownPrice ??= "The request asks for pictures or sound, whose price is not in the catalogue, so the dearest known price was taken.";
                    json.Skip();
                    break;
                case "routingconfig" or "modelselectionconfig" or "modelconfig":
                    facts.UnknownPrice ??= "The provider chooses the model, so the dearest known price was taken.";
                    json.Skip();
                    break;
                default:
                    facts.Unbounded ??= KnownGeminiConfig.Contains(name) ? null : UnknownField(name);
                    json.Skip();
                    break;
            }
        }
    }

    private void ReadGeminiThinking(RequestFacts facts)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            // -1 lets the model choose.
            var isBudget = json.ValueTextEquals("thinkingBudget"u8) || json.ValueTextEquals("thinking_budget"u8);
            json.Read();
            facts.ThinkingTokens = isBudget ? Math.Max(facts.ThinkingTokens, ReadCount() ?? 0) : facts.ThinkingTokens;
            json.Skip();
        }
    }

    private bool AsksForMoreThanText()
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return true;
        }

        var found = false;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            found |= json.TokenType != JsonTokenType.String || !json.GetString()!.Equals("TEXT", StringComparison.OrdinalIgnoreCase);
            json.Skip();
        }

        return found;
    }

    /// <summary>Each tool is an object whose fields name what the model may use.</summary>
    private void ReadGeminiTools(RequestFacts facts)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = GeminiName();
                json.Read();
                if (json.TokenType != JsonTokenType.Null && name is not ("functiondeclarations" or "computeruse"))
                {
                    AddUncappedTool(facts, HostedTools.OfGemini(name));
                }

                json.Skip();
            }
        }
    }
}
