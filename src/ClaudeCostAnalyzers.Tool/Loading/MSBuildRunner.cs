namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>The three questions that MSBuild is asked, each in one process for as many projects as possible.</summary>
internal sealed class MSBuildRunner(DotnetCli dotnet, BuildWorkspace workspace, string workingDirectory, string? solution)
{
    /// <summary>A restore may download packages over a slow line.</summary>
    private static readonly TimeSpan RestoreTimeout = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan CollectTimeout = TimeSpan.FromMinutes(10);

    /// <summary>A second MSBuild node costs most of a second to start; fewer projects than this are faster without.</summary>
    private const int ProjectsWorthASecondNode = 5;

    /// <summary>Writes the graph of the projects and all that they reference, and restores them if asked to.</summary>
    public Task<DotnetResult> GraphAsync(IReadOnlyCollection<string> projects, bool restore, CancellationToken cancel)
    {
        File.Delete(workspace.GraphFile);
        var targets = restore ? "-t:GenerateRestoreGraphFile;Restore" : "-t:GenerateRestoreGraphFile";
        return dotnet.RunAsync(
            ["msbuild", workspace.WriteGraphProject(projects), targets, .. Quiet(projects.Count), .. SolutionProperties()],
            workingDirectory, RestoreTimeout, cancel);
    }

    /// <summary>Has each project write its compiler command line into the workspace.</summary>
    public Task<DotnetResult> CollectAsync(IReadOnlyCollection<(string Project, string? Framework)> projects, CancellationToken cancel) =>
        dotnet.RunAsync(
            ["msbuild", workspace.WriteCollectProject(projects), "-t:Collect", .. Quiet(projects.Count),
             .. workspace.CollectProperties().Select(p => "-p:" + p), .. SolutionProperties()],
            workingDirectory, CollectTimeout, cancel);

    /// <summary>The same for a file-based program, which the SDK restores in the same run.</summary>
    /// <remarks>Such programs publish ahead of time by default; the packages for that matter to publishing alone.</remarks>
    public Task<DotnetResult> CollectProgramAsync(string program, bool restore, CancellationToken cancel) =>
        dotnet.RunAsync(
            ["build", program, .. restore ? Array.Empty<string>() : ["--no-restore"], "-t:" + BuildWorkspace.CollectTarget,
             // 'dotnet build' knows these; one that only MSBuild knows (-m, -nodeReuse) makes it take the program for a project.
             "-nologo", "-v:q", "-tl:off",
             "-p:PublishAot=false", .. workspace.CollectProperties().Select(p => "-p:" + p)],
            workingDirectory, RestoreTimeout, cancel);

    private static string[] Quiet(int projects) =>
        ["-nologo", "-v:q", "-tl:off", "-nodeReuse:false", projects >= ProjectsWorthASecondNode ? "-m:2" : "-m:1"];

    /// <summary>What a build of the solution would tell its projects; some of them build paths from it.</summary>
    private IEnumerable<string> SolutionProperties() => solution is null
        ? []
        : [
            "-p:SolutionDir=" + BuildWorkspace.Escape(Path.GetDirectoryName(solution) + Path.DirectorySeparatorChar),
            "-p:SolutionPath=" + BuildWorkspace.Escape(solution),
            "-p:SolutionFileName=" + BuildWorkspace.Escape(Path.GetFileName(solution)),
            "-p:SolutionName=" + BuildWorkspace.Escape(Path.GetFileNameWithoutExtension(solution)),
            "-p:SolutionExt=" + BuildWorkspace.Escape(Path.GetExtension(solution)),
        ];
}
