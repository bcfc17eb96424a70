using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Json;

namespace ClaudeCost.Usage;

/// <summary>
/// Takes messages of <c>application/vnd.amazon.eventstream</c> apart as they pass, and finds the JSON in them that may tell what was
/// used. Keeps a message only while it is not complete.
/// </summary>
/// <remarks>
/// A message is: length of all and length of the headers (32 bits each, the most significant byte first), a checksum of these,
/// headers, payload, a checksum of everything before. <c>ConverseStream</c> sends an event <c>metadata</c> with the usage;
/// <c>InvokeModelWithResponseStream</c> sends events <c>chunk</c>, whose JSON holds the model's own event in base64.
/// </remarks>
internal sealed class EventStream
{
    private const int PreludeLength = 12;
    private const int ChecksumLength = 4;

    // The largest that AWS allows is 24 MB.
    private const int MostBytes = 32 * 1024 * 1024;
    private const byte StringType = 7;

    private byte[] kept = [];
    private byte[] decoded = [];
    private int length;

    /// <summary>Whether a length or a checksum was wrong: nothing after it can be told apart.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Whether a message has begun and not ended.</summary>
    public bool IsInMessage => length > 0;

    /// <summary>Goes on to the next message that may tell what was used.</summary>
    /// <param name="bytes">What has come and was not looked at yet; afterwards what is left of it.</param>
    /// <param name="document">The JSON, good until the next call.</param>
    /// <returns>Whether there is one; otherwise more bytes are needed.</returns>
    public bool TryNext(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> document)
    {
        while (TryNextMessage(ref bytes, out var message))
        {
            if (TryReadPayload(message, out document))
            {
                return true;
            }
        }

        document = default;
        return false;
    }

    private bool TryNextMessage(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> message)
    {
        message = default;
        if (IsDamaged || bytes.IsEmpty)
        {
            return false;
        }

        if (length == 0 && bytes.Length >= PreludeLength)
        {
            // The usual case: nothing is copied.
            var whole = LengthOf(bytes);
            if (whole > 0 && bytes.Length >= whole)
            {
                message = bytes.Slice(0, whole);
                bytes = bytes.Slice(whole);
                return true;
            }
        }

        while (!IsDamaged && !bytes.IsEmpty)
        {
            var wanted = length < PreludeLength ? PreludeLength : LengthOf(kept);
            if (IsDamaged)
            {
                break;
            }

            var taken = Math.Min(wanted - length, bytes.Length);
            Keep(bytes.Slice(0, taken));
            bytes = bytes.Slice(taken);
            if (length >= PreludeLength && length == LengthOf(kept))
            {
                message = kept.AsSpan(0, length);
                length = 0;
                return true;
            }
        }

        return false;
    }

    private int LengthOf(ReadOnlySpan<byte> start)
    {
        var whole = BinaryPrimitives.ReadUInt32BigEndian(start);
        var headers = BinaryPrimitives.ReadUInt32BigEndian(start.Slice(4));
        var isSound = whole is >= PreludeLength + ChecksumLength and <= MostBytes
            && headers <= whole - PreludeLength - ChecksumLength
            && BinaryPrimitives.ReadUInt32BigEndian(start.Slice(8)) == Crc32.Of(start.Slice(0, 8));
        IsDamaged |= !isSound;
        return isSound ? (int)whole : 0;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (kept.Length < length + bytes.Length)
        {
            Array.Resize(ref kept, Math.Max(length + bytes.Length, Math.Max(1024, kept.Length * 2)));
        }

        bytes.CopyTo(kept.AsSpan(length));
        length += bytes.Length;
    }

    private bool TryReadPayload(ReadOnlySpan<byte> message, out ReadOnlySpan<byte> document)
    {
        document = default;
        var headers = message.Slice(PreludeLength, (int)BinaryPrimitives.ReadUInt32BigEndian(message.Slice(4)));
        var isMetadata = IsEvent(headers, "metadata"u8);
        if (!isMetadata && !IsEvent(headers, "chunk"u8))
        {
            return false;
        }

        var end = message.Length - ChecksumLength;
        var payload = message.Slice(PreludeLength + headers.Length, end - PreludeLength - headers.Length);
        if (isMetadata)
        {
            document = payload;
        }
        else if (!TryDecode(payload, out document) || !MayTell(document))
        {
            return false;
        }

        // Only what is believed is worth its checksum.
        if (BinaryPrimitives.ReadUInt32BigEndian(message.Slice(end)) != Crc32.Of(message.Slice(0, end)))
        {
            IsDamaged = true;
            return false;
        }

        return true;
    }

    /// <summary>Whether the headers say that it is an event of this type; what is wrong is sent as an exception.</summary>
    private static bool IsEvent(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> type)
    {
        var isType = false;
        while (headers.Length > 1)
        {
            var name = headers.Slice(1);
            if (name.Length < headers[0] + 3 || name[headers[0]] != StringType)
            {
                // AWS sends only text here.
                return false;
            }

            var value = name.Slice(headers[0] + 1);
            name = name.Slice(0, headers[0]);
            var size = BinaryPrimitives.ReadUInt16BigEndian(value);
            if (value.Length < size + 2)
            {
                return false;
            }

            headers = value.Slice(size + 2);
            value = value.Slice(2, size);
            isType |= name.SequenceEqual(":event-type"u8) && value.SequenceEqual(type);
            if (name.SequenceEqual(":message-type"u8) && !value.SequenceEqual("event"u8))
            {
                return false;
            }
        }

        return isType;
    }

    /// <summary>The model's own event in <c>{"bytes":"..."}</c>.</summary>
    private bool TryDecode(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> document)
    {
        document = default;
        try
        {
            var json = new Utf8JsonReader(payload);
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isBytes = json.ValueTextEquals("bytes"u8);
                json.Read();
                if (!isBytes || json.TokenType != JsonTokenType.String)
                {
                    json.Skip();
                    continue;
                }

                if (json.HasValueSequence || json.ValueSpan.IndexOf((byte)'\\') >= 0)
                {
                    document = json.GetBytesFromBase64();
                    return true;
                }

                if (decoded.Length < json.ValueSpan.Length)
                {
                    decoded = new byte[json.ValueSpan.Length];
                }

                Base64.DecodeFromUtf8(json.ValueSpan, decoded, out _, out var written);
                document = decoded.AsSpan(0, written);
                return true;
            }
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            // Not what was expected: as good as no event.
        }

        return false;
    }

    /// <summary>Whether it is worth parsing; most events are pieces of text. Inside a text the quotation marks would be escaped.</summary>
    private static bool MayTell(ReadOnlySpan<byte> data) =>
        !data.StartsWith("{\"type\":\"content_block_"u8)
        && (data.IndexOf("\"usage\""u8) >= 0 || data.IndexOf("\"message_stop\""u8) >= 0 || data.IndexOf("\"amazon-bedrock-invocationMetrics\""u8) >= 0);
}
