namespace ClaudeCostAnalyzers.Package.Tests;

/// <summary>Where the files of this repository are.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution, with no separator at its end.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The text of a file, its path given from the repository's root.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ClaudeCostAnalyzers.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No ClaudeCostAnalyzers.sln above {AppContext.BaseDirectory}: these tests read the repository that they were built in.");
    }
}
