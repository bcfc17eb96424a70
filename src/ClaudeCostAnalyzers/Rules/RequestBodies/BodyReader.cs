using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog.Endpoints;
using ClaudeCostAnalyzers.Rules.OutputCaps;
using ClaudeCostAnalyzers.Rules.Values;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.RequestBodies;

/// <summary>
/// Follows the body of a request to where it is written and says whether it has a cap: anonymous objects, dictionaries, JSON
/// nodes, objects of the source's own classes, and JSON as text; through serialisers, content, locals, members, branches and
/// the helpers of the compilation. Whatever is out of sight is taken to have one. One per call; not safe for concurrent use.
/// </summary>
internal sealed class BodyReader(BodyCap cap, MemberBodies bodies, VariableScopes scopes, KnownValues values, CancellationToken cancellation)
{
    /// <summary>Steps from helper to helper, from variable to variable and into objects; longer chains are out of sight.</summary>
    private const int MaxDepth = 40;

    /// <summary>Values looked at for one call; beyond them the answer is not known.</summary>
    private const int MaxValues = 1000;

    private readonly EndpointTable table = EndpointTable.Shared;
    private int seen;

    /// <summary>The body that a call posts.</summary>
    public BodyView Read(IInvocationOperation post)
    {
        var parameter = table.BodyParameter(post.TargetMethod.Name);
        var sent = post.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value;
        return Body(sent, null, MaxDepth);
    }

    private BodyView Body(IOperation? value, Frame? frame, int depth) => Read(value, "", frame, depth);

    /// <summary>What a field says.</summary>
    private BodyView Field(string holder, string name, IOperation? value, Frame? frame, int depth)
    {
        var path = holder.Length == 0 ? name : holder + "." + name;
        if (cap.IsCap(path))
        {
            if (value is null)
                return BodyView.Unknown;
            var given = Unwrap(value);
            if (given is IParameterReferenceOperation { Parameter: var parameter } && frame?.Argument(parameter) is { IsImplicit: false } argument)
                given = Unwrap(argument);
            return OptionsOrigin.IsNull(given) ? BodyView.Uncapped : BodyView.Capped(new CapValue(path, given.Syntax, given, null));
        }

        return cap.MayHold(path) ? Read(value, path, frame, depth - 1) : BodyView.None;
    }

    private BodyView Read(IOperation? value, string path, Frame? frame, int depth)
    {
        cancellation.ThrowIfCancellationRequested();
        if (value is null || depth <= 0 || ++seen > MaxValues)
            return BodyView.Unknown;
        value = Unwrap(value);
        if (new WrittenText(values, cancellation).Of(value) is { } text)
            return path.Length == 0 ? Text(text, value.Syntax) : BodyView.Unknown;
        switch (value)
        {
            case { ConstantValue.HasValue: true } or IDefaultValueOperation:
                // No object, so nothing in it.
                return path.Length == 0 ? BodyView.Unknown : BodyView.Uncapped;
            case IThrowOperation:
                return BodyView.None;
            case IAnonymousObjectCreationOperation made:
                return Object(made.Syntax, path, made.Initializers.OfType<ISimpleAssignmentOperation>()
                    .Select(set => (set.Target is IPropertyReferenceOperation { Property.Name: var name } ? name : null, (IOperation?)set.Value)), frame, depth);
            case IObjectCreationOperation made:
                return Created(made, path, frame, depth);
            case IWithOperation { Operand.Type.IsAnonymousType: true } with:
                return Read(with.Operand, path, frame, depth - 1);
            case IConditionalOperation { WhenFalse: { } whenFalse } choice:
                return Read(choice.WhenTrue, path, frame, depth - 1).Or(Read(whenFalse, path, frame, depth - 1));
            case ISwitchExpressionOperation choice:
                return choice.Arms.Aggregate(BodyView.None, (view, arm) => view.Or(Read(arm.Value, path, frame, depth - 1)));
            case IInvocationOperation call:
                return Called(call, path, frame, depth);
            case ILocalReferenceOperation { Local: { RefKind: RefKind.None } local }:
                return Variable(local, path, frame, depth);
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter }:
                return frame?.Argument(parameter) is { } argument
                    ? Beside(Read(argument, path, frame.Caller, depth - 1), Variable(parameter, path, frame, depth))
                    : ByType(value.Type, path);
            case IFieldReferenceOperation { Field: var field }:
                return Variable(field, path, null, depth);
            case IPropertyReferenceOperation { Property: var property }:
                return Returned.By(property, cancellation) is { } returned ? Any(returned, path, new Frame(value, null), depth) : Variable(property, path, null, depth);
            default:
                return ByType(value.Type, path);
        }
    }

    private BodyView Called(IInvocationOperation call, string path, Frame? frame, int depth)
    {
        var method = call.TargetMethod;
        if (Wrapped(call.Arguments, method.ContainingType.Name + "." + method.Name) is { } wrapped)
            return Read(wrapped, path, frame, depth - 1);
        if (call.Instance is { } instance && method.Name is "ToJsonString" or "ToString" or "DeepClone" && IsJsonNode(call.Instance.Type))
            return Read(call.Instance, path, frame, depth - 1);
        if (method.Name is "ToArray" or "AsMemory" or "AsSpan" && (call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is { } bytes && Unwrap(bytes) is IUtf8StringOperation)
            return Read(bytes, path, frame, depth - 1);
        if (method is { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" } && call.Arguments.Length == 1)
            return Read(call.Arguments[0].Value, path, frame, depth - 1);
        return Returned.By(method, cancellation) is { } returned ? Any(returned, path, new Frame(call, frame), depth) : ByType(call.Type, path);
    }

    private BodyView Any(IReadOnlyList<ExpressionSyntax> returned, string path, Frame frame, int depth) =>
        returned.Aggregate(BodyView.None, (view, expression) => view.Or(Read(OperationOf(expression), path, frame, depth - 1)));

    /// <summary>What an expression means; a mark that it is not null means nothing and has no operation of its own.</summary>
    private IOperation? OperationOf(ExpressionSyntax expression)
    {
        while (expression is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } sure)
            expression = sure.Operand;
        return bodies.Model(expression.SyntaxTree)?.GetOperation(expression, cancellation);
    }

    private BodyView Created(IObjectCreationOperation made, string path, Frame? frame, int depth)
    {
        if (made.Type is not INamedTypeSymbol type)
            return BodyView.Unknown;
        if (type.Name == "HttpRequestMessage")
            return Initialized(made, "Content") is { } content ? Read(content, path, frame, depth - 1) : BodyView.None;
        if (Wrapped(made.Arguments, type.Name) is { } wrapped)
            return Read(wrapped, path, frame, depth - 1);
        if (IsKeyed(type))
        {
            // A copy of something, or fields given to the constructor.
            if (made.Arguments.Any(argument => !argument.IsImplicit && argument.Parameter is not { Name: "capacity" or "comparer" or "options" }))
                return type.Name == "JObject" ? Object(made.Syntax, path, Properties(made), frame, depth) : BodyView.Unknown;
            return Object(made.Syntax, path, made.Initializer is { } initializer ? initializer.Initializers.Select(Keyed) : [], frame, depth);
        }

        return SerializedType.FieldsOf(type) is { } fields ? OwnObject(made, fields, path, frame, depth) : BodyView.Unknown;
    }

    /// <summary>An object of which every field is in sight; one whose name is not known may be the cap.</summary>
    private BodyView Object(SyntaxNode creation, string path, IEnumerable<(string? Name, IOperation? Value)> fields, Frame? frame, int depth)
    {
        var wanted = Missing(path);
        var (view, place) = (BodyView.Uncapped, wanted is null ? null : new CapPlace(creation, wanted));
        foreach (var (name, value) in fields)
        {
            if (name is null)
                return BodyView.Unknown;
            var field = Field(path, name, value, frame, depth);
            if (field.Capping == Capping.None)
                continue;
            // What should hold the cap is there already: the cap belongs into it.
            place = field.Place;
            view = view.Beside(field);
        }

        return view with { Place = view.Capping == Capping.Uncapped ? place : null };
    }

    /// <summary>An object of a class of the source.</summary>
    private BodyView OwnObject(IObjectCreationOperation made, IReadOnlyList<(string Name, ISymbol Member)> fields, string path, Frame? frame, int depth)
    {
        var view = BodyView.Uncapped;
        CapPlace? place = null;
        foreach (var (name, member) in fields)
        {
            var full = path.Length == 0 ? name : path + "." + name;
            if (!cap.IsCap(full) && !cap.MayHold(full))
                continue;
            var byConstructor = made.Arguments.FirstOrDefault(argument => string.Equals(argument.Parameter?.Name, member.Name, StringComparison.OrdinalIgnoreCase));
            if (Initialized(made, member.Name) is { } given)
                view = view.Beside(Field(path, name, given, frame, depth));
            else if (byConstructor is not null && made.Constructor is { DeclaringSyntaxReferences: { Length: 1 } } constructor && constructor.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is TypeDeclarationSyntax)
                view = view.Beside(OptionsOrigin.IsNull(byConstructor.Value) ? BodyView.Uncapped : byConstructor.IsImplicit ? BodyView.Unknown : Field(path, name, byConstructor.Value, frame, depth));
            else if (SerializedType.BeginsAsNull(member, cancellation) && made.Constructor is { IsImplicitlyDeclared: true })
                place ??= cap.IsCap(full) && member is IPropertySymbol { SetMethod: not null } ? new CapPlace(made.Syntax, member.Name) : null;
            else
                return BodyView.Unknown;
        }

        return view with { Place = view.Capping == Capping.Uncapped ? view.Place ?? place : null };
    }

    /// <summary>Of a value that comes from elsewhere the type may tell: a class without such a field has no cap.</summary>
    private BodyView ByType(ITypeSymbol? type, string path)
    {
        if (SerializedType.FieldsOf(type) is not { } fields || !type!.IsSealed && !type.IsValueType && IsBase(type.Name))
            return BodyView.Unknown;
        return fields.Any(field => (path.Length == 0 ? field.Name : path + "." + field.Name) is var full && (cap.IsCap(full) || cap.MayHold(full))) ? BodyView.Unknown : BodyView.Uncapped;
    }

    /// <summary>Whether a class of the source derives from one of this name: some serialisers write what an object is, not what its variable says.</summary>
    private bool IsBase(string name) => bodies.Trees.Any(tree => TreeText.Of(tree).Has(name)
        && tree.GetRoot(cancellation).DescendantNodes(node => node is not (StatementSyntax or ExpressionSyntax)).OfType<SimpleBaseTypeSyntax>().Any(type => SimpleNames.TextOf(type.Type) == name || type.Type is QualifiedNameSyntax { Right: var last } && last.Identifier.ValueText == name));

    private BodyView Text(string text, SyntaxNode syntax)
    {
        if (JsonText.Read(text) is not { } fields)
            return BodyView.Unknown;
        var view = BodyView.Uncapped;
        foreach (var field in fields)
        {
            if (cap.IsCap(field.Path) && !field.IsNull)
                view = view.Beside(BodyView.Capped(new CapValue(field.Path, syntax, null, field.Number)));
            else if (cap.MayHold(field.Path) && field.IsHole)
                view = view.Beside(BodyView.Unknown);
        }

        return view;
    }

    /// <summary>What a variable is given, and what is done with it.</summary>
    private BodyView Variable(ISymbol variable, string path, Frame? frame, int depth)
    {
        if (variable.DeclaringSyntaxReferences.Length != 1 || scopes.UsesOf(variable, cancellation) is not { } uses)
            return BodyView.Unknown;
        var view = variable.DeclaringSyntaxReferences[0].GetSyntax(cancellation) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } initial } => Given(initial),
            PropertyDeclarationSyntax { Initializer.Value: { } initial } => Given(initial),
            VariableDeclaratorSyntax or PropertyDeclarationSyntax or ParameterSyntax => BodyView.None,
            _ => BodyView.Unknown,
        };
        var added = BodyView.None;
        foreach (var (use, model) in uses)
        {
            if (view.Capping == Capping.Unknown || ++seen > MaxValues)
                return BodyView.Unknown;
            var expression = NameUses.WholeExpression(use);
            if (expression.Parent is AssignmentExpressionSyntax assignment && assignment.Left == expression)
                view = assignment.RawKind == (int)SyntaxKind.SimpleAssignmentExpression ? view.Or(Given(assignment.Right)) : BodyView.Unknown;
            else
                added = added.Beside(Used(expression, model));
        }

        if (view.Capping == Capping.None && variable is not IParameterSymbol && added.Capping == Capping.None)
            return BodyView.Unknown;
        return Beside(view, added);

        BodyView Given(ExpressionSyntax expression) => Read(OperationOf(expression), path, frame, depth - 1);

        BodyView Used(ExpressionSyntax expression, SemanticModel model) =>
            new BodyUse(cap, table, path, model, frame is not null, cancellation).Adds(expression) is not { } addition ? BodyView.Unknown
                : addition.Name is not { } name ? BodyView.None
                : addition.IsBody ? Read(addition.Value, path, frame, depth - 1)
                : Field(path, name, addition.Value, frame, depth);
    }

    /// <summary>What is missing in one part may be in the other; a place to write to is one only where both are without a cap.</summary>
    private static BodyView Beside(BodyView first, BodyView second) => first.Beside(second) is { Capping: Capping.Uncapped } view ? view : first.Beside(second) with { Place = null };

    /// <summary>The rest of the path of the cap to write, within the object at <paramref name="path"/>; null: it does not belong there.</summary>
    private string? Missing(string path)
    {
        var whole = cap.Paths[0];
        return path.Length == 0 ? whole
            : BodyCap.Normal(whole).StartsWith(BodyCap.Normal(path) + ".", StringComparison.Ordinal) ? string.Join(".", whole.Split('.').Skip(path.Split('.').Length))
            : null;
    }

    private IOperation? Wrapped(IEnumerable<IArgumentOperation> arguments, string member) => table.WrappedParameter(member) is { } parameter
        ? arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value
        : null;

    private static IOperation? Initialized(IObjectCreationOperation made, string member) => made.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>()
        .FirstOrDefault(set => set.Target is IMemberReferenceOperation target && target.Member.Name == member)?.Value;

    /// <summary>The key and the value that one part of an initializer sets; no key: it is not known.</summary>
    private static (string?, IOperation?) Keyed(IOperation part) => part switch
    {
        IInvocationOperation { TargetMethod.Name: "Add", Arguments: { Length: 2 } arguments } => (Constant(arguments[0].Value), arguments[1].Value),
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments: { Length: 1 } keys } } set => (Constant(keys[0].Value), set.Value),
        _ => (null, null),
    };

    /// <summary>The properties that the constructor of a JObject is given.</summary>
    private static IEnumerable<(string?, IOperation?)> Properties(IObjectCreationOperation made)
    {
        foreach (var argument in made.Arguments)
        {
            var parts = Unwrap(argument.Value) is IArrayCreationOperation { Initializer.ElementValues: var elements } ? elements.AsEnumerable() : [argument.Value];
            foreach (var part in parts)
            {
                yield return Unwrap(part) is IObjectCreationOperation { Type.Name: "JProperty", Arguments: { Length: 2 } pair }
                    ? (Constant(pair[0].Value), pair[1].Value)
                    : (null, null);
            }
        }
    }

    private static string? Constant(IOperation value) => Unwrap(value).ConstantValue is { HasValue: true, Value: string text } ? text : null;

    private static bool IsKeyed(INamedTypeSymbol type) => type.Name is "JsonObject" or "JObject"
        || type is { Name: "Dictionary" or "SortedDictionary" or "OrderedDictionary", TypeArguments.Length: 2 } && type.TypeArguments[0].SpecialType == SpecialType.System_String;

    private static bool IsJsonNode(ITypeSymbol? type) => type?.Name is "JsonObject" or "JsonNode" or "JObject" or "JToken";

    private static IOperation Unwrap(IOperation value)
    {
        while (value is IConversionOperation { ConstantValue.HasValue: false } or IParenthesizedOperation or IAwaitOperation)
            value = value switch { IConversionOperation conversion => conversion.Operand, IParenthesizedOperation inner => inner.Operand, _ => ((IAwaitOperation)value).Operation };
        return value;
    }
}
