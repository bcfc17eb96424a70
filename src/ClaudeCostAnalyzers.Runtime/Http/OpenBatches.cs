namespace ClaudeCost.Http;

/// <summary>
/// Batches that this process has sent and that are charged at their worst case, because the provider bills them when they are done. Kept
/// until their results are read, by the id that the provider has given them and the address that they were sent to.
/// </summary>
/// <remarks>Thread-safe. The latest ones are kept; what is older stays charged at its worst case.</remarks>
internal static class OpenBatches
{
    private const int Most = 10_000;
    private const string Collection = "/batches/";

    private static readonly LatestOnes<OpenBatch> All = new(Most);

    /// <summary>Keeps a batch.</summary>
    public static void Add(OpenBatch batch) => All.Set(batch.Key, batch);

    /// <summary>What a batch has cost is known.</summary>
    public static void Remove(OpenBatch batch) => All.Remove(batch.Key);

    /// <summary>The open batch that a request asks for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isResults">Whether it asks for the results, and not for the object that stands for the batch.</param>
    public static OpenBatch? Find(HttpRequestMessage request, out bool isResults)
    {
        isResults = false;
        if (!All.Any || request.Method != HttpMethod.Get || request.RequestUri is not { IsAbsoluteUri: true } address)
        {
            return null;
        }

        var path = address.AbsolutePath;
        var at = path.LastIndexOf(Collection, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var rest = path.Substring(at + Collection.Length).TrimEnd('/').Split('/');
        isResults = rest.Length == 2 && rest[1].Equals("results", StringComparison.OrdinalIgnoreCase);
        if (rest.Length != 1 && !isResults)
        {
            return null;
        }

        return All.Find(OpenBatch.KeyOf(address, Uri.UnescapeDataString(rest[0])));
    }
}
