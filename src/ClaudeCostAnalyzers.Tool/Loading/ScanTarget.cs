namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>What a path given on the command line stands for.</summary>
/// <param name="WorkingDirectory">
/// The folder in which the SDK is started: the one that holds the solution, project or program, so that its
/// <c>global.json</c> and <c>nuget.config</c> apply as they do in a build.
/// </param>
/// <param name="Solution">The one solution that the projects come from; null when there is none or more than one.</param>
/// <param name="Projects">Full paths of C# projects, in the order of the solution.</param>
/// <param name="Programs">Full paths of file-based programs.</param>
/// <param name="Notes">What was left out, and why.</param>
internal sealed record ScanTarget(
    string WorkingDirectory,
    string? Solution,
    IReadOnlyList<string> Projects,
    IReadOnlyList<string> Programs,
    IReadOnlyList<Note> Notes);
