namespace ClaudeCost.Alerts;

/// <summary>A call used more than its worst case: what the guarantee rests on does not hold for that model.</summary>
internal sealed class BoundRule : IAlertRule
{
    private readonly HashSet<string> said = new(StringComparer.Ordinal);
    private DateTime day;

    public IEnumerable<BudgetAlert> Judge(AlertEvent happening)
    {
        var attempt = happening.Attempt;
        if (!attempt.BoundViolated)
        {
            yield break;
        }

        var today = happening.Now.UtcDateTime.Date;
        if (today != day)
        {
            day = today;
            said.Clear();
        }

        var model = attempt.ModelAsked ?? "(unknown)";
        if (said.Add(model))
        {
            yield return new BudgetAlert
            {
                Kind = BudgetAlertKind.BoundViolated,
                Time = happening.Now,
                Budget = attempt.Scope?.Name ?? "",
                Model = model,
                Limit = BudgetLimit.Cost,
                Spent = Money.ToUsd(attempt.Charged.NanoUsd),
                Maximum = Money.ToUsd(attempt.Reservation.Amounts.NanoUsd),
                Message = FormattableString.Invariant(
                    $"A call to model '{model}' used {attempt.Charged.Tokens:N0} tokens and {Money.Format(Money.ToUsd(attempt.Charged.NanoUsd))}; its worst case was {attempt.Reservation.Amounts.Tokens:N0} tokens and {Money.Format(Money.ToUsd(attempt.Reservation.Amounts.NanoUsd))}. Budgets may be overrun by such calls."),
            };
        }
    }
}
