using System.CommandLine;
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
        var path = new Argument<string>("path")
        {
            Description = "A solution (.sln, .slnx, .slnf), a C# project, a file-based program (.cs), or a folder that holds one of them.",
            DefaultValueFactory = _ => ".",
        };
        path.Validators.Add(result =>
        {
            // An option that does not exist would otherwise be taken for the path.
            if (result.Tokens is [{ Value: ['-', _, ..] option }])
                result.AddError($"There is no option '{option}'.");
        });
        var sarif = new Option<string?>("--sarif") { Description = "Also write the findings to this file as SARIF 2.1.0.", HelpName = "file" };
        var minimum = new Option<DiagnosticSeverity?>("--min-severity")
        {
            Description = "Show findings of this severity and above, and let them decide the exit code. "
                + "Without it, info and above are shown and warnings and above decide.",
            HelpName = "hidden|info|warning|error",
            CustomParser = result => ParseSeverity(result.Tokens[0].Value, result.AddError),
        };
        var noRestore = new Option<bool>("--no-restore") { Description = "Do not restore packages; fail where they are not restored." };

        var command = new Command("scan", "Find LLM calls that nothing bounds, missing token caps and keys in source.") { path, sarif, minimum, noRestore };
        command.SetAction((parsed, cancel) => RunAsync(
            host, parsed.GetValue(path)!, parsed.GetValue(sarif), parsed.GetValue(minimum), restore: !parsed.GetValue(noRestore), cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        ToolHost host, string path, string? sarif, DiagnosticSeverity? minimum, bool restore, CancellationToken cancel)
    {
        ScanResult result;
        try
        {
            result = await Reporting.Progress.ShowAsync(host.Error, host.LiveProgress, progress =>
                new Scanner(host.Rules(), host.Dotnet, progress).ScanAsync(Path.GetFullPath(path, host.WorkingDirectory), restore, cancel));
        }
        catch (AnalysisException e)
        {
            new ConsoleReport(host.Error, host.WrapError, host.WorkingDirectory).Write(e);
            var failed = new ScanResult([], [new(NoteLevel.Error, e.Message, e.Remedy)], 0, [], TimeSpan.Zero);
            WriteSarif(host, sarif, failed, ExitCodes.CouldNotAnalyse);
            return ExitCodes.CouldNotAnalyse;
        }

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
            new ConsoleReport(host.Error, host.WrapError, host.WorkingDirectory)
                .Write(new AnalysisException($"The SARIF log {file} cannot be written: {e.Message}", "Name a file that can be written."));
            return false;
        }
    }

    private static DiagnosticSeverity? ParseSeverity(string text, Action<string> addError)
    {
        switch (text.ToLowerInvariant())
        {
            case "hidden": return DiagnosticSeverity.Hidden;
            case "info": return DiagnosticSeverity.Info;
            case "warning": return DiagnosticSeverity.Warning;
            case "error": return DiagnosticSeverity.Error;
            default:
                addError($"'{text}' is not a severity; use hidden, info, warning or error.");
                return null;
        }
    }
}
