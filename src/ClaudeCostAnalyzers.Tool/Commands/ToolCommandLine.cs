using System.CommandLine;
using Spectre.Console;

namespace ClaudeCostAnalyzers.Tool.Commands;

/// <summary>The commands of the tool, and how they end.</summary>
internal static class ToolCommandLine
{
    /// <summary>Parses the arguments and runs the command.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, ToolHost host, CancellationToken cancel = default)
    {
        var root = new RootCommand("Finds and stops unbounded spending on LLM calls in C# code.")
        {
            ScanCommand.Create(host),
            FixCommand.Create(host),
            BaselineCommand.Create(host),
            ReportCommand.Create(host),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            // Not the library's own 1: that number means findings.
            foreach (var error in parsed.Errors)
                host.Error.WriteLine("error: " + error.Message);
            host.Error.WriteLine("Run 'claude-cost --help' to see how it is used.");
            return ExitCodes.CouldNotAnalyse;
        }

        try
        {
            // Ctrl+C cancels the token; the command then has this long to end its processes and remove its files.
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
                    Output = host.Output.Profile.Out.Writer,
                    Error = host.Error.Profile.Out.Writer,
                },
                cancel);
        }
        catch (OperationCanceledException)
        {
            host.Error.WriteLine("Cancelled.");
            return ExitCodes.Cancelled;
        }
    }
}
