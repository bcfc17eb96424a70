using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Syntax;

/// <summary>The type of an object creation as it is written: there, or, for <c>new()</c>, where the variable or member is declared that is given or returns the object.</summary>
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
            { Parent: ArrowExpressionClauseSyntax or ReturnStatementSyntax } => Returned(creation.Parent),
            _ => null,
        };
        return type is NullableTypeSyntax nullable ? nullable.ElementType : type is { IsVar: true } ? null : type;
    }

    /// <summary>What the function around a return returns; null: it does not say.</summary>
    private static TypeSyntax? Returned(SyntaxNode returning)
    {
        for (var node = returning.Parent; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case MethodDeclarationSyntax method:
                    return method.Modifiers.Any(SyntaxKind.AsyncKeyword) ? Awaited(method.ReturnType) : method.ReturnType;
                case LocalFunctionStatementSyntax function:
                    return function.Modifiers.Any(SyntaxKind.AsyncKeyword) ? Awaited(function.ReturnType) : function.ReturnType;
                case ConversionOperatorDeclarationSyntax conversion:
                    return conversion.Type;
                case OperatorDeclarationSyntax declared:
                    return declared.ReturnType;
                case BasePropertyDeclarationSyntax property:
                    return property.Type;
                case AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>What an asynchronous function returns in its task.</summary>
    private static TypeSyntax? Awaited(TypeSyntax task) => (task is QualifiedNameSyntax qualified ? qualified.Right : task) is GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } arguments } ? arguments[0] : null;

    /// <summary>The name of the type; null: it does not stand next to the creation, or the file has another type in mind.</summary>
    public static string? NameOf(BaseObjectCreationExpressionSyntax creation) => Written(creation) is { } type && NameOf(type) is { } name && !IsAlias(name, creation) ? name : null;

    private static bool IsAlias(string name, SyntaxNode place)
    {
        foreach (var node in place.Ancestors())
        {
            var directives = node switch { CompilationUnitSyntax file => file.Usings, BaseNamespaceDeclarationSyntax around => around.Usings, _ => default };
            foreach (var directive in directives)
            {
                if (directive.Alias is { } alias && alias.Name.Identifier.ValueText == name)
                    return true;
            }
        }

        return false;
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
