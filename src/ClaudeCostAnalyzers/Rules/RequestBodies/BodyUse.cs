using ClaudeCostAnalyzers.Catalog.Endpoints;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.RequestBodies;

/// <summary>What one use of a body, or of a part of one, adds to it.</summary>
/// <param name="cap">The cap that is looked for.</param>
/// <param name="table">What sends and wraps bodies.</param>
/// <param name="path">Where in the body the object stands.</param>
/// <param name="model">The model of the use's file.</param>
/// <param name="isHelper">Whether the caller of the member around it is followed: what is handed back is no use.</param>
/// <param name="cancellation">Ends the search.</param>
internal sealed class BodyUse(BodyCap cap, EndpointTable table, string path, SemanticModel model, bool isHelper, CancellationToken cancellation)
{
    /// <summary>A field that a use sets.</summary>
    /// <param name="Name">Its name; null: it sets none.</param>
    /// <param name="Value">What it is given.</param>
    /// <param name="IsBody">It is the whole body, in the content of a request.</param>
    internal readonly record struct Addition(string? Name, IOperation? Value, bool IsBody = false);

    private static readonly Addition s_nothing = default;

    /// <summary>What the use adds; null: it may add anything.</summary>
    public Addition? Adds(ExpressionSyntax use)
    {
        if (use.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 })
            return null;
        // What cannot change any more is the same after every use.
        if (model.GetTypeInfo(use, cancellation).Type is not { } type)
            return null;
        if (type is { SpecialType: SpecialType.System_String } or { IsAnonymousType: true } or IArrayTypeSymbol || IsContent(type))
            return s_nothing;
        return use.Parent switch
        {
            ElementAccessExpressionSyntax access when access.Expression == use => Element(access),
            MemberAccessExpressionSyntax access when access.Expression == use => Member(access, type),
            ConditionalAccessExpressionSyntax => null,
            ArgumentSyntax { Parent.Parent: ExpressionSyntax call } argument => type.Name == "HttpRequestMessage" || IsSending(call, argument) ? s_nothing : null,
            BinaryExpressionSyntax comparison when comparison.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression => s_nothing,
            IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } } => s_nothing,
            ReturnStatementSyntax or ArrowExpressionClauseSyntax when isHelper => s_nothing,
            // The value of another member of a body is followed from there.
            AnonymousObjectMemberDeclaratorSyntax => s_nothing,
            AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } set when set.Right == use => s_nothing,
            AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax or ElementAccessExpressionSyntax } set when set.Right == use => s_nothing,
            ExpressionSyntax { Parent: AwaitExpressionSyntax } => null,
            _ => null,
        };
    }

    private Addition? Element(ElementAccessExpressionSyntax access)
    {
        var key = access.ArgumentList.Arguments.Count == 1 && model.GetConstantValue(access.ArgumentList.Arguments[0].Expression, cancellation) is { HasValue: true, Value: string name } ? name : null;
        return Target(access, key, requiresKey: true);
    }

    private Addition? Member(MemberAccessExpressionSyntax access, ITypeSymbol type)
    {
        var name = access.Name.Identifier.ValueText;
        if (access.Parent is InvocationExpressionSyntax call)
        {
            var arguments = call.ArgumentList.Arguments;
            if (name is "Add" or "TryAdd" && arguments.Count == 2)
                return model.GetConstantValue(arguments[0].Expression, cancellation) is { HasValue: true, Value: string key } ? new(key, Operation(arguments[1].Expression)) : null;
            return type.Name == "HttpRequestMessage" || name is "ContainsKey" or "ToJsonString" or "ToString" or "DeepClone" or "GetType" or "Dispose" ? s_nothing : null;
        }

        if (type.Name == "HttpRequestMessage")
            return name == "Content" && access.Parent is AssignmentExpressionSyntax content && content.Left == access ? new("", Operation(content.Right), IsBody: true) : s_nothing;
        return model.GetSymbolInfo(access, cancellation).Symbol is { } member ? Target(access, SerializedType.NameOf(member), requiresKey: false) : null;
    }

    /// <summary>A field that is written, or read: what is read from a body may be a part that is written to.</summary>
    private Addition? Target(ExpressionSyntax access, string? name, bool requiresKey)
    {
        ExpressionSyntax whole = access;
        while (whole.Parent is ParenthesizedExpressionSyntax || whole.Parent.IsKind(SyntaxKind.SuppressNullableWarningExpression))
            whole = (ExpressionSyntax)whole.Parent!;
        if (whole.Parent is AssignmentExpressionSyntax assignment && assignment.Left == whole)
            return name is null ? null : new(name, assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) ? Operation(assignment.Right) : null);
        return name is null && requiresKey || name is not null && cap.MayHold(path.Length == 0 ? name : path + "." + name) ? null : s_nothing;
    }

    private IOperation? Operation(ExpressionSyntax expression) => model.GetOperation(expression, cancellation);

    /// <summary>Whether an argument goes to a serialiser, into the content of a request or to the client that sends it.</summary>
    private bool IsSending(ExpressionSyntax call, ArgumentSyntax argument)
    {
        if (model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method)
            return false;
        var member = method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : method.ContainingType.Name + "." + method.Name;
        if (table.WrappedParameter(member) is not null || table.BodyParameter(method.Name) is not null && method.ContainingNamespace.ToDisplayString().StartsWith("System.Net.Http", StringComparison.Ordinal))
            return true;
        // Into another dictionary or list of the body, from where it is followed.
        return argument.Parent is BaseArgumentListSyntax && method.Name is "Add" or "TryAdd" && method.ContainingType.Name is "Dictionary" or "List" or "JsonObject" or "JsonArray" or "JObject" or "JArray";
    }

    private static bool IsContent(ITypeSymbol type)
    {
        for (ITypeSymbol? at = type; at is not null; at = at.BaseType)
        {
            if (at.Name is "HttpContent" or "Stream")
                return true;
        }

        return false;
    }
}
