using System.Globalization;

namespace ClaudeCost;

/// <summary>
/// How much a <see cref="BudgetScope"/> may spend. Each limit is optional, one at least must be set; a limit left at
/// <see langword="null"/> does not limit.
/// </summary>
/// <remarks>
/// <para>The first call that does not fit closes the scope (with a <see cref="Window"/>, until the next one), even if a smaller one
/// would still fit: a loop that is refused must end, and not go on with what is left over.</para>
/// <para><see cref="BudgetScope.Begin"/> copies the budget, so a later change concerns only scopes begun after it. One budget may
/// serve any number of scopes; it is safe to share between threads as long as nobody sets a property. The properties have
/// setters, and not <c>init</c>, so that every version of C# can write them.</para>
/// </remarks>
/// <example>
/// <code>
/// using var scope = BudgetScope.Begin(new Budget { MaxCalls = 50, MaxCostUsd = 5m, Timeout = TimeSpan.FromMinutes(10) });
/// </code>
/// </example>
public sealed record Budget
{
    /// <summary>
    /// The most requests to a model that may leave the process. Each physical attempt counts, the retries of an SDK included;
    /// an item of a message batch counts as one. Must be positive.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public long? MaxCalls
    {
        get;
        set => field = Positive(value, nameof(MaxCalls));
    }

    /// <summary>
    /// The most US dollars that may be spent, by the list prices of <see cref="BudgetGuard.Prices"/>. Kept to 1e-9 USD; must be
    /// at least that.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, below 1e-9 USD, or above 9.2 billion USD.</exception>
    public decimal? MaxCostUsd
    {
        get;
        set => field = value is null or (>= 0.000000001m and <= Money.MaxUsd)
            ? value
            : throw OutOfRange(nameof(MaxCostUsd), value, "a positive amount of US dollars (at least 0.000000001)");
    }

    /// <summary>The most tokens, input (cached or not) and output together. Must be positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public long? MaxTokens
    {
        get;
        set => field = Positive(value, nameof(MaxTokens));
    }

    /// <summary>The most input tokens, cached or not. Must be positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public long? MaxInputTokens
    {
        get;
        set => field = Positive(value, nameof(MaxInputTokens));
    }

    /// <summary>The most output tokens, thinking included. Must be positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public long? MaxOutputTokens
    {
        get;
        set => field = Positive(value, nameof(MaxOutputTokens));
    }

    /// <summary>
    /// The most calls in flight at a time, from before they are sent until their reply has been read or given up. It refuses, or with
    /// <see cref="ClaudeCost.OnExceeded.Wait"/> holds back, the call and does not close the scope. Must be positive.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public int? MaxConcurrentCalls
    {
        get;
        set => field = (int?)Positive(value, nameof(MaxConcurrentCalls));
    }

    /// <summary>
    /// The most attempts of one call in this scope, retries of SDKs and resilience libraries included: 1 allows no retry. Requests
    /// with the same address and body are attempts of one call until one of them succeeds. It refuses the attempt and does not close
    /// the scope. Must be positive.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public int? MaxAttemptsPerCall
    {
        get;
        set => field = (int?)Positive(value, nameof(MaxAttemptsPerCall));
    }

    /// <summary>
    /// The most scopes of the same name inside each other, this one included: stops a recursion, or agents that start agents, before
    /// the scope is begun. Must be positive.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public int? MaxDepth
    {
        get;
        set => field = (int?)Positive(value, nameof(MaxDepth));
    }

    /// <summary>What happens to a call that has no room: by default it is refused.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enumeration.</exception>
    public OnExceeded OnExceeded
    {
        get;
        set => field = value is OnExceeded.Deny or OnExceeded.Wait ? value : throw OutOfRange(nameof(OnExceeded), value, "Deny or Wait");
    }

    /// <summary>
    /// What happens to a call whose cost cannot be bounded by its request: by default the most that is known is reserved for it. A
    /// scope that refuses such calls refuses them in the scopes inside it as well. It refuses the call and does not close the scope.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enumeration.</exception>
    public OnUnbounded OnUnbounded
    {
        get;
        set => field = value is OnUnbounded.ReserveMost or OnUnbounded.Refuse ? value : throw OutOfRange(nameof(OnUnbounded), value, "ReserveMost or Refuse");
    }

    /// <summary>
    /// How long the scope may run. After it no request leaves any more, <see cref="BudgetScope.Token"/> is cancelled, and the
    /// reading of replies that are still arriving ends with a <see cref="BudgetExceededException"/>. Must be positive.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public TimeSpan? Timeout
    {
        get;
        set => field = value is null || value > TimeSpan.Zero ? value : throw OutOfRange(nameof(Timeout), value, "a positive time");
    }

    /// <summary>The clock that <see cref="Timeout"/> and <see cref="Window"/> are measured with; the system's unless a test sets another.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public TimeProvider TimeProvider
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(TimeProvider));
    } = TimeProvider.System;

    /// <summary>
    /// The name of the budget; <see langword="null"/> for none. With a <see cref="Window"/>, all scopes of this process that are begun
    /// with a budget of the same name share what is spent: a job that begins
    /// <c>new Budget { Name = "digest", Window = BudgetWindow.Hourly, MaxCostUsd = 1m }</c> on each run spends at most $1 an hour
    /// over all its runs. Two different budgets may not have one name. Without a window it only names the scope.
    /// </summary>
    /// <exception cref="ArgumentException">The value is empty or white space.</exception>
    public string? Name
    {
        get;
        set => field = value is null || !string.IsNullOrWhiteSpace(value)
            ? value
            : throw new ArgumentException("Budget.Name is empty; give the budget a name, or null for none.", nameof(Name));
    }

    /// <summary>
    /// Renews the limits over time; <see langword="null"/> where they hold for the whole scope. <see cref="Timeout"/> is not renewed: it
    /// is that of the scope. Without a <see cref="Name"/> the windows are those of one scope, so begin it outside the loop.
    /// </summary>
    public BudgetWindow? Window { get; set; }

    /// <summary>
    /// What the <see cref="BudgetLedger"/> writes beside each call of the scope, and of those nested in it: <c>team</c>, <c>tenant</c>, a
    /// job's id. Does not limit anything. Copied when set; never put secrets in it.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A key is empty, or a value is <see langword="null"/>.</exception>
    public IReadOnlyDictionary<string, string> Tags
    {
        get;
        set => field = CopyOf(value ?? throw new ArgumentNullException(nameof(Tags)));
    } = new Dictionary<string, string>();

    /// <summary>Which configuration it comes from, counted from 1; 0 for a budget that the program itself made.</summary>
    internal int Generation { get; set; }

    internal bool HasLimit =>
        HasRenewableLimit || Timeout is not null || MaxConcurrentCalls is not null || MaxAttemptsPerCall is not null || MaxDepth is not null;

    internal bool HasRenewableLimit => !Limits.Equals(Amounts.Unlimited);

    internal Amounts Limits => new(
        MaxCalls ?? long.MaxValue,
        MaxCostUsd is { } usd ? Money.FloorNano(usd) : long.MaxValue,
        MaxTokens ?? long.MaxValue,
        MaxOutputTokens ?? long.MaxValue,
        MaxInputTokens ?? long.MaxValue);

    private static Dictionary<string, string> CopyOf(IReadOnlyDictionary<string, string> tags)
    {
        var copy = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in tags)
        {
            copy[string.IsNullOrWhiteSpace(tag.Key) ? throw new ArgumentException("A key of Budget.Tags is empty.", nameof(Tags)) : tag.Key] =
                tag.Value ?? throw new ArgumentException($"The value of '{tag.Key}' in Budget.Tags is null.", nameof(Tags));
        }

        return copy;
    }

    private static long? Positive(long? value, string property) => value is null or > 0 ? value : throw OutOfRange(property, value, "a positive number");

    private static ArgumentOutOfRangeException OutOfRange(string property, object? value, string wanted) => new(
        property,
        value,
        string.Format(CultureInfo.InvariantCulture, "Budget.{0} is {1}; it must be {2}, or null for no such limit.", property, value, wanted));
}
