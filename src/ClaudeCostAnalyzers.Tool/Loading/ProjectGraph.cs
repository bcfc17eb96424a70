using System.Text.Json;

namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>A project as restore sees it.</summary>
/// <param name="Path">The full path of the project file.</param>
/// <param name="Frameworks">Its target frameworks as the project names them; empty when it has none.</param>
/// <param name="OutputFolder">Where <c>project.assets.json</c> lies; null when the project is not one that NuGet restores.</param>
internal sealed record GraphProject(string Path, IReadOnlyList<string> Frameworks, string? OutputFolder);

/// <summary>The projects asked for and all projects that they reference, as NuGet wrote them (format 1 of its dgspec file).</summary>
internal static class ProjectGraph
{
    public static IReadOnlyDictionary<string, GraphProject> Read(string file)
    {
        var found = new Dictionary<string, GraphProject>(PathRules.Comparer);
        if (!File.Exists(file))
            return found;
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (var entry in json.RootElement.GetProperty("projects").EnumerateObject())
        {
            if (!entry.Value.TryGetProperty("restore", out var restore) || !restore.TryGetProperty("projectPath", out var path))
                continue;
            var frameworks = new List<string>();
            if (restore.TryGetProperty("frameworks", out var all))
            {
                foreach (var framework in all.EnumerateObject())
                    frameworks.Add(framework.Value.TryGetProperty("targetAlias", out var alias) ? alias.GetString()! : framework.Name);
            }
            var style = restore.TryGetProperty("projectStyle", out var value) ? value.GetString() : null;
            var folder = style == "PackageReference" && restore.TryGetProperty("outputPath", out var output) ? output.GetString() : null;
            found[path.GetString()!] = new(path.GetString()!, frameworks, folder);
        }
        return found;
    }
}
