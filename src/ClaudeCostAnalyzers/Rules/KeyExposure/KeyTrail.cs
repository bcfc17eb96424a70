using ClaudeCostAnalyzers.Catalog.Endpoints;
using ClaudeCostAnalyzers.Catalog.Keys;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.KeyExposure;

/// <summary>
/// Follows the keys of one member from where they come from to where they are seen: upwards through the expression, and on from
/// every use of a variable that is given one. What is not known to hand a key on ends the trail. Each expression is walked
/// at most once for each way of holding a key.
/// </summary>
internal sealed class KeyTrail
{
    /// <summary>Collection expressions came after the compiler that the product is built against.</summary>
    private const int CollectionExpression = 9076;

    private readonly SemanticModel model;
    private readonly CancellationToken cancellation;
    private readonly ILookup<string, IdentifierNameSyntax> uses;
    private readonly HashSet<(ISymbol, KeyForm)> holders = new(HolderComparer.Instance);
    private readonly Queue<(ISymbol Symbol, KeyForm Form, bool IsOfModel)> pending = new();
    private readonly List<ExposedKey> found = [];

    private KeyTrail(IReadOnlyList<SyntaxNode> parts, SemanticModel model, CancellationToken cancellation)
    {
        this.model = model;
        this.cancellation = cancellation;
        uses = parts.SelectMany(part => part.DescendantNodesAndSelf()).OfType<IdentifierNameSyntax>().ToLookup(name => name.Identifier.ValueText, StringComparer.Ordinal);
    }

    /// <summary>The keys that go where they are seen, one for each expression that has one.</summary>
    /// <param name="parts">The member's syntax.</param>
    /// <param name="model">The file's model.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static IReadOnlyList<ExposedKey> Find(IReadOnlyList<SyntaxNode> parts, SemanticModel model, CancellationToken cancellation)
    {
        var sources = KeySources.Of(model.SyntaxTree);
        KeyTrail? trail = null;
        foreach (var node in parts.SelectMany(part => part.DescendantNodesAndSelf()))
        {
            cancellation.ThrowIfCancellationRequested();
            if (node is not (IdentifierNameSyntax or LiteralExpressionSyntax) || sources.Find(node, model, cancellation) is not { } source)
                continue;
            trail ??= new KeyTrail(parts, model, cancellation);
            if (node is IdentifierNameSyntax && model.GetSymbolInfo(node, cancellation).Symbol is { } variable && trail.IsCleaned(variable))
                continue;
            trail.Follow(source.Expression, KeyForm.Text, source.Name, source.IsOfModel);
        }

        trail?.FollowHolders();
        return trail?.found ?? [];
    }

    private void FollowHolders()
    {
        while (pending.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var (symbol, form, isOfModel) = pending.Dequeue();
            if (IsCleaned(symbol))
                continue;
            foreach (var use in uses[symbol.Name])
            {
                if (SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(use, cancellation).Symbol, symbol) && use.Parent is not (NameColonSyntax or NameEqualsSyntax))
                    Follow(use.Parent is MemberAccessExpressionSyntax access && access.Name == use ? access : use, form, $"'{symbol.Name}'", isOfModel);
            }
        }
    }

    /// <summary>Whether the variable is given what was made of itself, or a text that is written out: <c>key = Mask(key)</c>.</summary>
    private bool IsCleaned(ISymbol symbol) => symbol is ILocalSymbol or IParameterSymbol && uses[symbol.Name].Any(use =>
        use.Parent is AssignmentExpressionSyntax assignment && assignment.Left == use && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
        && (assignment.Right is LiteralExpressionSyntax || assignment.Right.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == symbol.Name)));

    private void Follow(ExpressionSyntax value, KeyForm form, string name, bool isOfModel)
    {
        var at = value;
        var before = "";
        var isInUrl = false;
        while (true)
        {
            switch (value.Parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax } or AwaitExpressionSyntax:
                case PostfixUnaryExpressionSyntax:
                    value = value.Parent as ExpressionSyntax ?? (ExpressionSyntax)value.Parent.Parent!;
                    continue;
                case ConditionalExpressionSyntax choice when choice.Condition != value:
                    value = choice;
                    continue;
                case BinaryExpressionSyntax coalesce when coalesce.IsKind(SyntaxKind.CoalesceExpression):
                    value = coalesce;
                    continue;
                case BinaryExpressionSyntax add when add.IsKind(SyntaxKind.AddExpression) && IsShownAsText(form):
                    if (add.Right == value)
                        before = TextOf(add.Left) + before;
                    isInUrl |= form == KeyForm.Text && KeyUrls.IsIn(before, isOfModel);
                    form = KeyForm.Text;
                    value = add;
                    continue;
                case InterpolationSyntax { Parent: InterpolatedStringExpressionSyntax whole } hole when IsShownAsText(form):
                    before = TextBefore(whole, hole) + before;
                    isInUrl |= form == KeyForm.Text && KeyUrls.IsIn(before, isOfModel);
                    form = KeyForm.Text;
                    value = whole;
                    continue;
                case ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax } call } conditional when conditional.Expression == value:
                    if (Result(call, form) is not { } kept)
                        break;
                    form = kept;
                    value = conditional;
                    continue;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == value && call.Expression == access:
                    if (Result(call, form) is not { } result)
                        break;
                    form = result;
                    value = call;
                    continue;
                case MemberAccessExpressionSyntax access when access.Expression == value:
                    if (Member(access, form) is not { } member)
                        break;
                    form = member;
                    value = access;
                    continue;
                case ElementAccessExpressionSyntax element when element.Expression == value && form is KeyForm.Printed or KeyForm.Elements && IsCredentialHeader(element):
                    form = KeyForm.Text;
                    value = (ExpressionSyntax)value.Parent;
                    continue;
                case ArgumentSyntax { Parent: TupleExpressionSyntax tuple }:
                    form = KeyForm.Printed;
                    value = tuple;
                    continue;
                case ArgumentSyntax argument:
                    if (Argument(argument, form, at, name, isOfModel, ref before, ref isInUrl) is not var (next, nextForm))
                        break;
                    if (next is null)
                        return;
                    value = next;
                    form = nextForm;
                    continue;
                case AnonymousObjectMemberDeclaratorSyntax { Parent: AnonymousObjectCreationExpressionSyntax anonymous }:
                    form = KeyForm.Printed;
                    value = anonymous;
                    continue;
                case InitializerExpressionSyntax initializer:
                    if (Whole(initializer) is not var (made, madeForm))
                        break;
                    value = made;
                    form = madeForm;
                    continue;
                case AssignmentExpressionSyntax assignment when assignment.Right == value:
                    if (Assigned(assignment, form, at, name, isOfModel) is not var (target, targetForm))
                        break;
                    value = target;
                    form = targetForm;
                    continue;
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator }:
                    Hold(model.GetDeclaredSymbol(declarator, cancellation), form, isOfModel);
                    break;
                case IsPatternExpressionSyntax pattern when pattern.Expression == value:
                    foreach (var designation in pattern.Pattern.DescendantNodes().OfType<SingleVariableDesignationSyntax>())
                        Hold(model.GetDeclaredSymbol(designation, cancellation), form, isOfModel);
                    break;
                case ForEachStatementSyntax loop when loop.Expression == value && form is KeyForm.Printed or KeyForm.Elements:
                    if (!Chooses(((ForEachStatementSyntax)value.Parent).Statement))
                        Hold(model.GetDeclaredSymbol((ForEachStatementSyntax)value.Parent, cancellation), KeyForm.Printed, isOfModel);
                    break;
                case ForEachVariableStatementSyntax loop when loop.Expression == value && form is KeyForm.Printed or KeyForm.Elements:
                    var parts = (ForEachVariableStatementSyntax)value.Parent;
                    if (!Chooses(parts.Statement) && parts.Variable.DescendantNodes().OfType<SingleVariableDesignationSyntax>().LastOrDefault() is { } last)
                        Hold(model.GetDeclaredSymbol(last, cancellation), KeyForm.Text, isOfModel);
                    break;
                case { RawKind: not 0 } node when value.Parent is not ExpressionSyntax && node.Parent is ExpressionSyntax { RawKind: CollectionExpression } list:
                    form = KeyForm.Elements;
                    value = list;
                    continue;
            }

            break;
        }

        if (isInUrl)
            Report(at, name, KeySinkKind.Url);
    }

    /// <summary>Where the trail goes on from an argument. Null: it ends; a null expression: it was reported.</summary>
    private (ExpressionSyntax? Next, KeyForm Form)? Argument(ArgumentSyntax argument, KeyForm form, SyntaxNode at, string name, bool isOfModel, ref string before, ref bool isInUrl)
    {
        if (argument.Parent is not BaseArgumentListSyntax { Parent: ExpressionSyntax call } list || model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method)
            return null;
        var parameter = ParameterOf(argument, list, method);
        if (KeySinks.Shared.Find(method, parameter, OriginOf(call)) is { } kind)
        {
            if (IsSeenBy(kind, form, list))
            {
                Report(at, name, kind);
                return (null, form);
            }

            return null;
        }

        if (method.MethodKind == MethodKind.Constructor && IsShownRecord(method.ContainingType))
            return (call, KeyForm.Printed);
        if (KeySinks.Shared.Keeps(method))
        {
            if (call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Format" } })
            {
                before = TextBeforePlace(list, argument);
                isInUrl |= form == KeyForm.Text && KeyUrls.IsIn(before, isOfModel);
            }

            if (form is KeyForm.Text or KeyForm.Printed || method.Name == "Join" && form == KeyForm.Elements || method.ContainingType.Name == "Enumerable")
            {
                if (method.ContainingType.Name == "StringBuilder" && Receiver(call) is { } builder)
                    HoldRoot(builder, isOfModel, "");
                return (call, FormOf(method.MethodKind == MethodKind.Constructor ? method.ContainingType : method.ReturnType));
            }

            return null;
        }

        // headers.Add("x-api-key", key)
        if (form is KeyForm.Text or KeyForm.Printed && CredentialNames.Shared.IsHeaderMethod(method.Name) && Receiver(call) is { } receiver)
            HoldRoot(receiver, isOfModel, "");
        return null;
    }

    /// <summary>What a call on a value that has a key gives back, or null when no key.</summary>
    private KeyForm? Result(InvocationExpressionSyntax call, KeyForm form)
    {
        if (model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method || !KeySinks.Shared.Keeps(method))
            return null;
        if (method.ContainingType.Name == "Enumerable")
            return form is KeyForm.Printed or KeyForm.Elements && !Chooses(call.ArgumentList) && call.ArgumentList.DescendantNodes().OfType<LambdaExpressionSyntax>().All(ShowsValue) ? KeyForm.Elements : null;
        // Parts of a text are no key: AsSpan(0, 4).
        if (method.Name == "AsSpan" && call.ArgumentList.Arguments.Count > 0 || method.Name == "GetValues" && !(call.ArgumentList.Arguments.Count == 1 && IsCredentialHeader(call.ArgumentList.Arguments[0].Expression)))
            return null;
        return form is KeyForm.Text or KeyForm.Printed ? FormOf(method.ReturnType) : null;
    }

    /// <summary>How a member of a value that has a key holds it, or null when it does not.</summary>
    private KeyForm? Member(MemberAccessExpressionSyntax access, KeyForm form)
    {
        var name = access.Name.Identifier.ValueText;
        return form switch
        {
            KeyForm.Client => name == "DefaultRequestHeaders" ? KeyForm.Printed : null,
            KeyForm.Printed => name switch
            {
                "Headers" or "Authorization" => KeyForm.Printed,
                "Value" or "Parameter" or "OriginalString" or "AbsoluteUri" or "Query" or "PathAndQuery" => KeyForm.Text,
                _ => null,
            },
            KeyForm.Elements => name == "Values" ? KeyForm.Elements : null,
            _ => null,
        };
    }

    /// <summary>The object or collection that an initialiser fills, and how it holds the key.</summary>
    private (ExpressionSyntax Made, KeyForm Form)? Whole(InitializerExpressionSyntax initializer)
    {
        var filled = initializer.IsKind(SyntaxKind.ComplexElementInitializerExpression) ? initializer.Parent : initializer;
        switch (filled?.Parent)
        {
            case ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax:
                return ((ExpressionSyntax)filled.Parent, KeyForm.Elements);
            // object[] values = { key };
            case EqualsValueClauseSyntax when filled == initializer:
                return (initializer, KeyForm.Elements);
            case BaseObjectCreationExpressionSyntax creation when model.GetTypeInfo(creation, cancellation).Type is { } type:
                return (creation, FormOf(type));
            // { Headers = { ["x-api-key"] = key } }
            case AssignmentExpressionSyntax { Left: IdentifierNameSyntax property, Parent: InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax outer } } when model.GetTypeInfo(outer, cancellation).Type is { } type:
                return (outer, HeldBy(type, property.Identifier.ValueText));
            default:
                return null;
        }
    }

    /// <summary>Where the trail goes on from an assignment. A variable is followed later.</summary>
    private (ExpressionSyntax Next, KeyForm Form)? Assigned(AssignmentExpressionSyntax assignment, KeyForm form, SyntaxNode at, string name, bool isOfModel)
    {
        // new X { P = key } and x with { P = key }
        if (assignment.Parent is InitializerExpressionSyntax initializer)
        {
            if (assignment.Left is not ImplicitElementAccessSyntax && !IsSerialised(model.GetSymbolInfo(assignment.Left, cancellation).Symbol))
                return null;
            if (initializer.Parent is ExpressionSyntax made and (BaseObjectCreationExpressionSyntax or WithExpressionSyntax) && model.GetTypeInfo(made, cancellation).Type is { } type)
                return (made, assignment.Left is IdentifierNameSyntax property ? HeldBy(type, property.Identifier.ValueText) : FormOf(type));
            return Whole(initializer);
        }

        if (assignment.Kind() is not (SyntaxKind.SimpleAssignmentExpression or SyntaxKind.AddAssignmentExpression or SyntaxKind.CoalesceAssignmentExpression))
            return null;
        switch (assignment.Left)
        {
            case IdentifierNameSyntax variable when model.GetSymbolInfo(variable, cancellation).Symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol:
                Hold(model.GetSymbolInfo(variable, cancellation).Symbol, form, isOfModel);
                break;
            case ElementAccessExpressionSyntax element:
                if (element.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Data" } data && model.GetTypeInfo(data.Expression, cancellation).Type is { } thrown && KeySinks.IsException(thrown))
                    Report(at, name, KeySinkKind.Exception);
                else
                    HoldRoot(element.Expression, isOfModel, "");
                break;
            case MemberAccessExpressionSyntax access when IsSerialised(model.GetSymbolInfo(access, cancellation).Symbol):
                if (access.Name.Identifier.ValueText == "Query" && model.GetTypeInfo(access.Expression, cancellation).Type is { Name: "UriBuilder" })
                    Report(at, name, KeySinkKind.Url);
                else
                    HoldRoot(access.Expression, isOfModel, access.Name.Identifier.ValueText);
                break;
        }

        return null;
    }

    /// <summary>The variable at the root of <paramref name="target"/> has a key from here on, by way of <paramref name="member"/> and those before it.</summary>
    private void HoldRoot(ExpressionSyntax target, bool isOfModel, string member)
    {
        while (true)
        {
            switch (target)
            {
                case ParenthesizedExpressionSyntax inner:
                    target = inner.Expression;
                    continue;
                case PostfixUnaryExpressionSyntax suppressed:
                    target = suppressed.Operand;
                    continue;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Append" or "AppendLine" } fluent }:
                    target = fluent.Expression;
                    continue;
                case MemberAccessExpressionSyntax access when access.Expression is not (ThisExpressionSyntax or BaseExpressionSyntax):
                    member = access.Name.Identifier.ValueText;
                    target = access.Expression;
                    continue;
            }

            break;
        }

        if (model.GetSymbolInfo(target, cancellation).Symbol is not { } symbol || TypeOf(symbol) is not { } type)
            return;
        if (type.Name == "HttpClient")
        {
            if (member == "DefaultRequestHeaders")
                Hold(symbol, KeyForm.Client, isOfModel);
            return;
        }

        Hold(symbol, member.Length > 0 ? HeldBy(type, member) : FormOf(type), isOfModel);
    }

    private void Hold(ISymbol? symbol, KeyForm form, bool isOfModel)
    {
        if (symbol is not (ILocalSymbol or IParameterSymbol or IFieldSymbol) || KeySinks.Shared.IsClean(symbol.Name))
            return;
        // What has the name of a key is followed from there.
        if (form == KeyForm.Text && TypeOf(symbol)?.SpecialType == SpecialType.System_String && CredentialNames.Shared.IsLlmCredential(symbol.Name))
            return;
        if (holders.Add((symbol, form)))
            pending.Enqueue((symbol, form, isOfModel));
    }

    private void Report(SyntaxNode at, string name, KeySinkKind kind)
    {
        if (!found.Exists(other => other.At.Span == at.Span))
            found.Add(new ExposedKey(at, name, kind));
    }

    private static bool IsShownAsText(KeyForm form) => form is KeyForm.Text or KeyForm.Printed;

    private static bool IsSeenBy(KeySinkKind kind, KeyForm form, BaseArgumentListSyntax arguments) => form switch
    {
        KeyForm.Text or KeyForm.Printed => true,
        KeyForm.Elements => kind is KeySinkKind.Log or KeySinkKind.Serialised or KeySinkKind.Response,
        // {@Options} takes an object apart.
        KeyForm.Members => kind is KeySinkKind.Serialised or KeySinkKind.Response
            || kind == KeySinkKind.Log && arguments.Arguments.Any(argument => argument.Expression is LiteralExpressionSyntax { Token.ValueText: var template } && template.IndexOf("{@", StringComparison.Ordinal) >= 0),
        _ => false,
    };

    private static KeyForm FormOf(ITypeSymbol type)
    {
        if (type.SpecialType is SpecialType.System_String or SpecialType.System_Object || type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte or SpecialType.System_Char } || type.Name is "Span" or "ReadOnlySpan")
            return KeyForm.Text;
        if (type.IsAnonymousType || type.IsTupleType || IsShownRecord(type) || KeySinks.Shared.IsPrinted(type))
            return KeyForm.Printed;
        return type is IArrayTypeSymbol || type.AllInterfaces.Any(implemented => implemented.SpecialType == SpecialType.System_Collections_IEnumerable) || type.SpecialType == SpecialType.System_Collections_IEnumerable
            ? KeyForm.Elements
            : KeyForm.Members;
    }

    private static KeyForm HeldBy(ITypeSymbol type, string member) =>
        FormOf(type) is KeyForm.Printed && KeySinks.Shared.IsPrinted(type) && !KeySinks.Shared.IsPrinted(type, member) ? KeyForm.Members : FormOf(type);

    /// <summary>A record whose <c>ToString()</c> is the compiler's shows all that it holds.</summary>
    private static bool IsShownRecord(ITypeSymbol type) =>
        type.IsRecord && !type.GetMembers("ToString").Concat(type.GetMembers("PrintMembers")).Any(member => !member.IsImplicitlyDeclared);

    /// <summary>Whether a serialiser reads the member.</summary>
    private static bool IsSerialised(ISymbol? member) => member is not null
        && !member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name is "JsonIgnoreAttribute" or "IgnoreDataMemberAttribute" or "XmlIgnoreAttribute" or "YamlIgnoreAttribute");

    /// <summary>Whether the code tells one element from another: it may leave the key out, and it is not known whether it does.</summary>
    private static bool Chooses(SyntaxNode code) => code.DescendantNodesAndSelf().Any(node =>
        node is IfStatementSyntax or ConditionalExpressionSyntax or SwitchStatementSyntax or SwitchExpressionSyntax);

    /// <summary>Whether a lambda gives more of an element than its name.</summary>
    private static bool ShowsValue(LambdaExpressionSyntax lambda)
    {
        var parameter = lambda switch
        {
            SimpleLambdaExpressionSyntax simple => simple.Parameter,
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: > 0 } list } => list[0],
            _ => null,
        };
        // What a lambda calls may mask the value.
        return parameter is not null && lambda.Body is InterpolatedStringExpressionSyntax or MemberAccessExpressionSyntax or BinaryExpressionSyntax or IdentifierNameSyntax
            && !lambda.Body.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => !call.ToString().StartsWith("string.", StringComparison.Ordinal))
            && lambda.Body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == parameter.Identifier.ValueText
                && name.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: not "Value" });
    }

    private bool IsCredentialHeader(ElementAccessExpressionSyntax element) => element.ArgumentList.Arguments.Count == 1 && IsCredentialHeader(element.ArgumentList.Arguments[0].Expression);

    private bool IsCredentialHeader(ExpressionSyntax name) =>
        model.GetConstantValue(name, cancellation).Value is string header && CredentialNames.Shared.HeaderScheme(header) is not null;

    private static ExpressionSyntax? Receiver(ExpressionSyntax call) => (call as InvocationExpressionSyntax)?.Expression is MemberAccessExpressionSyntax access ? access.Expression : null;

    /// <summary>The type that the receiver is a static property of.</summary>
    private ITypeSymbol? OriginOf(ExpressionSyntax call) =>
        Receiver(call) is MemberAccessExpressionSyntax or IdentifierNameSyntax && model.GetSymbolInfo(Receiver(call)!, cancellation).Symbol is IPropertySymbol { IsStatic: true } property ? property.ContainingType : null;

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        _ => null,
    };

    private static IParameterSymbol? ParameterOf(ArgumentSyntax argument, BaseArgumentListSyntax list, IMethodSymbol method)
    {
        if (argument.NameColon is { } name)
            return method.Parameters.FirstOrDefault(parameter => parameter.Name == name.Name.Identifier.ValueText);
        var ordinal = list.Arguments.IndexOf(argument);
        return ordinal >= 0 && ordinal < method.Parameters.Length ? method.Parameters[ordinal] : method.Parameters.LastOrDefault(parameter => parameter.IsParams);
    }

    private string TextBefore(InterpolatedStringExpressionSyntax whole, InterpolationSyntax hole) =>
        string.Concat(whole.Contents.TakeWhile(content => content != hole).Select(content => content switch
        {
            InterpolatedStringTextSyntax literal => literal.TextToken.ValueText,
            InterpolationSyntax other => TextOf(other.Expression),
            _ => "",
        }));

    /// <summary>What stands in a format before the place of an argument: <c>string.Format("...?key={0}", key)</c>.</summary>
    private string TextBeforePlace(BaseArgumentListSyntax list, ArgumentSyntax argument)
    {
        var format = model.GetConstantValue(list.Arguments[0].Expression, cancellation).Value as string ?? "";
        var place = format.IndexOf("{" + (list.Arguments.IndexOf(argument) - 1).ToString(System.Globalization.CultureInfo.InvariantCulture) + "}", StringComparison.Ordinal);
        return place < 0 ? "" : format.Substring(0, place);
    }

    /// <summary>The text of an expression where it is known.</summary>
    private string TextOf(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax inner)
            expression = inner.Expression;
        if (model.GetConstantValue(expression, cancellation).Value is string text)
            return text;
        // The end of what stands before says enough: ... + "?key="
        return expression is BinaryExpressionSyntax add && add.IsKind(SyntaxKind.AddExpression) && model.GetConstantValue(add.Right, cancellation).Value is string end
            ? EndpointTable.Unknown + end
            : EndpointTable.Unknown.ToString();
    }

    private sealed class HolderComparer : IEqualityComparer<(ISymbol Symbol, KeyForm Form)>
    {
        public static HolderComparer Instance { get; } = new();

        public bool Equals((ISymbol Symbol, KeyForm Form) x, (ISymbol Symbol, KeyForm Form) y) => x.Form == y.Form && SymbolEqualityComparer.Default.Equals(x.Symbol, y.Symbol);

        public int GetHashCode((ISymbol Symbol, KeyForm Form) obj) => SymbolEqualityComparer.Default.GetHashCode(obj.Symbol) * 31 + (int)obj.Form;
    }
}
