using ClaudeCost.Attempts;

namespace ClaudeCost.Alerts;

/// <summary>An attempt that has ended, and how far its budgets were used right after it.</summary>
internal sealed record AlertEvent(SettledAttempt Attempt, IReadOnlyList<(Books Books, BooksLevel Level)> Budgets, DateTimeOffset Now)
{
    public static AlertEvent Of(SettledAttempt attempt, TimeProvider clock)
    {
        var budgets = new List<(Books, BooksLevel)>();
        for (var scope = attempt.Scope; scope is not null; scope = scope.Parent)
        {
            Add(scope.Account, scope.Name);
        }

        foreach (var account in attempt.Accounts.Process ?? [])
        {
            Add(account, account.Owner?.Name ?? "");
        }

        return new AlertEvent(attempt, budgets, clock.GetUtcNow());

        void Add(BudgetAccount account, string name)
        {
            // Scopes inside each other may share books.
            if (!budgets.Exists(budget => ReferenceEquals(budget.Item1, account.Books)))
            {
                budgets.Add((account.Books, BooksLevel.Of(account.Books, account.Books.Name ?? name)));
            }
        }
    }
}
