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
        var names = new FreshNames();
        var done = new HashSet<SyntaxNode>();
        foreach (var diagnostic in diagnostics)
        {
            var span = diagnostic.Location.SourceSpan;
            if (root.FullSpan.Contains(span) && root.FindNode(span, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } begin)
                Write(edits, begin, names, done);
        }

        return edits.IsEmpty ? null : new("Begin the budget scope with 'using'", document.WithText(edits.ApplyTo(text)));
    }

    private static void Write(TextEdits edits, InvocationExpressionSyntax begin, FreshNames names, HashSet<SyntaxNode> done)
    {
        if (begin.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || statement.Parent is not (BlockSyntax or GlobalStatementSyntax))
            return;
        var value = Whole(begin);
        switch (statement)
        {
            case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: { Count: 1 } variables } declaration
                when variables[0].Initializer?.Value == value && !IsWrittenAgain(declaration, variables[0]):
                // Each branch of a condition may begin one.
                if (done.Add(declaration))
                {
                    edits.Insert(declaration.Declaration.SpanStart, "using ");
                    if (LastDispose(declaration, variables[0]) is { } dispose)
                        edits.Replace(TextSpan.FromBounds(dispose.GetFirstToken().GetPreviousToken().Span.End, dispose.Span.End), "");
                }

                break;
            case ExpressionStatementSyntax { Expression: var expression } when expression == begin:
                edits.Insert(begin.SpanStart, $"using var {names.Take("budget", begin)} = ");
                break;
            case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } left } assignment } when assignment.Right == value && done.Add(statement):
                edits.Replace(left.Span, $"using var {names.Take("budget", begin)}");
                break;
        }
    }

    /// <summary>The value that the scope is one of, where all others are new scopes or none: one that somebody else has is not to be ended here.</summary>
    private static ExpressionSyntax Whole(InvocationExpressionSyntax begin)
    {
        ExpressionSyntax value = begin;
        while (true)
        {
            switch (value.Parent)
            {
                case ParenthesizedExpressionSyntax inner:
                    value = inner;
                    break;
                case ConditionalExpressionSyntax conditional when conditional.Condition != value && IsNewOrNone(conditional.WhenTrue) && IsNewOrNone(conditional.WhenFalse):
                    value = conditional;
                    break;
                case SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax choice } when choice.Arms.All(arm => IsNewOrNone(arm.Expression)):
                    value = choice;
                    break;
                default:
                    return value;
            }
        }
    }

    private static bool IsNewOrNone(ExpressionSyntax value) => value is LiteralExpressionSyntax or ThrowExpressionSyntax or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Begin" } };

    /// <summary><c>scope.Dispose();</c> at the end of the block, which does what <c>using</c> does there.</summary>
    private static StatementSyntax? LastDispose(LocalDeclarationStatementSyntax declaration, VariableDeclaratorSyntax variable) =>
        declaration.Parent is BlockSyntax block && block.Statements.Last() is ExpressionStatementSyntax { Expression: var last } dispose && last.ToString() is var text
            && (text == variable.Identifier.ValueText + ".Dispose()" || text == variable.Identifier.ValueText + "?.Dispose()") && !dispose.DescendantTrivia().Concat(dispose.GetFirstToken().GetPreviousToken().TrailingTrivia).Any(IsComment)
            ? dispose
            : null;

    private static bool IsComment(SyntaxTrivia trivia) => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia);

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
}
