using ClaudeCostAnalyzers.Rules.OutputCaps;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Deadlines;

/// <summary>Whether a token can ever be cancelled, as far as its file shows. Whatever comes from elsewhere can.</summary>
internal sealed class TokenOrigin(NameUses names, DeadlineMemory memory, SemanticModel model, CancellationToken cancellation)
{
    private const int MaxDepth = 16;

    /// <summary>False where it is seen that nothing ever cancels <paramref name="token"/>.</summary>
    public bool CanFire(IOperation? token)
    {
        token = Unwrap(token);
        ISymbol? variable = token is ILocalReferenceOperation { Local: var local } ? local : (token as IMemberReferenceOperation)?.Member;
        if (variable is null || variable.DeclaringSyntaxReferences.IsEmpty)
            return CanFire(token, MaxDepth);
        return memory.Tokens.TryGetValue(variable, out var known) ? known : memory.Tokens[variable] = CanFire(token, MaxDepth);
    }

    /// <summary>False where it is seen that nothing ever cancels the token that <paramref name="variable"/> holds.</summary>
    public bool CanFire(ISymbol variable) =>
        memory.Variables.TryGetValue(variable, out var known) ? known : memory.Variables[variable] = CanFire(variable, MaxDepth, CanFire);

    /// <summary>Whether the source that the local holds is made to fire: after a time, with another token, or by a signal that it is hooked to.</summary>
    public bool FiresByItself(ILocalSymbol source) =>
        memory.Sources.TryGetValue(source, out var known) ? known : memory.Sources[source] = IsMadeToFire(source);

    private bool IsMadeToFire(ILocalSymbol source)
    {
        var values = ValuesOf(source);
        if (values is null || values.Count == 0)
            return false;
        if (values.TrueForAll(value => Unwrap(value) switch
        {
            IObjectCreationOperation { Arguments: { Length: > 0 } arguments } => IsFinite(arguments[0].Value),
            IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } linked => LinkedCanFire(linked, MaxDepth),
            _ => false,
        }))
        {
            return true;
        }

        return UsesOf(source).Any(use => NameUses.WholeExpression(use).Parent is MemberAccessExpressionSyntax access
            && (access.Name.Identifier.ValueText == "CancelAfter"
                || access.Name.Identifier.ValueText is "Cancel" or "CancelAsync" && access.Ancestors().OfType<AnonymousFunctionExpressionSyntax>().Any(lambda => lambda.Parent.IsKind(SyntaxKind.AddAssignmentExpression))));
    }

    /// <summary>Whether a time is given, and is one after which something happens.</summary>
    public static bool IsFinite(IOperation? time)
    {
        time = Unwrap(time);
        if (time is null or IDefaultValueOperation { Type.IsValueType: false })
            return false;
        if (time.ConstantValue is { HasValue: true, Value: var constant })
            return constant is not (null or -1 or -1L);
        return time is not IMemberReferenceOperation { Member.Name: "InfiniteTimeSpan" or "Infinite" or "MaxValue" }
            && time is not IDefaultValueOperation { Type.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }
            && !(time is IInvocationOperation { TargetMethod: { Name: "FromMilliseconds", ContainingType.Name: "TimeSpan" }, Arguments: { Length: > 0 } arguments } && !IsFinite(arguments[0].Value));
    }

    private bool CanFire(IOperation? token, int depth)
    {
        token = Unwrap(token);
        if (token is null || depth == 0)
            return true;
        switch (token)
        {
            case IDefaultValueOperation:
                return false;
            case IObjectCreationOperation { Type: { } type } creation when Tokens.IsToken(type):
                return creation.Arguments.Length > 0 && creation.Arguments[0].Value.ConstantValue is not { HasValue: true, Value: false };
            case IPropertyReferenceOperation { Property: { Name: "None", IsStatic: true } } none when Tokens.IsToken(none.Type):
                return false;
            case IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source } when Tokens.IsSource(source.Type):
                return SourceCanFire(source, depth - 1);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return CanFire(conditional.WhenTrue, depth - 1) || CanFire(whenFalse, depth - 1);
            case ICoalesceOperation coalesce:
                return CanFire(coalesce.Value, depth - 1) || CanFire(coalesce.WhenNull, depth - 1);
            case ILocalReferenceOperation { Local: var local }:
                return CanFire(local, depth - 1, CanFire);
            case IFieldReferenceOperation { Field: var field }:
                return CanFire(field, depth - 1, CanFire);
            case IPropertyReferenceOperation { Property: var property }:
                return CanFire(property, depth - 1, CanFire);
            case IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction, DeclaringSyntaxReferences: { Length: 1 } lambda } }:
                return HandedCanFire(lambda[0].GetSyntax(cancellation), depth);
            default:
                return token.ConstantValue is not { HasValue: true, Value: null };
        }
    }

    /// <summary>
    /// The token that a lambda is handed. A pipeline hands on the one that it is executed with, linked to its timeout; of
    /// whoever else runs the lambda nothing is known.
    /// </summary>
    private bool HandedCanFire(SyntaxNode lambda, int depth)
    {
        var pipelines = new Pipelines(names, memory, model, cancellation);
        if (pipelines.ExecutionOf(lambda) is not { } execution || model.GetOperation(execution, cancellation) is not IInvocationOperation call || pipelines.MayTimeOut(lambda.ChildNodes().Last()))
            return true;
        // Execution with a context of the pipeline's has a token in there.
        return call.TargetMethod.Parameters.Any(parameter => parameter.Type.Name is "ResilienceContext" or "Context")
            || call.Arguments.Any(argument => Tokens.IsToken(argument.Value.Type) && CanFire(argument.Value, depth - 1));
    }

    private bool SourceCanFire(IOperation? source, int depth)
    {
        source = Unwrap(source);
        if (source is null || depth <= 0)
            return true;
        switch (source)
        {
            case IObjectCreationOperation creation:
                return creation.Arguments.Length > 0 && IsFinite(creation.Arguments[0].Value);
            case IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } linked:
                return LinkedCanFire(linked, depth);
            case ILocalReferenceOperation { Local: var local }:
                return !IsLeftAlone(local) || CanFire(local, depth - 1, SourceCanFire);
            case IFieldReferenceOperation { Field: var field }:
                return !IsLeftAlone(field) || CanFire(field, depth - 1, SourceCanFire);
            default:
                return true;
        }
    }

    private bool LinkedCanFire(IInvocationOperation linked, int depth) => linked.Arguments.Any(argument =>
        argument.Value is IArrayCreationOperation { Initializer: { } elements } ? elements.ElementValues.Any(element => CanFire(element, depth - 1)) : CanFire(argument.Value, depth - 1));

    private bool CanFire(ISymbol variable, int depth, Func<IOperation?, int, bool> valueCanFire)
    {
        if (depth <= 0 || ValuesOf(variable) is not { Count: > 0 } values)
            return true;
        return values.Exists(value => valueCanFire(value, depth - 1));
    }

    /// <summary>Whether nobody cancels the source, sets its time or gets hold of it: it is only asked for its token and disposed.</summary>
    private bool IsLeftAlone(ISymbol source) => UsesOf(source).All(use =>
    {
        var whole = NameUses.WholeExpression(use);
        return whole.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Expression == whole => access.Name.Identifier.ValueText is "Token" or "Dispose" or "IsCancellationRequested",
            ConditionalAccessExpressionSyntax conditional when conditional.Expression == whole => conditional.WhenNotNull.ToString() is ".Dispose()" or ".Token",
            AssignmentExpressionSyntax assignment => assignment.Left == whole,
            _ => false,
        };
    });

    /// <summary>Every use of the variable, where all of them are in this file.</summary>
    public IEnumerable<IdentifierNameSyntax> UsesOf(ISymbol variable) => ScopeOf(variable) is { } scope ? names.UsesOf(variable, scope, model, cancellation) : [];

    /// <summary>All that the variable is ever given; null where others may give it something.</summary>
    private List<IOperation?>? ValuesOf(ISymbol variable)
    {
        if (ScopeOf(variable) is not { } scope || variable is ILocalSymbol { RefKind: not RefKind.None })
            return null;
        var declaration = variable.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        var initial = declaration switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } value } => value,
            PropertyDeclarationSyntax property => property.Initializer?.Value ?? property.ExpressionBody?.Expression,
            VariableDeclaratorSyntax when variable is ILocalSymbol => null,
            _ => declaration,
        };
        // A foreach variable, a pattern, an out argument: given a value by other means.
        if (initial == declaration || initial is null && declaration is PropertyDeclarationSyntax)
            return null;
        var values = new List<IOperation?>();
        if (initial is ExpressionSyntax expression)
            values.Add(model.GetOperation(expression, cancellation));
        foreach (var use in UsesOf(variable))
        {
            var whole = NameUses.WholeExpression(use);
            if (whole.Parent is AssignmentExpressionSyntax assignment && assignment.Left == whole)
                values.Add(model.GetOperation(assignment.Right, cancellation));
            else if (whole.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 })
                return null;
        }

        return values;
    }

    /// <summary>Where the variable may be used; null where that is more than one file or type.</summary>
    private SyntaxNode? ScopeOf(ISymbol variable)
    {
        if (variable.DeclaringSyntaxReferences.Length != 1 || variable.DeclaringSyntaxReferences[0] is not { } reference || reference.SyntaxTree != model.SyntaxTree)
            return null;
        var declaration = reference.GetSyntax(cancellation);
        if (variable is ILocalSymbol)
            return NameUses.MemberAround(declaration);
        var isOwn = variable.DeclaredAccessibility == Accessibility.Private || variable is IFieldSymbol { IsReadOnly: true } || variable is IPropertySymbol { SetMethod: null, IsVirtual: false, IsOverride: false, IsAbstract: false };
        return isOwn && variable.ContainingType is { DeclaringSyntaxReferences.Length: 1 } ? NameUses.OutermostTypeAround(declaration) : null;
    }

    private static IOperation? Unwrap(IOperation? value)
    {
        while (value is IConversionOperation or IParenthesizedOperation)
        {
            value = value is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)value).Operand;
        }

        return value;
    }
}
