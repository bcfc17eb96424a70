namespace ClaudeCost.Http;

/// <summary>What the region in an address does to the price.</summary>
internal enum RegionalPrice
{
    Same,

    /// <summary>Every call costs more.</summary>
    More,

    /// <summary>Calls cost more whose model's name does not ask for the global endpoint.</summary>
    MoreUnlessGlobal,

    /// <summary>Of these only those of Claude.</summary>
    MoreForClaudeUnlessGlobal,
}
