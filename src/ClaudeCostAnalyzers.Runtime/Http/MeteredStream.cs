using ClaudeCost.Attempts;
using ClaudeCost.Usage;

namespace ClaudeCost.Http;

/// <summary>
/// The body of a reply, passed on as the caller reads it: nothing is read ahead, held back or buffered. The meter sees each
/// piece that passes; when the reply is over, broken off or given up, what it is about is settled: the attempt that it answers, or a batch.
/// </summary>
internal sealed class MeteredStream : Stream
{
    private readonly Stream inner;
    private readonly HttpContent innerContent;
    private readonly IMetered about;

    // Until that is settled.
    private volatile ReplyWatch? watch;
    private bool disposed;
    private CancellationTokenSource? linked;
    private CancellationToken linkedTo;

    private MeteredStream(Stream inner, HttpContent innerContent, IMetered about)
    {
        this.inner = inner;
        this.innerContent = innerContent;
        this.about = about;
    }

    public override bool CanRead => inner.CanRead;

    // Not even where the inner one can: bytes that are read twice would be metered twice.
    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override bool CanTimeout => inner.CanTimeout;

    public override int ReadTimeout
    {
        get => inner.ReadTimeout;
        set => inner.ReadTimeout = value;
    }

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Puts a metered body in the place of the response's own, with the same headers.</summary>
    public static void Attach(HttpResponseMessage response, IMetered about, ReplyFormat format, TokenUsage? told, BatchReport? batch = null)
    {
        var content = response.Content;
        if (content is null)
        {
            about.Unread(AttemptOutcome.UsageUnknown);
            return;
        }

        // The reply's own stream is at hand: nothing is read here.
#if NET
        var metered = new MeteredStream(content.ReadAsStream(), content, about);
        var wrapped = new MeteredContent(metered, content, out var encoding);
#else
        var metered = new MeteredStream(content.ReadAsStreamAsync().GetAwaiter().GetResult(), content, about);
        var wrapped = new StreamContent(metered);
        foreach (var header in content.Headers)
        {
            wrapped.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        var encoding = string.Join(",", content.Headers.ContentEncoding);
#endif
        metered.watch = ReplyWatch.Begin(about, format, encoding, told, batch);
        response.Content = wrapped;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (about.Deadline.CanBeCanceled)
        {
            // Only an asynchronous read can be given up when the scope's time is over.
            return ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();
        }

        int read;
        try
        {
            read = inner.Read(buffer, offset, count);
        }
        catch
        {
            Finish(clean: false);
            throw;
        }

        Pass(buffer.AsSpan(offset, read), count);
        return read;
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        int read;
        try
        {
            read = await inner.ReadAsync(buffer, offset, count, UntilDeadline(cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Finish(clean: false);
            ThrowIfTimeIsOver(exception, cancellationToken);
            throw;
        }

        Pass(buffer.AsSpan(offset, read), count);
        return read;
    }

#if NET
    public override int Read(Span<byte> buffer)
    {
        if (about.Deadline.CanBeCanceled)
        {
            return base.Read(buffer);
        }

        int read;
        try
        {
            read = inner.Read(buffer);
        }
        catch
        {
            Finish(clean: false);
            throw;
        }

        Pass(buffer.Slice(0, read), buffer.Length);
        return read;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ValueTask<int> reading;
        try
        {
            reading = inner.ReadAsync(buffer, UntilDeadline(cancellationToken));
        }
        catch (Exception exception)
        {
            reading = ValueTask.FromException<int>(exception);
        }

        if (!reading.IsCompletedSuccessfully)
        {
            return PassAsync(reading, buffer, cancellationToken);
        }

        // What is at hand is passed on without a state machine.
        var read = reading.Result;
        Pass(buffer.Span.Slice(0, read), buffer.Length);
        return new(read);
    }

    public override async ValueTask DisposeAsync()
    {
        Finish(clean: false);
        if (!disposed)
        {
            await inner.DisposeAsync().ConfigureAwait(false);
            Dispose(disposing: true);
        }
    }
#endif

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // There is no finalizer to be suppressed, which takes longer than all the rest of this.
    public override void Close() => Dispose(disposing: true);

    protected override void Dispose(bool disposing)
    {
        // The stream that the caller has and the content around it both dispose this one.
        if (disposing && !disposed)
        {
            disposed = true;
            Finish(clean: false);
            inner.Dispose();
            innerContent.Dispose();
            linked?.Dispose();
        }
    }

    /// <summary>A token that the caller or the deadline cancels. Callers pass the same token each time, so it is made once.</summary>
    private CancellationToken UntilDeadline(CancellationToken caller)
    {
        var deadline = about.Deadline;
        if (!deadline.CanBeCanceled || !caller.CanBeCanceled)
        {
            return deadline.CanBeCanceled ? deadline : caller;
        }

        if (linked is null || linkedTo != caller)
        {
            linked?.Dispose();
            linked = CancellationTokenSource.CreateLinkedTokenSource(caller, deadline);
            linkedTo = caller;
        }

        return linked.Token;
    }

    private void ThrowIfTimeIsOver(Exception exception, CancellationToken caller)
    {
        // A connection that is torn down by the deadline can also end the read with another error.
        if (about.Deadline.IsCancellationRequested && !caller.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            throw about.TimeIsOver();
        }
    }

#if NET
    private async ValueTask<int> PassAsync(ValueTask<int> reading, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int read;
        try
        {
            read = await reading.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Finish(clean: false);
            ThrowIfTimeIsOver(exception, cancellationToken);
            throw;
        }

        Pass(buffer.Span.Slice(0, read), buffer.Length);
        return read;
    }
#endif

    private void Pass(ReadOnlySpan<byte> bytes, int wanted)
    {
        if (bytes.IsEmpty)
        {
            if (wanted > 0)
            {
                Finish(clean: true);
            }

            return;
        }

        if (watch is not { } its || its.Meter.IsQuiet(bytes))
        {
            return;
        }

        // Somebody may dispose the reply while another reads it.
        lock (about)
        {
            if (watch is null)
            {
                return;
            }

            try
            {
                its.Meter.Feed(bytes);
            }
            catch (Exception)
            {
                // Whatever is wrong with the meter, the caller gets the reply, and the call stays charged.
                about.Unread(AttemptOutcome.UsageUnknown);
                End(its);
                return;
            }

            if (its.Meter.IsOver)
            {
                // A client may stop reading right here: at the last event, before the end of the body.
                about.Settle(its.Meter, clean: true);
                End(its);
            }
        }
    }

    private void Finish(bool clean)
    {
        if (watch is null)
        {
            return;
        }

        lock (about)
        {
            if (watch is not { } its)
            {
                return;
            }

            try
            {
                its.Meter.End(clean);
                about.Settle(its.Meter, clean);
            }
            catch (Exception)
            {
                about.Unread(AttemptOutcome.UsageUnknown);
            }

            End(its);
        }
    }

    private void End(ReplyWatch its)
    {
        watch = null;
        its.End();
    }
}
