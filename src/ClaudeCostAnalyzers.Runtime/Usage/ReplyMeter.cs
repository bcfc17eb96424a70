using System.Text.Json;

namespace ClaudeCost.Usage;

/// <summary>
/// Watches the bytes of a reply as the caller reads them, and finds the usage in them. Keeps a copy of what it still needs and
/// nothing else: of a stream the line that is not complete yet, of a plain reply the whole document.
/// </summary>
/// <remarks>Not thread-safe; the stream that feeds it locks.</remarks>
internal sealed class ReplyMeter
{
    // A reply larger than this is not kept, and stays charged at its worst case.
    private const int MostBytes = 64 * 1024 * 1024;

    // As much is kept for the next reply.
    private const int MostSpare = 16 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly ReplyReport report = new();
    private string? encoding;
    private ReplyFormat format;
    private TokenUsage? told;
    private EventStream? messages;
    private BatchReport? batch;
    private byte[] kept = [];
    private int length;
    private Shape shape;

    /// <summary>A meter that has yet to begin.</summary>
    public ReplyMeter()
    {
    }

    /// <inheritdoc cref="Begin"/>
    public ReplyMeter(ReplyFormat format, string? contentEncoding, TokenUsage? told = null) => Begin(format, contentEncoding, told);

    private enum Shape
    {
        Unknown,
        Document,
        Events,

        /// <summary>Messages of AWS, each with a checksum.</summary>
        Messages,

        /// <summary>Compressed: kept as it is and unpacked at the end, so that nothing is delayed.</summary>
        Packed,

        /// <summary>Cannot be read; nothing is kept.</summary>
        Lost,
    }

    /// <inheritdoc cref="ReplyReport.Usage"/>
    public TokenUsage? Usage => report.Usage;

    /// <inheritdoc cref="ReplyReport.Model"/>
    public string? Model => report.Model;

    /// <inheritdoc cref="ReplyReport.IsFinal"/>
    public bool IsFinal => report.IsFinal;

    /// <inheritdoc cref="ReplyReport.IsOver"/>
    public bool IsOver => report.IsOver;

    /// <summary>Why the reply cannot be read; <see langword="null"/> if it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>Begins with a reply, as if it were the first.</summary>
    /// <param name="format">Whose reply it is.</param>
    /// <param name="contentEncoding">How it is compressed.</param>
    /// <param name="told">What the headers of the reply say was used, or in which tier; <see langword="null"/> for nothing.</param>
    /// <param name="batch">What gathers the reply, if it is about a batch.</param>
    public void Begin(ReplyFormat format, string? contentEncoding, TokenUsage? told = null, BatchReport? batch = null)
    {
        Forget();
        this.batch = batch;
        this.format = format;
        this.told = told;
        report.Begin(format);
        encoding = string.IsNullOrEmpty(contentEncoding) || contentEncoding!.Equals("identity", StringComparison.OrdinalIgnoreCase) ? null : contentEncoding;
        shape = encoding is null ? Shape.Unknown : Shape.Packed;
    }

    /// <summary>Forgets the reply.</summary>
    public void Forget()
    {
        messages = null;
        batch = null;
        told = null;
        Problem = null;
        Drop();
    }

    /// <summary>
    /// Whether the next bytes of the reply say nothing that counts, so that they need not be taken. <see langword="false"/> says nothing.
    /// </summary>
    /// <remarks>Changes nothing: may be asked while another thread ends the reply, or begins with the next one.</remarks>
    public bool IsQuiet(ReadOnlySpan<byte> bytes) =>
#if NET
        shape == Shape.Events && length == 0 && format is not (ReplyFormat.Gemini or ReplyFormat.BatchResults) && QuietEvents.Are(bytes);
#else
        false;
#endif

    /// <summary>Takes the next bytes of the reply.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        if (shape == Shape.Unknown)
        {
            shape = format == ReplyFormat.BatchResults ? Shape.Events : ShapeOf(bytes);
            bytes = shape == Shape.Events && bytes.StartsWith(ByteOrderMark) ? bytes.Slice(ByteOrderMark.Length) : bytes;
        }

        switch (shape)
        {
            case Shape.Document or Shape.Packed:
                Keep(bytes);
                break;
            case Shape.Events:
                FeedEvents(bytes);
                break;
            case Shape.Messages:
                FeedMessages(bytes);
                break;
        }
    }

    /// <summary>No more bytes will come: because the reply is over, or because nobody reads on.</summary>
    /// <param name="clean">Whether the reply came to its end.</param>
    public void End(bool clean)
    {
        if (shape == Shape.Packed)
        {
            Unpack();
        }

        switch (shape)
        {
            case Shape.Document:
                // A caller may stop reading at the last brace without seeing the end.
                TryRead(kept.AsSpan(0, length), isEvent: false, unlessClean: !clean);
                break;
            case Shape.Events:
                FeedLine(kept.AsSpan(0, length));
                if (clean)
                {
                    report.EndOfStream();
                }

                break;
            case Shape.Messages when messages is { IsInMessage: true } && clean:
                Problem = "its last message is not complete";
                break;
        }

        Drop();
        Conclude();
        if (clean && !IsFinal && batch is null)
        {
            Problem ??= "it reports no final usage (from OpenAI, ask for it with stream_options.include_usage)";
        }
    }

    private static Shape ShapeOf(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            // White space and the parts of a byte order mark say nothing.
            if (b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF)
            {
                continue;
            }

            // A message of AWS begins with its length, which is far below the 16 MB at which the first byte would count.
            return b is (byte)'{' or (byte)'[' ? Shape.Document : b == 0 ? Shape.Messages : Shape.Events;
        }

        return Shape.Unknown;
    }

    /// <summary>The last word, from what lies beside the reply.</summary>
    private void Conclude()
    {
        if (format == ReplyFormat.Gemini && report.Usage is { } usage)
        {
            usage.Fast ??= told?.Fast;
            usage.Half ??= told?.Half;

            // Its stream may be given up after the piece that says why the answer ended: nothing that counts follows.
            report.EndOfStream();
        }
        else if (told is not null)
        {
            report.TakeUnlessFinal(told);
        }
    }

    private void FeedMessages(ReadOnlySpan<byte> bytes)
    {
        messages ??= new EventStream();
        while (messages.TryNext(ref bytes, out var document))
        {
            TryRead(document, isEvent: true, unlessClean: false);
        }

        if (messages.IsDamaged)
        {
            Lose("a message of it has a wrong length or checksum");
        }
    }

    private void FeedEvents(ReadOnlySpan<byte> bytes)
    {
        // Either of them ends a line; what both make of it, an empty line, says nothing. Few streams have returns, and to look for two
        // bytes at each line takes 4 ns more for an event than to look for one.
        var hasReturns = bytes.IndexOf((byte)'\r') >= 0;
        while (!bytes.IsEmpty && shape == Shape.Events)
        {
            var end = hasReturns ? bytes.IndexOfAny((byte)'\n', (byte)'\r') : bytes.IndexOf((byte)'\n');
            if (end < 0)
            {
                Keep(bytes);
                return;
            }

            if (length == 0)
            {
                FeedLine(bytes.Slice(0, end));
            }
            else
            {
                Keep(bytes.Slice(0, end));
                FeedLine(kept.AsSpan(0, length));
                length = 0;
            }

            bytes = bytes.Slice(end + 1);
        }
    }

    private void FeedLine(ReadOnlySpan<byte> line)
    {
        if (format == ReplyFormat.BatchResults)
        {
            if (EventLine.Trim(line) is { IsEmpty: false } result)
            {
                batch!.ReadResult(result);
            }

            return;
        }

        if (!line.StartsWith("data:"u8))
        {
            return;
        }

        var data = EventLine.Trim(line.Slice("data:"u8.Length));
        if (data.SequenceEqual("[DONE]"u8))
        {
            report.EndOfStream();
        }
        else if (format == ReplyFormat.Gemini)
        {
            // Each piece may have counts, and the one that says why the answer ended is told only by its words.
            if (data.IndexOf("\"usageMetadata\""u8) >= 0 || data.IndexOf("\"finishReason\""u8) >= 0 || data.IndexOf("\"blockReason\""u8) >= 0)
            {
                TryRead(data, isEvent: true, unlessClean: false);
            }
        }
        else if (EventLine.HasUsage(data) || (data.Length < 64 && data.IndexOf("\"message_stop\""u8) >= 0))
        {
            TryRead(data, isEvent: true, unlessClean: false);
        }
    }

    private void TryRead(ReadOnlySpan<byte> json, bool isEvent, bool unlessClean)
    {
        try
        {
            if (json.StartsWith(ByteOrderMark))
            {
                json = json.Slice(ByteOrderMark.Length);
            }

            if (batch is not null)
            {
                batch.ReadObject(json);
            }
            else if (isEvent)
            {
                report.ReadEvent(json);
            }
            else
            {
                report.ReadDocument(json);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            Problem = unlessClean ? Problem : "it is not the JSON that was expected";
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MostBytes - length)
        {
            Lose($"it is larger than {MostBytes / 1024 / 1024} MB");
            return;
        }

        if (kept.Length < length + bytes.Length)
        {
            Array.Resize(ref kept, Math.Max(length + bytes.Length, Math.Min(MostBytes, Math.Max(1024, kept.Length * 2))));
        }

        bytes.CopyTo(kept.AsSpan(length));
        length += bytes.Length;
    }

    /// <summary>Nothing that was kept is needed any more. It is text of the reply: nothing of it may stay.</summary>
    private void Drop()
    {
        if (kept.Length > MostSpare)
        {
            kept = [];
        }
        else
        {
            Array.Clear(kept, 0, length);
        }

        length = 0;
    }

    private void Lose(string problem)
    {
        Problem = problem;
        shape = Shape.Lost;
        Drop();
    }

    private void Unpack()
    {
        var packed = new MemoryStream(kept, 0, length, writable: false);
        using var unpacker = ContentEncodings.Unpacker(encoding!, packed);
        kept = [];
        length = 0;
        if (unpacker is null)
        {
            Lose($"its content encoding '{encoding}' is not known");
            return;
        }

        shape = Shape.Unknown;
        var buffer = new byte[16 * 1024];
        try
        {
            var unpacked = 0;
            for (int read; shape != Shape.Lost && (read = unpacker.Read(buffer, 0, buffer.Length)) > 0; unpacked += read)
            {
                if (unpacked > MostBytes)
                {
                    // A few bytes can be packed to unpack without end.
                    Lose($"it is larger than {MostBytes / 1024 / 1024} MB");
                    return;
                }

                Feed(buffer.AsSpan(0, read));
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or IOException)
        {
            // Cut in the middle: what was unpacked before is still good.
            Problem = "its compressed content is damaged or incomplete";
        }
    }
}
