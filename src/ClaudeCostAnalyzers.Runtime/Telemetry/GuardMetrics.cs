using System.Diagnostics.Metrics;
using System.Globalization;
using ClaudeCost.Attempts;

namespace ClaudeCost.Telemetry;

/// <summary>
/// What the guard measures, as metrics of the meter <c>ClaudeCost</c>: those of OpenTelemetry's conventions for generative AI (in
/// development, as of version 1.42 of the conventions), and its own.
/// </summary>
internal static class GuardMetrics
{
    public const string MeterName = "ClaudeCost";

    // Names of scopes may be made from users and sessions; a back end for metrics must not drown in them.
    private const int MostNames = 1_000;
    private const string Rest = "(other)";

    internal static readonly Meter Meter = new(MeterName, typeof(GuardMetrics).Assembly.GetName().Version?.ToString(3));

    private static readonly Histogram<long> Tokens = Histograms.Create<long>(
        Meter, "gen_ai.client.token.usage", "{token}", "Number of input and output tokens used.",
        [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864]);

    private static readonly Histogram<double> Duration = Histograms.Create<double>(
        Meter, "gen_ai.client.operation.duration", "s", "GenAI operation duration: of each physical attempt, until its reply is read.",
        [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92]);

    private static readonly Counter<double> Spend = Meter.CreateCounter<double>(
        "claude_cost.spend", "{USD}", "US dollars charged, suspect ones included.");

    private static readonly Counter<double> Suspect = Meter.CreateCounter<double>(
        "claude_cost.suspect", "{USD}", "The part of claude_cost.spend that no final usage confirms.");

    private static readonly Counter<double> CorrectedUsd = Meter.CreateCounter<double>(
        "claude_cost.corrected", "{USD}", "US dollars of claude_cost.suspect that the results of batches took back.");

    private static readonly Counter<long> Denied = Meter.CreateCounter<long>(
        "claude_cost.denied", "{call}", "Calls that a budget or the kill switch refused.");

    private static readonly Histogram<double> BoundRatio = Histograms.Create<double>(
        Meter, "claude_cost.bound_ratio", "1", "What a call cost, divided by the worst case that was reserved for it.",
        [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.8, 1, 1.2, 2]);

    private static readonly ObservableGauge<double> Reserved = Meter.CreateObservableGauge(
        "claude_cost.reserved", BudgetGauges.Reserved, "{USD}", "US dollars that calls in flight hold.");

    private static readonly ObservableGauge<double> Remaining = Meter.CreateObservableGauge(
        "claude_cost.remaining", BudgetGauges.Remaining, "{USD}", "US dollars that a budget has left.");

    private static readonly ObservableGauge<double> Used = Meter.CreateObservableGauge(
        "claude_cost.used_ratio", BudgetGauges.Used, "1", "Spent and reserved, divided by the limit: of the limit of a budget that is used most.");

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal);

    /// <summary>Whether anybody listens.</summary>
    public static bool IsOn => Spend.Enabled || Duration.Enabled || Tokens.Enabled || Denied.Enabled || Suspect.Enabled || CorrectedUsd.Enabled || BoundRatio.Enabled || HasGauges;

    private static bool HasGauges => Remaining.Enabled || Reserved.Enabled || Used.Enabled;

    public static void Record(SettledAttempt attempt)
    {
        if (HasGauges && attempt.Scope is { } scope)
        {
            BudgetGauges.Watch(scope);
        }

        var scopeName = NameOf(attempt.Scope?.Name);
        if (attempt.Refusal is { } refusal)
        {
            var of = CommonOf(attempt);
            of.Add("claude_cost.scope", scopeName);
            of.Add("claude_cost.budget", NameOf(refusal.ScopeName));
            of.Add("claude_cost.limit", refusal.Limit.ToString());
            Denied.Add(1, of);
            return;
        }

        if (attempt.Outcome == AttemptOutcome.Redirected)
        {
            return;
        }

        RecordConventional(attempt);
        if (attempt.Charged.NanoUsd > 0)
        {
            var of = CommonOf(attempt);
            of.Add("claude_cost.scope", scopeName);
            var usd = (double)Money.ToUsd(attempt.Charged.NanoUsd);
            Spend.Add(usd, of);
            if (attempt.IsSuspect)
            {
                Suspect.Add(usd, of);
            }
        }

        if (attempt.Outcome == AttemptOutcome.Completed)
        {
            RecordBoundRatio(attempt);
        }
    }

    /// <summary>
    /// A batch whose worst case has been recorded as spent and suspect: what it took less comes back, and what it took more is spent.
    /// </summary>
    public static void RecordCorrection(SettledAttempt attempt)
    {
        var of = CommonOf(attempt);
        RecordTokens(attempt, WithServed(of, attempt));
        var less = (double)Money.ToUsd(attempt.Reservation.Amounts.NanoUsd - attempt.Charged.NanoUsd);
        of.Add("claude_cost.scope", NameOf(attempt.Scope?.Name));
        if (less > 0)
        {
            CorrectedUsd.Add(less, of);
        }
        else if (less < 0)
        {
            Spend.Add(-less, of);
        }

        RecordBoundRatio(attempt);
    }

    /// <summary>A name as it may be used for an attribute: beyond the first thousand they are one.</summary>
    public static string NameOf(string? name)
    {
        if (name is null)
        {
            return "";
        }

        lock (Names)
        {
            return Names.Contains(name) || (Names.Count < MostNames && Names.Add(name)) ? name : Rest;
        }
    }

    private static void RecordBoundRatio(SettledAttempt attempt)
    {
        if (attempt.Reservation.Amounts.NanoUsd is > 0 and var held)
        {
            BoundRatio.Record((double)attempt.Charged.NanoUsd / held, CommonOf(attempt));
        }
    }

    private static void RecordTokens(SettledAttempt attempt, System.Diagnostics.TagList of)
    {
        if (!Tokens.Enabled)
        {
            return;
        }

        var input = of;
        input.Add("gen_ai.token.type", "input");
        Tokens.Record(attempt.Charged.InputTokens, input);
        if (attempt.Usage?.Output is not null)
        {
            var output = of;
            output.Add("gen_ai.token.type", "output");
            Tokens.Record(attempt.Charged.OutputTokens, output);
        }
    }

    private static System.Diagnostics.TagList WithServed(System.Diagnostics.TagList of, SettledAttempt attempt)
    {
        if (attempt.ModelServed is { } served)
        {
            of.Add("gen_ai.response.model", served);
        }

        if (attempt.Address is { } address)
        {
            of.Add("server.address", address.Host);
            of.Add("server.port", address.Port);
        }

        return of;
    }

    private static void RecordConventional(SettledAttempt attempt)
    {
        var of = WithServed(CommonOf(attempt), attempt);

        // Only what the provider has confirmed: a worst case is no usage.
        if (attempt.Outcome == AttemptOutcome.Completed)
        {
            RecordTokens(attempt, of);
        }

        if (attempt.Status is >= 400 and var status)
        {
            of.Add("error.type", status.ToString(CultureInfo.InvariantCulture));
        }
        else if (attempt.ErrorType is { } error)
        {
            of.Add("error.type", error);
        }
        else if (attempt.Outcome is AttemptOutcome.NoReply)
        {
            of.Add("error.type", "_OTHER");
        }

        Duration.Record(attempt.Duration.TotalSeconds, of);
    }

    private static System.Diagnostics.TagList CommonOf(SettledAttempt attempt)
    {
        var of = new System.Diagnostics.TagList { { "gen_ai.operation.name", attempt.Operation }, { "gen_ai.provider.name", attempt.Provider ?? "_OTHER" } };
        if (attempt.ModelAsked is { } model)
        {
            of.Add("gen_ai.request.model", model);
        }

        return of;
    }
}
