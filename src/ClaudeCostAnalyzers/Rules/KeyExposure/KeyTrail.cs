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
    private readonly KeyHolders holders;
    private readonly KeyResults results;
    private readonly TextAround texts;
    private readonly SentTexts sent;
    private readonly List<ExposedKey> found = [];

    private KeyTrail(IReadOnlyList<SyntaxNode> parts, SemanticModel model, CancellationToken cancellation)
    {
        this.model = model;
        this.cancellation = cancellation;
        holders = new KeyHolders(model, cancellation);
        results = new KeyResults(model, cancellation);
        texts = new TextAround(model, cancellation);
        uses = parts.SelectMany(part => part.DescendantNodesAndSelf()).OfType<IdentifierNameSyntax>().ToLookup(name => name.Identifier.ValueText, StringComparer.Ordinal);
        sent = new SentTexts(model, uses, cancellation);
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
            if (node is not (IdentifierNameSyntax or LiteralExpressionSyntax) || sources.Find(node, model, cancellation) is not { } source || EmptyKeys.IsEmptyAt(source.Expression))
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
        while (holders.TryTake(out var holder))
        {
            cancellation.ThrowIfCancellationRequested();
            var (symbol, form, isOfModel) = holder;
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
                case BinaryExpressionSyntax add when add.IsKind(SyntaxKind.AddExpression) && KeyForms.IsShownAsText(form):
                    if (add.Right == value)
                        before = texts.TextOf(add.Left) + before;
                    isInUrl |= form == KeyForm.Text && KeyUrls.IsIn(before, isOfModel);
                    form = KeyForm.Text;
                    value = add;
                    continue;
                case InterpolationSyntax { Parent: InterpolatedStringExpressionSyntax whole } hole when KeyForms.IsShownAsText(form):
                    before = texts.TextBefore(whole, hole) + before;
                    isInUrl |= form == KeyForm.Text && KeyUrls.IsIn(before, isOfModel);
                    form = KeyForm.Text;
                    value = whole;
                    continue;
                case ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax } call } conditional when conditional.Expression == value:
                    if (results.Result(call, form) is not { } kept)
                        break;
                    form = kept;
                    value = conditional;
                    continue;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == value && call.Expression == access:
                    if (results.Result(call, form) is not { } result)
                        break;
                    form = result;
                    value = call;
                    continue;
                case MemberAccessExpressionSyntax access when access.Expression == value:
                    if (results.Member(access, form) is not { } member)
                        break;
                    form = member;
                    value = access;
                    continue;
                case ElementAccessExpressionSyntax element when element.Expression == value && form is KeyForm.Printed or KeyForm.Elements && results.IsCredentialHeader(element):
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
                    holders.Hold(model.GetDeclaredSymbol(declarator, cancellation), form, isOfModel);
                    break;
                case IsPatternExpressionSyntax pattern when pattern.Expression == value:
                    foreach (var designation in pattern.Pattern.DescendantNodes().OfType<SingleVariableDesignationSyntax>())
                        holders.Hold(model.GetDeclaredSymbol(designation, cancellation), form, isOfModel);
                    break;
                case ForEachStatementSyntax loop when loop.Expression == value && form is KeyForm.Printed or KeyForm.Elements:
                    if (!KeyResults.Chooses(((ForEachStatementSyntax)value.Parent).Statement))
                        holders.Hold(model.GetDeclaredSymbol((ForEachStatementSyntax)value.Parent, cancellation), KeyForm.Printed, isOfModel);
                    break;
                case ForEachVariableStatementSyntax loop when loop.Expression == value && form is KeyForm.Printed or KeyForm.Elements:
                    var parts = (ForEachVariableStatementSyntax)value.Parent;
                    if (!KeyResults.Chooses(parts.Statement) && parts.Variable.DescendantNodes().OfType<SingleVariableDesignationSyntax>().LastOrDefault() is { } last)
                        holders.Hold(model.GetDeclaredSymbol(last, cancellation), KeyForm.Text, isOfModel);
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
            if (KeyForms.IsSeenBy(kind, form, list))
            {
                // The body of a request: the service that wants its key there may see it; whoever else the text goes to may not.
                if (kind == KeySinkKind.Serialised && sent.IsSent(call))
                    return (call, KeyForm.Text);
                Report(at, name, kind);
                return (null, form);
            }

            return null;
        }

        if (method.MethodKind == MethodKind.Constructor && KeyForms.IsShownRecord(method.ContainingType))
            return (call, KeyForm.Printed);
        if (KeySinks.Shared.Keeps(method))
        {
            if (call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Format" } })
            {
                before = texts.TextBeforePlace(list, argument);
                isInUrl |= form == KeyForm.Text && KeyUrls.IsIn(before, isOfModel);
            }

            if (form is KeyForm.Text or KeyForm.Printed || method.Name == "Join" && form == KeyForm.Elements || method.ContainingType.Name == "Enumerable")
            {
                if (method.ContainingType.Name == "StringBuilder" && Receiver(call) is { } builder)
                    holders.HoldRoot(builder, isOfModel, "");
                return (call, KeyForms.FormOf(method.MethodKind == MethodKind.Constructor ? method.ContainingType : method.ReturnType));
            }

            return null;
        }

        // headers.Add("x-api-key", key)
        if (form is KeyForm.Text or KeyForm.Printed && CredentialNames.Shared.IsHeaderMethod(method.Name) && Receiver(call) is { } receiver)
            holders.HoldRoot(receiver, isOfModel, "");
        return null;
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
                return (creation, KeyForms.FormOf(type));
            // { Headers = { ["x-api-key"] = key } }
            case AssignmentExpressionSyntax { Left: IdentifierNameSyntax property, Parent: InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax outer } } when model.GetTypeInfo(outer, cancellation).Type is { } type:
                return (outer, KeyForms.HeldBy(type, property.Identifier.ValueText));
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
            if (assignment.Left is not ImplicitElementAccessSyntax && !KeyForms.IsSerialised(model.GetSymbolInfo(assignment.Left, cancellation).Symbol))
                return null;
            if (initializer.Parent is ExpressionSyntax made and (BaseObjectCreationExpressionSyntax or WithExpressionSyntax) && model.GetTypeInfo(made, cancellation).Type is { } type)
                return (made, assignment.Left is IdentifierNameSyntax property ? KeyForms.HeldBy(type, property.Identifier.ValueText) : KeyForms.FormOf(type));
            return Whole(initializer);
        }

        if (assignment.Kind() is not (SyntaxKind.SimpleAssignmentExpression or SyntaxKind.AddAssignmentExpression or SyntaxKind.CoalesceAssignmentExpression))
            return null;
        switch (assignment.Left)
        {
            case IdentifierNameSyntax variable when model.GetSymbolInfo(variable, cancellation).Symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol:
                holders.Hold(model.GetSymbolInfo(variable, cancellation).Symbol, form, isOfModel);
                break;
            case ElementAccessExpressionSyntax element:
                if (element.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Data" } data && model.GetTypeInfo(data.Expression, cancellation).Type is { } thrown && KeySinks.IsException(thrown))
                    Report(at, name, KeySinkKind.Exception);
                else
                    holders.HoldRoot(element.Expression, isOfModel, "");
                break;
            case MemberAccessExpressionSyntax access when KeyForms.IsSerialised(model.GetSymbolInfo(access, cancellation).Symbol):
                if (access.Name.Identifier.ValueText == "Query" && model.GetTypeInfo(access.Expression, cancellation).Type is { Name: "UriBuilder" })
                    Report(at, name, KeySinkKind.Url);
                else
                    holders.HoldRoot(access.Expression, isOfModel, access.Name.Identifier.ValueText);
                break;
        }

        return null;
    }

    private void Report(SyntaxNode at, string name, KeySinkKind kind)
    {
        if (!found.Exists(other => other.At.Span == at.Span))
            found.Add(new ExposedKey(at, name, kind));
    }

    private static ExpressionSyntax? Receiver(ExpressionSyntax call) => (call as InvocationExpressionSyntax)?.Expression is MemberAccessExpressionSyntax access ? access.Expression : null;

    /// <summary>The type that the receiver is a static property of.</summary>
    private ITypeSymbol? OriginOf(ExpressionSyntax call) =>
        Receiver(call) is MemberAccessExpressionSyntax or IdentifierNameSyntax && model.GetSymbolInfo(Receiver(call)!, cancellation).Symbol is IPropertySymbol { IsStatic: true } property ? property.ContainingType : null;

    private static IParameterSymbol? ParameterOf(ArgumentSyntax argument, BaseArgumentListSyntax list, IMethodSymbol method)
    {
        if (argument.NameColon is { } name)
            return method.Parameters.FirstOrDefault(parameter => parameter.Name == name.Name.Identifier.ValueText);
        var ordinal = list.Arguments.IndexOf(argument);
        return ordinal >= 0 && ordinal < method.Parameters.Length ? method.Parameters[ordinal] : method.Parameters.LastOrDefault(parameter => parameter.IsParams);
    }
}
