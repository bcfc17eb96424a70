using ClaudeCostAnalyzers.Tool.Loading;

namespace ClaudeCostAnalyzers.Tool.Fixing;

/// <summary>What fixing came to, before anything is written.</summary>
/// <param name="Files">The files that change, by path.</param>
/// <param name="Fixed">For each rule, how many findings went away, and the remedies that did it.</param>
/// <param name="Left">For each rule, how many findings are left.</param>
/// <param name="Notes">What could not be loaded or done.</param>
internal sealed record FixResult(
    IReadOnlyList<FixedFile> Files,
    IReadOnlyList<(string Rule, int Count, IReadOnlyList<string> Titles)> Fixed,
    IReadOnlyList<(string Rule, int Count)> Left,
    IReadOnlyList<Note> Notes)
{
    /// <summary>Whether everything that was asked for was analysed.</summary>
    public bool IsComplete => Notes.All(n => n.Level != NoteLevel.Error);
}
