#if !NET
using System.Buffers;
#endif
using ClaudeCost.Pricing;

namespace ClaudeCost.Http;

/// <summary>Reads the body of a request before it is sent, without using it up.</summary>
internal static class RequestBody
{
    // A body beyond this is not buffered for reading; it is charged by rule.
    private const long MostBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="content">The body.</param>
    /// <param name="format">What it should hold.</param>
    /// <param name="address">The address, where the call must be told from others; <see langword="null"/> where it need not.</param>
    /// <param name="problem">Why it could not be read, as a sentence.</param>
    /// <param name="fingerprint">What tells the call from others.</param>
    /// <returns>The facts, or <see langword="null"/> if the body cannot be read.</returns>
    public static RequestFacts? Read(HttpContent? content, ApiFormat format, string? address, out string problem, out ulong fingerprint)
    {
        // Bodies that cannot be read are taken for one and the same.
        fingerprint = address is null ? 0 : Fingerprint.Of(default, address);
        problem = "The request has no body.";
        if (content is null)
        {
            return null;
        }

        problem = "The body of the request cannot be read before it is sent.";
        if (content is MultipartContent || IsEncoded(content) || (!IsInMemory(content) && (!CanBeBuffered(content) || !Buffer(content))))
        {
            return null;
        }

        return Scan(content, format, address, ref problem, ref fingerprint);
    }

    /// <summary>Whether a body has yet to be written to memory before it can be read.</summary>
    public static bool MustBeBuffered(HttpContent? content) => content is not null and not MultipartContent && !IsInMemory(content) && !IsEncoded(content) && CanBeBuffered(content);

    /// <summary>Writes such a body to memory without blocking a thread, as <see cref="Read"/> has to where it is not done yet.</summary>
    public static async Task BufferAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            var buffered = content.LoadIntoBufferAsync(MostBytes);
#if NET
            buffered = buffered.WaitAsync(cancellationToken);
#endif
            await buffered.ConfigureAwait(false);
        }
        catch (HttpRequestException)
        {
            // Larger than it said: it is charged by rule.
        }
    }

    private static bool CanBeBuffered(HttpContent content)
    {
        if (IsConversation(content))
        {
            return false;
        }

        // A stream that cannot be rewound has no length: reading it would leave nothing to send.
        var length = content.Headers.ContentLength;
        return length is null ? content is not StreamContent : length <= MostBytes;
    }

    /// <summary>Bodies of which more is written while the reply comes already: to wait for their end would be to wait for ever.</summary>
    private static bool IsConversation(HttpContent content) =>
        content.Headers.ContentType?.MediaType is { } type
        && (type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) || type.Equals("application/vnd.amazon.eventstream", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Makes the content keep its bytes in memory, from where it is then sent. All contents of the SDKs are there already, or
    /// write themselves without waiting.
    /// </summary>
    private static bool Buffer(HttpContent content)
    {
        var context = SynchronizationContext.Current;
        try
        {
            // A content that waits must not come back to the thread that is blocked here.
            SynchronizationContext.SetSynchronizationContext(null);
            var buffered = content.LoadIntoBufferAsync(MostBytes);
            if (!buffered.IsCompleted && !((IAsyncResult)buffered).AsyncWaitHandle.WaitOne(Patience))
            {
                throw new InvalidOperationException(
                    "The body of a request to a model could not be read within 30 seconds, so its budget cannot be checked. Give the request a content that is in memory.");
            }

            buffered.GetAwaiter().GetResult();
            return true;
        }
        catch (HttpRequestException)
        {
            // Larger than it said.
            return false;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

#if NET
    private static bool IsInMemory(HttpContent content) => content is ByteArrayContent or ReadOnlyMemoryContent;

    private static bool IsEncoded(HttpContent content) => content.Headers.NonValidated.Contains("Content-Encoding");

    private static RequestFacts? Scan(HttpContent content, ApiFormat format, string? address, ref string problem, ref ulong fingerprint)
    {
        using var sink = new BodySink();
        content.CopyTo(sink, null, CancellationToken.None);
        return Scan(sink.Body, format, address, ref problem, ref fingerprint);
    }
#else
    private static bool IsInMemory(HttpContent content) => content is ByteArrayContent;

    private static bool IsEncoded(HttpContent content) => content.Headers.ContentEncoding.Count > 0;

    private static RequestFacts? Scan(HttpContent content, ApiFormat format, string? address, ref string problem, ref ulong fingerprint)
    {
        // The content is in memory: there is nothing to wait for. What it writes to a stream would take a thread of the pool.
        var body = content.ReadAsStreamAsync().GetAwaiter().GetResult();
        var length = (int)Math.Min(int.MaxValue, body.Length - body.Position);
        var start = body.Position;
        var copy = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var filled = 0;
            for (int read; filled < length && (read = body.Read(copy, filled, length - filled)) > 0;)
            {
                filled += read;
            }

            body.Position = start;
            return Scan(copy.AsSpan(0, filled), format, address, ref problem, ref fingerprint);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy, clearArray: true);
        }
    }
#endif

    private static RequestFacts? Scan(ReadOnlySpan<byte> body, ApiFormat format, string? address, ref string problem, ref ulong fingerprint)
    {
        if (body.Length > MostBytes)
        {
            return null;
        }

        fingerprint = address is null ? 0 : Fingerprint.Of(body, address);
        if (RequestScan.Read(body, format) is { } facts)
        {
            return facts;
        }

        problem = "The body of the request is not the JSON that its endpoint takes.";
        return null;
    }
}
