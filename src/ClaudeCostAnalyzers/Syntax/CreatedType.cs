using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Syntax;

/// <summary>The type of an object creation as it is written: there, or, for <c>new()</c>, where the variable is declared that is given the object.</summary>
internal static class CreatedType
{
    /// <summary>The type; null: it does not stand next to the creation.</summary>
    public static TypeSyntax? Written(BaseObjectCreationExpressionSyntax creation)
    {
        var type = creation switch
        {
            ObjectCreationExpressionSyntax named => named.Type,
            { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } } } => declaration.Type,
            { Parent: EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } } => property.Type,
            _ => null,
        };
        return type is NullableTypeSyntax nullable ? nullable.ElementType : type is { IsVar: true } ? null : type;
    }

    /// <summary>Whether the type may have one of the names: it does not stand there, or is written by the name or by an alias.</summary>
    public static bool MayBe(BaseObjectCreationExpressionSyntax creation, ICollection<string> names, Aliases aliases) =>
        Written(creation) is not { } type || NameOf(type) is not { } name || names.Contains(name) || aliases.Contain(name, creation.SyntaxTree);

    /// <summary>The last name of a type.</summary>
    public static string? NameOf(TypeSyntax type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        _ => null,
    };
}
