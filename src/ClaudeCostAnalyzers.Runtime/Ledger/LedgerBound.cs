namespace ClaudeCost;

/// <summary>How strong the worst case is that an attempt reserved.</summary>
public enum LedgerBound
{
    /// <summary>The provider itself enforces it: the context window and the cap on output.</summary>
    Proven,

    /// <summary>It rests on measurement: the tokens that text can have for its bytes.</summary>
    Measured,

    /// <summary>
    /// What decides it does not stand in the request, so a rule did: the context window, the largest output, the dearest price.
    /// <see cref="LedgerEntry.BoundReason"/> says what was missing.
    /// </summary>
    ByRule,
}
