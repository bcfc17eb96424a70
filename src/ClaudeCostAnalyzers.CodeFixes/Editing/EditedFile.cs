using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.CodeFixes.Editing;

/// <summary>A file that is being edited, with all that edits are made with.</summary>
internal sealed class EditedFile
{
    private readonly Document document;
    private readonly SourceText text;

    private EditedFile(Document document, SemanticModel model, SyntaxNode root, SourceText text)
    {
        this.document = document;
        this.text = text;
        Root = root;
        Options = document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(model.SyntaxTree);
        Layout = new Layout(text, root, Options);
        Imports = new Imports(model, root);
    }

    public SyntaxNode Root { get; }

    /// <summary>What <c>.editorconfig</c> says for the file.</summary>
    public AnalyzerConfigOptions Options { get; }

    public TextEdits Edits { get; } = new();

    public Layout Layout { get; }

    public Imports Imports { get; }

    /// <param name="document">The file.</param>
    /// <param name="model">Its model.</param>
    /// <param name="cancellation">Cancels.</param>
    public static async Task<EditedFile> OpenAsync(Document document, SemanticModel model, CancellationToken cancellation) => new(
        document, model, await model.SyntaxTree.GetRootAsync(cancellation).ConfigureAwait(false), await document.GetTextAsync(cancellation).ConfigureAwait(false));

    public void Deconstruct(out SyntaxNode root, out TextEdits edits, out Layout layout, out Imports imports) => (root, edits, layout, imports) = (Root, Edits, Layout, Imports);

    /// <summary>The file with all edits, and with the imports that they need.</summary>
    public Document Applied()
    {
        Imports.AddTo(Edits, Layout);
        return document.WithText(Edits.ApplyTo(text));
    }
}
