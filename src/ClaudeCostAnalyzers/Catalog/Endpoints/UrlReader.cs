using System.Text;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Catalog.Endpoints;

/// <summary>
/// Reads a URL off the code of one file: literals, constants, interpolations, concatenations, defaults, and variables by
/// what they are first given. What is not known is <see cref="EndpointTable.Unknown"/>.
/// </summary>
internal sealed class UrlReader(SemanticModel model, CancellationToken cancellation)
{
    /// <summary>Longer chains of variables are out of sight; they do not occur in real code.</summary>
    private const int MaxDepth = 8;

    private static readonly string s_unknown = EndpointTable.Unknown.ToString();

    /// <summary>The text of a string or <c>Uri</c>.</summary>
    public string Read(IOperation? value) => Read(value, MaxDepth);

    /// <summary>The URL that a request message is sent to; null when it is out of sight or not posted.</summary>
    public string? UrlOfRequest(IOperation request) => UrlOfRequest(request, MaxDepth);

    /// <summary>The only base address that code within <paramref name="scope"/> gives to a client; null: none, or several.</summary>
    public string? BaseAddressIn(SyntaxNode scope)
    {
        var addresses = Assignments(scope, "BaseAddress")
            .Select(assignment => Read(model.GetOperation(assignment.Right, cancellation))).Distinct().Take(2).ToList();
        return addresses.Count == 1 && addresses[0].IndexOf("://", StringComparison.Ordinal) >= 0 ? addresses[0] : null;
    }

    /// <summary>The only base address that the client itself is given, where it is made or later; null: none that can be read, or several.</summary>
    public string? BaseAddressOf(IOperation? client)
    {
        client = Unwrap(client);
        ISymbol? variable = client is ILocalReferenceOperation { Local: var local } ? local : (client as IMemberReferenceOperation)?.Member;
        var made = (variable is null ? client : Unwrap(ValueOf(variable))) as IObjectCreationOperation;
        var initial = made is null ? null : Assigned(made, "BaseAddress");
        var addresses = (initial is null ? [] : new[] { initial }).Concat(variable is null ? [] : SetLater(variable, "BaseAddress"))
            .Select(address => Read(address)).Distinct().Take(2).ToList();
        return addresses.Count == 1 && addresses[0].IndexOf("://", StringComparison.Ordinal) >= 0 ? addresses[0] : null;
    }

    private string? UrlOfRequest(IOperation? request, int depth)
    {
        if (depth == 0)
            return null;
        switch (Unwrap(request))
        {
            case IObjectCreationOperation { Type.Name: "HttpRequestMessage" } creation:
                var method = Argument(creation, "method") ?? Assigned(creation, "Method");
                if (method is not null && Unwrap(method) is IPropertyReferenceOperation { Property.Name: not ("Post" or "Put") })
                    return null;
                return (Argument(creation, "requestUri") ?? Assigned(creation, "RequestUri")) is { } url ? Read(url, depth - 1) : null;
            case ILocalReferenceOperation { Local: var local }:
                return ValueOf(local) is { } initial && UrlOfRequest(initial, depth - 1) is { } known ? known : SetLater(local, "RequestUri").Select(url => Read(url, depth - 1)).FirstOrDefault();
            case IInvocationOperation { TargetMethod: var helper }:
                // A helper of the same file that makes the request.
                return Declaration(helper)?.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>()
                    .Select(creation => UrlOfRequest(model.GetOperation(creation, cancellation), depth / 2)).FirstOrDefault(url => url is not null);
            default:
                return null;
        }
    }

    /// <summary><c>request.RequestUri = ..</c> after its creation: in the member of a local, in the type of a field.</summary>
    private IEnumerable<IOperation?> SetLater(ISymbol variable, string property) => Declaration(variable) is { } declaration
        ? Assignments(variable is ILocalSymbol ? MemberAround(declaration) : declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? MemberAround(declaration), property)
            .Where(assignment => assignment.Left is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name } && name.Identifier.ValueText == variable.Name)
            .Select(assignment => model.GetOperation(assignment.Right, cancellation))
        : [];

    private static SyntaxNode MemberAround(SyntaxNode node) =>
        node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member and not GlobalStatementSyntax ? member : node.SyntaxTree.GetRoot();

    /// <summary>What is assigned to something of the name.</summary>
    private static IEnumerable<AssignmentExpressionSyntax> Assignments(SyntaxNode scope, string name) =>
        WrittenNames.In(scope).Of(name).Select(written => WrittenNames.Target(written).Parent).OfType<AssignmentExpressionSyntax>();

    private string Read(IOperation? value, int depth)
    {
        value = Unwrap(value);
        if (value is null || depth == 0)
            return s_unknown;
        if (value.ConstantValue is { HasValue: true, Value: { } constant })
            return constant.ToString();
        switch (value)
        {
            case IInterpolatedStringOperation interpolated:
                var text = new StringBuilder();
                foreach (var part in interpolated.Parts)
                    text.Append(part is IInterpolatedStringTextOperation literal ? literal.Text.ConstantValue.Value as string : Read((part as IInterpolationOperation)?.Expression, depth - 1));
                return text.ToString();
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum:
                return Read(sum.LeftOperand, depth - 1) + Read(sum.RightOperand, depth - 1);
            case ICoalesceOperation choice:
                // `configured ?? "https://.."`: the default says what kind of service it is.
                return Read(choice.WhenNull, depth - 1);
            case IConditionalOperation { WhenFalse: { } otherwise } conditional:
                return Read(conditional.WhenTrue, depth - 1) is var first && first != s_unknown ? first : Read(otherwise, depth - 1);
            case IObjectCreationOperation { Type.Name: "Uri" } uri:
                return string.Concat(uri.Arguments.Where(argument => argument.Parameter?.Type.Name is "String" or "Uri").Select((argument, i) =>
                    i == 0 ? Read(argument.Value, depth - 1) : "/" + Read(argument.Value, depth - 1).TrimStart('/')));
            case IInvocationOperation { TargetMethod: { Name: "Concat", ContainingType.SpecialType: SpecialType.System_String } } concat:
                return string.Concat(concat.Arguments.Select(argument => Read(argument.Value, depth - 1)));
            case IInvocationOperation { TargetMethod: { Name: "Format", ContainingType.SpecialType: SpecialType.System_String } } format:
                return Format(Read(format.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "format")?.Value, depth - 1));
            case IInvocationOperation { Instance: { } built, TargetMethod.Name: "ToString" } when IsUriBuilder(built):
                return ReadBuilt(built, depth);
            case IInvocationOperation { Instance: { } instance, TargetMethod.Name: "TrimEnd" or "Trim" or "ToString" }:
                return Read(instance, depth - 1).TrimEnd('/');
            // `template.Replace("{model}", model)`
            case IInvocationOperation { Instance: { Type.SpecialType: SpecialType.System_String } template, TargetMethod.Name: "Replace" }:
                return Read(template, depth - 1);
            // A member that is handed one URL, the default of what is configured: `Complete(settings.Url, DefaultUrl)`.
            case IInvocationOperation { Type: { SpecialType: SpecialType.System_String } or { Name: "Uri" } } helper:
                return OnlyUrl(helper.Arguments.Select(argument => Read(argument.Value, depth / 2)));
            case IPropertyReferenceOperation { Property.Name: "Uri", Instance: { } built } when IsUriBuilder(built):
                return ReadBuilt(built, depth);
            case IPropertyReferenceOperation { Property.Name: "AbsoluteUri" or "OriginalString", Instance: { Type.Name: "Uri" } uri }:
                return Read(uri, depth - 1);
            case ILocalReferenceOperation { Local: var local }:
                return Read(ValueOf(local), depth - 1);
            case IFieldReferenceOperation { Field: { Name: "Empty", ContainingType.SpecialType: SpecialType.System_String } }:
                return "";
            case IFieldReferenceOperation { Field: var field }:
                return Read(ValueOf(field), depth - 1);
            case IPropertyReferenceOperation { Property: var property }:
                return Read(ValueOf(property), depth - 1);
            case IParameterReferenceOperation { Parameter: { HasExplicitDefaultValue: true, ExplicitDefaultValue: string preset } }:
                return preset;
            default:
                return s_unknown;
        }
    }

    private static bool IsUriBuilder(IOperation operation) => operation.Type is { Name: "UriBuilder", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary><c>new UriBuilder(configured) { Path = "/v1/chat/completions" }</c>, or with the path set later.</summary>
    private string ReadBuilt(IOperation builder, int depth)
    {
        builder = Unwrap(builder) ?? builder;
        var local = (builder as ILocalReferenceOperation)?.Local;
        if ((local is null ? builder : Unwrap(ValueOf(local))) is not IObjectCreationOperation creation)
            return s_unknown;
        var start = creation.Arguments.Length == 1 ? Read(creation.Arguments[0].Value, depth - 1) : s_unknown;
        var path = Assigned(creation, "Path") is { } initial ? Read(initial, depth - 1)
            : local is not null ? SetLater(local, "Path").Select(part => Read(part, depth - 1)).FirstOrDefault(text => text != s_unknown) : null;
        if (path is null)
            return start;
        var scheme = start.IndexOf("://", StringComparison.Ordinal);
        var slash = scheme < 0 ? -1 : start.IndexOf('/', scheme + 3);
        return (slash < 0 ? start : start.Substring(0, slash)) + "/" + path.TrimStart('/');
    }

    private static string OnlyUrl(IEnumerable<string> texts)
    {
        var urls = texts.Where(text => text.IndexOf("://", StringComparison.Ordinal) > 0).Take(2).ToList();
        return urls.Count == 1 ? urls[0] : s_unknown;
    }

    /// <summary>What is put into the places of a format is not followed.</summary>
    private static string Format(string format)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '{')
                text.Append(format[i]);
            else if (format.IndexOf('}', i) is var end and > 0)
                (i, _) = (end, text.Append(EndpointTable.Unknown));
        }

        return text.ToString();
    }

    /// <summary>What a variable of this file is first given, other than nothing.</summary>
    private IOperation? ValueOf(ISymbol variable)
    {
        var initial = Declaration(variable) switch
        {
            VariableDeclaratorSyntax declarator => declarator.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value ?? property.ExpressionBody?.Expression,
            _ => null,
        };
        if ((initial is null || IsNothing(initial)) && variable is IFieldSymbol or IPropertySymbol)
        {
            initial = Declaration(variable)?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
                ? Assignments(type, variable.Name).FirstOrDefault(assignment => assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && !IsNothing(assignment.Right))?.Right
                : null;
        }

        return initial is null ? null : model.GetOperation(initial, cancellation);
    }

    private static bool IsNothing(ExpressionSyntax value) => value is LiteralExpressionSyntax { Token.ValueText: "" or "null" or "default" } or PostfixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax { Token.ValueText: "null" or "default" } }
        || value.ToString() is "string.Empty" or "String.Empty";

    private SyntaxNode? Declaration(ISymbol symbol) => symbol.DeclaringSyntaxReferences.FirstOrDefault() is { } reference && reference.SyntaxTree == model.SyntaxTree
        ? reference.GetSyntax(cancellation)
        : null;

    private static IOperation? Argument(IObjectCreationOperation creation, string parameter) =>
        creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value;

    private static IOperation? Assigned(IObjectCreationOperation creation, string member) => creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>()
        .FirstOrDefault(assignment => assignment.Target is IMemberReferenceOperation target && target.Member.Name == member)?.Value;

    private static IOperation? Unwrap(IOperation? value)
    {
        while (value is IConversionOperation { ConstantValue.HasValue: false } or IParenthesizedOperation or IAwaitOperation)
            value = value switch { IConversionOperation conversion => conversion.Operand, IParenthesizedOperation inner => inner.Operand, IAwaitOperation wait => wait.Operation, _ => null };
        return value;
    }
}
