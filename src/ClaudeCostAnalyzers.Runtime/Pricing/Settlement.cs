using ClaudeCost.Usage;

namespace ClaudeCost.Pricing;

/// <summary>Computes what a call cost from what its reply says was used.</summary>
internal static class Settlement
{
    private const decimal RegionalMultiplier = 1.1m;
    private const decimal HalfMultiplier = 0.5m;

    /// <summary>The exact price of a call whose final usage is known.</summary>
    /// <param name="usage">The final usage.</param>
    /// <param name="served">The model that the reply names.</param>
    /// <param name="facts">What the request asked for; <see langword="null"/> where its body could not be read.</param>
    /// <param name="asked">The model that the request asked for.</param>
    /// <param name="catalog">The prices in force when the request was sent.</param>
    /// <param name="calls">The calls that were reserved.</param>
    /// <param name="usageNamesTools">
    /// Whether the usage says how often tools were used that are billed by the use. Otherwise their fees are charged as reserved.
    /// </param>
    public static Amounts Of(
        TokenUsage usage, string? served, RequestFacts? facts, string? asked, PriceCatalog catalog, long calls, bool usageNamesTools = true)
    {
        var price = catalog.Find(served) ?? catalog.Find(asked) ?? catalog.Dearest;
        var fast = usage.Fast ?? facts?.Fast ?? false;

        // What multiplies the price of the whole call.
        var all = usage.Half == true ? HalfMultiplier : 1m;
        all = usage.Regional ?? facts?.Regional ?? false ? all * RegionalMultiplier : all;
        var cost = CostOf(usage, price, facts, catalog, fast, all);
        var output = usage.Output ?? 0;
        var input = usage.PromptTokens;
        if (usage.Iterations is { Count: > 0 } iterations)
        {
            // Each iteration is billed at its own model and by its own length. The totals may leave iterations out (compaction,
            // models that were tried before); should the iterations leave out what the totals hold, the dearer reading counts.
            var inParts = iterations.Sum(part => part.PromptTokens);
            var outParts = iterations.Sum(part => part.Output ?? 0);
            var parts = default(Cost);
            foreach (var part in iterations)
            {
                parts += CostOf(part, catalog.Find(part.Model) ?? price, facts, catalog, part.Fast ?? fast, all);
            }

            cost = inParts >= input && outParts >= output ? parts : Cost.Max(cost, parts);
            output = Math.Max(output, outParts);
            input = Math.Max(input, inParts);
        }

        cost += usage.WebSearches is > 0 ? Cost.OfNano(Money.Of(usage.WebSearches, HostedTools.AnthropicWebSearch)) : default;
        if (facts is { IsPlain: false })
        {
            cost += Cost.OfNano(facts.OneTimeFees);
            cost += Cost.OfNano(usageNamesTools ? 0m : usage.HostedToolUses is { } uses ? Money.Of(uses, facts.ToolFee) : facts.ToolFees);
        }

        return new Amounts(calls, cost.CeilingNano(), input + output, output, input);
    }

    /// <summary>
    /// The most that a call can have cost whose stream was cut after Anthropic had told its input: that input, and all the output
    /// that it was allowed. Never more than was reserved.
    /// </summary>
    public static Amounts OfCut(TokenUsage usage, string? served, RequestFacts facts, in Reservation reservation, PriceCatalog catalog)
    {
        var whole = new TokenUsage
        {
            Input = usage.Input,
            Output = reservation.OutputTokens,
            CacheRead = usage.CacheRead,
            CacheWrite = usage.CacheWrite,
            CacheWrite5m = usage.CacheWrite5m,
            CacheWrite1h = usage.CacheWrite1h,
            Fast = usage.Fast,
            Regional = usage.Regional ?? true,
        };
        var most = Of(whole, served, facts, facts.Model, catalog, reservation.Amounts.Calls);
        return new Amounts(
            most.Calls,
            Math.Min(most.NanoUsd, reservation.Amounts.NanoUsd),
            Math.Min(most.Tokens, reservation.Amounts.Tokens),
            Math.Min(most.OutputTokens, reservation.Amounts.OutputTokens),
            Math.Min(most.InputTokens, reservation.Amounts.InputTokens));
    }

    private static Cost CostOf(TokenUsage usage, ModelPrice price, RequestFacts? facts, PriceCatalog catalog, bool fast, decimal multiplier)
    {
        var rates = price.At(fast ? multiplier * (price.FastMultiplier ?? catalog.LargestFastMultiplier) : multiplier).For(usage.PromptTokens);
        var cost = rates.Input.Of(usage.Input) + rates.Output.Of(usage.Output);
        if (usage.NamesCache)
        {
            // Writes that the reply does not split by lifetime are charged at the longest one that the request asked for.
            var rest = facts?.Cache == CacheMark.FiveMinutes ? rates.CacheWrite5m : rates.CacheWrite1h;
            cost += rates.CacheRead.Of(usage.CacheRead) + rates.CacheWrite5m.Of(usage.CacheWrite5m) + rates.CacheWrite1h.Of(usage.CacheWrite1h) + rest.Of(usage.UnsplitCacheWrite);
        }

        return cost;
    }
}
