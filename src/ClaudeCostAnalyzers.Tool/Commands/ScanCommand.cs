using System.CommandLine;
using ClaudeCostAnalyzers.Baselines;
using ClaudeCostAnalyzers.Tool.Analysis;
using ClaudeCostAnalyzers.Tool.Loading;
using ClaudeCostAnalyzers.Tool.Reporting;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Tool.Commands;

/// <summary><c>claude-cost scan</c>: finds LLM calls that nothing bounds, without touching the code.</summary>
internal static class ScanCommand
{
    public static Command Create(ToolHost host)
    {
        var path = CommonOptions.Path();
        var sarif = new Option<string?>("--sarif") { Description = "Also write the findings to this file as SARIF 2.1.0.", HelpName = "file" };
        var minimum = CommonOptions.MinSeverity("Show findings of this severity and above, and let them decide the exit code. "
            + "Without it, info and above are shown and warnings and above decide.");
        var noBaseline = new Option<bool>("--no-baseline") { Description = $"Show and count also what the baseline ({BaselineFile.Name}) holds." };
        var noRestore = CommonOptions.NoRestore();

        var command = new Command("scan", "Find LLM calls that nothing bounds, missing token caps and keys in source.") { path, sarif, minimum, noBaseline, noRestore };
        command.SetAction((parsed, cancel) => RunAsync(
            host, parsed.GetValue(path)!, parsed.GetValue(sarif), parsed.GetValue(minimum), !parsed.GetValue(noBaseline), restore: !parsed.GetValue(noRestore), cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        ToolHost host, string path, string? sarif, DiagnosticSeverity? minimum, bool useBaseline, bool restore, CancellationToken cancel)
    {
        var result = await CommonOptions.RunAsync(
            host,
            progress => new Scanner(host.Rules(), useBaseline, host.Dotnet, progress).ScanAsync(Path.GetFullPath(path, host.WorkingDirectory), restore, cancel),
            e => WriteSarif(host, sarif, new ScanResult([], [new(NoteLevel.Error, e.Message, e.Remedy)], 0, [], "", [], TimeSpan.Zero), ExitCodes.CouldNotAnalyse));
        if (result is null)
            return ExitCodes.CouldNotAnalyse;

        new ConsoleReport(host.Output, host.WrapOutput, host.WorkingDirectory).Write(result, minimum ?? DiagnosticSeverity.Info);
        var exitCode = ExitCode(result, minimum ?? DiagnosticSeverity.Warning);
        return WriteSarif(host, sarif, result, exitCode) ? exitCode : ExitCodes.CouldNotAnalyse;
    }

    /// <summary>An incomplete scan is never clean, and never mistaken for one that found all there is.</summary>
    private static int ExitCode(ScanResult result, DiagnosticSeverity counts) =>
        !result.IsComplete ? ExitCodes.CouldNotAnalyse
        : result.Findings.Any(f => f.Suppression is null && f.Severity >= counts) ? ExitCodes.Findings
        : ExitCodes.Clean;

    private static bool WriteSarif(ToolHost host, string? file, ScanResult result, int exitCode)
    {
        if (file is null)
            return true;
        try
        {
            new SarifLog(host.WorkingDirectory).Write(Path.GetFullPath(file, host.WorkingDirectory), result, exitCode);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            CommonOptions.Fail(host, new AnalysisException($"The SARIF log {file} cannot be written: {e.Message}", "Name a file that can be written."));
            return false;
        }
    }
}
