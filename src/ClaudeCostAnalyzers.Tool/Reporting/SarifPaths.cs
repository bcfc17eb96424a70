using ClaudeCostAnalyzers.Tool.Loading;

namespace ClaudeCostAnalyzers.Tool.Reporting;

/// <summary>Turns paths into the URIs of a SARIF log: relative to the root of the repository where they lie in it.</summary>
internal sealed class SarifPaths
{
    /// <summary>The name under which the root is known in the log. Code hosts take it for the root of the repository.</summary>
    public const string RootId = "%SRCROOT%";

    public SarifPaths(string workingDirectory)
    {
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(workingDirectory));
        for (var folder = Root; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            // In a worktree .git is a file.
            if (Path.Exists(Path.Combine(folder, ".git")))
            {
                Root = folder;
                break;
            }
        }
    }

    public string Root { get; }

    public string RootUri => new Uri(Path.EndsInDirectorySeparator(Root) ? Root : Root + Path.DirectorySeparatorChar).AbsoluteUri;

    /// <summary>The URI of a file, and whether it is relative to <see cref="RootId"/>.</summary>
    public (string Uri, bool IsRelative) For(string path)
    {
        var relative = Path.IsPathFullyQualified(path) ? Path.GetRelativePath(Root, path) : path;
        return PathRules.IsOutside(relative)
            ? (new Uri(path).AbsoluteUri, false)
            : (string.Join('/', relative.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString)), true);
    }
}
