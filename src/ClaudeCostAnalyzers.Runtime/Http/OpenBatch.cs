using ClaudeCost.Pricing;
using ClaudeCost.Usage;

namespace ClaudeCost.Http;

/// <summary>A batch that is charged at its worst case until somebody reads what it has cost.</summary>
internal sealed class OpenBatch
{
    private readonly Attempt attempt;
    private readonly string id;
    private readonly Destination sentTo;
    private readonly RequestFacts? facts;
    private readonly string? model;
    private readonly PriceCatalog catalog;
    private readonly decimal surcharge;
    private readonly long? items;

    /// <param name="attempt">The request that made it, settled.</param>
    /// <param name="id">The provider's id of it.</param>
    /// <param name="sentTo">Where it was sent.</param>
    /// <param name="facts">What its calls have in common; <see langword="null"/> where nobody can read them.</param>
    /// <param name="items">How many they are; <see langword="null"/> where nobody can read that.</param>
    /// <param name="model">The model that all of its calls ask for, if it is one.</param>
    /// <param name="catalog">The prices in force when it was sent.</param>
    /// <param name="surcharge">What everything at that address costs more.</param>
    public OpenBatch(Attempt attempt, string id, Destination sentTo, RequestFacts? facts, long? items, string? model, PriceCatalog catalog, decimal surcharge)
    {
        this.attempt = attempt;
        this.id = id;
        this.sentTo = sentTo;
        this.model = model;
        this.catalog = catalog;
        this.surcharge = surcharge;
        this.facts = facts;
        this.items = items;
    }

    /// <summary>What tells it from all others.</summary>
    public string Key => KeyOf(sentTo.Address, id);

    public static string KeyOf(Uri address, string id) => address.Authority + "/" + id;

    /// <summary>Adds up what its calls cost.</summary>
    public BatchBill NewBill() => new(facts, model, catalog, usageNamesTools: sentTo.Endpoint.IsAnthropic);

    /// <summary>Whether results are those of all of its calls.</summary>
    public bool IsWhole(BatchReport results) => results is { Problem: null, Lines: > 0 } && (items is null || results.Lines == items);

    /// <summary>What it has cost takes the place of its worst case.</summary>
    /// <param name="bill">What its calls cost.</param>
    /// <param name="calls">How many they were, where the request did not say.</param>
    public void Correct(BatchBill bill, long? calls)
    {
        var actual = Surcharges.On(bill.Sum with { Calls = items ?? calls ?? attempt.Reservation.Amounts.Calls }, surcharge);
        attempt.Correct(sentTo.Endpoint.IsFree ? actual with { NanoUsd = 0 } : actual, bill.Usage, bill.Model);
        OpenBatches.Remove(this);
    }
}
