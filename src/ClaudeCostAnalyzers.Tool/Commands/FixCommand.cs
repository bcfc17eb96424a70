using System.CommandLine;
using System.Text;
using ClaudeCostAnalyzers.Tool.Fixing;
using ClaudeCostAnalyzers.Tool.Loading;
using ClaudeCostAnalyzers.Tool.Reporting;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Tool.Commands;

/// <summary><c>claude-cost fix</c>: applies the fixes that an editor offers, all at once, and shows what changes.</summary>
internal static class FixCommand
{
    public static Command Create(ToolHost host)
    {
        var path = CommonOptions.Path();
        var known = FixSet.CreateAll().SelectMany(fix => fix.FixableDiagnosticIds).Distinct().Order(StringComparer.Ordinal).ToList();
        var rules = new Option<string[]>("--rules")
        {
            Description = $"Fix findings of these rules only. Rules with a fix: {string.Join(", ", known)}.",
            HelpName = "CCA2003,...",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(id => id.ToUpperInvariant())],
        };
        rules.Validators.Add(result =>
        {
            foreach (var unknown in (result.GetValueOrDefault<string[]>() ?? []).Except(known))
                result.AddError($"There is no fix for '{unknown}'; rules with a fix are {string.Join(", ", known)}.");
        });
        var minimum = CommonOptions.MinSeverity("Fix findings of this severity and above; info if not given.");
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would change and write nothing." };
        var noRestore = CommonOptions.NoRestore();
        var command = new Command("fix", "Apply the fixes for findings, and show what changes.") { path, rules, minimum, dryRun, noRestore };
        command.SetAction((parsed, cancel) => RunAsync(host, parsed.GetValue(path)!, parsed.GetValue(rules) ?? [],
            parsed.GetValue(minimum) ?? DiagnosticSeverity.Info, parsed.GetValue(dryRun), restore: !parsed.GetValue(noRestore), cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        ToolHost host, string path, string[] rules, DiagnosticSeverity minimum, bool dryRun, bool restore, CancellationToken cancel)
    {
        var fixes = FixSet.CreateAll();
        var result = await CommonOptions.RunAsync(host, progress => new FixRun(host.Rules(), fixes, host.Dotnet, progress).RunAsync(
            Path.GetFullPath(path, host.WorkingDirectory), finding => finding.Severity >= minimum && (rules.Length == 0 || rules.Contains(finding.Id)), restore, cancel));
        if (result is null)
            return ExitCodes.CouldNotAnalyse;

        var diff = new DiffReport(host.Output, host.WorkingDirectory);
        foreach (var file in result.Files)
            diff.Write(file);
        var report = new ConsoleReport(host.Output, host.WrapOutput, host.WorkingDirectory);
        report.Write(result.Notes);
        var written = dryRun || Write(host, result.Files);
        report.Write(result, dryRun);
        return !written || !result.IsComplete ? ExitCodes.CouldNotAnalyse : result.Left.Count > 0 ? ExitCodes.Findings : ExitCodes.Clean;
    }

    /// <summary>Writes each file whole or not at all, and none that somebody changed in the meantime.</summary>
    private static bool Write(ToolHost host, IReadOnlyList<FixedFile> files)
    {
        var ok = true;
        foreach (var file in files)
        {
            try
            {
                if (!Microsoft.CodeAnalysis.Text.SourceText.From(File.ReadAllText(file.Path, file.Before.Encoding ?? Encoding.UTF8)).ContentEquals(file.Before))
                    throw new IOException("it was changed by somebody else in the meantime");
                var temporary = file.Path + ".partial";
                // The encoding that it was read with, byte order mark included if there was one.
                using (var writer = new StreamWriter(temporary, append: false, EncodingOf(file)))
                    file.After.Write(writer);
                File.Move(temporary, file.Path, overwrite: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                ok = false;
                CommonOptions.Fail(host, new AnalysisException($"{file.Path} was not written: {e.Message}.", "Run the command again."));
            }
        }
        return ok;
    }

    private static Encoding EncodingOf(FixedFile file)
    {
        if (file.Before.Encoding is not (null or UTF8Encoding))
            return file.Before.Encoding;
        Span<byte> start = stackalloc byte[3];
        using var stream = File.OpenRead(file.Path);
        return new UTF8Encoding(stream.ReadAtLeast(start, 3, throwOnEndOfStream: false) == 3 && start.SequenceEqual(Encoding.UTF8.Preamble));
    }
}
