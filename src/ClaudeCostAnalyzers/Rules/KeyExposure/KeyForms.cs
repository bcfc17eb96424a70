using ClaudeCostAnalyzers.Catalog.Keys;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.KeyExposure;

/// <summary>How types hold a key, and which places see it in that form.</summary>
internal static class KeyForms
{
    /// <summary>Whether the key shows when the value is printed or put into a text.</summary>
    public static bool IsShownAsText(KeyForm form) => form is KeyForm.Text or KeyForm.Printed;

    /// <summary>Whether a place that takes a value in this form shows the key.</summary>
    public static bool IsSeenBy(KeySinkKind kind, KeyForm form, BaseArgumentListSyntax arguments) => form switch
    {
        KeyForm.Text or KeyForm.Printed => true,
        KeyForm.Elements => kind is KeySinkKind.Log or KeySinkKind.Serialised or KeySinkKind.Response,
        // {@Options} takes an object apart.
        KeyForm.Members => kind is KeySinkKind.Serialised or KeySinkKind.Response
            || kind == KeySinkKind.Log && arguments.Arguments.Any(argument => argument.Expression is LiteralExpressionSyntax { Token.ValueText: var template } && template.IndexOf("{@", StringComparison.Ordinal) >= 0),
        _ => false,
    };

    /// <summary>How a value of the type holds a key that was put into it.</summary>
    public static KeyForm FormOf(ITypeSymbol type)
    {
        if (type.SpecialType is SpecialType.System_String or SpecialType.System_Object || type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte or SpecialType.System_Char } || type.Name is "Span" or "ReadOnlySpan")
            return KeyForm.Text;
        if (type.IsAnonymousType || type.IsTupleType || IsShownRecord(type) || KeySinks.Shared.IsPrinted(type))
            return KeyForm.Printed;
        return type is IArrayTypeSymbol || type.AllInterfaces.Any(implemented => implemented.SpecialType == SpecialType.System_Collections_IEnumerable) || type.SpecialType == SpecialType.System_Collections_IEnumerable
            ? KeyForm.Elements
            : KeyForm.Members;
    }

    /// <summary>How it holds a key that one of its members was given.</summary>
    public static KeyForm HeldBy(ITypeSymbol type, string member) =>
        FormOf(type) is KeyForm.Printed && KeySinks.Shared.IsPrinted(type) && !KeySinks.Shared.IsPrinted(type, member) ? KeyForm.Members : FormOf(type);

    /// <summary>A record whose <c>ToString()</c> is the compiler's shows all that it holds.</summary>
    public static bool IsShownRecord(ITypeSymbol type) =>
        type.IsRecord && !type.GetMembers("ToString").Concat(type.GetMembers("PrintMembers")).Any(member => !member.IsImplicitlyDeclared);

    /// <summary>Whether a serialiser reads the member.</summary>
    public static bool IsSerialised(ISymbol? member) => member is not null
        && !member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name is "JsonIgnoreAttribute" or "IgnoreDataMemberAttribute" or "XmlIgnoreAttribute" or "YamlIgnoreAttribute");
}
