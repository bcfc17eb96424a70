using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>What the callers of a private member hand over: a default that none of them leaves is no value.</summary>
internal static class HandedOver
{
    // Keyed by syntax, not by symbol: it holds no compilation, and goes when the text does.
    private static readonly ConditionalWeakTable<TypeDeclarationSyntax, Calls> s_calls = new();

    /// <summary>Whether the member is seen by its own type only, and all calls there name a value for the parameter.</summary>
    public static bool ByAll(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { DeclaringSyntaxReferences: { Length: 1 } declarations, ContainingType.DeclaringSyntaxReferences.Length: 1 } method
            || (method.DeclaredAccessibility != Accessibility.Private && method.MethodKind != MethodKind.LocalFunction)
            || declarations[0].GetSyntax().FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return false;
        }

        var calls = s_calls.GetValue(type, declaration => new Calls(declaration)).Of(method.Name);
        return calls.Count > 0 && calls.All(call => call.Arguments.Count > parameter.Ordinal || call.Arguments.Any(argument => argument.NameColon?.Name.Identifier.ValueText == parameter.Name));
    }

    /// <summary>The calls in a type, by the simple name of what they call.</summary>
    private sealed class Calls(TypeDeclarationSyntax type)
    {
        private readonly ILookup<string, ArgumentListSyntax> _calls = type.DescendantNodes().OfType<InvocationExpressionSyntax>().ToLookup(
            call => call.Expression switch
            {
                SimpleNameSyntax name => name.Identifier.ValueText,
                MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
                _ => "",
            },
            call => call.ArgumentList, StringComparer.Ordinal);

        public IReadOnlyCollection<ArgumentListSyntax> Of(string name) => [.. _calls[name]];
    }
}
