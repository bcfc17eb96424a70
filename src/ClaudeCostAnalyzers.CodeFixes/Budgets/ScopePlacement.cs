using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.CodeFixes.Budgets;

/// <summary>In which form a budget scope can stand before a statement.</summary>
internal enum ScopeForm
{
    /// <summary><c>using var budget = ...;</c> before the statement, in the same block.</summary>
    Declaration,

    /// <summary>A block of its own, with the declaration and the statement in it: for the body of an <c>if</c> without braces.</summary>
    Block,

    /// <summary><c>using (var budget = ...) { ... }</c> around the statements.</summary>
    Statement,
}

/// <summary>Where a budget scope goes so that it is open for the whole cycle, and the code means the same otherwise.</summary>
internal sealed record ScopePlacement(ScopeForm Form, StatementSyntax First, StatementSyntax Last)
{
    /// <summary>All that runs within the scope.</summary>
    public TextSpan Enclosed => Form == ScopeForm.Declaration && First.Parent is { } parent
        ? TextSpan.FromBounds(First.SpanStart, (parent is GlobalStatementSyntax { Parent: { } unit } ? unit : parent).Span.End)
        : TextSpan.FromBounds(First.SpanStart, Last.Span.End);

    /// <summary>The placement for the cycle that <paramref name="statement"/> is or begins, or null when there is no safe one.</summary>
    public static ScopePlacement? Find(StatementSyntax statement)
    {
        if (CycleOf(statement) is not { } cycle || LosesScope(cycle))
            return null;
        // A declaration cannot stand between a label and its statement.
        var target = cycle;
        while (target.Parent is LabeledStatementSyntax labeled)
            target = labeled;
        var hasDeclarations = ((CSharpParseOptions)cycle.SyntaxTree.Options).LanguageVersion >= LanguageVersion.CSharp8;
        if (SiblingsOf(target) is not { } siblings)
            return new(hasDeclarations ? ScopeForm.Block : ScopeForm.Statement, target, target);

        var labels = new LabelScope(siblings);
        var index = siblings.IndexOf(target);
        if (hasDeclarations && target.Parent is not SwitchSectionSyntax && labels.AllowsDeclarationBefore(index))
            return new(ScopeForm.Declaration, target, target);
        if (cycle is not LabeledStatementSyntax)
        {
            // The loop is one statement and declares nothing for its siblings. If its own label is jumped to from elsewhere, the label stays outside.
            var around = labels.AllowsBlock(index, index) ? target : cycle;
            return new(ScopeForm.Statement, around, around);
        }

        var last = labels.LastJumpTo(index);
        return labels.AllowsBlock(index, last) && DeclaresNothingFor(siblings, index, last)
            ? new(ScopeForm.Statement, target, labels[last])
            : null;
    }

    /// <summary>The placement at the head of a member that calls itself: scopes nest, so the outermost call's holds for all.</summary>
    public static ScopePlacement? FindEntry(StatementSyntax first) =>
        ((CSharpParseOptions)first.SyntaxTree.Options).LanguageVersion >= LanguageVersion.CSharp8 && first.Parent is BlockSyntax && !LosesScope(first)
        && SiblingsOf(first) is { } siblings && new LabelScope(siblings).AllowsDeclarationBefore(siblings.IndexOf(first))
            ? new(ScopeForm.Declaration, first, first)
            : null;

    /// <summary>
    /// The statement that all of the cycle stands in or begins with: the loop; the label that is jumped back to, which the
    /// first statement that runs may stand behind; the switch whose sections jump to each other.
    /// </summary>
    private static StatementSyntax? CycleOf(StatementSyntax found)
    {
        if (CycleStatement.IsLoop(found))
            return found;
        for (SyntaxNode? node = found; node is not null && !IsFunction(node); node = node.Parent)
        {
            if (node is not StatementSyntax statement)
                continue;
            if (SiblingsOf(statement) is { } siblings && siblings.IndexOf(statement) is var index
                && new LabelScope(siblings).StartOfCycle(index) is { } start)
            {
                return siblings[start];
            }

            if (statement is SwitchStatementSyntax && statement.DescendantNodes().Any(inner => inner.Kind() is SyntaxKind.GotoCaseStatement or SyntaxKind.GotoDefaultStatement))
                return statement;
        }

        return null;
    }

    private static bool IsFunction(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax
        or MemberDeclarationSyntax and not GlobalStatementSyntax;

    /// <summary>
    /// Whether the cycle yields from an asynchronous iterator: its execution context is the consumer's after each element, so
    /// a scope begun before the cycle is in force until the first element only. A fix that does not hold is not offered.
    /// </summary>
    private static bool LosesScope(StatementSyntax cycle)
    {
        var function = cycle.Ancestors().FirstOrDefault(node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax);
        var modifiers = function switch
        {
            MethodDeclarationSyntax method => method.Modifiers,
            LocalFunctionStatementSyntax local => local.Modifiers,
            _ => default,
        };
        return modifiers.Any(SyntaxKind.AsyncKeyword) && (cycle is LabeledStatementSyntax ? cycle.Parent! : cycle)
            .DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(node => node is YieldStatementSyntax);
    }

    /// <summary>The statements among which <paramref name="statement"/> stands; null when it is the body of another statement.</summary>
    private static List<StatementSyntax>? SiblingsOf(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => [.. block.Statements],
        SwitchSectionSyntax section => [.. section.Statements],
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => [.. unit.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement)],
        _ => null,
    };

    /// <summary>Whether what the statements declare is used by them only, so that a block may be put around them.</summary>
    private static bool DeclaresNothingFor(List<StatementSyntax> siblings, int first, int last)
    {
        var statements = siblings.GetRange(first, last - first + 1).Select(Unlabeled).ToList();
        // The life of a resource would end earlier than it did.
        if (statements.Any(statement => statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword }))
            return false;
        var names = new HashSet<string>(statements.SelectMany(statement => statement.DescendantNodesAndSelf()).Select(NameOfDeclared).OfType<string>(), StringComparer.Ordinal);
        if (names.Count == 0)
            return true;
        // By name, not by symbol: cheaper, and wrong only where the same name is declared again, where it refuses.
        var whole = siblings[first].Parent is GlobalStatementSyntax or SwitchSectionSyntax ? siblings[first].Parent!.Parent! : siblings[first].Parent!;
        var inside = TextSpan.FromBounds(siblings[first].SpanStart, siblings[last].Span.End);
        return !whole.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => !inside.Contains(name.Span) && names.Contains(name.Identifier.ValueText));
    }

    private static StatementSyntax Unlabeled(StatementSyntax statement)
    {
        while (statement is LabeledStatementSyntax labeled)
            statement = labeled.Statement;
        return statement;
    }

    private static string? NameOfDeclared(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        _ => null,
    };
}
