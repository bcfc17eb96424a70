using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Rules.RequestBodies;

/// <summary>What a class of the source becomes as JSON.</summary>
internal static class SerializedType
{
    /// <summary>The members that become fields, with the fields' names; null when more may become of it, or its source is not at hand.</summary>
    public static IReadOnlyList<(string Name, ISymbol Member)>? FieldsOf(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false, IsAnonymousType: false, IsTupleType: false } || type.SpecialType != SpecialType.None)
            return null;
        var fields = new List<(string, ISymbol)>();
        for (var at = type as INamedTypeSymbol; at is not null && at.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); at = at.BaseType)
        {
            if (at.DeclaringSyntaxReferences.IsEmpty || IsWrittenOtherwise(at.GetAttributes()) || at.Interfaces.Any(contract => contract.Name is "IEnumerable" or "IDictionary" or "ICollection"))
                return null;
            foreach (var member in at.GetMembers())
            {
                if (member.IsStatic || member.IsImplicitlyDeclared || member is not (IPropertySymbol { IsIndexer: false } or IFieldSymbol { DeclaredAccessibility: Accessibility.Public }))
                    continue;
                if (member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "JsonExtensionDataAttribute"))
                    return null;
                fields.Add((NameOf(member), member));
            }
        }

        return fields;
    }

    /// <summary>The name of the field that a member becomes.</summary>
    public static string NameOf(ISymbol member)
    {
        foreach (var attribute in member.GetAttributes())
        {
            if (attribute.AttributeClass?.Name is "JsonPropertyNameAttribute" or "JsonPropertyAttribute" or "DataMemberAttribute"
                && (attribute.ConstructorArguments.FirstOrDefault().Value ?? attribute.NamedArguments.FirstOrDefault(named => named.Key is "PropertyName" or "Name").Value.Value) is string name)
            {
                return name;
            }
        }

        return member.Name;
    }

    /// <summary>Whether the value that a new object has without further ado is null: nothing is set where it is declared.</summary>
    public static bool BeginsAsNull(ISymbol member, CancellationToken cancellation) => member is IPropertySymbol property && IsNullable(property.Type)
        && property.DeclaringSyntaxReferences.Length == 1
        && property.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is Microsoft.CodeAnalysis.CSharp.Syntax.PropertyDeclarationSyntax
        {
            Initializer: null,
            ExpressionBody: null,
            AccessorList: { } accessors,
        }
        && accessors.Accessors.All(accessor => accessor is { Body: null, ExpressionBody: null });

    private static bool IsNullable(ITypeSymbol type) => type.IsReferenceType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private static bool IsWrittenOtherwise(ImmutableArray<AttributeData> attributes) => attributes.Any(attribute =>
        attribute.AttributeClass?.Name is "JsonConverterAttribute" or "JsonPolymorphicAttribute" or "JsonDerivedTypeAttribute");
}
