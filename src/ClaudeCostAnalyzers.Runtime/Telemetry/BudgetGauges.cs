using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ClaudeCost.Process;

namespace ClaudeCost.Telemetry;

/// <summary>
/// How far budgets are used, read when a listener asks: those of the process, those that scopes share by name, and those of scopes that
/// are open and have made a call. Of several scopes with one name, the one that has least left.
/// </summary>
internal static class BudgetGauges
{
    private static readonly object Gate = new();
    private static readonly List<WeakReference<BudgetScope>> Open = [];
    private static readonly ConditionalWeakTable<BudgetScope, object> Known = new();

    public static void Watch(BudgetScope innermost)
    {
        for (var scope = innermost; scope is not null; scope = scope.Parent)
        {
            // Books with a name are found by that, and outlive the scope.
            if (scope.Account.Books.Name is not null || Known.TryGetValue(scope, out _))
            {
                continue;
            }

            lock (Gate)
            {
                if (!Known.TryGetValue(scope, out _))
                {
                    Known.Add(scope, Gate);
                    Open.Add(new WeakReference<BudgetScope>(scope));
                }
            }
        }
    }

    public static IEnumerable<Measurement<double>> Reserved() =>
        ByName().Select(static budget => new Measurement<double>((double)Money.ToUsd(budget.Value.Sum(static level => level.Counted.NanoUsd.Reserved)), Tag(budget.Key)));

    public static IEnumerable<Measurement<double>> Remaining() =>
        from budget in ByName()
        let limited = budget.Value.Where(static level => level.Limits.NanoUsd != long.MaxValue).ToList()
        where limited.Count > 0
        select new Measurement<double>((double)Money.ToUsd(limited.Min(static level => level.Counted.NanoUsd.Room(level.Limits.NanoUsd))), Tag(budget.Key));

    public static IEnumerable<Measurement<double>> Used() =>
        from budget in ByName()
        let ratios = budget.Value.SelectMany(static level => Ratios(level)).ToList()
        where ratios.Count > 0
        select new Measurement<double>(ratios.Max(), Tag(budget.Key));

    private static IEnumerable<double> Ratios(BooksLevel level)
    {
        (Line Line, long Limit)[] all =
        [
            (level.Counted.Calls, level.Limits.Calls),
            (level.Counted.NanoUsd, level.Limits.NanoUsd),
            (level.Counted.Tokens, level.Limits.Tokens),
            (level.Counted.InputTokens, level.Limits.InputTokens),
            (level.Counted.OutputTokens, level.Limits.OutputTokens),
        ];
        return all.Where(static one => one.Limit is > 0 and < long.MaxValue).Select(static one => ((double)one.Line.Spent + one.Line.Reserved) / one.Limit);
    }

    private static KeyValuePair<string, object?> Tag(string name) => new("claude_cost.budget", name);

    private static Dictionary<string, List<BooksLevel>> ByName()
    {
        var all = new Dictionary<string, List<BooksLevel>>(StringComparer.Ordinal);
        foreach (var level in Levels())
        {
            var name = GuardMetrics.NameOf(level.Name);
            if (!all.TryGetValue(name, out var same))
            {
                all.Add(name, same = []);
            }

            same.Add(level);
        }

        return all;
    }

    private static List<BooksLevel> Levels()
    {
        var levels = new List<BooksLevel>();
        foreach (var budget in ProcessBudgets.Current.All)
        {
            levels.Add(BooksLevel.Of(budget.Account.Books, budget.Name));
        }

        foreach (var books in NamedBooks.All())
        {
            levels.Add(BooksLevel.Of(books, books.Name!));
        }

        lock (Gate)
        {
            Open.RemoveAll(static entry => !entry.TryGetTarget(out var scope) || scope.HasEnded);
            foreach (var entry in Open)
            {
                if (entry.TryGetTarget(out var scope))
                {
                    levels.Add(BooksLevel.Of(scope.Account.Books, scope.Name));
                }
            }
        }

        return levels;
    }
}
