using ClaudeCost.Process;

namespace ClaudeCost.Configuration;

/// <summary>What the section <c>ClaudeCost</c> says.</summary>
internal sealed record Settings(ProcessBudgetSet Budgets, PriceCatalog? Prices, LedgerSettings? Ledger, AlertSettings? Alerts);
