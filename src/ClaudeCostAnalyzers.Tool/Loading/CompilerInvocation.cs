namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>One project for one target framework, as MSBuild hands it to the compiler.</summary>
/// <param name="Project">The full path of the project file; of the program itself when it is file-based.</param>
/// <param name="Framework">The target framework; empty when the project names none.</param>
/// <param name="OutputPath">Where a build would put the assembly; other projects reference it by this path.</param>
/// <param name="ReferenceAssemblyPath">Where a build would put the reference assembly; empty when it makes none.</param>
/// <param name="AssetsFile">The full path of <c>project.assets.json</c>; empty when unknown.</param>
/// <param name="ProjectReferences">Full paths of all referenced projects, analyzers included.</param>
/// <param name="Arguments">The compiler's arguments, one each.</param>
internal sealed record CompilerInvocation(
    string Project,
    string Framework,
    string OutputPath,
    string ReferenceAssemblyPath,
    string AssetsFile,
    IReadOnlyList<string> ProjectReferences,
    IReadOnlyList<string> Arguments)
{
    /// <summary>The folder that relative paths among the arguments start from.</summary>
    public string Folder => Path.GetDirectoryName(Project)!;

    /// <summary>The project's name for people.</summary>
    public string Name => Path.GetFileNameWithoutExtension(Project);

    /// <summary>Whether the project has the analyzers from the package: then the package says which baseline holds.</summary>
    public bool UsesPackage => Arguments.Any(a => (a.StartsWith("/analyzer:", StringComparison.OrdinalIgnoreCase) || a.StartsWith("-analyzer:", StringComparison.OrdinalIgnoreCase))
        && a.TrimEnd('"').EndsWith("ClaudeCostAnalyzers.dll", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads what the collecting target wrote into the folders below <paramref name="results"/>.</summary>
    public static IEnumerable<CompilerInvocation> ReadAll(string results)
    {
        foreach (var file in Directory.EnumerateFiles(results, "args.txt", SearchOption.AllDirectories))
        {
            var facts = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(file)!, "facts.txt"))
                .Select(l => l.Split('=', 2))
                .ToLookup(p => p[0], p => p[1], StringComparer.Ordinal);
            var arguments = File.ReadAllLines(file);
            if (arguments.Length == 0)
                continue;
            var project = facts["project"].First();
            yield return new(
                // The SDK gives a file-based program a project of its own name beside it, which does not exist.
                project.EndsWith(".cs.csproj", StringComparison.OrdinalIgnoreCase) && !File.Exists(project) ? project[..^".csproj".Length] : project,
                facts["framework"].FirstOrDefault() ?? "",
                facts["output"].FirstOrDefault() ?? "",
                facts["refoutput"].FirstOrDefault() ?? "",
                facts["assets"].FirstOrDefault() ?? "",
                [.. facts["reference"]],
                arguments);
        }
    }
}
