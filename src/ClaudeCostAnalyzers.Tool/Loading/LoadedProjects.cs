namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>The outcome of loading.</summary>
/// <param name="InScope">What is to be analysed: one invocation per project or program asked for.</param>
/// <param name="All">These, their other target frameworks, and everything that they reference: for linking.</param>
/// <param name="Notes">What could not be loaded and what was chosen.</param>
internal sealed record LoadedProjects(
    IReadOnlyList<CompilerInvocation> InScope,
    IReadOnlyList<CompilerInvocation> All,
    IReadOnlyList<Note> Notes);
