using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>Finds out what a path stands for: a solution, a project, a file-based program, or a folder that holds one of them.</summary>
internal static class TargetFinder
{
    private static readonly HashSet<string> SkippedFolders = new(["bin", "obj", "node_modules"], StringComparer.OrdinalIgnoreCase);

    /// <exception cref="AnalysisException">The path does not exist, or nothing that could be analysed is there.</exception>
    public static ScanTarget Find(string path)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Directory.Exists(path))
            return FindInFolder(path);
        if (!File.Exists(path))
            throw new AnalysisException($"There is no file or folder {path}.", "Name a solution, a C# project, a folder or a file-based program (.cs).");

        var folder = Path.GetDirectoryName(path)!;
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".sln" or ".slnx" or ".slnf" => FromSolutions(folder, [path]),
            ".csproj" => new(folder, null, [path], [], []),
            ".cs" => new(folder, null, [], [path], [.. NotesOn(path)]),
            ".vbproj" or ".fsproj" => throw new AnalysisException($"{path} is not a C# project.", "The rules read C# only; name a C# project."),
            _ => throw new AnalysisException($"{path} is neither a solution, a C# project nor a C# file.",
                "Name a .sln, .slnx, .slnf, .csproj or .cs file, or a folder."),
        };
    }

    /// <summary>A file of a project that is named by itself is a program without the project's references, in which little is found.</summary>
    private static IEnumerable<Note> NotesOn(string program)
    {
        if (IsDeclared(File.ReadAllText(program)))
            yield break;
        for (var folder = new FileInfo(program).Directory; folder is not null; folder = folder.Parent)
        {
            if (FilesIn(folder.FullName, "*.csproj") is [var project, ..])
            {
                yield return new(NoteLevel.Info, $"{Path.GetFileName(program)} is analysed as a program of its own, without the references of {Path.GetFileName(project)}.",
                    $"If it is a file of that project, run: claude-cost scan {project}", program);
                yield break;
            }

            if (Path.Exists(Path.Combine(folder.FullName, ".git")))
                yield break;
        }
    }

    private static ScanTarget FindInFolder(string folder)
    {
        var solutions = FilesIn(folder, "*.sln").Concat(FilesIn(folder, "*.slnx")).Where(SolutionFile.IsSolution).ToList();
        if (solutions.Count > 0)
            return FromSolutions(folder, solutions);

        var projects = FilesIn(folder, "*.csproj");
        if (projects.Count == 0)
            projects = FilesBelow(folder, "*.csproj");
        if (projects.Count > 0)
            return new(folder, null, projects, [], []);

        var programs = FindPrograms(folder);
        if (programs.Count > 0)
            return new(folder, null, [], programs, []);

        throw new AnalysisException($"There is no solution, no C# project and no file-based program in {folder}.",
            "Name the folder that holds your code, or the solution, project or .cs file itself.");
    }

    private static ScanTarget FromSolutions(string folder, IReadOnlyList<string> solutions)
    {
        var notes = new List<Note>();
        if (solutions.Count > 1)
        {
            notes.Add(new(NoteLevel.Info,
                $"{folder} holds {solutions.Count} solutions ({string.Join(", ", solutions.Select(Path.GetFileName))}); the projects of all of them are analysed."));
        }

        var projects = new List<string>();
        foreach (var project in solutions.SelectMany(SolutionFile.ReadProjects).Distinct(PathRules.Comparer))
        {
            if (!Path.GetExtension(project).Equals(".csproj", StringComparison.OrdinalIgnoreCase))
                notes.Add(new(NoteLevel.Info, $"{Path.GetFileName(project)} is not a C# project and was skipped.", File: project));
            else if (File.Exists(project))
                projects.Add(project);
            else
                notes.Add(new(NoteLevel.Error, $"The solution lists {project}, which does not exist.", "Restore the file or take it out of the solution.", project));
        }

        var name = string.Join(", ", solutions);
        return projects.Count > 0
            ? new(folder, solutions.Count == 1 ? solutions[0] : null, projects, [], notes)
            : throw new AnalysisException($"No C# project of {name} exists.", "Name a solution that lists C# projects, or a project.");
    }

    /// <summary>Files that are programs by themselves: those that say so by a directive, else those with top-level statements.</summary>
    private static List<string> FindPrograms(string folder)
    {
        var files = FilesIn(folder, "*.cs").Select(f => (Path: f, Text: File.ReadAllText(f))).ToList();
        var declared = files.Where(f => IsDeclared(f.Text)).Select(f => f.Path).ToList();
        return declared.Count > 0
            ? declared
            : [.. files.Where(f => HasEntryPoint(f.Text)).Select(f => f.Path)];
    }

    private static bool IsDeclared(string text) =>
        text.StartsWith("#!", StringComparison.Ordinal) || text.StartsWith("#:", StringComparison.Ordinal) || text.Contains("\n#:", StringComparison.Ordinal);

    private static bool HasEntryPoint(string text)
    {
        var root = CSharpSyntaxTree.ParseText(text, new(LanguageVersion.Preview)).GetCompilationUnitRoot();
        return root.Members.Any(m => m is GlobalStatementSyntax)
            || root.DescendantNodes().OfType<MethodDeclarationSyntax>()
                .Any(m => m.Identifier.ValueText == "Main" && m.Modifiers.Any(x => x.IsKind(SyntaxKind.StaticKeyword)));
    }

    private static List<string> FilesIn(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)];

    private static List<string> FilesBelow(string folder, string pattern)
    {
        var found = new List<string>();
        var folders = new Stack<string>([folder]);
        while (folders.TryPop(out var next))
        {
            try
            {
                found.AddRange(Directory.EnumerateFiles(next, pattern));
                foreach (var child in new DirectoryInfo(next).EnumerateDirectories())
                {
                    // A link may lead back up; hidden folders hold tools and caches, not the user's projects.
                    if (child.LinkTarget is null && !child.Name.StartsWith('.') && !SkippedFolders.Contains(child.Name))
                        folders.Push(child.FullName);
                }
            }
            catch (UnauthorizedAccessException)
            {
                // A folder that may not be read holds nothing that could be built either.
            }
        }
        found.Sort(StringComparer.Ordinal);
        return found;
    }
}
