using System.Collections.Immutable;
using ClaudeCostAnalyzers.Catalog;

namespace ClaudeCostAnalyzers.Rules.Settings;

/// <summary>Which additional files are settings files, by their names. Others are somebody else's and are not opened.</summary>
internal static class SettingsFile
{
    private static readonly Lazy<ImmutableArray<(string Start, string End)>> LazyPatterns = new(() => LlmCatalog.ReadRows("Credentials")
        .Where(row => row.Word == "settings-file").Select(row => row.Value.Split('*')).Select(parts => (parts[0], parts.Length > 1 ? parts[1] : "\0")).ToImmutableArray());

    /// <summary>Whether a file of this path is a settings file. The user secrets of a project are none: they are where keys belong.</summary>
    public static bool Is(string path)
    {
        var name = path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
        if (name.Equals("secrets.json", StringComparison.OrdinalIgnoreCase))
            return false;
        foreach (var (start, end) in LazyPatterns.Value)
        {
            var matches = end == "\0"
                ? name.Equals(start, StringComparison.OrdinalIgnoreCase)
                : name.Length >= start.Length + end.Length && name.StartsWith(start, StringComparison.OrdinalIgnoreCase) && name.EndsWith(end, StringComparison.OrdinalIgnoreCase);
            if (matches)
                return true;
        }

        return false;
    }
}
