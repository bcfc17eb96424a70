using ClaudeCost.Attempts;

namespace ClaudeCost.Alerts;

/// <summary>A key comes back that was not used for long: leaked keys often are such.</summary>
internal sealed class DormantKeyRule(int days, KeyUses uses) : IAlertRule
{
    public IEnumerable<BudgetAlert> Judge(AlertEvent happening)
    {
        var attempt = happening.Attempt;
        if (attempt.KeyEnd is not { } end || attempt.Outcome is AttemptOutcome.Denied or AttemptOutcome.NotSent)
        {
            yield break;
        }

        var provider = attempt.Provider ?? "unknown";
        var today = happening.Now.UtcDateTime.Date;
        var last = uses.Used($"{provider}:{end}", today);
        if (last is { } day && (today - day).TotalDays >= days)
        {
            yield return new BudgetAlert
            {
                Kind = BudgetAlertKind.DormantKey,
                Time = happening.Now,
                Budget = attempt.Scope?.Name ?? "",
                KeyEnd = end,
                Message = FormattableString.Invariant($"The key of {provider} that ends in '{end}' is used again after {(today - day).TotalDays:N0} days. If nobody expects it, it may have leaked: revoke it at the provider."),
            };
        }
    }
}
