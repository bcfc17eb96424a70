using ClaudeCost.Usage;

namespace ClaudeCost.Pricing;

/// <summary>Adds up what the calls of a batch cost: half the price of the tokens, and the whole one of tools that are billed by the use.</summary>
/// <param name="facts">What the calls asked for, of all of them the dearest; <see langword="null"/> where nobody can read that.</param>
/// <param name="asked">The model that all of them asked for, if it is one.</param>
/// <param name="catalog">The prices in force when the batch was sent.</param>
/// <param name="usageNamesTools">As for <see cref="Settlement"/>.</param>
internal sealed class BatchBill(RequestFacts? facts, string? asked, PriceCatalog catalog, bool usageNamesTools)
{
    private Amounts sum;
    private bool hasModel;

    /// <summary>What all of them cost, without the number of calls.</summary>
    public ref readonly Amounts Sum => ref sum;

    /// <summary>What all of them used.</summary>
    public TokenUsage Usage { get; } = new() { Input = 0, Output = 0, Half = true };

    /// <summary>The model that did the work; <see langword="null"/> for several.</summary>
    public string? Model { get; private set; }

    /// <summary>Adds a call, or several of one model.</summary>
    public void Add(TokenUsage usage, string? served)
    {
        usage.Half = true;
        sum = sum.PlusSaturating(Settlement.Of(usage, served, facts, asked, catalog, calls: 0, usageNamesTools));
        Model = hasModel && Model != served ? null : served;
        hasModel = true;
        Usage.Add(usage);
    }
}
