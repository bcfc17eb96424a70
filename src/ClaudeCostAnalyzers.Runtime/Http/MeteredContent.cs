#if NET
using System.Net;

namespace ClaudeCost.Http;

/// <summary>
/// What stands in the place of a reply's own content: reads through a <see cref="MeteredStream"/>, and has the same headers. As
/// <see cref="StreamContent"/>, but without a further stream around the stream: all of the reply passes each of them.
/// </summary>
/// <remarks>
/// Not in the build for .NET Standard, which newer runtimes may load: it has no synchronous members to override, and these would be
/// missed there.
/// </remarks>
internal sealed class MeteredContent : HttpContent
{
    private readonly MeteredStream body;
    private bool isConsumed;

    /// <param name="body">The body, which this disposes.</param>
    /// <param name="replaced">Whose headers to take over.</param>
    /// <param name="encoding">How the body is compressed; <see langword="null"/> if it is not.</param>
    public MeteredContent(MeteredStream body, HttpContent replaced, out string? encoding)
    {
        this.body = body;
        encoding = null;

        // As they came: to parse them costs more than all the rest.
        foreach (var (name, values) in replaced.Headers.NonValidated)
        {
            if (values.Count == 1)
            {
                Headers.TryAddWithoutValidation(name, values.ToString());
            }
            else
            {
                Headers.TryAddWithoutValidation(name, values);
            }

            if (name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                encoding = string.Join(",", (IEnumerable<string>)values);
            }
        }
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(body);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => CopyAsync(stream, CancellationToken.None);

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => body;

    protected override Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) => Task.FromResult<Stream>(body);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => CopyAsync(stream, cancellationToken);

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Consume();
        body.CopyTo(stream);
        body.Dispose();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task CopyAsync(Stream target, CancellationToken cancellationToken)
    {
        Consume();
        await body.CopyToAsync(target, 81_920, cancellationToken).ConfigureAwait(false);
        body.Dispose();
    }

    private void Consume()
    {
        if (isConsumed)
        {
            throw new InvalidOperationException("The content of the reply was read already, and it is not kept. Buffer it first (LoadIntoBufferAsync) to read it twice.");
        }

        isConsumed = true;
    }
}
#endif
