using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes.Caps;

/// <summary>Writes an output-token cap into an object that becomes the body of a request.</summary>
internal sealed class BodyCapWriter(TextEdits edits, Layout layout, Imports imports, SemanticModel model, string cap)
{
    private readonly HashSet<SyntaxNode> done = [];
    private readonly MemberWriter members = new(edits, layout);

    /// <summary>Sets the field where the object is made. False when the code might not compile any more.</summary>
    /// <param name="creation">The creation of the object.</param>
    /// <param name="field">The field or property; an inner one that is missing with the one around it as <c>outer.inner</c>.</param>
    public bool WriteInto(ExpressionSyntax creation, string field)
    {
        if (done.Contains(creation))
            return true;
        var parts = field.Split('.');
        var isWritten = creation switch
        {
            AnonymousObjectCreationExpressionSyntax anonymous => WriteInto(anonymous, parts),
            BaseObjectCreationExpressionSyntax made => WriteInto(made, parts),
            _ => false,
        };
        return isWritten && done.Add(creation);
    }

    private bool WriteInto(AnonymousObjectCreationExpressionSyntax creation, string[] field)
    {
        // Another object of the same members may stand beside it, and the two must remain of one type.
        if (!IsAlone(creation) || creation.Initializers.Any(member => NameOf(member) == field[0]))
            return false;
        members.Append(creation.Initializers, creation.OpenBraceToken, creation.CloseBraceToken, $"{field[0]} = {Anonymous(field)}");
        return true;
    }

    private bool WriteInto(BaseObjectCreationExpressionSyntax creation, string[] field)
    {
        if (model.GetTypeInfo(creation).Type is not INamedTypeSymbol type || Entry(creation, type, field) is not { } entry)
            return false;
        if (creation.Initializer is { } initializer)
        {
            if (initializer.Expressions.Any(part => part is AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } && name.Identifier.ValueText == field[0]))
                return false;
            members.Append(initializer.Expressions, initializer.OpenBraceToken, initializer.CloseBraceToken, entry);
        }
        else
        {
            members.Begin(creation, entry);
        }

        return true;
    }

    /// <summary>The member of an initializer that sets the field; null: what the object takes is not known.</summary>
    private string? Entry(BaseObjectCreationExpressionSyntax creation, INamedTypeSymbol type, string[] field)
    {
        if (type.Name is "JsonObject" or "JObject")
            return Keyed(creation, field[0], field.Length == 1 ? cap : $"new {imports.Name(type, creation.SpanStart)} {{ {Keyed(null, field[1], cap)} }}");
        if (type.TypeArguments.Length != 2)
            return field.Length == 1 && type.GetMembers(field[0]).OfType<IPropertySymbol>().Any() ? $"{field[0]} = {cap}" : null;
        return type.TypeArguments[1] switch
        {
            { SpecialType: SpecialType.System_Object } or IDynamicTypeSymbol => Keyed(creation, field[0], Anonymous(field)),
            { Name: "JsonNode" or "JToken" } when field.Length == 1 => Keyed(creation, field[0], cap),
            _ => null,
        };
    }

    private static string Keyed(BaseObjectCreationExpressionSyntax? like, string key, string value) =>
        like?.Initializer is { } initializer && initializer.IsKind(SyntaxKind.CollectionInitializerExpression) && initializer.Expressions.Count > 0
            ? $"{{ \"{key}\", {value} }}"
            : $"[\"{key}\"] = {value}";

    private string Anonymous(string[] field) => field.Length == 1 ? cap : $"new {{ {field[1]} = {cap} }}";

    private static string? NameOf(AnonymousObjectMemberDeclaratorSyntax member) => member.NameEquals?.Name.Identifier.ValueText
        ?? (member.Expression as IdentifierNameSyntax)?.Identifier.ValueText ?? (member.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText;

    private bool IsAlone(AnonymousObjectCreationExpressionSyntax creation) =>
        model.GetTypeInfo(creation).ConvertedType is { SpecialType: SpecialType.System_Object }
        || creation.Parent is ArgumentSyntax or AnonymousObjectMemberDeclaratorSyntax
        || creation.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax };
}
