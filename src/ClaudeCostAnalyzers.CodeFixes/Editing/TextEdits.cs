using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.CodeFixes.Editing;

/// <summary>
/// Collects edits of one text and applies them at once. Edits of text, not of nodes: what the edit does not touch keeps its
/// layout to the letter, whatever the formatting options are.
/// </summary>
internal sealed class TextEdits
{
    private readonly List<(TextSpan Span, string Text, bool First)> edits = [];

    public bool IsEmpty => edits.Count == 0;

    /// <summary>Inserts <paramref name="text"/>. Insertions at one position keep the order in which they were made.</summary>
    public void Insert(int position, string text) => Replace(new(position, 0), text);

    /// <summary>Inserts <paramref name="text"/> before everything else at that position.</summary>
    public void InsertFirst(int position, string text) => edits.Add((new(position, 0), text, First: true));

    /// <summary>Replaces <paramref name="span"/>; replaced spans must not overlap.</summary>
    public void Replace(TextSpan span, string text) => edits.Add((span, text, First: false));

    public SourceText ApplyTo(SourceText text)
    {
        var ordered = edits.Select((edit, index) => (edit.Span, edit.Text, edit.First, index))
            .OrderBy(edit => edit.Span.Start).ThenBy(edit => !edit.First).ThenBy(edit => edit.Span.Length).ThenBy(edit => edit.index);
        var changes = new List<TextChange>();
        foreach (var edit in ordered)
        {
            // Changes that touch at one position are merged: a text takes only one change per position.
            if (changes.Count > 0 && changes[changes.Count - 1] is var last && last.Span.IsEmpty && last.Span.Start == edit.Span.Start)
                changes[changes.Count - 1] = new(edit.Span, last.NewText + edit.Text);
            else
                changes.Add(new(edit.Span, edit.Text));
        }

        return text.WithChanges(changes);
    }
}
