using System.CommandLine;
using ClaudeCostAnalyzers.Tool.Analysis;
using ClaudeCostAnalyzers.Tool.Loading;
using ClaudeCostAnalyzers.Tool.Reporting;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Tool.Commands;

/// <summary>Arguments and options that several commands have, each with one name and one meaning.</summary>
internal static class CommonOptions
{
    public static Argument<string> Path()
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
        return path;
    }

    public static Option<bool> NoRestore() => new("--no-restore") { Description = "Do not restore packages; fail where they are not restored." };

    public static Option<DiagnosticSeverity?> MinSeverity(string description) => new("--min-severity")
    {
        Description = description,
        HelpName = "hidden|info|warning|error",
        CustomParser = result => ParseSeverity(result.Tokens[0].Value, result.AddError),
    };

    /// <summary>Runs <paramref name="work"/> with progress; what keeps it from giving a result is reported, and null returned.</summary>
    public static async Task<T?> RunAsync<T>(ToolHost host, Func<IProgress<string>, Task<T>> work, Action<AnalysisException>? onFailure = null)
        where T : class
    {
        try
        {
            return await Reporting.Progress.ShowAsync(host.Error, host.LiveProgress, work);
        }
        catch (AnalysisException e)
        {
            Fail(host, e);
            onFailure?.Invoke(e);
            return null;
        }
    }

    /// <summary>Reports why something could not be done, and what the user can do about it.</summary>
    public static void Fail(ToolHost host, AnalysisException failure) => new ConsoleReport(host.Error, host.WrapError, host.WorkingDirectory).Write(failure);

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
