using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>The initialisers of instance fields and properties: each constructor runs them, unless it goes on to another of its type.</summary>
internal static class Initialisers
{
    public static IEnumerable<EqualsValueClauseSyntax> Of(TypeDeclarationSyntax type)
    {
        foreach (var member in type.Members)
        {
            if (member.Modifiers.Any(SyntaxKind.StaticKeyword) || member.Modifiers.Any(SyntaxKind.ConstKeyword))
                continue;
            if (member is PropertyDeclarationSyntax { Initializer: { } initializer })
                yield return initializer;
            else if (member is BaseFieldDeclarationSyntax field)
            {
                foreach (var variable in field.Declaration.Variables)
                {
                    if (variable.Initializer is { } value)
                        yield return value;
                }
            }
        }
    }

    /// <summary>Whether making an object by the constructor runs them.</summary>
    public static bool RunBy(IMethodSymbol constructor, CancellationToken cancellation) =>
        constructor is { MethodKind: MethodKind.Constructor, IsStatic: false } && !constructor.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax(cancellation) is ConstructorDeclarationSyntax { Initializer: { } further } && further.IsKind(SyntaxKind.ThisConstructorInitializer));
}
