namespace ClaudeCost.Alerts;

/// <summary>Finds what to alert about. Asked by one thread, event by event.</summary>
internal interface IAlertRule
{
    IEnumerable<BudgetAlert> Judge(AlertEvent happening);
}
