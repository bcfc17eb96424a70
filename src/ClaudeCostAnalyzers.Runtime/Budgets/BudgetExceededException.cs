using System.Globalization;
using System.Text;

namespace ClaudeCost;

/// <summary>
/// A <see cref="BudgetScope"/>, a budget of the process or the kill switch refused a call to a model, which has not left the process, or its time ran out while a reply was
/// being read.
/// </summary>
/// <remarks>
/// Derives from none of <see cref="System.Net.Http.HttpRequestException"/>, <see cref="IOException"/> and
/// <see cref="OperationCanceledException"/>, because the SDKs retry those. Holds neither key nor prompt.
/// </remarks>
public sealed class BudgetExceededException : Exception
{
    internal BudgetExceededException(IBudgetOwner scope, in Denial denial, string? why)
        : base(MessageFor(scope, denial, why))
    {
        ScopeName = scope.Name;
        RefusedBy = denial.Account?.Books;
        BegunAtFile = scope.BegunAtFile;
        BegunAtLine = scope.BegunAtLine;
        Limit = denial.Limit;
        Maximum = denial.Limit == BudgetLimit.Time ? Seconds(scope) : InUnit(denial.Limit, denial.Maximum);
        Needed = InUnit(denial.Limit, denial.Needed);
        Spent = InUnit(denial.Limit, denial.Line.Spent);
        Reserved = InUnit(denial.Limit, denial.Line.Reserved);
        Left = InUnit(denial.Limit, denial.Line.Room(denial.Maximum));
        RenewsAt = denial.RenewsAt == 0 ? null : denial.Window!.Local(denial.RenewsAt);
    }

    /// <summary>
    /// The name of the scope that refused, which may be any of those around the call; or of the budget of the process, for example the
    /// environment variable that sets it.
    /// </summary>
    public string ScopeName { get; }

    /// <summary>The source file in which that scope was begun; empty for budgets of the process.</summary>
    public string BegunAtFile { get; }

    /// <summary>The line in <see cref="BegunAtFile"/>, counted from 1; zero for budgets of the process.</summary>
    public int BegunAtLine { get; }

    /// <summary>The limit that was reached, in this call or in the one that closed the scope.</summary>
    public BudgetLimit Limit { get; }

    /// <summary>The limit's value in its unit: calls, US dollars, tokens or seconds. Zero for <see cref="BudgetLimit.ScopeEnded"/>.</summary>
    public decimal Maximum { get; }

    /// <summary>What this call needs at worst, in the unit of the limit. Zero for limits of time.</summary>
    public decimal Needed { get; }

    /// <summary>What calls that have ended used, in the unit of the limit. Zero for limits of time.</summary>
    public decimal Spent { get; }

    /// <summary>What calls in flight hold for their worst case, in the unit of the limit. Zero for limits of time.</summary>
    public decimal Reserved { get; }

    /// <summary>What is left, in the unit of the limit: less than <see cref="Needed"/>, but for a scope that was closed before.</summary>
    public decimal Left { get; }

    /// <summary>
    /// When the budget has room for this call again at the latest, in the time zone of its window; <see langword="null"/> if time
    /// alone brings none: the budget has no <see cref="Budget.Window"/>, the scope has ended, or the call is larger than the limit.
    /// </summary>
    public DateTimeOffset? RenewsAt { get; }

    /// <summary>The books that had no room; <see langword="null"/> for the kill switch.</summary>
    internal Books? RefusedBy { get; }

    private static decimal InUnit(BudgetLimit limit, long amount) => limit == BudgetLimit.Cost ? Money.ToUsd(amount) : amount;

    private static decimal Seconds(IBudgetOwner scope) => (decimal)(scope.Timeout ?? TimeSpan.Zero).TotalSeconds;

    private static string Waiting(in Denial denial) => denial.CouldWait
        ? " The budget says that calls should wait, but this one came from a client that has no BudgetHandler, and waiting would have blocked a thread; give the client a BudgetHandler."
        : "";

    private static string MessageFor(IBudgetOwner scope, Denial denial, string? why)
    {
        if (denial.Limit == BudgetLimit.Depth)
        {
            return FormattableString.Invariant($"{scope.Description} is the innermost of {denial.Line.Spent:N0} scopes of that name inside each other, and another one may not be begun in it: depth: limit {denial.Maximum:N0}.");
        }

        var refused = scope.Description + " refused a call to a model: ";
        switch (denial.Limit)
        {
            case BudgetLimit.ScopeEnded:
                return refused + "the scope has been disposed, and the call comes from work that outlives it. Await that work inside the scope, or begin a scope of its own for it.";
            case BudgetLimit.Time:
                return refused + FormattableString.Invariant($"its time of {scope.Timeout:c} is over.");
            case BudgetLimit.Stopped:
                return scope.Description + " refuses a call to a model.";
            case BudgetLimit.Unbounded:
                return refused + "its cost cannot be bounded by what stands in it, and such calls are to be refused. " + why;
            case BudgetLimit.Attempts:
                return refused + FormattableString.Invariant($"attempts of this call: limit {denial.Maximum:N0}, failed {denial.Line.Spent:N0}. Another one may be made once the cause is found.");
            case BudgetLimit.Concurrency:
                return refused + FormattableString.Invariant($"calls at a time: limit {denial.Maximum:N0}, in flight {denial.Line.Reserved:N0}.") + Waiting(denial);
        }

        var text = new StringBuilder(refused);
        text.Append(!denial.WasClosed ? "" : denial.RenewsAt != 0 ? "it is closed until it renews, since it reached a limit: " : "it is closed since it reached a limit: ");
        text.Append(denial.Limit switch
        {
            BudgetLimit.Calls => "calls: ",
            BudgetLimit.Tokens => "tokens: ",
            BudgetLimit.OutputTokens => "output tokens: ",
            BudgetLimit.InputTokens => "input tokens: ",
            _ => "cost: ",
        });
        text.Append("limit ").Append(In(denial.Maximum));
        text.Append(denial.Window is null ? "" : $" ({denial.Window})");
        text.Append(", spent ").Append(In(denial.Line.Spent));
        text.Append(", reserved for calls in flight ").Append(In(denial.Line.Reserved));
        text.Append(", left ").Append(In(denial.Line.Room(denial.Maximum)));
        text.Append(", needed at worst ").Append(In(denial.Needed)).Append('.');
        if (denial.RenewsAt != 0)
        {
            text.Append(" It renews at ").Append(denial.Window!.Local(denial.RenewsAt).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)).Append('.');
        }
        else if (denial.Window is not null && denial.Needed > denial.Maximum)
        {
            text.Append(" The call alone is larger than the limit: it will not fit into another window either.");
        }

        if (denial.Limit == BudgetLimit.Calls)
        {
            return text.Append(Waiting(denial)).ToString();
        }

        if (denial.Needed > 0 && denial.Line.Reserved > 0)
        {
            text.Append(" The whole limit has room for ").Append((denial.Maximum / denial.Needed).ToString("N0", CultureInfo.InvariantCulture)).Append(" such calls at a time.");
        }

        text.Append(Waiting(denial));
        return why is null ? text.ToString() : text.Append(' ').Append(why).ToString();

        string In(long amount) => denial.Limit == BudgetLimit.Cost ? Money.Format(Money.ToUsd(amount)) : amount.ToString("N0", CultureInfo.InvariantCulture);
    }
}
