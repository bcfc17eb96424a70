namespace ClaudeCost.Http;

/// <summary>
/// A call that is reserved, on its way from a <see cref="BudgetHandler"/> or a chat client to the transport. Several things may see one request: handlers
/// in a row, and the listener of the transport. The innermost one to see it takes the attempt over and settles it, and nobody
/// reserves again; a retry from further in is a request of its own, because its attempt has been taken already.
/// </summary>
internal sealed class Handover
{
    private static readonly AsyncLocal<Handover?> Ambient = new();

    private readonly Charge charge;
    private readonly int level;
    private readonly HttpContent? content;
    private readonly Uri? address;

    private Handover(Charge charge, int level, HttpRequestMessage? request)
    {
        this.charge = charge;
        this.level = level;
        content = request?.Content;
        address = request?.RequestUri;
    }

    /// <summary>Whether an attempt waits to be taken over by what is about to be sent.</summary>
    public static bool IsPending => Ambient.Value is { } offer && offer.charge.IsAt(offer.level);

    /// <summary>Offers an attempt to whatever sees the request further in, for the rest of the calling method.</summary>
    public static void Offer(Charge charge, int level, HttpRequestMessage? request) => Ambient.Value = new Handover(charge, level, request);

    /// <summary>What was offered further out last; <see langword="null"/> if nothing was. To ask twice takes twice as long.</summary>
    public static Handover? Current => Ambient.Value;

    /// <summary>
    /// Takes over the attempt that was reserved further out, if it was for this very request: not for one that a handler in
    /// between has rewritten, or sends before it.
    /// </summary>
    /// <param name="request">The request that is about to be sent.</param>
    /// <param name="newLevel">How often the attempt has been taken over with this.</param>
    public Attempt? Take(HttpRequestMessage request, out int newLevel)
    {
        newLevel = 0;
        if (charge is not Attempt attempt || !IsFor(request) || !attempt.TryTake(level))
        {
            return null;
        }

        newLevel = level + 1;
        return attempt;
    }

    /// <summary>
    /// Takes over whatever was reserved further out, because another request to a model goes out in its place: one that a handler in
    /// between has rewritten for a cloud, or made by itself, or that a chat client was turned into. It reserves for itself, and so
    /// does whatever comes after it.
    /// </summary>
    public Charge? TakeAny() => charge.TryTake(level) ? charge : null;

    /// <summary>The request or a copy of it, with the same address and body: what the reservation was worked out from.</summary>
    private bool IsFor(HttpRequestMessage other) => ReferenceEquals(content, other.Content) && Equals(address, other.RequestUri);
}
