using ClaudeCost.Attempts;
using ClaudeCost.Usage;

namespace ClaudeCost.Http;

/// <summary>
/// Watches over one reply until what it is about is settled: by what the meter reads in it, or, where nobody reads it to its end or disposes
/// it, when the garbage collector finds that out.
/// </summary>
/// <remarks>
/// What has a finalizer takes long to make, and the meter keeps some memory of its own, so one that has done its work serves the next
/// reply. Whoever begins one has it alone until it ends it, once; it is not thread-safe.
/// </remarks>
internal sealed class ReplyWatch
{
    [ThreadStatic]
    private static ReplyWatch? spare;

    private IMetered? about;

    private ReplyWatch()
    {
    }

    // A reply that is forgotten is a cut stream as well; without this it would seem to be in flight for ever.
    ~ReplyWatch()
    {
        try
        {
            if (Meter.IsFinal)
            {
                about?.Settle(Meter, clean: false);
            }
        }
        catch (Exception)
        {
            // An exception here would end the process.
        }

        about?.Unread(AttemptOutcome.Forgotten);
    }

    public ReplyMeter Meter { get; } = new();

    /// <param name="about">What the reply is about.</param>
    /// <param name="format">Whose reply it is.</param>
    /// <param name="contentEncoding">How it is compressed.</param>
    /// <param name="told">What its headers say was used.</param>
    /// <param name="batch">What gathers it, if it is about a batch.</param>
    public static ReplyWatch Begin(IMetered about, ReplyFormat format, string? contentEncoding, TokenUsage? told, BatchReport? batch)
    {
        var watch = spare ?? new ReplyWatch();
        spare = null;
        watch.Meter.Begin(format, contentEncoding, told, batch);
        watch.about = about;
        return watch;
    }

    /// <summary>That is settled.</summary>
    public void End()
    {
        about = null;
        Meter.Forget();
        if (spare is null)
        {
            spare = this;
        }
        else
        {
            GC.SuppressFinalize(this);
        }
    }
}
