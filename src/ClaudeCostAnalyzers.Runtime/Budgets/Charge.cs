using System.Diagnostics;
using ClaudeCost.Attempts;
using ClaudeCost.Pricing;
using ClaudeCost.Process;
using ClaudeCost.Usage;

namespace ClaudeCost;

/// <summary>One call to a model: what it holds in its budgets, and how that is settled, exactly once.</summary>
internal class Charge
{
    private static readonly double TicksPerTimestamp = (double)TimeSpan.TicksPerSecond / Stopwatch.Frequency;

    private readonly AccountChain chain;
    private readonly Reservation reservation;

    // Only for observers: to look at the clock takes longer than to reserve. Whoever comes later goes by the milliseconds of the system.
    private long madeAt = AttemptFeed.IsObserved ? Stopwatch.GetTimestamp() : 0;
    private int madeAtTick = Environment.TickCount;
    private long ticket;
    private int level;
    private int settled;

    // What observers were told of a batch, which is not the last word.
    private SettledAttempt? published;

    public Charge(BudgetScope? scope, in AccountChain chain, string? model, in Reservation reservation)
    {
        Scope = scope;
        this.chain = chain;
        Model = model;
        this.reservation = reservation;
    }

    /// <summary>Cancelled when the time of a scope around the call is over.</summary>
    public CancellationToken Deadline => Scope?.Deadline ?? default;

    public ref readonly Reservation Reservation => ref reservation;

    protected BudgetScope? Scope { get; }

    protected string? Model { get; }

    /// <summary>Where it goes; <see langword="null"/> for a model in the process.</summary>
    protected virtual Uri? Address => null;

    /// <summary>Reserves the worst case, without waiting.</summary>
    /// <param name="other">
    /// What was reserved for the same call further out: it is given back in the same step, so that nobody who waits comes in between.
    /// </param>
    /// <exception cref="BudgetExceededException">It does not fit.</exception>
    public void ReserveInPlaceOf(Charge? other)
    {
        try
        {
            KillSwitch.ThrowIfOn();
            BeforeReserving();
            ticket = other is not null && Interlocked.Exchange(ref other.settled, 1) == 0
                ? CallGate.Exchange(other.chain, other.ticket, other.Reservation.Amounts, chain, Reservation.Amounts, Reservation.Why)
                : CallGate.Reserve(chain, Reservation.Amounts, Reservation.Why);
            IsUnderWay();
        }
        catch (BudgetExceededException refusal)
        {
            Refused(refusal);
            throw;
        }
        finally
        {
            // Only where it was refused before anything was given back.
            other?.Withdraw();
        }
    }

    /// <summary>Reserves the worst case, and waits for room where the budgets say so.</summary>
    /// <exception cref="BudgetExceededException">It does not fit.</exception>
    /// <exception cref="OperationCanceledException">The call was given up before it was sent; nothing is reserved.</exception>
    public ValueTask ReserveAsync(CancellationToken cancellationToken)
    {
        ValueTask<long> reserving;
        try
        {
            KillSwitch.ThrowIfOn();
            BeforeReserving();
            reserving = CallGate.ReserveAsync(chain, Reservation.Amounts, Reservation.Why, cancellationToken);
        }
        catch (BudgetExceededException refusal)
        {
            Refused(refusal);
            throw;
        }

        if (!reserving.IsCompletedSuccessfully)
        {
            return WaitAsync(reserving);
        }

        ticket = reserving.Result;
        if (cancellationToken.IsCancellationRequested)
        {
            // Nothing is sent. Not asked before, because a refusal says more than that the call was given up.
            GiveBack();
            cancellationToken.ThrowIfCancellationRequested();
        }

        IsUnderWay();
        return default;
    }

    private async ValueTask WaitAsync(ValueTask<long> reserving)
    {
        try
        {
            ticket = await reserving.ConfigureAwait(false);
            GiveBackIfStopped();

            // It leaves now, and is charged to the window of this moment: that is when it began, for whoever adds up windows later.
            madeAt = IsObservedFromItsBeginning ? Stopwatch.GetTimestamp() : 0;
            madeAtTick = Environment.TickCount;
            IsUnderWay();
        }
        catch (BudgetExceededException refusal)
        {
            Refused(refusal);
            throw;
        }
    }

    /// <summary>Calls may have been stopped while this one waited.</summary>
    private void GiveBackIfStopped()
    {
        try
        {
            KillSwitch.ThrowIfOn();
        }
        catch (BudgetExceededException)
        {
            GiveBack();
            throw;
        }
    }

    private void GiveBack()
    {
        if (Interlocked.Exchange(ref settled, 1) == 0)
        {
            chain.Settle(ticket, Reservation.Amounts, default, suspect: false);
        }
    }

    /// <summary>Whether it has been taken over exactly so often.</summary>
    public bool IsAt(int expected) => Volatile.Read(ref level) == expected;

    /// <summary>Takes it over from who took it over last.</summary>
    public bool TryTake(int from) => Interlocked.CompareExchange(ref level, from + 1, from) == from;

    /// <summary>Another request goes out in its place, and is an attempt of its own.</summary>
    public void Withdraw()
    {
        AttemptsInFlight.Remove(this);
        GiveBack();
        if (AttemptFeed.IsObserved)
        {
            AttemptFeed.PublishWithdrawn(Describe());
        }
    }

    /// <summary>Nothing has left the process.</summary>
    public void NotSent() => Settle(default, suspect: false, AttemptOutcome.NotSent);

    /// <summary>Nobody says what was used.</summary>
    public void StaysCharged(AttemptOutcome outcome, TokenUsage? usage = null, string? served = null) =>
        Settle(Reservation.Amounts, suspect: true, outcome, usage, served);

    /// <summary>Settles, if that has not been done.</summary>
    /// <param name="actual">What is charged.</param>
    /// <param name="suspect">Whether no final usage confirms it.</param>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="usage">What the reply said was used.</param>
    /// <param name="served">The model that the reply names.</param>
    public void Settle(in Amounts actual, bool suspect, AttemptOutcome outcome, TokenUsage? usage = null, string? served = null)
    {
        if (Interlocked.Exchange(ref settled, 1) != 0)
        {
            return;
        }

        AttemptsInFlight.Remove(this);
        var within = chain.Settle(ticket, Reservation.Amounts, actual, suspect);
        if (AttemptFeed.IsObserved)
        {
            var attempt = Describe() with
            {
                Outcome = outcome, Charged = actual, IsSuspect = suspect, BoundViolated = !within, Usage = usage?.Copy(), ModelServed = served,
            };
            if (outcome == AttemptOutcome.BatchAccepted)
            {
                published = attempt;
            }

            AttemptFeed.Publish(attempt);
        }

        if (!within)
        {
            WorstCaseExceeded(actual);
        }
    }

    /// <summary>
    /// What a batch has cost is known at last: takes the place of the worst case that it was charged, once. A batch that is not settled
    /// yet is left alone.
    /// </summary>
    /// <param name="actual">What is charged.</param>
    /// <param name="usage">What its results say was used.</param>
    /// <param name="served">The model that they name.</param>
    public void Correct(in Amounts actual, TokenUsage usage, string? served)
    {
        const int Settled = 1;
        const int Corrected = 2;
        if (Interlocked.CompareExchange(ref settled, Corrected, Settled) != Settled)
        {
            return;
        }

        var within = chain.Correct(ticket, Reservation.Amounts, actual);
        if (published is { } before)
        {
            AttemptFeed.PublishCorrected(before with
            {
                Outcome = AttemptOutcome.Corrected, Charged = actual, IsSuspect = false, BoundViolated = !within, Usage = usage, ModelServed = served, Duration = Elapsed,
            });
        }

        if (!within)
        {
            WorstCaseExceeded(actual);
        }
    }

    private void WorstCaseExceeded(in Amounts actual)
    {
        if (Reservation.Bound == CostBound.Bounded(BoundStrength.Measured))
        {
            BoundFactors.Learn(Address, Model, Reservation.Amounts.InputTokens, actual.InputTokens);
        }

        BudgetGuard.Warn(
            BudgetWarningKind.WorstCaseExceeded,
            FormattableString.Invariant($"A call to model '{Model ?? "(unknown)"}' used more than its worst case: {Money.Format(Money.ToUsd(actual.NanoUsd))} and {actual.Tokens:N0} tokens ({actual.OutputTokens:N0} of output) instead of at most {Money.Format(Money.ToUsd(Reservation.Amounts.NanoUsd))} and {Reservation.Amounts.Tokens:N0} ({Reservation.Amounts.OutputTokens:N0}). The whole amount is charged."));
    }

    /// <summary>Whether somebody observed it when it was made.</summary>
    protected bool IsObservedFromItsBeginning => madeAt != 0;

    /// <summary>The exception for a reply that was still arriving when the time of a scope was over.</summary>
    public BudgetExceededException TimeIsOver() => Scope!.TimeIsOver();

    /// <summary>From the making of this, or the end of its waiting, until now.</summary>
    public TimeSpan Elapsed => madeAt != 0
        ? TimeSpan.FromTicks((long)((Stopwatch.GetTimestamp() - madeAt) * TicksPerTimestamp))
        : TimeSpan.FromMilliseconds(unchecked((uint)(Environment.TickCount - madeAtTick)));

    /// <summary>What is known of the attempt whatever its end.</summary>
    protected virtual SettledAttempt Describe()
    {
        var duration = Elapsed;
        return new SettledAttempt
        {
            CallId = Guid.NewGuid(),
            StartedAt = DateTimeOffset.UtcNow - duration,
            Duration = duration,
            ModelAsked = Model,
            Scope = Scope,
            Accounts = chain,
            Reservation = Reservation,
        };
    }

    /// <summary>What is known of the attempt while it is in flight; <see langword="null"/> where it has no name that would tell it from others.</summary>
    public virtual SettledAttempt? DescribeInFlight() => null;

    private void IsUnderWay()
    {
        if (IsObservedFromItsBeginning)
        {
            AttemptsInFlight.Add(this);
        }
    }

    private void Refused(BudgetExceededException refusal)
    {
        if (AttemptFeed.IsObserved)
        {
            AttemptFeed.Publish(Describe() with { Outcome = AttemptOutcome.Denied, Refusal = refusal });
        }
    }

    /// <summary>Throws for reasons that are not in the books.</summary>
    protected virtual void BeforeReserving()
    {
        if (Reservation.Bound.Reason is { } reason)
        {
            Scope?.RefuseIfUnbounded(reason);
            ProcessBudgets.Current.RefuseIfUnbounded(reason);
        }
    }
}
