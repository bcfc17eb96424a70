namespace ClaudeCost;

/// <summary>What scopes refuse for reasons that are not in their books: attempts of one call, depth, calls without a bound.</summary>
internal static class ScopeRules
{
    /// <summary>Refuses another attempt of a call that has failed as often as this scope or one around it allows.</summary>
    /// <param name="innermost">The scope of the call.</param>
    /// <param name="call">What tells the call from others.</param>
    /// <param name="retries">Retries that the client says it has made.</param>
    /// <exception cref="BudgetExceededException">It has.</exception>
    public static void RefuseIfTriedTooOften(this BudgetScope innermost, ulong call, int retries)
    {
        for (var scope = innermost; scope is not null; scope = scope.Parent)
        {
            if (scope.Attempts is { } attempts && Math.Max(attempts.Of(call), retries) is var failed && failed >= attempts.Most)
            {
                scope.Account.CountDenied();
                throw new BudgetExceededException(
                    scope,
                    new Denial(scope.Account, BudgetLimit.Attempts) { Needed = 1, Maximum = attempts.Most, Line = new Line { Spent = failed } },
                    null);
            }
        }
    }

    /// <summary>Keeps in mind how an attempt ended.</summary>
    public static void AttemptEnded(this BudgetScope innermost, ulong call, bool succeeded)
    {
        for (var scope = innermost; scope is not null; scope = scope.Parent)
        {
            if (succeeded)
            {
                scope.Attempts?.Succeeded(call);
            }
            else
            {
                scope.Attempts?.Failed(call);
            }
        }
    }

    /// <summary>Refuses a call whose cost has no bound, if this scope or one around it says so.</summary>
    /// <exception cref="BudgetExceededException">It does.</exception>
    public static void RefuseIfUnbounded(this BudgetScope innermost, string reason)
    {
        for (var scope = innermost; scope is not null; scope = scope.Parent)
        {
            if (scope.RefusesUnbounded)
            {
                scope.Account.CountDenied();
                throw new BudgetExceededException(scope, new Denial(scope.Account, BudgetLimit.Unbounded), reason);
            }
        }
    }

    /// <summary>
    /// Counts, by their names, the scopes that have ended from one outwards to another: a chain of agents that each outlive their own
    /// scope is as deep as one of agents that do not.
    /// </summary>
    public static IReadOnlyDictionary<string, int>? EndedBetween(BudgetScope? from, BudgetScope? to)
    {
        if (ReferenceEquals(from, to))
        {
            return from?.EndedAround;
        }

        var ended = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in from!.EndedAround ?? ended)
        {
            ended[entry.Key] = entry.Value;
        }

        for (var scope = from; !ReferenceEquals(scope, to); scope = scope!.Parent)
        {
            ended[scope!.Name] = (ended.TryGetValue(scope.Name, out var count) ? count : 0) + 1;
        }

        return ended;
    }

    /// <summary>Refuses to begin a scope that would be too deep inside others of its name.</summary>
    /// <exception cref="BudgetExceededException">It would.</exception>
    public static void RefuseIfTooDeep(Budget budget, string name, BudgetScope? around)
    {
        if (budget.MaxDepth is not { } most)
        {
            return;
        }

        var depth = 1;
        BudgetScope? nearest = null;
        for (var scope = around; scope is not null; scope = scope.Parent)
        {
            if (scope.Name == name)
            {
                nearest ??= scope;
                depth++;
            }
        }

        depth += around?.EndedAround is { } ended && ended.TryGetValue(name, out var more) ? more : 0;
        if (depth > most)
        {
            nearest ??= around;
            throw new BudgetExceededException(
                nearest!, new Denial(nearest!.Account, BudgetLimit.Depth) { Needed = 1, Maximum = most, Line = new Line { Spent = depth - 1 } }, null);
        }
    }
}
