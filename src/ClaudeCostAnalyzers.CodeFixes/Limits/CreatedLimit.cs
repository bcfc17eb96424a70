using System.Globalization;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes.Limits;

/// <summary>Gives an object its limit where it is created: a property, a call of its builder's method, or a session's budget.</summary>
internal sealed class CreatedLimit(TextEdits edits, Layout layout, Imports imports, SemanticModel model, string budgetUsd)
{
    private readonly MemberWriter members = new(edits, layout);

    /// <summary>Writes the limit; what was done, in words, or null where it has no place.</summary>
    /// <param name="place">The creation, or the assignment within it that says that there is no limit.</param>
    /// <param name="member">The property, or the method of the builder.</param>
    /// <param name="limit">The number; null: the limit is a budget.</param>
    public string? Write(SyntaxNode place, string member, string? limit)
    {
        if (place.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is not { } creation || model.GetTypeInfo(creation).Type is not INamedTypeSymbol type)
            return null;
        for (var at = type; at is not null; at = at.BaseType)
        {
            switch (at.GetMembers(member).FirstOrDefault())
            {
                case IPropertySymbol property when (limit ?? Budget(property.Type, creation.SpanStart)) is { } value:
                    return Set(creation, member, value) ? $"Set {member} to {(limit is null ? $"USD {budgetUsd}" : limit)}" : null;
                // `new Builder(..)` of an unnamed type would need parentheses, and a type to be found.
                case IMethodSymbol when limit is not null && creation is ObjectCreationExpressionSyntax { Initializer: null }:
                    edits.Insert(creation.Span.End, $".{member}({limit})");
                    return $"Call {member}({limit})";
            }
        }

        return null;
    }

    private bool Set(BaseObjectCreationExpressionSyntax creation, string member, string value)
    {
        if (creation.Initializer is not { } initializer)
        {
            edits.Insert(creation.Span.End, $" {{ {member} = {value} }}");
            return true;
        }

        if (initializer.Expressions.OfType<AssignmentExpressionSyntax>().FirstOrDefault(set => set.Left is IdentifierNameSyntax name && name.Identifier.ValueText == member) is { } present)
            edits.Replace(present.Right.Span, value);
        else
            members.Append(initializer.Expressions, initializer.OpenBraceToken, initializer.CloseBraceToken, $"{member} = {value}");
        return true;
    }

    /// <summary>The budget of a server-side session: an amount in cents, as text.</summary>
    private string? Budget(ITypeSymbol type, int position)
    {
        if (type is not INamedTypeSymbol budget || budget.GetMembers("MaxListCost").OfType<IPropertySymbol>().FirstOrDefault()?.Type is not INamedTypeSymbol amount
            || !amount.GetMembers("Amount").Any() || !amount.GetMembers("Currency").Any())
        {
            return null;
        }

        var cents = Math.Max(1, Math.Ceiling(decimal.Parse(budgetUsd, CultureInfo.InvariantCulture) * 100)).ToString("F0", CultureInfo.InvariantCulture);
        return $"new {imports.Name(budget, position)} {{ MaxListCost = new {imports.Name(amount, position)} {{ Amount = \"{cents}\", Currency = \"USD\" }} }}";
    }
}
