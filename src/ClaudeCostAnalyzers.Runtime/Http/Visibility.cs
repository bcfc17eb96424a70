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
    public static void Check()
    {
        if (IsNetFramework)
        {
            throw new PlatformNotSupportedException(
                "A budget scope cannot guard this process: the HTTP client of .NET Framework does not let a request be stopped before it is sent. Run on .NET 8 or later.");
        }

        // The order of .NET's own HttpClient: the switch goes before the variable.
        if (AppContext.TryGetSwitch(Switch, out var enabled))
        {
            if (!enabled)
            {
                throw SwitchedOff($"the AppContext switch {Switch} is false. Remove it from the project file, runtimeconfig.json or the call of AppContext.SetSwitch");
            }
        }
        else if (Environment.GetEnvironmentVariable(Variable) is { } value && (value == "0" || value.Equals("false", StringComparison.OrdinalIgnoreCase)))
        {
            throw SwitchedOff($"the environment variable {Variable} is {value}. Remove it");
        }
    }

    public static InvalidOperationException SwitchedOff(string cause) => new(
        $"A budget scope cannot guard this process: the events of .NET's HTTP client are switched off, because {cause}, and start the process again.");
}
