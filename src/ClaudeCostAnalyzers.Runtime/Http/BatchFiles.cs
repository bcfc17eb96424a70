namespace ClaudeCost.Http;

/// <summary>Files of calls that this process has uploaded, by the address and the id that the provider has given them. Thread-safe; the latest ones are kept.</summary>
internal static class BatchFiles
{
    private const int Most = 1_000;

    private static readonly LatestOnes<BatchFile> All = new(Most);

    public static void Add(Uri address, string id, BatchFile file) => All.Set(OpenBatch.KeyOf(address, id), file);

    /// <summary>The file of a batch that is about to be made; <see langword="null"/> if it was not seen.</summary>
    /// <param name="address">Where the batch is made.</param>
    /// <param name="id">The id of the file.</param>
    public static BatchFile? Find(Uri address, string? id) => id is null ? null : All.Find(OpenBatch.KeyOf(address, id));
}
