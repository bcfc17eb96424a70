using System.Runtime.InteropServices;

namespace ClaudeCost.Http;

/// <summary>Whether this process raises the events that the guard listens to.</summary>
internal static class Visibility
{
    private const string Switch = "System.Net.Http.EnableActivityPropagation";
    private const string Variable = "DOTNET_SYSTEM_NET_HTTP_ENABLEACTIVITYPROPAGATION";

    private static readonly bool IsNetFramework = RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);

    /// <exception cref="PlatformNotSupportedException">The platform's HTTP client raises other events, or none.</exception>
    /// <exception cref="InvalidOperationException">The events are switched off in this process.</exception>
    public static void Check() => Check(
        IsNetFramework,
        AppContext.TryGetSwitch(Switch, out var enabled) ? enabled : null,
        Environment.GetEnvironmentVariable(Variable));

    /// <inheritdoc cref="Check()"/>
    internal static void Check(bool isNetFramework, bool? switchValue, string? variableValue)
    {
        if (isNetFramework)
        {
            throw new PlatformNotSupportedException(
                "A budget scope cannot guard this process: the HTTP client of .NET Framework does not let a request be stopped before it is sent. Run on .NET 8 or later, or give every client a BudgetHandler and set BudgetGuard.HandlersOnly.");
        }

        // The order of .NET's own HttpClient: the switch goes before the variable.
        if (switchValue is { } enabled)
        {
            if (!enabled)
            {
                throw SwitchedOff($"the AppContext switch {Switch} is false. Remove it from the project file (HttpActivityPropagationSupport), runtimeconfig.json or the call of AppContext.SetSwitch");
            }
        }
        else if (variableValue == "0" || "false".Equals(variableValue, StringComparison.OrdinalIgnoreCase))
        {
            throw SwitchedOff($"the environment variable {Variable} is {variableValue}. Remove it");
        }
    }

    private static InvalidOperationException SwitchedOff(string cause) => new(
        $"A budget scope cannot guard this process: the events of .NET's HTTP client are switched off, because {cause}, and start the process again. Or give every client a BudgetHandler and set BudgetGuard.HandlersOnly.");
}
