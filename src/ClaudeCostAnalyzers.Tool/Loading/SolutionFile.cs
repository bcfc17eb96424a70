using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>Reads the project list of a solution: classic <c>.sln</c>, XML <c>.slnx</c>, and the filter <c>.slnf</c>.</summary>
/// <remarks>Only the list is read; configurations, dependencies and folders do not matter to an analysis.</remarks>
internal static partial class SolutionFile
{
    /// <summary>The type id that marks a solution folder in the classic format.</summary>
    private const string FolderType = "2150E333-8FDC-42A3-9474-1A3956D46DE8";

    [GeneratedRegex("""^\s*Project\("\{(?<type>[^}]*)\}"\)\s*=\s*"(?<name>[^"]*)"\s*,\s*"(?<path>[^"]*)"\s*,""", RegexOptions.CultureInvariant)]
    private static partial Regex ProjectLine { get; }

    public static bool IsSolution(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".sln" or ".slnx" or ".slnf";

    /// <summary>The full paths of all projects in the solution, whatever their language, without solution folders.</summary>
    /// <exception cref="AnalysisException">The file is not a solution of the format that its name says.</exception>
    public static IReadOnlyList<string> ReadProjects(string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(path)!;
            var relative = Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".slnx" => ReadXml(path),
                ".slnf" => ReadFilter(path, ref folder),
                _ => ReadClassic(path),
            };
            return [.. relative
                .Select(p => Path.GetFullPath(Path.Combine(folder, p.Replace('\\', Path.DirectorySeparatorChar))))
                .Distinct(PathRules.Comparer)];
        }
        catch (Exception e) when (e is XmlException or JsonException or InvalidDataException)
        {
            throw new AnalysisException($"The solution {path} cannot be read: {e.Message}", "Repair the file, or name a project of it instead.");
        }
    }

    private static List<string> ReadClassic(string path)
    {
        var lines = File.ReadAllLines(path);
        if (!lines.Take(5).Any(l => l.Contains("Microsoft Visual Studio Solution File", StringComparison.Ordinal)))
            throw new InvalidDataException("it lacks the header of a solution file.");
        return [.. lines
            .Select(l => ProjectLine.Match(l))
            .Where(m => m.Success && !m.Groups["type"].Value.Equals(FolderType, StringComparison.OrdinalIgnoreCase))
            .Select(m => m.Groups["path"].Value)];
    }

    private static List<string> ReadXml(string path)
    {
        var root = XDocument.Load(path).Root!;
        if (root.Name.LocalName != "Solution")
            throw new InvalidDataException($"its root element is <{root.Name.LocalName}>, not <Solution>.");
        return [.. root.Descendants().Where(e => e.Name.LocalName == "Project").Select(e => (string?)e.Attribute("Path")).OfType<string>()];
    }

    private static List<string> ReadFilter(string path, ref string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        if (!json.RootElement.TryGetProperty("solution", out var solution) || !solution.TryGetProperty("path", out var of)
            || !solution.TryGetProperty("projects", out var projects) || projects.ValueKind != JsonValueKind.Array)
        {
            throw new InvalidDataException("it has no 'solution' with 'path' and 'projects'.");
        }
        // The projects of a filter are relative to the solution that it filters.
        folder = Path.GetDirectoryName(Path.GetFullPath(Path.Combine(folder, of.GetString()!.Replace('\\', Path.DirectorySeparatorChar))))!;
        return [.. projects.EnumerateArray().Select(p => p.GetString()).OfType<string>()];
    }
}
