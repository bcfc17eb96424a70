using ClaudeCost.Process;

/// <summary>
/// What .NET calls before <c>Main</c> when this assembly is one of its startup hooks (<c>DOTNET_STARTUP_HOOKS</c>): the budgets of
/// the environment then hold for a program that has no line of code for them. The name and the missing namespace are .NET's.
/// </summary>
internal static class StartupHook
{
    public static void Initialize() => ProcessBudgets.Start();
}
