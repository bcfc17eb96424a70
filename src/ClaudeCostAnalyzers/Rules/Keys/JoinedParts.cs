using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Keys;

/// <summary>The parts of a text that calls put together, in their order. By syntax alone: nothing is bound before a part looks like one of a key.</summary>
internal static class JoinedParts
{
    /// <summary>Longer builders write reports and pages.</summary>
    private const int MaxParts = 200;

    /// <summary>Statements behind a builder that are looked at.</summary>
    private const int MaxStatements = 100;

    /// <summary>What <c>string.Format</c> makes of a format that is written out and of its arguments; null: the format is not written out, or there are none.</summary>
    public static IReadOnlyList<ExpressionSyntax>? OfFormat(SeparatedSyntaxList<ArgumentSyntax> arguments)
    {
        // A culture may stand before the format.
        var at = arguments.IndexOf(argument => argument.Expression is LiteralExpressionSyntax { Token.Value: string });
        if (at is < 0 or > 1 || at + 1 >= arguments.Count || arguments[at].Expression is not LiteralExpressionSyntax { Token.Value: string format })
            return null;
        var parts = new List<ExpressionSyntax>();
        var from = 0;
        for (var open = format.IndexOf('{'); open >= 0; open = format.IndexOf('{', from))
        {
            var close = format.IndexOf('}', open);
            // Braces that are doubled, and numbers with a width, are not in keys.
            if (close < 0 || !int.TryParse(format.Substring(open + 1, close - open - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || at + 1 + number >= arguments.Count)
                return null;
            if (open > from)
                parts.Add(Literal(format.Substring(from, open - from)));
            parts.Add(arguments[at + 1 + number].Expression);
            from = close + 1;
        }

        if (from < format.Length)
            parts.Add(Literal(format.Substring(from)));
        return parts;
    }

    /// <summary>What is appended to a new <c>StringBuilder</c>, in the same expression and by the statements of its block; null: another type is created.</summary>
    public static IReadOnlyList<ExpressionSyntax>? OfBuilder(BaseObjectCreationExpressionSyntax creation)
    {
        var declarator = creation.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } ? variable : null;
        var type = creation is ObjectCreationExpressionSyntax { Type: var written } ? written : (declarator?.Parent as VariableDeclarationSyntax)?.Type;
        if (type is not (IdentifierNameSyntax { Identifier.ValueText: "StringBuilder" } or QualifiedNameSyntax { Right.Identifier.ValueText: "StringBuilder" }))
            return null;
        var parts = new List<ExpressionSyntax>();
        if (creation.ArgumentList?.Arguments is { Count: > 0 } arguments)
            parts.Add(arguments[0].Expression);
        AddChain(creation, parts);
        if (declarator is null || declarator.FirstAncestorOrSelf<StatementSyntax>() is not { } declaration || StatementsAfter(declaration) is not { } statements)
            return parts;
        var name = declarator.Identifier.ValueText;
        foreach (var statement in statements.Take(MaxStatements))
        {
            if (parts.Count > MaxParts)
                return parts;
            var use = statement.DescendantNodes().OfType<IdentifierNameSyntax>().FirstOrDefault(identifier => identifier.Identifier.ValueText == name);
            if (use is null)
                continue;
            // What happens on some ways only is not known: its place is kept.
            if (statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax } && use.Ancestors().TakeWhile(node => node != statement).All(node => node is InvocationExpressionSyntax or MemberAccessExpressionSyntax))
                AddChain(use, parts);
            else
                parts.Add(use);
        }

        return parts;
    }

    /// <summary><c>.Append(one).Append(other)</c></summary>
    private static void AddChain(ExpressionSyntax builder, List<ExpressionSyntax> parts)
    {
        while (builder.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access && access.Expression == builder)
        {
            // Other members change what is there, or add what is not a part.
            parts.Add(access.Name.Identifier.ValueText == "Append" && call.ArgumentList.Arguments.Count == 1 ? call.ArgumentList.Arguments[0].Expression : call);
            builder = call;
        }
    }

    private static IEnumerable<StatementSyntax>? StatementsAfter(StatementSyntax declaration) => declaration.Parent switch
    {
        BlockSyntax block => block.Statements.SkipWhile(statement => statement != declaration).Skip(1),
        GlobalStatementSyntax { Parent: CompilationUnitSyntax file } => file.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement).SkipWhile(statement => statement != declaration).Skip(1),
        _ => null,
    };

    private static LiteralExpressionSyntax Literal(string text) => SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text));
}
