using System.Collections.Concurrent;

namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>Gets the compiler command lines of what was asked for and of everything that it references.</summary>
internal sealed class ProjectLoader(MSBuildRunner msbuild, BuildWorkspace workspace, IProgress<string> progress)
{
    /// <summary>References that restore does not see (generators of the same solution) come one layer at a time.</summary>
    private const int MaxRounds = 8;

    private readonly Dictionary<string, Note> failures = new(PathRules.Comparer);
    private readonly Dictionary<string, GraphProject> graph = new(PathRules.Comparer);
    private readonly List<Note> notes = [];

    /// <exception cref="AnalysisException">The SDK itself could not be used.</exception>
    public async Task<LoadedProjects> LoadAsync(ScanTarget target, bool restore, CancellationToken cancel)
    {
        var pending = new List<string>(target.Projects);
        var seen = new HashSet<string>(target.Projects, PathRules.Comparer);
        await LoadProgramsAsync(target.Programs, restore, cancel);

        for (var round = 0; round < MaxRounds; round++)
        {
            if (pending.Count > 0)
                await LoadRoundAsync(pending, restore, cancel);
            pending = [.. CompilerInvocation.ReadAll(workspace.Results)
                .SelectMany(i => i.ProjectReferences)
                .Where(p => p.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) && File.Exists(p) && !graph.ContainsKey(p) && seen.Add(p))];
            if (pending.Count == 0)
                break;
        }

        var all = CompilerInvocation.ReadAll(workspace.Results).OrderBy(i => i.Project, StringComparer.Ordinal).ToList();
        var inScope = target.Projects.Concat(target.Programs).Select(p => Choose(p, all)).OfType<CompilerInvocation>().ToList();
        return new(inScope, all, [.. target.Notes, .. notes, .. failures.Values]);
    }

    private async Task LoadProgramsAsync(IReadOnlyList<string> programs, bool restore, CancellationToken cancel)
    {
        if (programs.Count == 0)
            return;
        progress.Report(programs.Count == 1 ? "Loading the program" : $"Loading {programs.Count} programs");
        var errors = new ConcurrentDictionary<string, IReadOnlyList<BuildMessage>>(PathRules.Comparer);
        await Parallel.ForEachAsync(programs, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancel }, async (program, token) =>
        {
            var result = await msbuild.CollectProgramAsync(program, restore, token);
            errors[program] = [.. result.Messages.Where(m => m.IsError)];
        });

        var collected = CompilerInvocation.ReadAll(workspace.Results).ToList();
        foreach (var program in programs)
        {
            var invocation = collected.Find(i => PathRules.Comparer.Equals(i.Project, program));
            if (invocation is null)
                failures[program] = LoadFailure.Describe(program, errors[program]);
            else if (!restore && AssetsFile.FindProblem(invocation.AssetsFile, []) is { } problem)
                failures[program] = LoadFailure.NotRestored(program, problem);
        }
    }

    private async Task LoadRoundAsync(IReadOnlyList<string> projects, bool restore, CancellationToken cancel)
    {
        progress.Report((restore ? "Restoring " : "Reading ") + Count(projects.Count, "project"));
        var known = await ReadGraphAsync(projects, restore, cancel);
        if (known.Count == 0)
            return;

        var instances = known
            .Where(p => !failures.ContainsKey(p.Path))
            .SelectMany(p => p.Frameworks.Count == 0 ? [(p.Path, (string?)null)] : p.Frameworks.Select(f => (p.Path, (string?)f)))
            .ToList();
        if (instances.Count == 0)
            return;
        progress.Report("Asking MSBuild for the compiler's view of " + Count(known.Count, "project"));
        var result = await msbuild.CollectAsync(instances, cancel);
        var collected = CompilerInvocation.ReadAll(workspace.Results).Select(i => i.Project).ToHashSet(PathRules.Comparer);
        foreach (var project in known.Where(p => !failures.ContainsKey(p.Path) && !collected.Contains(p.Path)))
        {
            if (project.Path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase))
                failures[project.Path] = LoadFailure.Describe(project.Path, [.. result.Messages.Where(m => m.IsError && m.IsAbout(project.Path))]);
        }
    }

    /// <summary>The graph of these projects; those that cannot be read or restored are recorded as failures.</summary>
    private async Task<IReadOnlyList<GraphProject>> ReadGraphAsync(IReadOnlyList<string> projects, bool restore, CancellationToken cancel)
    {
        var readable = projects.ToList();
        while (readable.Count > 0)
        {
            var result = await msbuild.GraphAsync(readable, restore, cancel);
            var errors = result.Messages.Where(m => m.IsError).ToList();
            var read = ProjectGraph.Read(workspace.GraphFile);
            if (read.Count > 0)
            {
                RecordRestoreFailures(read.Values, errors, restore, failed: restore && result.ExitCode != 0);
                foreach (var project in read.Values)
                    graph[project.Path] = project;
                // What NuGet does not know (an old project style) is still asked for its command line.
                return [.. read.Values, .. readable.Where(p => !read.ContainsKey(p)).Select(p => new GraphProject(p, [], null))];
            }

            // One project that cannot be read keeps NuGet from writing the graph of all: go on without it.
            var broken = readable.Where(p => errors.Any(e => e.IsAbout(p))).ToList();
            if (broken.Count == 0)
                return await ReadGraphOneByOneAsync(readable, errors, restore, cancel);
            foreach (var project in broken)
                failures[project] = LoadFailure.Describe(project, [.. errors.Where(e => e.IsAbout(project))]);
            readable.RemoveAll(broken.Contains);
        }
        return [];
    }

    /// <summary>The culprit is a project that some of these reference: find out which of them do without it.</summary>
    private async Task<IReadOnlyList<GraphProject>> ReadGraphOneByOneAsync(
        IReadOnlyList<string> projects, IReadOnlyList<BuildMessage> errors, bool restore, CancellationToken cancel)
    {
        if (projects.Count == 1)
        {
            failures[projects[0]] = LoadFailure.Describe(projects[0], errors);
            return [];
        }
        var found = new Dictionary<string, GraphProject>(PathRules.Comparer);
        foreach (var project in projects)
        {
            foreach (var known in await ReadGraphAsync([project], restore, cancel))
                found[known.Path] = known;
        }
        return [.. found.Values];
    }

    private void RecordRestoreFailures(IEnumerable<GraphProject> projects, IReadOnlyList<BuildMessage> errors, bool restore, bool failed)
    {
        if (restore && !failed)
            return;
        foreach (var project in projects.Where(p => p.OutputFolder is not null))
        {
            var own = errors.Where(e => e.IsAbout(project.Path)).ToList();
            if (own.Count > 0)
                failures[project.Path] = LoadFailure.Describe(project.Path, own);
            else if (AssetsFile.FindProblem(Path.Combine(project.OutputFolder!, "project.assets.json"), project.Frameworks) is { } problem)
                failures[project.Path] = LoadFailure.NotRestored(project.Path, problem);
        }
        if (failed && failures.Count == 0)
            notes.Add(new(NoteLevel.Error, "Restore failed: " + string.Join(" | ", errors.Take(3)), "Run 'dotnet restore' and see its output."));
    }

    /// <summary>One target framework per project is analysed: the most modern that could be loaded.</summary>
    private CompilerInvocation? Choose(string project, IReadOnlyList<CompilerInvocation> all)
    {
        if (failures.ContainsKey(project))
            return null;
        var candidates = all.Where(i => PathRules.Comparer.Equals(i.Project, project)).ToList();
        if (candidates.Count == 0)
            return null;
        var best = TargetFrameworks.MostModernFirst(candidates.Select(c => c.Framework))[0];
        var wanted = graph.TryGetValue(project, out var known) ? known.Frameworks : [];
        if (wanted.Count > 1)
        {
            notes.Add(new(NoteLevel.Info,
                $"{Path.GetFileName(project)} targets {string.Join(", ", wanted)}; it is analysed as {best}.", File: project));
        }
        return candidates.First(c => c.Framework == best);
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
