using System.Globalization;
using System.Text.Json;
using ClaudeCost.Pricing;
using ClaudeCost.Usage;

namespace ClaudeCost.Http;

/// <summary>Reads from the body of a request, in one pass, what it may cost.</summary>
/// <remarks>
/// Looks for what costs money and takes the dearer reading where a field is given twice or in a form that it does not know. A
/// field that is unknown altogether is text like any other.
/// </remarks>
internal ref partial struct RequestScan
{
    private const long MostPlausible = 1_000_000_000;

    private readonly ApiFormat format;
    private JsonCursor json;

    // Text of the provider's own, encrypted and perhaps compressed: more tokens than its bytes show.
    private long packedBytes;

    // Uses assumed of tools without a cap of their own, for which one on all of them may stand elsewhere in the request.
    private long openUses;
    private long billedOpenUses;

    private RequestScan(ReadOnlySpan<byte> body, ApiFormat format)
    {
        this.format = format;
        packedBytes = 0;
        openUses = 0;
        billedOpenUses = 0;
        json = new JsonCursor(body);
    }

    // Converse hands Claude's own tools on as they are, and reads nothing else by Anthropic's names.
    private readonly bool IsAnthropic => format is ApiFormat.AnthropicMessages or ApiFormat.AnthropicBatch or ApiFormat.Converse;

    /// <returns>The facts, or <see langword="null"/> if the body is no JSON object.</returns>
    public static RequestFacts? Read(ReadOnlySpan<byte> body, ApiFormat format)
    {
        try
        {
            var scan = new RequestScan(body, format);
            if (!scan.json.Read() || scan.json.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            var facts = format switch
            {
                ApiFormat.Gemini => scan.ReadGemini(body),
                ApiFormat.Converse => scan.ReadConverse(body),
                _ => scan.ReadCall(body),
            };
            var isWhole = scan.json.TokenType == JsonTokenType.EndObject && scan.json.CurrentDepth == 0;

            // The last read finds the end, or throws if something follows.
            return isWhole && !scan.json.Read() ? facts : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // Text that is no valid UTF-8.
            return null;
        }
    }

    /// <summary>Reads one call, from its opening brace to its closing one: the body, or an item of a batch.</summary>
    private RequestFacts ReadCall(ReadOnlySpan<byte> body)
    {
        var facts = new RequestFacts();
        var start = (int)json.TokenStartIndex;
        var imageBytes = 0L;
        var namesTier = false;
        var opensTier = false;
        var prompts = 1L;
        while (json.ReadMember(out var utf8))
        {
            var name = KnownFields.All.Find(utf8) ?? JsonCursor.StringOf(utf8);
            if (json.TokenType == JsonTokenType.Null)
            {
                continue;
            }

            switch (name)
            {
                case "model" when json.TokenType == JsonTokenType.String:
                    var model = ModelNames.Read(ref json);
                    if (facts.Model is not null && facts.Model != model)
                    {
                        facts.UnknownPrice = "The request names two models, so the dearest known price was taken.";
                    }

                    facts.Model = model;
                    facts.LooksLikeModelCall = true;
                    break;
                case "max_tokens" when format is ApiFormat.AnthropicMessages or ApiFormat.AnthropicBatch or ApiFormat.OpenAiChat:
                case "max_completion_tokens" when format == ApiFormat.OpenAiChat:
                case "max_output_tokens" when format == ApiFormat.OpenAiResponses:
                    // Gateways take a zero for nothing said; Anthropic takes it at its word.
                    facts.MaxOutputTokens = ReadCap() is { } cap && (cap > 0 || IsAnthropic) ? Math.Max(cap, facts.MaxOutputTokens ?? 0) : facts.MaxOutputTokens;
                    break;
                case "n" or "best_of":
                    facts.Choices = Math.Max(facts.Choices, ReadCount() ?? 1);
                    break;
                case "service_tier" or "speed" when json.TokenType == JsonTokenType.String:
                    facts.Fast |= json.ValueTextEquals("priority"u8) || json.ValueTextEquals("fast"u8);
                    namesTier |= name == "service_tier";
                    opensTier |= name == "service_tier" && json.ValueTextEquals("auto"u8);
                    break;
                case "inference_geo" when json.TokenType == JsonTokenType.String:
                    facts.Regional = json.ValueTextEquals("us"u8);
                    break;
                case "anthropic_version":
                    facts.NamesAnthropicVersion = true;
                    break;
                case "input_file_id":
                    facts.InputFile = facts.LooksLikeModelCall || json.TokenType != JsonTokenType.String ? null : json.GetString();
                    facts.LooksLikeModelCall = true;
                    break;
                case "cache_control":
                    facts.Cache = (CacheMark)Math.Max((int)facts.Cache, (int)CacheMark.FiveMinutes);
                    ReadContent(facts);
                    break;
                case "prompt" when format == ApiFormat.OpenAiChat && json.TokenType == JsonTokenType.StartArray:
                    facts.LooksLikeModelCall = true;
                    prompts = Math.Max(1, ReadPrompts());
                    break;
                case "messages" or "input" or "prompt" or "contents" or "instances":
                    facts.LooksLikeModelCall = true;
                    if (name == "prompt" && json.TokenType == JsonTokenType.StartObject)
                    {
                        facts.UnknownInput ??= "The request names a prompt that the provider keeps.";
                        facts.HasCountedFiles = true;
                    }

                    imageBytes += ReadContent(facts);
                    break;
                case "requests" when format == ApiFormat.AnthropicBatch && json.TokenType == JsonTokenType.StartArray:
                    facts.LooksLikeModelCall = true;
                    ReadBatch(facts, body);
                    break;
                case "tools" when json.TokenType == JsonTokenType.StartArray:
                    ReadTools(facts);
                    break;
                case "max_tool_calls":
                    facts.MostToolUses = ReadCount() is { } most ? Math.Max(most, facts.MostToolUses ?? 0) : facts.MostToolUses;
                    break;
                case "web_search_options":
                    AddServerTool(facts, null, HostedTools.OfOpenAi(name));
                    imageBytes += ReadContent(facts);
                    break;
                case "fallbacks":
                case "models" when format == ApiFormat.OpenAiChat:
                    ReadFallbacks(facts);
                    break;
                case "thinking":
                    ReadThinking(facts);
                    break;
                case "context_management" or "compaction":
                    facts.ExtraTurns = Math.Max(facts.ExtraTurns, 1);
                    imageBytes += ReadContent(facts);
                    break;
                case "previous_response_id" or "conversation" or "container" or "thread":
                    facts.UnknownInput ??= $"The request refers to content that only the provider holds ({name}).";
                    facts.HasCountedFiles = !IsAnthropic;
                    imageBytes += ReadContent(facts);
                    break;
                case "mcp_servers" when json.TokenType == JsonTokenType.StartArray:
                    AddServerTool(facts, null, 0m);
                    imageBytes += ReadContent(facts);
                    break;
                case "modalities" or "audio" when !IsAnthropic:
                    if (ContainsAudio())
                    {
                        facts.UnknownPrice = "The request asks for audio, whose price is not in the catalogue, so the dearest known price was taken.";
                    }

                    break;
                case "prediction":
                    // What was predicted wrongly is billed as output, on top of the answer.
                    var predicted = json.TokenStartIndex;
                    ReadContent(facts);
                    facts.ExtraOutputTokens += 4 * (json.BytesConsumed - predicted);
                    break;
                default:
                    facts.Unbounded ??= KnownFields.Contains(format, name) ? null : $"The request has a field that is not known ({(name.Length <= 40 ? name : name.Substring(0, 40))}).";
                    imageBytes += ReadContent(facts);
                    break;
            }
        }

        facts.Choices *= prompts;
        Count(body.Slice(start, (int)json.BytesConsumed - start), facts);
        facts.AsciiBytes = Math.Max(0, facts.AsciiBytes - imageBytes - packedBytes);
        facts.OtherBytes += packedBytes;
        packedBytes = 0;
        facts.LeavesTierOpen = format is ApiFormat.OpenAiChat or ApiFormat.OpenAiResponses or ApiFormat.OpenAiEmbeddings && (opensTier || !namesTier);
        CapServerTools(facts);
        return facts;
    }

    private static void Count(ReadOnlySpan<byte> text, RequestFacts facts)
    {
        var other = 0L;
#if NET
        if (!System.Text.Ascii.IsValid(text))
#endif
        {
            foreach (var b in text)
            {
                other += b >> 7;
            }
        }

        facts.AsciiBytes = text.Length - other;
        facts.OtherBytes = other;
    }

    private void ReadBatch(RequestFacts facts, ReadOnlySpan<byte> body)
    {
        facts.BatchItems = [];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            RequestFacts? item = null;
            if (json.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException("An item of the batch is no object.");
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isCall = json.ValueTextEquals("params"u8);
                json.Read();
                if (isCall && json.TokenType == JsonTokenType.StartObject)
                {
                    item = ReadCall(body);
                }
                else
                {
                    json.Skip();
                }
            }

            facts.BatchItems.Add(item ?? new RequestFacts { UnknownInput = "An item of the batch has no params." });
        }

        facts.Model = facts.BatchItems.TrueForAll(item => item.Model == facts.BatchItems[0].Model) ? facts.BatchItems.FirstOrDefault()?.Model : null;
    }

    private void ReadFallbacks(RequestFacts facts)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            // "default" lets the provider choose.
            facts.Fallbacks.Add(null);
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            string? model = json.TokenType == JsonTokenType.String ? ModelNames.WithoutKey(json.GetString()) : null;
            if (json.TokenType == JsonTokenType.StartObject)
            {
                while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                {
                    ReadFallbackField(facts, ref model);
                }
            }
            else
            {
                json.Skip();
            }

            facts.Fallbacks.Add(model);
        }
    }

    /// <summary>A fallback may raise caps and modes of its own; what is dearest in any of them is taken for all.</summary>
    private void ReadFallbackField(RequestFacts facts, ref string? model)
    {
        var name = json.GetString();
        json.Read();
        switch (name)
        {
            case "model":
                model = json.TokenType == JsonTokenType.String ? ModelNames.WithoutKey(json.GetString()) : null;
                json.Skip();
                break;
            case "max_tokens":
                facts.MaxOutputTokens = facts.MaxOutputTokens is { } own && ReadCap() is { } cap ? Math.Max(own, cap) : facts.MaxOutputTokens;
                break;
            case "speed" or "service_tier":
                facts.Fast |= json.TokenType == JsonTokenType.String && (json.ValueTextEquals("fast"u8) || json.ValueTextEquals("priority"u8));
                json.Skip();
                break;
            case "thinking":
                ReadThinking(facts);
                break;
            default:
                ReadContent(facts);
                break;
        }
    }

    /// <summary>
    /// The prompts of a legacy completion: each gets answers of its own. A list of numbers is one prompt, as tokens.
    /// </summary>
    private long ReadPrompts()
    {
        var texts = 0L;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            texts += json.TokenType == JsonTokenType.Number ? 0 : 1;
            json.Skip();
        }

        return texts;
    }

    private void ReadThinking(RequestFacts facts)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isBudget = json.ValueTextEquals("budget_tokens"u8);
            json.Read();
            facts.ThinkingTokens = isBudget ? Math.Max(facts.ThinkingTokens, ReadCount() ?? 0) : facts.ThinkingTokens;
            json.Skip();
        }
    }

    private bool ContainsAudio()
    {
        if (json.TokenType == JsonTokenType.StartObject)
        {
            json.Skip();
            return true;
        }

        var found = false;
        if (json.TokenType == JsonTokenType.StartArray)
        {
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                found |= json.TokenType == JsonTokenType.String && json.ValueTextEquals("audio"u8);
                json.Skip();
            }
        }

        return found;
    }

    /// <summary>A count that lowers what is reserved: it must be a number, which every provider takes or refuses.</summary>
    private long? ReadCap() => json.TokenType == JsonTokenType.Number ? ReadCount() : PassCap();

    private long? PassCap()
    {
        json.Skip();
        return null;
    }

    /// <summary>
    /// A number that a provider could take for a count, also one that is written <c>100.0</c>, <c>1e2</c> or <c>"100"</c>, as some take it;
    /// anything else counts as not given.
    /// </summary>
    private long? ReadCount()
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var count))
        {
            return count is >= 0 and <= MostPlausible ? count : null;
        }

        if (json.TokenType is JsonTokenType.Number or JsonTokenType.String)
        {
            var text = json.TokenType == JsonTokenType.String ? json.GetString() : System.Text.Encoding.UTF8.GetString(json.ValueSpan.ToArray());
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= MostPlausible ? (long)Math.Ceiling(number) : null;
        }

        json.Skip();
        return null;
    }
}
