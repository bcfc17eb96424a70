using System.Text.Json;

namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>Tells whether a project's <c>project.assets.json</c>, the outcome of its restore, can be built upon.</summary>
/// <remarks>A design-time build does without it in silence: references would be missing, and with them the findings.</remarks>
internal static class AssetsFile
{
    /// <summary>Why the project counts as not restored, in words that follow "because"; null when it is restored.</summary>
    public static string? FindProblem(string file, IReadOnlyList<string> frameworks)
    {
        if (!File.Exists(file))
            return "project.assets.json does not exist";
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = json.RootElement;
            return FirstError(root) ?? MissingFramework(root, frameworks) ?? MissingPackage(root);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "project.assets.json cannot be read";
        }
    }

    private static string? FirstError(JsonElement root)
    {
        if (!root.TryGetProperty("logs", out var logs))
            return null;
        foreach (var log in logs.EnumerateArray())
        {
            if (log.GetProperty("level").GetString() == "Error")
                return $"the last restore failed with {log.GetProperty("code").GetString()} ({log.GetProperty("message").GetString()})";
        }
        return null;
    }

    private static string? MissingFramework(JsonElement root, IReadOnlyList<string> frameworks)
    {
        var restored = root.GetProperty("project").GetProperty("frameworks").EnumerateObject()
            .SelectMany(f => f.Value.TryGetProperty("targetAlias", out var alias) ? new[] { f.Name, alias.GetString()! } : [f.Name])
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return frameworks.FirstOrDefault(f => !restored.Contains(f)) is { } missing ? $"the last restore did not know {missing}" : null;
    }

    private static string? MissingPackage(JsonElement root)
    {
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToList();
        foreach (var library in root.GetProperty("libraries").EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() == "package"
                && library.Value.TryGetProperty("path", out var path)
                && !folders.Any(folder => Directory.Exists(Path.Combine(folder, path.GetString()!))))
            {
                return $"the package {library.Name} is gone from the package folder";
            }
        }
        return null;
    }
}
