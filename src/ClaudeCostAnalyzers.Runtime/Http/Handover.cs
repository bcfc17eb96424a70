namespace ClaudeCost.Http;

/// <summary>
/// A reserved attempt on its way from a <see cref="BudgetHandler"/> to the transport. Several things may see one request: handlers
/// in a row, and the listener of the transport. The innermost one to see it takes the attempt over and settles it, and nobody
/// reserves again; a retry from further in is a request of its own, because its attempt has been taken already.
/// </summary>
internal sealed class Handover
{
    private static readonly AsyncLocal<Handover?> Ambient = new();

    private readonly Attempt attempt;
    private readonly int level;
    private readonly HttpContent? content;
    private readonly Uri? address;

    private Handover(Attempt attempt, int level, HttpRequestMessage request)
    {
        this.attempt = attempt;
        this.level = level;
        content = request.Content;
        address = request.RequestUri;
    }

    /// <summary>Whether an attempt waits to be taken over by what is about to be sent.</summary>
    public static bool IsPending => Ambient.Value is { } offer && offer.attempt.IsAt(offer.level);

    /// <summary>Offers an attempt to whatever sees the request further in, for the rest of the calling method.</summary>
    public static void Offer(Attempt attempt, int level, HttpRequestMessage request) => Ambient.Value = new Handover(attempt, level, request);

    /// <summary>
    /// Takes over the attempt that was reserved further out, if it was for this very request: not for one that a handler in
    /// between has rewritten, or sends before it.
    /// </summary>
    /// <param name="request">The request that is about to be sent.</param>
    /// <param name="level">How often the attempt has been taken over with this.</param>
    public static Attempt? Take(HttpRequestMessage request, out int level)
    {
        level = 0;
        if (Ambient.Value is not { } offer || !offer.IsFor(request) || !offer.attempt.TryTake(offer.level))
        {
            return null;
        }

        level = offer.level + 1;
        return offer.attempt;
    }

    /// <summary>
    /// Gives back what was reserved further out, because another request to a model goes out in its place: one that a handler in
    /// between has rewritten for a cloud, or made by itself. It reserves for itself, and so does whatever comes after it.
    /// </summary>
    public static void Replace()
    {
        if (Ambient.Value is { } offer && offer.attempt.TryTake(offer.level))
        {
            offer.attempt.NotSent();
        }
    }

    /// <summary>The request or a copy of it, with the same address and body: what the reservation was worked out from.</summary>
    private bool IsFor(HttpRequestMessage other) => ReferenceEquals(content, other.Content) && Equals(address, other.RequestUri);
}
