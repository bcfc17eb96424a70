#if NET
using System.Buffers;

namespace ClaudeCost.Http;

/// <summary>
/// Where a content that lies in memory writes itself to be read: what comes in one piece is read where it lies, the rest is put
/// together in a pooled array.
/// </summary>
internal sealed class BodySink : WriteOnlyStream
{
    private byte[]? bytes;
    private int start;
    private int length;
    private bool isPooled;

    /// <summary>What was written. Good until this is disposed.</summary>
    public ReadOnlySpan<byte> Body => bytes.AsSpan(start, length);

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (bytes is null)
        {
            (bytes, start, length) = (buffer, offset, count);
            return;
        }

        Write(buffer.AsSpan(offset, count));
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!isPooled || bytes!.Length - length < buffer.Length)
        {
            var needed = checked(length + buffer.Length);
            MoveTo(ArrayPool<byte>.Shared.Rent(Math.Max(needed, (int)Math.Min(Array.MaxLength, 2L * length))));
        }

        buffer.CopyTo(bytes.AsSpan(length));
        length += buffer.Length;
    }

    public override void Flush()
    {
    }

    public override void Close() => Dispose(disposing: true);

    protected override void Dispose(bool disposing)
    {
        GiveBack();
        (bytes, length) = (null, 0);
    }

    private void MoveTo(byte[] larger)
    {
        Body.CopyTo(larger);
        GiveBack();
        (bytes, start, isPooled) = (larger, 0, true);
    }

    private void GiveBack()
    {
        if (isPooled)
        {
            isPooled = false;
            ArrayPool<byte>.Shared.Return(bytes!, clearArray: true);
        }
    }
}
#endif
