using System.Runtime.CompilerServices;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Conversations;

/// <summary>What the text of a loop says, read once, however many lists and calls ask. Nothing is bound. Immutable; safe for concurrent use.</summary>
internal sealed class LoopText
{
    // Syntax only: whoever holds the text holds this.
    private static readonly ConditionalWeakTable<StatementSyntax, LoopText> s_texts = new();

    private readonly ILookup<string, IdentifierNameSyntax> _names;

    private LoopText(StatementSyntax loop)
    {
        var names = new List<IdentifierNameSyntax>();
        var trims = new List<InvocationExpressionSyntax>();
        foreach (var node in loop.DescendantNodes())
        {
            if (node is SimpleNameSyntax { Identifier.ValueText: "Begin" })
                NamesBegin = true;
            if (node is IdentifierNameSyntax name)
                names.Add(name);
            else if (node is InvocationExpressionSyntax call && SimpleNames.TextOf(call.Expression) is { } called && Growth.IsTrim(called))
                trims.Add(call);
        }

        Trims = trims;
        _names = names.ToLookup(name => name.Identifier.ValueText, StringComparer.Ordinal);
    }

    public static LoopText Of(StatementSyntax loop) => s_texts.GetValue(loop, static statement => new LoopText(statement));

    /// <summary>The calls of members whose names say that they shorten something.</summary>
    public IReadOnlyList<InvocationExpressionSyntax> Trims { get; }

    /// <summary>A budget may be begun in the loop.</summary>
    public bool NamesBegin { get; }

    /// <summary>Each use of the name, in the order of the text.</summary>
    public IEnumerable<IdentifierNameSyntax> UsesOf(string name) => _names[name];
}
