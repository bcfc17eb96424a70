namespace ClaudeCostAnalyzers.Benchmarks.Runtime;

/// <summary>A connection of .NET's HTTP client to a model that answers at once, without a network: one request at a time.</summary>
internal sealed class AnsweringConnection(byte[] endOfRequest, byte[] answer) : Stream
{
    private readonly object gate = new();
    private ReadOnlyMemory<byte> unread;
    private Memory<byte> wanted;
    private TaskCompletionSource<int>? reader;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return default;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (gate)
        {
            if (!buffer.EndsWith(endOfRequest))
            {
                return;
            }

            unread = answer;
            if (reader is { } its)
            {
                reader = null;
                its.SetResult(Take(wanted.Span));
            }
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            if (!unread.IsEmpty)
            {
                return new ValueTask<int>(Take(buffer.Span));
            }

            wanted = buffer;
            reader = new TaskCompletionSource<int>();
            return new ValueTask<int>(reader.Task);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, unread.Length);
        unread.Span[..count].CopyTo(buffer);
        unread = unread[count..];
        return count;
    }
}
