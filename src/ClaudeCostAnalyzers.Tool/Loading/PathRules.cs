namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>How this machine's file system compares and orders paths.</summary>
internal static class PathRules
{
    /// <summary>Linux tells <c>A.cs</c> and <c>a.cs</c> apart, Windows and macOS do not.</summary>
    public static StringComparer Comparer { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>The path relative to a folder when it lies below it, with forward slashes; otherwise the full path.</summary>
    public static string Display(string path, string folder)
    {
        if (!Path.IsPathFullyQualified(path))
            return path.Replace('\\', '/');
        var relative = Path.GetRelativePath(folder, path);
        return IsOutside(relative) ? path : relative.Replace('\\', '/');
    }

    /// <summary>Whether a relative path leads out of the folder it is relative to, or to another drive.</summary>
    public static bool IsOutside(string relative) =>
        Path.IsPathRooted(relative) || relative == ".." || relative.StartsWith("../", StringComparison.Ordinal)
        || relative.StartsWith("..\\", StringComparison.Ordinal);
}
