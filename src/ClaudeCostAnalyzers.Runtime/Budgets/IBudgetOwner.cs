namespace ClaudeCost;

/// <summary>Whose account refused a call, as an exception names it.</summary>
internal interface IBudgetOwner
{
    string Name { get; }

    /// <summary>What it is, with its name and where it comes from: the start of a sentence.</summary>
    string Description { get; }

    string BegunAtFile { get; }

    int BegunAtLine { get; }

    TimeSpan? Timeout { get; }

    /// <summary>The account has just been closed for good.</summary>
    void Closed();
}
