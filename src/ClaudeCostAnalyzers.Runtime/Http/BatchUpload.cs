#if NET
using System.Net;
using ClaudeCost.Attempts;
using ClaudeCost.Usage;

namespace ClaudeCost.Http;

/// <summary>
/// The upload of a file that may be one of calls for a batch: passed on as it is, and read on the way, so that the batch that is made of it
/// later can be reserved by what it holds.
/// </summary>
/// <remarks>Not in the build for .NET Standard: see <see cref="MeteredContent"/>. There a batch in a file counts as the largest there can be.</remarks>
internal sealed class BatchUpload : HttpContent, IMetered
{
    private static readonly string[] Tails = ["/v1/files", "/openai/files"];

    private readonly HttpContent upload;
    private readonly Uri sentTo;
    private readonly BatchReport answer = new(static (_, _) => { });
    private BatchLines? lines;
    private int answered;

    private BatchUpload(HttpContent upload, Uri sentTo)
    {
        this.upload = upload;
        this.sentTo = sentTo;
        foreach (var (name, values) in upload.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    public CancellationToken Deadline => default;

    /// <summary>Whether a request may upload such a file.</summary>
    public static bool IsOne(HttpRequestMessage request) =>
        request.Method == HttpMethod.Post && request.RequestUri is { IsAbsoluteUri: true } address
        && Array.Exists(Tails, tail => address.AbsolutePath.EndsWith(tail, StringComparison.OrdinalIgnoreCase))
        && request.Content is not (null or BatchUpload) && request.Content.Headers.ContentType?.MediaType is "multipart/form-data";

    /// <summary>Reads the upload while it is sent.</summary>
    public static void Watch(HttpRequestMessage request)
    {
        if (IsOne(request))
        {
            request.Content = new BatchUpload(request.Content!, request.RequestUri!);
        }
    }

    /// <summary>Reads the reply, as its caller reads it, for the id of the file.</summary>
    public void Answered(HttpResponseMessage response)
    {
        if (lines is not null && response.IsSuccessStatusCode && Interlocked.Exchange(ref answered, 1) == 0)
        {
            MeteredStream.Attach(response, this, ReplyFormat.Batch, told: null, answer);
        }
    }

    public Exception TimeIsOver() => new InvalidOperationException("Such a reply has no deadline.");

    public void Settle(ReplyMeter meter, bool clean)
    {
        if (answer.Id is { } id && Interlocked.Exchange(ref lines, null)?.End(Regions.IsOfOpenAi(sentTo)) is { } file)
        {
            BatchFiles.Add(sentTo, id, file);
        }
    }

    public void Unread(AttemptOutcome outcome)
    {
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    // A request may be sent more than once, each time from its beginning.
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        upload.CopyToAsync(new ReadAlong(stream, lines = new BatchLines(sentTo)), context, cancellationToken);

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        upload.CopyTo(new ReadAlong(stream, lines = new BatchLines(sentTo)), context, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = upload.Headers.ContentLength ?? 0;
        return upload.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            upload.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Writes on what it is given, and lets it be read.</summary>
    private sealed class ReadAlong(Stream inner, BatchLines lines) : WriteOnlyStream
    {
        public override void Flush() => inner.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            lines.Feed(buffer);
            inner.Write(buffer);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            lines.Feed(buffer.Span);
            return inner.WriteAsync(buffer, cancellationToken);
        }
    }
}
#endif
