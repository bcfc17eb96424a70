using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.OutputCaps;

/// <summary>
/// Follows the options of a call to where they are made and says whether they are seen to have no cap: through locals,
/// members, branches and the helpers of the compilation. Whatever is out of sight - a parameter of the member itself, the
/// result of somebody else's code, an object that somebody else holds - is taken to have one.
/// </summary>
internal sealed class OptionsOrigin(OutputCap cap, LlmApis apis, MemberBodies bodies, VariableScopes scopes, CancellationToken cancellation)
{
    /// <summary>Steps from helper to helper and from variable to variable; longer chains are out of sight.</summary>
    private const int MaxDepth = 200;

    /// <summary>Values looked at for one call; beyond them the answer is not known.</summary>
    private const int MaxValues = 2000;

    private readonly HashSet<(SyntaxNode Value, SyntaxNode? Call)> underWay = [];
    private int values;

    /// <summary>Where <paramref name="value"/> comes from.</summary>
    public Origin Resolve(IOperation? value) => Resolve(value, null, MaxDepth);

    private static Origin Unknown => new(Capping.Unknown);

    private Origin Resolve(IOperation? value, Frame? frame, int depth)
    {
        cancellation.ThrowIfCancellationRequested();
        while (value is IConversionOperation { OperatorMethod: null, ConstantValue.HasValue: false } or IParenthesizedOperation or IAwaitOperation)
            value = value switch { IConversionOperation conversion => conversion.Operand, IParenthesizedOperation inner => inner.Operand, _ => ((IAwaitOperation)value).Operation };
        if (value is null || depth == 0 || ++values > MaxValues)
            return Unknown;
        if (value.ConstantValue is { HasValue: true, Value: null } || value is IDefaultValueOperation)
            return new Origin(Capping.Uncapped);
        // A helper that calls itself, or a variable that gets its own value, adds nothing.
        if (!underWay.Add((value.Syntax, frame?.Call.Syntax)))
            return default;
        try
        {
            return ResolveNew(value, frame, depth);
        }
        finally
        {
            underWay.Remove((value.Syntax, frame?.Call.Syntax));
        }
    }

    private Origin ResolveNew(IOperation value, Frame? frame, int depth)
    {
        switch (value)
        {
            case IThrowOperation:
                return default;
            case IObjectCreationOperation creation:
                return !IsOptionsType(creation.Type) ? Unknown : (Given(creation.Initializer) ?? Given(creation.Arguments)) is { } given ? new Origin(given) : new Origin(Capping.Uncapped, creation.Syntax);
            case IWithOperation with:
                return Given(with.Initializer) is { } set ? new Origin(set) : Resolve(with.Operand, frame, depth - 1);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return Resolve(conditional.WhenTrue, frame, depth - 1).Or(Resolve(whenFalse, frame, depth - 1));
            case ISwitchExpressionOperation choice:
                return choice.Arms.Aggregate(default(Origin), (origin, arm) => origin.Or(Resolve(arm.Value, frame, depth - 1)));
            case ICoalesceOperation coalesce:
                return Resolve(coalesce.Value, frame, depth - 1).And(Resolve(coalesce.WhenNull, frame, depth - 1));
            case ICoalesceAssignmentOperation coalesce:
                return Resolve(coalesce.Target, frame, depth - 1);
            case IInvocationOperation call:
                return ResolveCall(call, frame, depth);
            case ILocalReferenceOperation { Local: { RefKind: RefKind.None } local }:
                return ResolveVariable(local, frame, depth);
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter }:
                return frame?.Argument(parameter) is { } argument
                    ? Resolve(argument, frame.Caller, depth - 1).And(ResolveVariable(parameter, frame, depth))
                    : Unknown;
            case IFieldReferenceOperation { Field: var field }:
                return ResolveMember(field, depth);
            case IPropertyReferenceOperation { Property: var property }:
                return Returned.By(property, cancellation) is { } returned ? Any(returned, new Frame(value, null), depth) : ResolveMember(property, depth);
            default:
                return Unknown;
        }
    }

    private Origin ResolveCall(IInvocationOperation call, Frame? frame, int depth)
    {
        var method = call.TargetMethod;
        if (method is { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" } && call.Arguments.Length == 1)
            return Resolve(call.Arguments[0].Value, frame, depth - 1);
        if (method.Name == "Clone" && IsOptionsType(method.ReturnType) && call.Instance is { } cloned && method.Parameters.IsEmpty)
            return Resolve(cloned, frame, depth - 1);
        return Returned.By(method, cancellation) is { } returned ? Any(returned, new Frame(call, frame), depth) : Unknown;
    }

    private Origin Any(IReadOnlyList<ExpressionSyntax> returned, Frame frame, int depth) =>
        returned.Aggregate(default(Origin), (origin, expression) => origin.Or(Resolve(OperationOf(expression), frame, depth - 1)));

    private IOperation? OperationOf(ExpressionSyntax expression) => bodies.Model(expression.SyntaxTree)?.GetOperation(expression, cancellation);

    private bool IsOptionsType(ITypeSymbol? type) => cap.AppliesTo(type?.GetDocumentationCommentId());

    /// <summary>What an initializer says of the cap; null: nothing, or that there is none.</summary>
    private Capping? Given(IObjectOrCollectionInitializerOperation? initializer)
    {
        if (initializer is null)
            return null;
        foreach (var operation in initializer.Initializers)
        {
            var (member, value) = operation switch
            {
                ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } assignment => (target.Member.Name, assignment.Value),
                IMemberInitializerOperation { InitializedMember: IMemberReferenceOperation target } nested => (target.Member.Name, (IOperation)nested.Initializer),
                _ => ("", operation),
            };
            if (cap.Opaque.Contains(member))
                return Capping.Unknown;
            if (member == cap.Name && !IsNull(value) && !IsMadeWithoutNested(value))
                return Capping.Capped;
        }

        return null;
    }

    /// <summary>The same of a constructor's arguments: a parameter goes by the member of its name, and other options may have the cap.</summary>
    private Capping? Given(ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is not { ArgumentKind: not ArgumentKind.DefaultValue, Parameter: { } parameter } || IsNull(argument.Value))
                continue;
            if (IsOptionsType(parameter.Type) || cap.Opaque.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase))
                return Capping.Unknown;
            if (parameter.Name.Equals(cap.Name, StringComparison.OrdinalIgnoreCase) && !IsMadeWithoutNested(argument.Value))
                return Capping.Capped;
        }

        return null;
    }

    /// <summary>The cap stands in an object of the options, and that object is seen to be made without it.</summary>
    private bool IsMadeWithoutNested(IOperation value)
    {
        if (cap.Nested is null)
            return false;
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value is IObjectCreationOperation { Arguments.IsEmpty: true } made
            && (made.Initializer is null || made.Initializer.Initializers.All(set => set is ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } && target.Member.Name != cap.Nested));
    }

    /// <summary>Whether the value is null or the default of a type that has null.</summary>
    public static bool IsNull(IOperation value)
    {
        while (value is IConversionOperation conversion && !value.ConstantValue.HasValue)
            value = conversion.Operand;
        return value.ConstantValue is { HasValue: true, Value: null } || value is IDefaultValueOperation { Type: { IsReferenceType: true } or { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } };
    }

    private Origin ResolveMember(ISymbol member, int depth)
    {
        // One that is null all along is filled in by other means.
        return ResolveVariable(member, null, depth) is { Creation: not null } found ? found : Unknown;
    }

    /// <summary>Every value that a variable gets must be seen without a cap, and no use of it may add one or let it out of sight.</summary>
    private Origin ResolveVariable(ISymbol variable, Frame? frame, int depth)
    {
        if (variable.DeclaringSyntaxReferences.Length != 1 || scopes.UsesOf(variable, cancellation) is not { } uses)
            return Unknown;
        var found = default(Origin);
        switch (variable.DeclaringSyntaxReferences[0].GetSyntax(cancellation))
        {
            case VariableDeclaratorSyntax { Initializer.Value: { } initial }:
                found = Resolve(OperationOf(initial), frame, depth - 1);
                break;
            case PropertyDeclarationSyntax { Initializer.Value: { } initial }:
                found = Resolve(OperationOf(initial), frame, depth - 1);
                break;
            case VariableDeclaratorSyntax or PropertyDeclarationSyntax or ParameterSyntax:
                break;
            default:
                return Unknown;
        }

        foreach (var (use, model) in uses)
        {
            if (found.Capping is Capping.Unknown or Capping.Capped)
                return found;
            var expression = NameUses.WholeExpression(use);
            if (expression.Parent is AssignmentExpressionSyntax assignment && assignment.Left == expression)
                found = found.And(Resolve(model.GetOperation(assignment.Right, cancellation), frame, depth - 1));
            else if (!(frame is not null && IsHandedBack(expression, variable)) && !new OptionUses(cap, apis, scopes, cancellation).IsHarmless(expression, model))
                return Unknown;
        }

        return found;
    }

    /// <summary>Whether a helper's parameter or local goes back to the caller, which is where it is followed from.</summary>
    private static bool IsHandedBack(ExpressionSyntax expression, ISymbol variable) => variable is ILocalSymbol or IParameterSymbol
        && expression.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax;
}
