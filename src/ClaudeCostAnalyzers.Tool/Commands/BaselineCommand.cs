using System.CommandLine;
using System.Globalization;
using System.Text;
using ClaudeCostAnalyzers.Baselines;
using ClaudeCostAnalyzers.Rules;
using ClaudeCostAnalyzers.Tool.Analysis;
using ClaudeCostAnalyzers.Tool.Baselines;
using ClaudeCostAnalyzers.Tool.Loading;
using ClaudeCostAnalyzers.Tool.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Tool.Commands;

/// <summary><c>claude-cost baseline</c>: writes down what a code base has today, so that builds and scans report what is new.</summary>
internal static class BaselineCommand
{
    public static Command Create(ToolHost host)
    {
        var path = CommonOptions.Path();
        var output = new Option<string?>("--output")
        {
            Description = $"The file to write; its name ends in {BaselineFile.Name}. Without it, the nearest one above the path, or else one beside it.",
            HelpName = "file",
        };
        output.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: { } file }] && !BaselineFile.IsBaseline(file))
                result.AddError($"'{file}' is not the name of a baseline: it must end in {BaselineFile.Name}, by which the package knows it.");
        });
        var minimum = CommonOptions.MinSeverity("Take findings of this severity and above; warning if not given.");
        var noRestore = CommonOptions.NoRestore();
        var command = new Command("baseline", "Write today's findings to a file, so that builds and scans report new ones only.") { path, output, minimum, noRestore };
        command.SetAction((parsed, cancel) => RunAsync(
            host, parsed.GetValue(path)!, parsed.GetValue(output), parsed.GetValue(minimum) ?? DiagnosticSeverity.Warning, restore: !parsed.GetValue(noRestore), cancel));
        return command;
    }

    private static async Task<int> RunAsync(ToolHost host, string path, string? output, DiagnosticSeverity minimum, bool restore, CancellationToken cancel)
    {
        var result = await CommonOptions.RunAsync(host, progress =>
            new Scanner(host.Rules(), useBaseline: false, host.Dotnet, progress).ScanAsync(Path.GetFullPath(path, host.WorkingDirectory), restore, cancel));
        if (result is null)
            return ExitCodes.CouldNotAnalyse;
        new ConsoleReport(host.Error, host.WrapError, host.WorkingDirectory).Write(result.Notes);
        if (!result.IsComplete)
        {
            // What was not analysed would be missing, and reported as new by the next build.
            CommonOptions.Fail(host, new("No baseline was written: not everything could be analysed.", "Remove the errors above first."));
            return ExitCodes.CouldNotAnalyse;
        }

        var file = output is not null ? Path.GetFullPath(output, host.WorkingDirectory)
            : ProjectBaseline.Above(result.Folder) ?? Path.Combine(result.Folder, BaselineFile.Name);
        try
        {
            var rules = Descriptors.Findings.Select(rule => rule.Id).ToHashSet(StringComparer.Ordinal);
            var found = result.Findings.Where(f => f.Suppression is null && f.Severity >= minimum && rules.Contains(f.Id)).ToList();
            Write(host, file, result, found);
            return ExitCodes.Clean;
        }
        catch (AnalysisException e)
        {
            CommonOptions.Fail(host, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            CommonOptions.Fail(host, new($"The baseline {file} cannot be written: {e.Message}", "Name a file that can be written, with --output."));
        }
        return ExitCodes.CouldNotAnalyse;
    }

    private static void Write(ToolHost host, string file, ScanResult result, List<Finding> found)
    {
        var folder = Path.GetDirectoryName(file)!;
        var before = Read(file);
        // A scan of one project says nothing about the others that share the file.
        var others = before.Where(entry => !result.Assemblies.Contains(entry.Assembly)).ToList();
        var entries = found
            .SelectMany(finding => finding.Identities.Select(identity => (Finding: finding, identity.Assembly, identity.Identity)))
            .GroupBy(one => (one.Assembly, one.Identity.Key))
            .Select(same => new BaselineEntry(same.Key.Key, same.Count(), same.Key.Assembly, same.First().Identity.Member, PathRules.Display(same.First().Finding.Spot.File, folder)))
            .ToList();

        Directory.CreateDirectory(folder);
        var temporary = file + ".partial";
        File.WriteAllText(temporary, BaselineFile.Format(others.Concat(entries)), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(temporary, file, overwrite: true);

        var dropped = before.Except(others).Select(entry => entry.Key).Except(entries.Select(entry => entry.Key)).Count();
        var text = $"Wrote {found.Count.ToString(CultureInfo.InvariantCulture)} {(found.Count == 1 ? "finding" : "findings")} to {PathRules.Display(file, host.WorkingDirectory)}";
        if (dropped > 0)
            text += $"; {dropped} {(dropped == 1 ? "entry that is" : "entries that are")} no longer needed dropped";
        if (others.Count > 0)
            text += $"; {others.Count} of other assemblies kept";
        host.Output.Profile.Out.Writer.WriteLine(text);
    }

    private static IReadOnlyList<BaselineEntry> Read(string file)
    {
        if (!File.Exists(file))
            return [];
        var baseline = BaselineFile.Parse(SourceText.From(File.ReadAllText(file)));
        // Writing would lose what the line stood for.
        return baseline.Problems.IsEmpty
            ? baseline.Entries
            : throw new AnalysisException($"Line {baseline.Problems[0].Line + 1} of {file} {baseline.Problems[0].Reason}.", "Correct the line, or delete the file to begin anew.");
    }
}
