using System.Collections.Immutable;
using ClaudeCostAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>Whether somebody chose how many elements a sequence has: written out in the source, or taken as a part of a longer one.</summary>
internal static class SmallSources
{
    /// <summary>So many elements from a range with a constant length are few.</summary>
    public const int MaxLength = 20;

    private const int MaxSteps = 4;

    private static readonly Lazy<(ImmutableHashSet<string> Parts, ImmutableArray<string> Names)> s_table = new(() =>
    {
        var rows = LlmCatalog.ReadRows("FanOuts");
        return (rows.Where(row => row.Word == "part").Select(row => row.Value).ToImmutableHashSet(StringComparer.Ordinal),
            rows.Where(row => row.Word == "named").Select(row => row.Value).ToImmutableArray());
    });

    public static bool Is(ExpressionSyntax source, SemanticModel model, CancellationToken cancellation, int steps = 0)
    {
        while (source is ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax or AwaitExpressionSyntax)
            source = source switch
            {
                ParenthesizedExpressionSyntax inner => inner.Expression,
                CastExpressionSyntax cast => cast.Expression,
                PostfixUnaryExpressionSyntax suppressed => suppressed.Operand,
                _ => ((AwaitExpressionSyntax)source).Expression,
            };
        if (steps > MaxSteps)
            return false;
        switch (source)
        {
            case ArrayCreationExpressionSyntax { Initializer: not null } or ImplicitArrayCreationExpressionSyntax or InitializerExpressionSyntax:
            case BaseObjectCreationExpressionSyntax { Initializer.Expressions.Count: > 0, ArgumentList: null or { Arguments.Count: 0 } }:
                return true;
            // The collection expression is younger than the compiler that this is built for.
            case var written when written.GetType().Name == "CollectionExpressionSyntax":
                return written.ChildNodes().All(element => element.GetType().Name != "SpreadElementSyntax");
            case InvocationExpressionSyntax call:
                return IsSmallCall(call, model, cancellation, steps);
            case IdentifierNameSyntax or MemberAccessExpressionSyntax:
                return IsSmallVariable(source, model, cancellation, steps);
            default:
                return false;
        }
    }

    private static bool IsSmallCall(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellation, int steps)
    {
        if (call.Expression is not MemberAccessExpressionSyntax access)
            return false;
        var name = access.Name.Identifier.ValueText;
        if (s_table.Value.Parts.Contains(name) || name is "GetValues" or "GetNames")
            return true;
        if (name is "Range" or "Repeat" && call.ArgumentList.Arguments.Count == 2)
            return IsChosen(call.ArgumentList.Arguments[1].Expression, model, cancellation);
        return name is not ("SelectMany" or "Concat" or "Union" or "Join" or "Split") && Is(access.Expression, model, cancellation, steps + 1);
    }

    /// <summary>Whether somebody says how many: a small constant, or a number of workers or votes that comes from elsewhere, but not the length of a sequence.</summary>
    public static bool IsChosen(ExpressionSyntax count, SemanticModel model, CancellationToken cancellation) => model.GetConstantValue(count, cancellation) is { HasValue: true } constant
        ? constant.Value is <= MaxLength
        : !count.DescendantNodesAndSelf().Any(node => node is SimpleNameSyntax { Identifier.ValueText: "Count" or "Length" or "LongLength" or "LongCount" });

    /// <summary>Whether the expression is a constant of at most <see cref="MaxLength"/>.</summary>
    public static bool IsFew(ExpressionSyntax count, SemanticModel model, CancellationToken cancellation) =>
        model.GetConstantValue(count, cancellation) is { HasValue: true, Value: <= MaxLength };

    private static bool IsSmallVariable(ExpressionSyntax reference, SemanticModel model, CancellationToken cancellation, int steps)
    {
        if (model.GetSymbolInfo(reference, cancellation).Symbol is not { } symbol)
            return false;
        if (s_table.Value.Names.Any(part => symbol.Name.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0) || symbol is IParameterSymbol { IsParams: true })
            return true;
        if (symbol.DeclaringSyntaxReferences.Length != 1 || symbol.DeclaringSyntaxReferences[0] is not { } declared || declared.SyntaxTree != model.SyntaxTree)
            return false;
        return declared.GetSyntax(cancellation) switch
        {
            // An element that is a sequence is a part of what is enumerated.
            ForEachStatementSyntax loop => loop.Expression.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(name => s_table.Value.Parts.Contains(name.Identifier.ValueText)),
            VariableDeclaratorSyntax { Initializer.Value: { } value } variable when symbol is ILocalSymbol or IFieldSymbol { IsReadOnly: true } =>
                Is(value, model, cancellation, steps + 1) && !Grows(variable),
            PropertyDeclarationSyntax { Initializer.Value: { } value } when symbol is IPropertySymbol { SetMethod: null } => Is(value, model, cancellation, steps + 1),
            PropertyDeclarationSyntax { ExpressionBody.Expression: { } value } => Is(value, model, cancellation, steps + 1),
            _ => false,
        };
    }

    private static bool Grows(VariableDeclaratorSyntax variable)
    {
        SyntaxNode? scope = variable.FirstAncestorOrSelf<BlockSyntax>() ?? (SyntaxNode?)variable.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        return (scope ?? variable.SyntaxTree.GetRoot()).DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(access =>
            access.Expression is IdentifierNameSyntax name && name.Identifier.ValueText == variable.Identifier.ValueText && access.Name.Identifier.ValueText is "Add" or "AddRange" or "Insert" or "UnionWith");
    }
}
