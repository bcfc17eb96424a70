namespace ClaudeCostAnalyzers.Catalog;

/// <summary>How long an SDK's client waits for a reply when nobody says another time.</summary>
/// <param name="Seconds">Seconds for each attempt.</param>
/// <param name="CoversHeadersOnly">The wait ends with the response headers: a stalled body or stream hangs on.</param>
internal sealed record DefaultWait(int? Seconds, bool CoversHeadersOnly);
