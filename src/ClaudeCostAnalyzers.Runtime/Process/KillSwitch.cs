namespace ClaudeCost.Process;

/// <summary>
/// Stops every call to a model, from the next request on: by code, by an environment variable, or by a file that exists.
/// </summary>
internal static class KillSwitch
{
    public const string Variable = "CLAUDE_COST_STOP";
    public const string FileVariable = "CLAUDE_COST_STOP_FILE";

    private static volatile string? reason;

    /// <summary>Why calls are stopped by code; <see langword="null"/> if they are not.</summary>
    public static string? Reason
    {
        get => reason;
        set => reason = value;
    }

    public static bool IsThrown => By() is not null;

    /// <exception cref="BudgetExceededException">Calls are stopped.</exception>
    public static void ThrowIfOn()
    {
        if (By() is { } by)
        {
            throw new BudgetExceededException(new Owner(by), new Denial(null!, BudgetLimit.Stopped), null);
        }
    }

    private static string? By() =>
        reason is { } code ? "by code" + (code.Length == 0 ? "" : $" ({code})")
            : IsOn(Environment.GetEnvironmentVariable(Variable)) ? $"by the environment variable {Variable}"
            : ProcessBudgets.Current.StopFiles.FirstOrDefault(Exists) is { } file ? $"by the file {file}"
            : null;

    /// <summary>The path whatever the current folder will be.</summary>
    /// <exception cref="ArgumentException">It is no path.</exception>
    public static string FullPath(string path) => string.IsNullOrWhiteSpace(path) ? throw new ArgumentException("The path is empty.", nameof(path)) : Path.GetFullPath(path.Trim());

    // A folder of that name was made by somebody who wants the calls stopped, too.
#if NET
    private static bool Exists(string path) => Path.Exists(path);
#else
    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);
#endif

    /// <summary>Anything but a plain no is a yes: a typing error must not keep the calls going.</summary>
    private static bool IsOn(string? value) =>
        !string.IsNullOrWhiteSpace(value) && value!.Trim() is not "0" && !"false".Equals(value.Trim(), StringComparison.OrdinalIgnoreCase);

    private sealed class Owner(string by) : IBudgetOwner
    {
        public string Name => "kill switch";

        public string Description => $"All calls to models are stopped {by}, which";

        public string BegunAtFile => "";

        public int BegunAtLine => 0;

        public TimeSpan? Timeout => null;

        public void Closed()
        {
        }
    }
}
