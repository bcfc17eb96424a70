using System.Collections.Immutable;
using ClaudeCostAnalyzers.Baselines;
using ClaudeCostAnalyzers.Tool.Loading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Tool.Baselines;

/// <summary>Finds the baseline that holds for a project, as the package's build targets do.</summary>
internal static class ProjectBaseline
{
    /// <summary>The additional files of a project with its baseline among them, if there is one.</summary>
    /// <remarks>A project with the package has it there already, or has said that it wants none.</remarks>
    public static ImmutableArray<AdditionalText> AddTo(ImmutableArray<AdditionalText> files, CompilerInvocation project) =>
        !project.UsesPackage && !files.Any(file => BaselineFile.IsBaseline(file.Path)) && Above(project.Folder) is { } path
            ? files.Add(new BaselineText(path))
            : files;

    /// <summary>The nearest baseline in a folder and those above it; null when there is none.</summary>
    public static string? Above(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            var path = Path.Combine(at, BaselineFile.Name);
            if (File.Exists(path))
                return path;
        }

        return null;
    }

    private sealed class BaselineText(string path) : AdditionalText
    {
        public override string Path => path;

        // One that cannot be read is an error of the scan: without it findings would come that were agreed to be known.
        public override SourceText GetText(CancellationToken cancellationToken = default)
        {
            try
            {
                return SourceText.From(File.ReadAllText(path));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new AnalysisException($"The baseline {path} cannot be read: {e.Message}", "Make the file readable, or remove it.");
            }
        }
    }
}
