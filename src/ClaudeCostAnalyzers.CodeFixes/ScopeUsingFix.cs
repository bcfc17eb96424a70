using System.Collections.Immutable;
using System.Composition;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>Puts <c>using</c> before a budget scope that nothing ends, so that it ends with the block it is begun in.</summary>
/// <remarks>Not where C# has no such declaration: before C# 8, in a switch section, as the body of an if; nor for a local that is assigned again.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ScopeUsingFix)), Shared]
public sealed class ScopeUsingFix : DocumentFix
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("CCA4001");

    private protected override string EquivalenceKey => "ClaudeCost.UseScope";

    private protected override async Task<Remedy?> RemedyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || ((CSharpParseOptions)model.SyntaxTree.Options).LanguageVersion.MapSpecifiedToEffectiveVersion() < LanguageVersion.CSharp8)
        {
            return null;
        }

        var root = await model.SyntaxTree.GetRootAsync(cancellationToken).ConfigureAwait(false);
        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var edits = new TextEdits();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var diagnostic in diagnostics)
        {
            var span = diagnostic.Location.SourceSpan;
            if (root.FullSpan.Contains(span) && root.FindNode(span, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } begin)
                Write(edits, begin, model, taken);
        }

        return edits.IsEmpty ? null : new("Begin the budget scope with 'using'", document.WithText(edits.ApplyTo(text)));
    }

    private static void Write(TextEdits edits, InvocationExpressionSyntax begin, SemanticModel model, HashSet<string> taken)
    {
        if (begin.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || statement.Parent is not (BlockSyntax or GlobalStatementSyntax))
            return;
        switch (statement)
        {
            case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: { Count: 1 } variables } declaration
                when variables[0].Initializer?.Value == begin && !IsWrittenAgain(declaration, variables[0]):
                edits.Insert(declaration.Declaration.SpanStart, "using ");
                break;
            case ExpressionStatementSyntax { Expression: var expression } when expression == begin:
                edits.Insert(begin.SpanStart, $"using var {Unique(begin.SpanStart, model, taken)} = ");
                break;
            case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } left } assignment } when assignment.Right == begin:
                edits.Replace(left.Span, $"using var {Unique(begin.SpanStart, model, taken)}");
                break;
        }
    }

    /// <summary>A local of a using declaration is read-only.</summary>
    private static bool IsWrittenAgain(LocalDeclarationStatementSyntax declaration, VariableDeclaratorSyntax variable)
    {
        var within = declaration.Parent is GlobalStatementSyntax { Parent: { } unit } ? unit : declaration.Parent!;
        return within.DescendantNodes().Any(node => node switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left.DescendantNodesAndSelf().Any(IsIt),
            ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => IsIt(argument.Expression),
            RefExpressionSyntax reference => IsIt(reference.Expression),
            _ => false,
        });

        bool IsIt(SyntaxNode name) => name is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == variable.Identifier.ValueText;
    }

    private static string Unique(int position, SemanticModel model, HashSet<string> taken)
    {
        // Names of the whole file: a local may not be called what a lambda's or an inner block's is.
        var used = model.SyntaxTree.GetRoot().DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText);
        taken.UnionWith(used);
        var name = "budget";
        for (var number = 2; !taken.Add(name) || !model.LookupSymbols(position, name: name).IsEmpty; number++)
            name = "budget" + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return name;
    }
}
