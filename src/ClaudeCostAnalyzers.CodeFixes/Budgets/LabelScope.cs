using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes.Budgets;

/// <summary>The statements of one block and the jumps between them: what a using declaration or statement may not be put between.</summary>
internal sealed class LabelScope
{
    private readonly IReadOnlyList<StatementSyntax> statements;
    private readonly List<(int From, int To)> jumps = [];

    public LabelScope(IReadOnlyList<StatementSyntax> statements)
    {
        this.statements = statements;
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < statements.Count; i++)
        {
            foreach (var label in LabelsOf(statements[i]))
                labels[label] = i;
        }

        if (labels.Count == 0)
            return;
        for (var i = 0; i < statements.Count; i++)
        {
            foreach (var target in statements[i].DescendantNodesAndSelf().OfType<GotoStatementSyntax>()
                .Where(jump => jump.IsKind(SyntaxKind.GotoStatement)).Select(jump => jump.Expression).OfType<IdentifierNameSyntax>())
            {
                if (labels.TryGetValue(target.Identifier.ValueText, out var to))
                    jumps.Add((i, to));
            }
        }
    }

    /// <summary>Whether a declaration before statement <paramref name="index"/> stays clear of all jumps (CS8648, CS8649).</summary>
    public bool AllowsDeclarationBefore(int index) => jumps.TrueForAll(jump => jump.From >= index == jump.To >= index);

    /// <summary>Whether no jump enters the statements <paramref name="first"/> to <paramref name="last"/> from outside.</summary>
    public bool AllowsBlock(int first, int last) => jumps.TrueForAll(jump => jump.To < first || jump.To > last || (jump.From >= first && jump.From <= last));

    /// <summary>The labelled statement with which a cycle by goto begins that statement <paramref name="index"/> is part of; null when there is none.</summary>
    public int? StartOfCycle(int index)
    {
        if (jumps.Exists(jump => jump.To == index && jump.From >= index))
            return index;
        // The nearest one: cycles nest, and the outer one may be bounded.
        return jumps.Where(jump => jump.To <= index && jump.From >= index).Select(jump => (int?)jump.To).Max();
    }

    /// <summary>The last statement from which a jump leads to statement <paramref name="index"/>, or the statement itself.</summary>
    public int LastJumpTo(int index) => jumps.Where(jump => jump.To == index).Select(jump => jump.From).Append(index).Max();

    public StatementSyntax this[int index] => statements[index];

    private static IEnumerable<string> LabelsOf(StatementSyntax statement)
    {
        for (; statement is LabeledStatementSyntax labeled; statement = labeled.Statement)
            yield return labeled.Identifier.ValueText;
    }
}
