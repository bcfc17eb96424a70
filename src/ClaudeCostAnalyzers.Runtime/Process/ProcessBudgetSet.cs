using ClaudeCost.Pricing;

namespace ClaudeCost.Process;

/// <summary>The budgets of the process, and which of them hold for which call. Immutable.</summary>
internal sealed class ProcessBudgetSet
{
    private BudgetAccount[]? forScopes;
    private BudgetAccount[]? outside;

    /// <summary>Budgets of every call.</summary>
    public IReadOnlyList<ProcessBudget> Always { get; init; } = [];

    /// <summary>Budgets of calls outside every scope: of the environment, of the configuration.</summary>
    public IReadOnlyList<ProcessBudget> OutsideScopes { get; init; } = [];

    /// <summary>Budgets of models, by name; a <c>*</c> at the end stands for any rest.</summary>
    public IReadOnlyDictionary<string, ProcessBudget> Models { get; init; } = new Dictionary<string, ProcessBudget>();

    /// <summary>Budgets of keys, by their last four characters.</summary>
    public IReadOnlyDictionary<string, ProcessBudget> Keys { get; init; } = new Dictionary<string, ProcessBudget>();

    /// <summary>Budgets that scopes take by the name of a feature; <c>*</c> for those that are not named.</summary>
    public IReadOnlyDictionary<string, Budget> Features { get; init; } = new Dictionary<string, Budget>();

    /// <summary>Budgets that scopes take by the name of a user; <c>*</c> for those that are not named.</summary>
    public IReadOnlyDictionary<string, Budget> Users { get; init; } = new Dictionary<string, Budget>();

    /// <summary>Files each of which stops every call by its existence.</summary>
    public IReadOnlyList<string> StopFiles { get; init; } = [];

    /// <summary>Counts configurations, so that the budgets of a later one can take the place of those of a former one.</summary>
    public int Generation { get; init; }

    /// <summary>All budgets of the process.</summary>
    public IEnumerable<ProcessBudget> All => Always.Concat(OutsideScopes).Concat(Models.Values).Concat(Keys.Values);

    /// <summary>Who says that calls are refused whose cost cannot be bounded; <see langword="null"/> if nobody does.</summary>
    public string? RefusesUnbounded { get; init; }

    /// <summary>Whether any call without a scope concerns the guard.</summary>
    public bool ConcernsCallsOutsideScopes => Always.Count + Models.Count + Keys.Count + OutsideScopes.Count + StopFiles.Count > 0 || RefusesUnbounded is not null;

    /// <summary>A budget that allows nothing outside scopes.</summary>
    public static ProcessBudget NothingOutsideScopes(string source) =>
        new("calls outside every budget scope (begin a BudgetScope around the call)", source, new Books(Amounts.Unlimited with { Calls = 0 }));

    /// <summary>Both this set and another one: whatever one of them refuses is refused.</summary>
    public ProcessBudgetSet And(ProcessBudgetSet other, int generation) => new()
    {
        Always = [.. Always, .. other.Always],
        OutsideScopes = [.. OutsideScopes, .. other.OutsideScopes],
        Models = other.Models,
        Keys = other.Keys,
        Features = other.Features,
        Users = other.Users,
        StopFiles = [.. StopFiles, .. other.StopFiles],
        Generation = generation,
        RefusesUnbounded = other.RefusesUnbounded ?? RefusesUnbounded,
    };

    /// <summary>Refuses a call whose cost has no bound, if that is the rule of the process.</summary>
    /// <exception cref="BudgetExceededException">It is.</exception>
    public void RefuseIfUnbounded(string reason)
    {
        if (RefusesUnbounded is { } source)
        {
            throw new BudgetExceededException(new UnboundedCalls(source), new Denial(null!, BudgetLimit.Unbounded), reason);
        }
    }

    /// <summary>The accounts of the process that a call is charged to.</summary>
    /// <param name="inScope">Whether a scope is around it.</param>
    /// <param name="model">The model that it asks for.</param>
    /// <param name="keyEnd">The last four characters of the key that it carries.</param>
    public BudgetAccount[] For(bool inScope, string? model, string? keyEnd)
    {
        var common = inScope ? forScopes ??= Common([]) : outside ??= Common(OutsideScopes);
        if (model is null && Models.Count > 0)
        {
            // A call that does not say its model may be to any of them.
            return [.. common, .. Models.Values.Concat(keyEnd is not null && Keys.TryGetValue(keyEnd, out var its) ? [its] : []).Select(budget => budget.Account)];
        }

        var ofModel = Models.Count == 0 ? null : ModelBudget(model!);
        var ofKey = keyEnd is not null && Keys.TryGetValue(keyEnd, out var found) ? found : null;
        return (ofModel, ofKey) switch
        {
            (null, null) => common,
            (null, _) => [.. common, ofKey!.Account],
            (_, null) => [.. common, ofModel.Account],
            _ => [.. common, ofModel.Account, ofKey.Account],
        };
    }

    /// <summary>The accounts of a call that further models may answer: it is charged to the budgets of all of them.</summary>
    /// <param name="inScope">Whether a scope is around it.</param>
    /// <param name="model">The model that it asks for.</param>
    /// <param name="others">Those that the provider may take instead; <see langword="null"/> for one of its choice.</param>
    /// <param name="keyEnd">The last four characters of the key that it carries.</param>
    public BudgetAccount[] For(bool inScope, string? model, IEnumerable<string?> others, string? keyEnd) =>
        [.. For(inScope, model, keyEnd).Concat(others.SelectMany(other => For(inScope, other, null))).Distinct()];

    private BudgetAccount[] Common(IReadOnlyList<ProcessBudget> more) => [.. Always.Concat(more).Select(budget => budget.Account)];

    private ProcessBudget? ModelBudget(string model)
    {
        foreach (var candidate in ModelIds.Candidates(model))
        {
            if (Models.TryGetValue(candidate, out var exact))
            {
                return exact;
            }

            var best = Models.Keys
                .Where(name => name.EndsWith("*", StringComparison.Ordinal) && candidate.StartsWith(name.Substring(0, name.Length - 1), StringComparison.OrdinalIgnoreCase))
                .OrderByDescending(name => name.Length)
                .FirstOrDefault(name => name.Length > 1);
            if (best is not null)
            {
                return Models[best];
            }
        }

        return Models.TryGetValue("*", out var rest) ? rest : null;
    }
}
