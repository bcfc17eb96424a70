using System.Text.Json;

namespace ClaudeCost.Usage;

/// <summary>Gathers, from the documents of a reply (one, or one for each event of a stream), what was used and whether that is final.</summary>
internal sealed class ReplyReport
{
    // The types of events that say something about what they report; all others are alike.
    private static readonly Utf8Names TypeNames = new(["message_delta", "message_stop", "response.completed", "response.incomplete", "response.failed"]);

    // The first report of each reply, and of most the only one.
    private readonly TokenUsage first = new();
    private ReplyFormat format;
    private bool hasDeltaUsage;
    private bool hasEnd;
    private bool hasEnded;

    /// <summary>What has been reported so far; <see langword="null"/> before the first report.</summary>
    public TokenUsage? Usage { get; private set; }

    /// <summary>The model that answered.</summary>
    public string? Model { get; private set; }

    /// <summary>
    /// Whether <see cref="Usage"/> is the provider's last word. Until then it is not to be settled by: the output count of
    /// Anthropic's <c>message_start</c> is a placeholder.
    /// </summary>
    public bool IsFinal { get; private set; }

    /// <summary>
    /// Whether nothing that counts can follow. Some streams report several times in the form of a last report, so one that is final holds
    /// only if the stream is given up after it.
    /// </summary>
    public bool IsOver => IsFinal && (hasEnded || format is not (ReplyFormat.Chat or ReplyFormat.Anthropic));

    private bool IsComplete => Usage is { CannotBePriced: false } usage && usage.Input is not null && (usage.Output is not null || format == ReplyFormat.Embeddings);

    /// <summary>Begins with a reply, as if it were the first. <see cref="Usage"/> of the one before must not be in use any more.</summary>
    public void Begin(ReplyFormat format)
    {
        this.format = format;
        hasDeltaUsage = false;
        hasEnd = false;
        hasEnded = false;
        Usage = null;
        Model = null;
        IsFinal = false;
    }

    /// <summary>The whole reply, not streamed.</summary>
    public void ReadDocument(ReadOnlySpan<byte> document)
    {
        if (format == ReplyFormat.Gemini)
        {
            ReadGemini(document);
            IsFinal = IsComplete;
            return;
        }

        var part = ReadPart(document);
        Take(part);
        IsFinal = IsComplete;
    }

    /// <summary>The provider told elsewhere, outside the reply itself, what was used: that counts where the reply does not.</summary>
    public void TakeUnlessFinal(TokenUsage told)
    {
        if (!IsFinal && told is { Input: not null, Output: not null })
        {
            Usage = told;
            IsFinal = true;
        }
    }

    /// <summary>The data of one event of a streamed reply.</summary>
    public void ReadEvent(ReadOnlySpan<byte> data)
    {
        if (format == ReplyFormat.Gemini)
        {
            ReadGemini(data);
            return;
        }

        var part = ReadPart(data);
        Take(part);
        switch (format)
        {
            case ReplyFormat.Anthropic when part.Metrics is { } metrics && Usage is null:
                // A model of another maker on Bedrock: only Bedrock itself tells what it used.
                Usage = metrics;
                IsFinal = IsComplete;
                break;
            case ReplyFormat.Converse:
                IsFinal |= part.Usage is not null && IsComplete;
                break;
            case ReplyFormat.Anthropic:
                hasEnded |= part.Type == "message_stop";
                hasDeltaUsage |= part is { Type: "message_delta", Usage.Output: not null };
                IsFinal |= hasDeltaUsage && IsComplete && (part.Type == "message_stop" || part is { Type: "message_delta", HasStopReason: true });
                break;
            case ReplyFormat.Responses:
                IsFinal |= part.Usage is not null && IsComplete && part.Type is "response.completed" or "response.incomplete" or "response.failed";
                break;
            case ReplyFormat.Chat:
                IsFinal |= part is { Usage: not null, HasEmptyChoices: true } && IsComplete;
                break;
        }
    }

    /// <summary>The stream said that it is over: OpenAI's <c>[DONE]</c>, Anthropic's <c>message_stop</c>, or a clean end after usage.</summary>
    public void EndOfStream()
    {
        hasEnded = true;
        IsFinal |= format switch
        {
            ReplyFormat.Chat => IsComplete,
            ReplyFormat.Anthropic => hasDeltaUsage && IsComplete,
            ReplyFormat.Gemini => hasEnd && IsComplete,
            _ => false,
        };
    }

    /// <summary>A reply, a piece of one, or, where the stream is one long list, all of them.</summary>
    private void ReadGemini(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                continue;
            }

            var part = GeminiReply.Read(ref json);
            hasEnd |= part.HasEnd;
            Take(new Part { Usage = part.Usage, Model = part.Model });
        }
    }

    private void Take(in Part part)
    {
        Model = part.Model ?? Model;
        if (part.Usage is { } usage)
        {
            usage.Fast ??= part.Tier?.Fast;
            usage.Half ??= part.Tier?.Half;
            usage.HostedToolUses ??= part.HostedToolUses;
            if (Usage is null)
            {
                Usage = usage;
            }
            else
            {
                Usage.Update(usage);
            }
        }
    }

    private Part ReadPart(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        var part = default(Part);
        if (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            if (format == ReplyFormat.Converse)
            {
                part.Usage = ConverseReply.Read(ref json, out part.Model);
            }
            else
            {
                ReadObject(ref json, ref part, isEnvelope: true);
            }
        }

        while (json.Read())
        {
            // A document that does not end is not to be believed: the reader throws.
        }

        return part;
    }

    private void ReadObject(ref JsonCursor json, ref Part part, bool isEnvelope)
    {
        while (json.ReadMember(out var name))
        {
            switch (FieldOf(name))
            {
                case Field.Usage when json.TokenType == JsonTokenType.StartObject:
                    part.Usage = UsageJson.Read(ref json, format == ReplyFormat.Anthropic, Usage is null ? first : new TokenUsage());
                    break;
                case Field.Model when json.TokenType == JsonTokenType.String:
                    part.Model = ModelNames.Read(ref json);
                    break;
                case Field.ServiceTier when json.TokenType == JsonTokenType.String:
                    part.Tier = new TokenUsage();
                    UsageJson.ReadTier(ref json, part.Tier, format == ReplyFormat.Anthropic);
                    break;
                case Field.Type when isEnvelope && json.TokenType == JsonTokenType.String:
                    part.Type = TypeNames.Of(ref json);
                    break;
                case Field.Answer when isEnvelope && json.TokenType == JsonTokenType.StartObject:
                    ReadObject(ref json, ref part, isEnvelope: false);
                    break;
                case Field.Delta when isEnvelope && json.TokenType == JsonTokenType.StartObject:
                    ReadDelta(ref json, ref part);
                    break;
                case Field.Output when format == ReplyFormat.Responses && json.TokenType == JsonTokenType.StartArray:
                    part.HostedToolUses = CountHostedToolUses(ref json);
                    break;
                case Field.BedrockMetrics when isEnvelope && json.TokenType == JsonTokenType.StartObject:
                    part.Metrics = ConverseReply.ReadMetrics(ref json);
                    break;
                case Field.Choices when isEnvelope && json.TokenType == JsonTokenType.StartArray:
                    json.Read();
                    part.HasEmptyChoices = json.TokenType == JsonTokenType.EndArray;
                    PassRestOfArray(ref json);
                    break;
                default:
                    if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    {
                        json.Skip();
                    }

                    break;
            }
        }
    }

    // Compared with the names of the same length only, byte by byte: 3 ns less for each name than to look it up in a table.
    private static Field FieldOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when name.SequenceEqual("type"u8) => Field.Type,
        5 when name.SequenceEqual("usage"u8) => Field.Usage,
        5 when name.SequenceEqual("model"u8) => Field.Model,
        5 when name.SequenceEqual("delta"u8) => Field.Delta,
        6 when name.SequenceEqual("output"u8) => Field.Output,
        7 when name.SequenceEqual("message"u8) => Field.Answer,
        7 when name.SequenceEqual("choices"u8) => Field.Choices,
        8 when name.SequenceEqual("response"u8) => Field.Answer,
        12 when name.SequenceEqual("service_tier"u8) => Field.ServiceTier,
        32 when name.SequenceEqual("amazon-bedrock-invocationMetrics"u8) => Field.BedrockMetrics,
        _ => Field.Other,
    };

    private static void ReadDelta(ref JsonCursor json, ref Part part)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isStopReason = json.ValueTextEquals("stop_reason"u8);
            json.Read();
            part.HasStopReason |= isStopReason && json.TokenType == JsonTokenType.String;
            json.Skip();
        }
    }

    /// <summary>
    /// Counts the items of a response that are uses of a tool which the provider runs. Those of the program's own tools end in
    /// <c>_call</c> as well, and are told by their names.
    /// </summary>
    private static long CountHostedToolUses(ref JsonCursor json)
    {
        var uses = 0L;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isType = json.ValueTextEquals("type"u8);
                json.Read();
                if (isType && json.TokenType == JsonTokenType.String)
                {
                    var type = json.GetString()!;
                    uses += type.EndsWith("_call", StringComparison.Ordinal)
                        && type is not ("function_call" or "custom_tool_call" or "computer_call" or "local_shell_call" or "apply_patch_call") ? 1 : 0;
                }

                json.Skip();
            }
        }

        return uses;
    }

    private static void PassRestOfArray(ref JsonCursor json)
    {
        while (json.TokenType != JsonTokenType.EndArray)
        {
            json.Skip();
            json.Read();
        }
    }

    private enum Field
    {
        Other,
        Usage,
        Model,
        ServiceTier,
        Type,

        /// <summary>What a streamed event holds of the reply itself.</summary>
        Answer,
        Delta,
        Output,
        BedrockMetrics,
        Choices,
    }

    private struct Part
    {
        public string? Type;
        public string? Model;
        public TokenUsage? Usage;
        public TokenUsage? Tier;
        public TokenUsage? Metrics;
        public long? HostedToolUses;
        public bool HasStopReason;
        public bool HasEmptyChoices;
    }
}
