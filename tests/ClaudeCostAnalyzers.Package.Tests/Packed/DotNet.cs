using System.Collections;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace ClaudeCostAnalyzers.Package.Tests.Packed;

/// <summary>What one run of a command came to.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output)
{
    /// <summary>Every code that the build reported, as <c>warning CCA1002 Agent.cs</c>, once each and in order.</summary>
    public string[] Reported => Regex.Matches(Output, @"^\s*(?:.*?([^/\\\s(]+)(?:\([\d,]+\))? ?: )?(warning|error) ([A-Z]+\d+):", RegexOptions.Multiline)
        .Select(line => $"{line.Groups[2].Value} {line.Groups[3].Value} {line.Groups[1].Value}".TrimEnd())
        .Distinct().Order(StringComparer.Ordinal).ToArray();

    public CommandResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"{Command} ended with {ExitCode}:\n{Output}");
        return this;
    }

    public CommandResult Failed()
    {
        Assert.True(ExitCode != 0, $"{Command} was expected to fail:\n{Output}");
        return this;
    }
}

/// <summary>Runs <c>dotnet</c> as a user's shell would: nothing of this test run's own build leaks into it.</summary>
internal static class DotNet
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<CommandResult> RunAsync(string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOfThisRun).ToList())
            start.Environment.Remove(name);
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // A build node that stays behind would keep this process's pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {string.Join(' ', arguments)} had not ended after {Patience}:\n{output}");
        }

        return new CommandResult("dotnet " + string.Join(' ', arguments), process.ExitCode, output.ToString());
    }

    /// <summary>Variables by which a build server, or the build that started these tests, would change a child's build.</summary>
    private static bool IsOfThisRun(string variable) =>
        variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("ClaudeCost", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("ANTHROPIC_", StringComparison.OrdinalIgnoreCase)
        || variable is "CI" or "ContinuousIntegrationBuild" or "TF_BUILD" or "GITHUB_ACTIONS";

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
            output.AppendLine(line);
    }
}
