using System.Runtime.CompilerServices;

namespace ClaudeCost;

/// <summary>
/// A stretch of work that may spend no more than its <see cref="Budget"/> on language models. Requests over HTTP are charged to
/// it by themselves, whichever SDK sends them; one that does not fit any more does not leave the process and throws a
/// <see cref="BudgetExceededException"/> instead.
/// </summary>
/// <remarks>
/// <para>The scope is ambient: it flows with the execution context into awaited calls, tasks and threads that are started
/// inside it. Scopes nest, and a call is charged to every scope around it or, if one of them has no room, to none.</para>
/// <para>A scope that was closed, by a limit or by <see cref="Dispose"/>, stays closed; only a limit with a
/// <see cref="Budget.Window"/> opens it again when the window renews. Work that outlives the scope in which it
/// was started still belongs to it, and is refused. Start such work under
/// <see cref="ExecutionContext.SuppressFlow()"/> if it is to be free of the scope.</para>
/// <para>A scope is ambient for the method that calls <see cref="Begin"/> and what that method calls. An <c>async</c> helper that
/// begins a scope and returns it leaves its caller without one, and an <c>async</c> iterator loses the one that it began with its first
/// <c>yield return</c>: begin the scope where the work is.</para>
/// <para>All members are safe to use from any thread.</para>
/// </remarks>
public sealed class BudgetScope : IDisposable, IBudgetOwner
{
    private static readonly AsyncLocal<BudgetScope?> Ambient = new();

    private readonly BudgetScope? parent;
    private readonly BudgetAccount account;
    private readonly ScopeTime? time;
    private readonly DueTime due;
    private readonly CancellationTokenSource closed = new();
    private readonly CancellationTokenRegistration parentClosed;
    private int disposed;

    private BudgetScope(Budget budget, BudgetScope? parent, string name, string file, int line)
    {
        this.parent = parent;
        Name = name;
        BegunAtFile = file;
        BegunAtLine = line;
        Tags = TagsOf(budget, parent);
        RefusesUnbounded = budget.OnUnbounded == OnUnbounded.Refuse;
        Attempts = budget.MaxAttemptsPerCall is { } most ? new FailedAttempts(most) : null;
        CountsAttempts = Attempts is not null || parent is { CountsAttempts: true };
        account = new BudgetAccount(parent?.account, BooksOf(budget), this)
        {
            Waits = budget.OnExceeded == OnExceeded.Wait,
            IsTimed = budget.Timeout is not null || parent is { account.IsTimed: true },
        };
        parentClosed = parent?.Token.Register(static scope => QuietCancellation.Cancel(((BudgetScope)scope!).closed), this) ?? default;
        if (budget.Timeout is { } timeout)
        {
            time = new ScopeTime(timeout, budget.TimeProvider, parent?.Deadline ?? default, CloseForTime);
        }

        due = time is null ? parent?.due ?? default : parent is { account.IsTimed: true } ? time.Due.Or(parent.due) : time.Due;
        Deadline = time?.Deadline ?? parent?.Deadline ?? default;
    }

    /// <summary>
    /// The innermost scope that a call made here would be charged to; <see langword="null"/> outside every scope. It may be
    /// closed already.
    /// </summary>
    public static BudgetScope? Current => Ambient.Value;

    /// <summary>The name given to <see cref="Begin"/>, or else that of the budget, or else that of the member that called it.</summary>
    public string Name { get; }

    /// <summary>
    /// Cancelled when the scope closes for good: by a limit, by its time, by the closing of a scope around it, by
    /// <see cref="Dispose"/>. A limit with a <see cref="Budget.Window"/> does not cancel it, as the scope opens again with the next
    /// window. Pass it to calls and test it in loops. Stays usable after <see cref="Dispose"/>.
    /// </summary>
    public CancellationToken Token => closed.Token;

    /// <summary>What this scope and those nested in it have used so far.</summary>
    public BudgetUsage Usage => account.Usage();

    /// <summary>What a call may still take, here and in every scope around this one.</summary>
    public BudgetRemaining Remaining => ScopeRemaining.Of(this);

    string IBudgetOwner.Description => $"Budget scope '{Name}' (begun at {BegunAt})";

    string IBudgetOwner.BegunAtFile => BegunAtFile;

    int IBudgetOwner.BegunAtLine => BegunAtLine;

    TimeSpan? IBudgetOwner.Timeout => Timeout;

    internal BudgetAccount Account => account;

    internal BudgetScope? Parent => parent;

    internal bool HasEnded => Volatile.Read(ref disposed) != 0;

    /// <summary>The tags of this scope and of those around it.</summary>
    internal IReadOnlyDictionary<string, string> Tags { get; }

    internal string BegunAtFile { get; }

    internal int BegunAtLine { get; }

    internal string BegunAt => BegunAtFile.Length == 0 ? "an unknown place" : $"{BegunAtFile}:{BegunAtLine}";

    internal TimeSpan? Timeout => time?.Timeout;

    internal ScopeTime? Time => time;

    /// <summary>How often calls have failed, where the scope limits that.</summary>
    internal FailedAttempts? Attempts { get; }

    /// <summary>Whether this scope or one around it counts attempts.</summary>
    internal bool CountsAttempts { get; }

    /// <summary>How many scopes of each name had ended in which this one was begun; <see langword="null"/> for none.</summary>
    internal IReadOnlyDictionary<string, int>? EndedAround { get; private init; }

    /// <summary>Whether the scope refuses calls whose cost has no bound.</summary>
    internal bool RefusesUnbounded { get; }

    /// <summary>Cancelled when the time of this scope or of one around it is over, and by nothing else.</summary>
    internal CancellationToken Deadline { get; }

    /// <summary>Begins a scope, nested in the current one if there is one. Dispose it to end it: <c>using var scope = ...</c>.</summary>
    /// <param name="budget">The limits; one at least must be set. It is copied: later changes to the object do not change the scope.</param>
    /// <param name="name">A name for exceptions and reports; by default that of the budget, or else that of the calling member.</param>
    /// <param name="memberName">Filled in by the compiler.</param>
    /// <param name="filePath">Filled in by the compiler: where the scope was begun.</param>
    /// <param name="lineNumber">Filled in by the compiler: where the scope was begun.</param>
    /// <exception cref="ArgumentNullException"><paramref name="budget"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="budget"/> sets no limit at all, or a <see cref="Budget.Window"/> without a limit that it renews.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// Another budget with a window has the same <see cref="Budget.Name"/> and other limits. Or the guard cannot see requests, because this process switched off the events of .NET's HTTP client; the message says how to
    /// switch them on.
    /// </exception>
    /// <exception cref="BudgetExceededException">The scope would be deeper than its <see cref="Budget.MaxDepth"/>.</exception>
    /// <exception cref="PlatformNotSupportedException">
    /// The HTTP client of this platform (.NET Framework, the browser) does not raise those events.
    /// </exception>
    public static BudgetScope Begin(
        Budget budget,
        string? name = null,
        [CallerMemberName] string memberName = "",
        [CallerFilePath] string filePath = "",
        [CallerLineNumber] int lineNumber = 0)
    {
        if (budget is null)
        {
            throw new ArgumentNullException(nameof(budget));
        }

        // A copy: what the caller sets later does not concern this scope.
        budget = budget with { };
        if (!budget.HasLimit)
        {
            throw new ArgumentException(
                "The budget limits nothing: set MaxCalls, MaxCostUsd, MaxTokens, MaxInputTokens, MaxOutputTokens, Timeout, MaxConcurrentCalls, MaxAttemptsPerCall or MaxDepth.", nameof(budget));
        }

        if (budget.Window is not null && !budget.HasRenewableLimit)
        {
            throw new ArgumentException(
                "Budget.Window renews nothing: with it set MaxCalls, MaxCostUsd, MaxTokens, MaxInputTokens or MaxOutputTokens. A Timeout is not renewed.", nameof(budget));
        }

        Http.Guard.EnsureAttached();
        Process.ProcessBudgets.Start();
        name ??= budget.Name ?? (memberName.Length > 0 ? memberName : "unnamed");
        var around = Ambient.Value;
        ScopeRules.RefuseIfTooDeep(budget, name, around);
        var open = around;
        while (open is { HasEnded: true })
        {
            // Work that outlives a scope may have one of its own.
            open = open.parent;
        }

        var scope = new BudgetScope(budget, open, name, filePath, lineNumber) { EndedAround = ScopeRules.EndedBetween(around, open) };
        Ambient.Value = scope;
        return scope;
    }

    /// <summary>
    /// Begins a scope with the budget that the configuration gives to a feature (<c>ClaudeCost:Features</c>). With a window, all
    /// scopes of one feature share it. See <see cref="Begin"/>.
    /// </summary>
    /// <param name="feature">The feature's name in the configuration. <c>*</c> there gives each feature that is not named a budget of its own.</param>
    /// <param name="filePath">Filled in by the compiler: where the scope was begun.</param>
    /// <param name="lineNumber">Filled in by the compiler: where the scope was begun.</param>
    /// <exception cref="ArgumentNullException"><paramref name="feature"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">The configuration has no budget for it; the message says what to add.</exception>
    public static BudgetScope BeginFeature(string feature, [CallerFilePath] string filePath = "", [CallerLineNumber] int lineNumber = 0) =>
        BeginConfigured("Features", "feature", feature, static set => set.Features, filePath, lineNumber);

    /// <summary>
    /// Begins a scope with the budget that the configuration gives to a user (<c>ClaudeCost:Users</c>). With a window, all scopes of
    /// one user share it. See <see cref="Begin"/>.
    /// </summary>
    /// <param name="user">The user's name or id. <c>*</c> in the configuration gives each user that is not named a budget of its own.</param>
    /// <param name="filePath">Filled in by the compiler: where the scope was begun.</param>
    /// <param name="lineNumber">Filled in by the compiler: where the scope was begun.</param>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">The configuration has no budget for it; the message says what to add.</exception>
    public static BudgetScope BeginUser(string user, [CallerFilePath] string filePath = "", [CallerLineNumber] int lineNumber = 0) =>
        BeginConfigured("Users", "user", user, static set => set.Users, filePath, lineNumber);

    /// <summary>
    /// Ends the scope: every later call of work that was started inside it is refused, and <see cref="Token"/> is cancelled.
    /// Calls in flight go on and are still settled. Ending it twice, or ending a scope before those nested in it, does no harm:
    /// the nested ones are closed with it.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        account.Close(BudgetLimit.ScopeEnded);
        if (account.Books.Name is not null)
        {
            NamedBooks.Leave(account.Books);
        }

        parentClosed.Dispose();
        QuietCancellation.Cancel(closed);
        if (account.Usage().CallsInFlight == 0)
        {
            // Replies that are still arriving keep their deadline.
            time?.Forget();
        }

        // Only the flow that is in this scope leaves it. If a nested scope is still current, it keeps its place in the chain and
        // leads past this one when it ends.
        if (ReferenceEquals(Ambient.Value, this))
        {
            var outer = parent;
            while (outer is not null && Volatile.Read(ref outer.disposed) != 0)
            {
                outer = outer.parent;
            }

            Ambient.Value = outer;
        }
    }

    void IBudgetOwner.Closed() => QuietCancellation.Cancel(closed);

    /// <summary>The exception for a reply that was still arriving when the time was over.</summary>
    internal BudgetExceededException TimeIsOver()
    {
        var scope = this;
        while (scope.parent is not null && scope.time?.Left != TimeSpan.Zero)
        {
            scope = scope.parent;
        }

        return new BudgetExceededException(scope, new Denial(scope.account, BudgetLimit.Time), null);
    }

    /// <summary>Closes the scopes whose time is over although their timers have not rung yet.</summary>
    internal void CloseWhatIsLate()
    {
        if (!account.IsTimed || due.IsAhead)
        {
            return;
        }

        for (var scope = this; scope is not null; scope = scope.parent)
        {
            if (scope.time is { } its && !scope.account.IsClosedForGood && its.Left == TimeSpan.Zero)
            {
                its.IsUp();
            }
        }
    }

    private static Books BooksOf(Budget budget)
    {
        var mostOpen = budget.MaxConcurrentCalls ?? long.MaxValue;
        return budget.Window is null ? new Books(budget.Limits, mostOpen: mostOpen)
            : budget.Name is null ? new Books(budget.Limits, budget.Window, budget.TimeProvider, mostOpen: mostOpen)
            : NamedBooks.Join(budget);
    }

    private static IReadOnlyDictionary<string, string> TagsOf(Budget budget, BudgetScope? parent)
    {
        if (parent is null || parent.Tags.Count == 0)
        {
            return budget.Tags;
        }

        if (budget.Tags.Count == 0)
        {
            return parent.Tags;
        }

        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in parent.Tags.Concat(budget.Tags))
        {
            all[tag.Key] = tag.Value;
        }

        return all;
    }

    private static BudgetScope BeginConfigured(string section, string kind, string name, Func<Process.ProcessBudgetSet, IReadOnlyDictionary<string, Budget>> of, string file, int line)
    {
        if (name is null)
        {
            throw new ArgumentNullException(kind);
        }

        var set = Process.ProcessBudgets.Current;
        var budgets = of(set);
        if (!budgets.TryGetValue(name, out var budget) && !budgets.TryGetValue("*", out budget))
        {
            throw new InvalidOperationException(
                $"No budget is configured for {kind} '{name}': add ClaudeCost:{section}:{name} or ClaudeCost:{section}:* to the configuration that is given to services.AddClaudeCost, or use BudgetScope.Begin with a budget.");
        }

        // Names in a configuration know no case: whoever spells one differently has no second budget by that.
        return Begin(budget with { Name = $"{kind}:{budget.Name ?? name}", Generation = set.Generation }, null, "", file, line);
    }

    private void CloseForTime()
    {
        account.Close(BudgetLimit.Time);
        QuietCancellation.Cancel(closed);
    }
}
