namespace ClaudeCost.Pricing;

/// <summary>The most that one request can cost, and why it is not less.</summary>
/// <param name="Amounts">What to reserve.</param>
/// <param name="Why">Sentences for a refusal's message, on what makes the amount large; <see langword="null"/> if nothing does.</param>
/// <param name="OutputTokens">The most output tokens of a single answer.</param>
/// <param name="Bound">What is known of it.</param>
internal readonly record struct Reservation(Amounts Amounts, string? Why, long OutputTokens, CostBound Bound);

/// <summary>Computes the worst case of a request from what it says.</summary>
/// <remarks>
/// Input text is bounded by its bytes: 2 tokens per ASCII byte and 4 per other byte. That is measured (1.75 and 3.25 were the
/// worst in 2.3 million texts and a search for worse), not proven; the context window is the proven bound and caps it, because
/// providers reject longer prompts.
/// </remarks>
internal static class WorstCase
{
    private const long TokensPerAsciiByte = 2;
    private const long TokensPerOtherByte = 4;
    private const long TokensPerMessage = 16;

    // The prompt that Anthropic adds for tools is 290 to 804 tokens, those of its own tools up to 1,234 (tool use page of the docs).
    private const long TokensPerRequest = 2_560;

    // The largest image of any Claude model is 4,784 tokens.
    private const long TokensPerImage = 5_120;

    // inference_geo costs 1.1 times the price, and a workspace may set it without the request showing it.
    private const decimal GeoMultiplier = 1.1m;

    // Of tokens. Tools that are billed by the use have no discount in a batch (pricing page: 50 % of input and output tokens).
    private const decimal BatchMultiplier = 0.5m;

    private const string TierLeftOpen = "The request leaves its service tier to the project, so the priority tier was reserved: send \"service_tier\": \"default\", "
        + "or set BudgetGuard.AssumePriorityTier to false if no project has the priority tier for its default.";

    // The most messages that one batch takes (batch page of the docs).
    private const long MostBatchItems = 100_000;

    /// <summary>The worst case of a request whose body says what it may cost.</summary>
    public static Reservation Of(RequestFacts facts, PriceCatalog catalog, bool anthropic, bool embeddings) =>
        facts.BatchItems is { } items ? OfBatch(items, catalog, anthropic, embeddings) : OfOne(facts, catalog, anthropic, embeddings);

    private static Reservation OfBatch(List<RequestFacts> items, PriceCatalog catalog, bool anthropic, bool embeddings)
    {
        var sum = default(Amounts);
        string? why = null;
        var output = 0L;
        var bound = CostBound.Bounded(BoundStrength.Proven);
        foreach (var item in items)
        {
            var one = OfOne(item, catalog, anthropic, embeddings, inBatch: true);
            bound = bound.And(one.Bound);
            sum = new Amounts(
                sum.Calls + 1,
                Money.AddSaturating(sum.NanoUsd, one.Amounts.NanoUsd),
                Money.AddSaturating(sum.Tokens, one.Amounts.Tokens),
                Money.AddSaturating(sum.OutputTokens, one.Amounts.OutputTokens),
                Money.AddSaturating(sum.InputTokens, one.Amounts.InputTokens));
            why ??= one.Why;
            output = Math.Max(output, one.OutputTokens);
        }

        return sum.Calls == 0 ? OfUnreadableBatch(catalog, "The batch lists no requests that can be read.") : new Reservation(sum, why, output, bound);
    }

    /// <summary>The rule for a request that says nothing: the largest context window and output at the dearest price.</summary>
    public static Reservation OfUnreadable(PriceCatalog catalog, string reason, string? model = null, bool fast = false) =>
        OfOne(new RequestFacts { Model = model, UnknownInput = reason, Fast = fast }, catalog, anthropic: true, embeddings: false);

    /// <summary>The rule for a batch of which nobody knows how many calls it holds: as many as a batch may have.</summary>
    public static Reservation OfUnreadableBatch(PriceCatalog catalog, string reason, string? model = null)
    {
        var one = OfUnreadable(catalog, reason, model);
        var amounts = one.Amounts;
        return one with
        {
            Amounts = new Amounts(
                MostBatchItems,
                Money.MultiplySaturating(Nano(amounts.NanoUsd * BatchMultiplier), MostBatchItems),
                Money.MultiplySaturating(amounts.Tokens, MostBatchItems),
                Money.MultiplySaturating(amounts.OutputTokens, MostBatchItems),
                Money.MultiplySaturating(amounts.InputTokens, MostBatchItems)),
        };
    }

    /// <summary>Rounds up to whole nano-USD; stops at the largest long.</summary>
    public static long Nano(decimal nanoUsd) => nanoUsd >= long.MaxValue ? long.MaxValue : (long)decimal.Ceiling(nanoUsd);

    private static Reservation OfOne(RequestFacts facts, PriceCatalog catalog, bool anthropic, bool embeddings, bool inBatch = false)
    {
        var why = new Sentences(IsWanted: true);
        var unread = default(Sentences);
        var bound = (facts.UnknownInput ?? facts.Unbounded) is { } open ? CostBound.Unbounded(open) : CostBound.Bounded(BoundStrength.Proven);
        var price = PriceOf(facts, catalog, ref why, ref bound);
        var output = embeddings ? 0 : OutputOf(facts, price, ref why, ref bound);
        var input = InputOf(facts, price, embeddings, ref why, ref bound);

        var answers = Money.MultiplySaturating(facts.Choices, 1 + facts.ExtraTurns);
        var allInput = input;
        var allOutput = Money.AddSaturating(Money.MultiplySaturating(output, answers), facts.ExtraOutputTokens);
        var geo = anthropic || facts.Regional ? GeoMultiplier : 1m;
        geo = inBatch ? geo * BatchMultiplier : geo;
        var cost = CostOf(facts, price, catalog, input, allOutput, geo, ref bound);
        if (facts is { MayBeFast: true, Fast: false } && price is { FastMultiplier: > 1m, HasTierOfProject: true })
        {
            why.Add(TierLeftOpen);
        }

        if (facts.IsPlain)
        {
            return new Reservation(new Amounts(1, cost.CeilingNano(), Money.AddSaturating(allInput, allOutput), allOutput, allInput), why.Text, output, bound);
        }

        foreach (var fallback in facts.HasFallbacks ? facts.Fallbacks : [])
        {
            // Each model has a window and a largest output of its own.
            var other = catalog.Find(fallback) ?? Unknown(catalog, fallback, ref bound);
            var its = embeddings ? input : InputOf(facts, other, embeddings, ref unread, ref bound);
            var most = Money.AddSaturating(Money.MultiplySaturating(OutputOf(facts, other, ref unread, ref bound), answers), facts.ExtraOutputTokens);
            cost += CostOf(facts, other, catalog, its, most, geo, ref bound);
            allInput = Money.AddSaturating(allInput, its);
            allOutput = Money.AddSaturating(allOutput, most);
        }

        foreach (var advisor in facts.Advisors ?? [])
        {
            var other = catalog.Find(advisor.Model) ?? Unknown(catalog, advisor.Model, ref bound);
            var its = Money.MultiplySaturating(other.ContextWindow, advisor.Uses);
            var most = Money.MultiplySaturating(advisor.MaxTokens ?? other.MaxOutputTokens, advisor.Uses);
            cost += CostOf(facts, other, catalog, its, most, geo, ref bound);
            allInput = Money.AddSaturating(allInput, its);
            allOutput = Money.AddSaturating(allOutput, most);
        }

        cost += Cost.OfNano(facts.ToolFees + facts.OneTimeFees);
        return new Reservation(new Amounts(1, cost.CeilingNano(), Money.AddSaturating(allInput, allOutput), allOutput, allInput), why.Text, output, bound);
    }

    private static ModelPrice Unknown(PriceCatalog catalog, string? model, ref CostBound bound)
    {
        bound = bound.And(CostBound.Unbounded($"The request may be answered by a model without a known price ({model ?? "not named"})."));
        return catalog.Dearest;
    }

    private static Cost CostOf(RequestFacts facts, ModelPrice price, PriceCatalog catalog, long input, long output, decimal geo, ref CostBound bound)
    {
        if (facts.Fast && price.FastMultiplier is null)
        {
            bound = bound.And(CostBound.Unbounded("The request asks for a fast or priority mode, and nobody says what that costs with its model."));
        }

        var rates = price.At(facts.Fast || facts.MayBeFast ? geo * MultiplierOf(facts, price, catalog) : geo).Dearest(input);
        var inputRate = facts.Cache switch
        {
            CacheMark.OneHour => rates.DearestOf1h,
            CacheMark.FiveMinutes => rates.DearestOf5m,
            _ => rates.Input,
        };
        return inputRate.Of(input) + rates.Output.Of(output);
    }

    /// <summary>A tier that is asked for exists, whatever it costs; one that a project may have for its default exists where the catalogue knows it.</summary>
    private static decimal MultiplierOf(RequestFacts facts, ModelPrice price, PriceCatalog catalog) =>
        facts.Fast ? price.FastMultiplier ?? catalog.LargestFastMultiplier : facts.MayBeFast && price.HasTierOfProject ? price.FastMultiplier ?? 1m : 1m;

    private static ModelPrice PriceOf(RequestFacts facts, PriceCatalog catalog, ref Sentences why, ref CostBound bound)
    {
        if (facts.IsFree)
        {
            // Only the sizes matter; where nobody says them, the largest known are taken.
            return catalog.Find(facts.Model) ?? catalog.Dearest;
        }

        if (facts.UnknownPrice is { } reason)
        {
            why.Add(reason);
            bound = bound.And(CostBound.Unbounded(reason));
            return catalog.Dearest;
        }

        if (catalog.Find(facts.Model) is { } price)
        {
            return price;
        }

        var unknown = facts.Model is null
            ? "The request names no model, so the dearest known price was taken."
            : $"Model '{facts.Model}' has no known price, so the dearest known one was taken; give its price in a file and set BudgetGuard.Prices.";
        why.Add(unknown);
        bound = bound.And(CostBound.Unbounded(unknown));
        if (facts.Model is { } model)
        {
            BudgetGuard.WarnOnce(
                BudgetWarningKind.UnknownModel,
                $"Model '{model}' has no known price and is charged at the dearest known one. Give its price in a file and set BudgetGuard.Prices = PriceCatalog.Load(file).");
        }

        return catalog.Dearest;
    }

    private static long OutputOf(RequestFacts facts, ModelPrice price, ref Sentences why, ref CostBound bound)
    {
        if (facts.MaxOutputTokens is not { } cap)
        {
            why.Add(FormattableString.Invariant($"The request sets no cap on output tokens, so {price.MaxOutputTokens:N0} were reserved; set one."));
            bound = bound.And(CostBound.Unbounded("The request sets no cap on output tokens."));
            return price.MaxOutputTokens;
        }

        if (facts.ThinkingTokens > cap)
        {
            why.Add("Thinking may take more tokens than the cap on output, so the whole context window was reserved for output.");
            return price.ContextWindow;
        }

        return cap;
    }

    private static long InputOf(RequestFacts facts, ModelPrice price, bool embeddings, ref Sentences why, ref CostBound bound)
    {
        var turns = 1 + facts.ServerToolUses + facts.ExtraTurns;
        var window = Money.MultiplySaturating(price.ContextWindow * (facts.HasCountedFiles ? VisionTokens.WindowsOfPages(facts.Model) : 1), turns);
        if (facts.CountedImages > 0)
        {
            window = Money.AddSaturating(window, Money.MultiplySaturating(facts.CountedImages * VisionTokens.MostBeyondWindow(facts.Model), turns));
        }

        if (facts.UnknownInput is { } reason)
        {
            bound = bound.And(CostBound.Unbounded(reason));
            if (why.IsWanted)
            {
                var rule = reason + FormattableString.Invariant($" So the whole context window of {price.ContextWindow:N0} tokens was reserved.");
                why.Add(rule);
                BudgetGuard.WarnOnce(BudgetWarningKind.UnboundedRequest, $"A request to model '{facts.Model ?? "(unknown)"}' is charged by rule. {rule}");
            }

            return window;
        }

        if (turns > 1)
        {
            why.Add(FormattableString.Invariant($"Tools that the provider runs may read the whole context window {turns:N0} times."));
            return window;
        }

        var tokens = BoundFactors.Raised(
            facts.Address,
            facts.Model,
            (facts.AsciiBytes * TokensPerAsciiByte) + (facts.OtherBytes * TokensPerOtherByte)
            + (facts.Messages * TokensPerMessage) + (facts.Images * TokensPerImage) + TokensPerRequest);

        // Embeddings take many inputs in one request, each with a window of its own.
        if (!embeddings && tokens >= window)
        {
            return window;
        }

        bound = bound.And(CostBound.Bounded(BoundStrength.Measured));
        return tokens;
    }
}
