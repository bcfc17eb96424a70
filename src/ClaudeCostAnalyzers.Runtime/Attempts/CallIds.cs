namespace ClaudeCost.Attempts;

/// <summary>
/// Tells which attempts belong to one call. SDKs and retry libraries send the same body to the same address again after a
/// failure, and say nothing else that would tell: so a request like one that has just failed is its next attempt.
/// </summary>
internal static class CallIds
{
    // Calls that failed and were not tried again are forgotten, the oldest first.
    private const int MostRemembered = 1_024;

    private static readonly object Gate = new();
    private static readonly Dictionary<ulong, (Guid Id, int Attempts)> Failed = [];
    private static readonly Queue<ulong> Order = new();

    public static (Guid Id, int Attempt) Next(ulong fingerprint)
    {
        lock (Gate)
        {
            // Taken out, so that of two equal calls at a time only one goes on with it.
            if (Failed.TryGetValue(fingerprint, out var before))
            {
                Failed.Remove(fingerprint);
                return (before.Id, before.Attempts + 1);
            }
        }

        return (Guid.NewGuid(), 1);
    }

    public static void HasFailed(ulong fingerprint, Guid id, int attempts)
    {
        lock (Gate)
        {
            if (!Failed.ContainsKey(fingerprint))
            {
                Order.Enqueue(fingerprint);
            }

            Failed[fingerprint] = (id, attempts);
            while (Order.Count > MostRemembered)
            {
                Failed.Remove(Order.Dequeue());
            }
        }
    }
}
