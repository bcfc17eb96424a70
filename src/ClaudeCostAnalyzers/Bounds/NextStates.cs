using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// What a state may be next, where it has a value that is known: <c>state = state switch { ... }</c>, <c>state = Next(state, reply)</c> of a
/// member in source, <c>(state, text) = state switch { ... }</c>, <c>run = await Advance(run)</c> where <c>run.Phase</c> is the state. What
/// decides besides the state is not known, and leaves all ways open.
/// </summary>
/// <param name="loop">The loop that the state is set in.</param>
/// <param name="constant">The value of an expression that is always the same; <see cref="StateValues.Any"/>: none.</param>
/// <param name="known">A value as the evaluator knows it.</param>
internal sealed class NextStates(Loop loop, Func<IOperation, object> constant, Func<object, Defaults.Constant> known)
{
    /// <summary>Expressions within expressions, and members that call members, are followed so far.</summary>
    private const int MaxDepth = 12;

    /// <summary>All that the value may be; <see cref="StateValues.Any"/> among them: something that cannot be followed.</summary>
    /// <param name="value">The value, as it is written.</param>
    /// <param name="place">Where the state stands.</param>
    /// <param name="state">What the state is.</param>
    /// <param name="depth">How deep the value stands.</param>
    public HashSet<object> Of(IOperation value, StatePlace place, object state, int depth = 0)
    {
        value = Unwrapped(Written(Unwrapped(value), place));
        if (depth > MaxDepth || loop.Effort.IsSpent)
            return [StateValues.Any];
        loop.Effort.Add(1);
        if (place.IsKept(value))
            return [state];
        switch (value)
        {
            case IWithOperation or IObjectCreationOperation or ITupleOperation when place.IsPart:
                return place.In(value) is var (part, isWhole) ? Of(part, isWhole ? place : place.Alone, state, depth + 1) : [StateValues.Any];
            case ISwitchExpressionOperation choice:
                var next = new HashSet<object>();
                foreach (var arm in choice.Arms)
                {
                    var matches = place.IsState(Unwrapped(choice.Value)) ? Evaluator.Matches(known(state), arm.Pattern, Read) : null;
                    if (matches == true && arm.Guard is { } guard)
                        matches = Evaluator.Boolean(guard, Read);
                    if (matches == false)
                        continue;
                    // `_ => throw ...` is no state.
                    if (Unwrapped(arm.Value) is not IThrowOperation)
                        next.UnionWith(Of(arm.Value, place, state, depth + 1));
                    if (matches == true)
                        break;
                }

                return next;
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return Evaluator.Boolean(choice.Condition, Read) switch
                {
                    true => Of(choice.WhenTrue, place, state, depth + 1),
                    false => Of(otherwise, place, state, depth + 1),
                    null => [.. Of(choice.WhenTrue, place, state, depth + 1), .. Of(otherwise, place, state, depth + 1)],
                };
            case IInvocationOperation { TargetMethod: { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" }, Arguments: { Length: 1 } wrapped }:
                return Of(wrapped[0].Value, place, state, depth + 1);
            case IInvocationOperation call:
                return Returned(call, place, state, depth + 1) ?? [StateValues.Any];
            default:
                return [place.IsPart ? StateValues.Any : constant(value)];
        }

        Defaults.Constant Read(IOperation operation) => place.IsState(operation) ? known(state) : Constants.Of(operation, loop.Graph);
    }

    /// <summary><c>var next = state switch { ... }; return next;</c> in a member that is called: the one value of a local that nothing writes again, or of a function of one expression.</summary>
    private IOperation Written(IOperation value, StatePlace place)
    {
        if (loop.Inlined(value) is { } inlined)
            return inlined;
        if (value is not ILocalReferenceOperation || place.IsState(value) || place.IsKept(value))
            return value;
        var body = value;
        while (body.Parent is { } parent)
            body = parent;
        loop.Effort.Add(1);
        return body is IMethodBodyOperation or IBlockOperation ? ReturnedSteps.Only(value, body) : value;
    }

    private static IOperation Unwrapped(IOperation value)
    {
        while (true)
        {
            switch (value)
            {
                case IConversionOperation { OperatorMethod: null, ConstantValue.HasValue: false } conversion:
                    value = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    value = parenthesized.Operand;
                    break;
                case var waiting when AwaitedTasks.Of(waiting) is { } task:
                    value = task;
                    break;
                default:
                    return value;
            }
        }
    }

    /// <summary>What the member returns that is handed the state.</summary>
    private HashSet<object>? Returned(IInvocationOperation call, StatePlace place, object state, int depth)
    {
        if (loop.Spending.Members.Target(call) is not { } member || loop.Spending.Members.Body(member) is not { } body)
            return null;
        var handed = call.Arguments.Where(argument => argument.Parameter?.RefKind == RefKind.None && place.IsHanded(Unwrapped(argument.Value))).Select(argument => argument.Parameter!.Ordinal).ToList();
        if (handed.Count > 1 || (handed.Count == 1 && handed[0] >= member.Parameters.Length))
            return null;
        // A member that is not handed the state may still say what comes next: `state = await WriteAsync();`
        Variable? parameter = handed.Count == 1 ? Variable.Of(member.Parameters[handed[0]]) : null;
        foreach (var operation in body.Descendants())
        {
            var target = operation switch
            {
                IAssignmentOperation assignment => assignment.Target,
                IIncrementOrDecrementOperation step => step.Target,
                IArgumentOperation { Parameter.RefKind: not RefKind.None } argument => argument.Value,
                _ => null,
            };
            if (target is not null && target.DescendantsAndSelf().Any(IsParameter))
                return null;
        }

        var block = BodyBlock.Of(body);
        var returned = new HashSet<object>();
        // What always throws is a stub, and says nothing.
        return block is not null && !Run(block, returned, place.InMember(IsParameter), state, depth) && returned.Count > 0 ? returned : null;

        bool IsParameter(IOperation operation) => operation is IParameterReferenceOperation && Variable.Referenced(operation) is { } read && parameter is { } given && read.Equals(given);
    }

    /// <summary>Collects what the statement returns; whether control may come behind it.</summary>
    private bool Run(IOperation statement, HashSet<object> returned, StatePlace place, object state, int depth)
    {
        if (depth > MaxDepth)
        {
            returned.Add(StateValues.Any);
            return false;
        }

        switch (statement)
        {
            case IBlockOperation block:
                return block.Operations.All(inner => Run(inner, returned, place, state, depth + 1));
            case IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value }:
                returned.UnionWith(Unwrapped(value) is IThrowOperation ? [] : Of(value, place, state, depth + 1));
                return false;
            case IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation }:
                return false;
            case IConditionalOperation choice:
                var holds = Evaluator.Boolean(Written(choice.Condition, place), operation => place.IsState(operation) ? known(state) : Constants.Of(operation, loop.Graph));
                var goesOn = holds != false && Run(choice.WhenTrue, returned, place, state, depth + 1);
                return goesOn | (holds != true && (choice.WhenFalse is null || Run(choice.WhenFalse, returned, place, state, depth + 1)));
            case ISwitchOperation choice when place.IsState(Unwrapped(choice.Value)):
                return Run(choice, returned, place, state, depth);
            case IExpressionStatementOperation or IVariableDeclarationGroupOperation or ILocalFunctionOperation or IEmptyOperation:
                return true;
            default:
                // Loops, handlers, jumps: what they return is not followed.
                if (statement.DescendantsAndSelf().Any(inner => inner is IReturnOperation or IBranchOperation { BranchKind: BranchKind.GoTo }))
                    returned.Add(StateValues.Any);
                return true;
        }
    }

    private bool Run(ISwitchOperation choice, HashSet<object> returned, StatePlace place, object state, int depth)
    {
        var goesOn = false;
        ISwitchCaseOperation? otherwise = null;
        foreach (var section in choice.Cases)
        {
            bool? matches = false;
            foreach (var clause in section.Clauses)
            {
                if (clause is IDefaultCaseClauseOperation)
                    otherwise = section;
                bool? one = clause switch
                {
                    IDefaultCaseClauseOperation => false,
                    ISingleValueCaseClauseOperation single => Evaluator.Equal(known(state), single.Value),
                    IPatternCaseClauseOperation { Guard: null } pattern => Evaluator.Matches(known(state), pattern.Pattern, _ => Defaults.Constant.Unknown),
                    _ => null,
                };
                matches = matches == true || one == true ? true : matches is null || one is null ? null : false;
            }

            if (matches == false)
                continue;
            goesOn |= RunSection(section);
            if (matches == true)
                return goesOn;
        }

        return otherwise is null || RunSection(otherwise) || goesOn;

        // It ends by `return`, or by a `break` that comes behind the switch.
        bool RunSection(ISwitchCaseOperation section) => section.Body.All(inner => inner is not IBranchOperation && Run(inner, returned, place, state, depth + 1))
            || section.Body.Any(inner => inner.DescendantsAndSelf().Any(part => part is IBranchOperation { BranchKind: BranchKind.Break }));
    }
}
