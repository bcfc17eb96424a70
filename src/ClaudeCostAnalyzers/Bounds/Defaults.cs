using System.Runtime.CompilerServices;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// What a limit or switch is when nobody sets it: the default of an optional parameter, the initial value of a settable
/// option. A cap that is off unless someone turns it on does not bound the loop.
/// </summary>
internal static class Defaults
{
    // Keyed by syntax, not by symbol: it holds no compilation, and goes when the text does.
    private static readonly ConditionalWeakTable<TypeDeclarationSyntax, HashSet<string>> s_assigned = new();

    internal readonly record struct Constant(bool IsKnown, object? Value)
    {
        public static Constant Unknown => default;

        public static Constant Known(object? value) => new(true, value);
    }

    public static Constant Of(IOperation operation, FlowGraph graph)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        if (operation.ConstantValue is { HasValue: true } constant)
            return Constant.Known(constant.Value);
        switch (operation)
        {
            case IParameterReferenceOperation { Parameter: { HasExplicitDefaultValue: true } parameter } when graph.TakesDefaults && graph.Variables.Writes(Variable.Of(parameter)).Count == 0 && !HandedOver.ByAll(parameter):
                return Constant.Known(parameter.ExplicitDefaultValue);
            case ILocalReferenceOperation { Local: { } local } when graph.Variables.Writes(Variable.Of(local)) is { Count: 1 } writes && writes[0].Value is { } value && value is not ILocalReferenceOperation:
                return value.ConstantValue.HasValue ? Constant.Known(value.ConstantValue.Value) : value is IConversionOperation or IParameterReferenceOperation or IPropertyReferenceOperation or IFieldReferenceOperation ? Of(value, graph) : Constant.Unknown;
            case IPropertyReferenceOperation { Property: { } property } when property.DeclaringSyntaxReferences.Length == 1:
                return Property(property);
            case IFieldReferenceOperation { Field: { } field } when field.DeclaringSyntaxReferences.Length == 1:
                return Field(field);
            default:
                return Constant.Unknown;
        }
    }

    private static Constant Property(IPropertySymbol property)
    {
        if (property.DeclaringSyntaxReferences[0].GetSyntax() is not PropertyDeclarationSyntax { ExpressionBody: null } syntax
            || syntax.AccessorList is null || syntax.AccessorList.Accessors.Any(accessor => accessor.Body is not null || accessor.ExpressionBody is not null)
            || property.SetMethod is null || property.IsRequired || AssignedInType(syntax, property.Name))
        {
            return Constant.Unknown;
        }

        return syntax.Initializer is null ? Initial(property.Type) : Literal(syntax.Initializer.Value);
    }

    private static Constant Field(IFieldSymbol field)
    {
        if (field.DeclaringSyntaxReferences[0].GetSyntax() is not VariableDeclaratorSyntax syntax || AssignedInType(syntax, field.Name))
            return Constant.Unknown;
        // A private field that its own type never assigns keeps its initial value; another's may be set from outside.
        if (field.DeclaredAccessibility != Accessibility.Private && !field.IsReadOnly && syntax.Initializer is null)
            return Constant.Unknown;
        return syntax.Initializer is null ? Initial(field.Type) : Literal(syntax.Initializer.Value);
    }

    private static Constant Initial(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => Constant.Known(false),
        SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32 or SpecialType.System_Double or SpecialType.System_Decimal => Constant.Known(0),
        _ when type.IsReferenceType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T => Constant.Known(null),
        _ => Constant.Unknown,
    };

    private static Constant Literal(ExpressionSyntax value) => value.Kind() switch
    {
        SyntaxKind.TrueLiteralExpression => Constant.Known(true),
        SyntaxKind.FalseLiteralExpression => Constant.Known(false),
        SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression => Constant.Known(null),
        SyntaxKind.NumericLiteralExpression => Constant.Known(((LiteralExpressionSyntax)value).Token.Value),
        SyntaxKind.SimpleMemberAccessExpression when ((MemberAccessExpressionSyntax)value) is { Name.Identifier.ValueText: "MaxValue", Expression: var type } && type.ToString() is not ("byte" or "sbyte" or "short" or "ushort" or "char" or "Byte" or "Int16" or "UInt16") => Constant.Known(int.MaxValue),
        _ => Constant.Unknown,
    };

    private static bool AssignedInType(SyntaxNode declaration, string name) =>
        declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || s_assigned.GetValue(type, AssignedIn).Contains(name);

    private static HashSet<string> AssignedIn(TypeDeclarationSyntax type)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var assignment in type.DescendantNodes().OfType<AssignmentExpressionSyntax>())
        {
            var target = assignment.Left switch
            {
                IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
                MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
                _ => null,
            };
            if (target is not null)
                names.Add(target);
        }

        return names;
    }
}
