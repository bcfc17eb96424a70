using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Workers that wait when there is nothing to do: <c>if (await store.NextAsync() is not { } job) { await Task.Delay(1000); continue; }</c>.
/// A turn that does not wait has work, and whoever gives it says how much. So has one that asks for what came after the last that it had:
/// <c>foreach (var update in await bot.GetUpdatesAsync(offset)) { offset = update.Id + 1; ... }</c>
/// </summary>
internal static class IdleWaits
{
    private const int MaxSteps = 12;

    /// <summary>Whether the loop waits, before it spends, where it was given nothing.</summary>
    public static bool Any(Loop loop, SpendingIndex index)
    {
        if (loop.Nodes.All(node => index.Calls(node).Count == 0 || loop.Control.Of(node).Any(test => IsOfNewest(test, loop))))
            return true;
        foreach (var wait in loop.Nodes.Where(index.Waits))
        {
            foreach (var test in loop.Control.Of(wait))
            {
                if (AsksForWork(loop.Whole(test.Condition!), loop)
                    && test.Out.Any(way => way.Kind is EdgeKind.WhenTrue or EdgeKind.WhenFalse && loop.Stays(way) && LeadsTo(way.To, wait)) && test.Out.Any(way => way.Kind is EdgeKind.WhenTrue or EdgeKind.WhenFalse && loop.Stays(way) && !LeadsTo(way.To, wait)))
                {
                    return true;
                }
            }
        }

        return false;

        // After a failed call, a pause is no sign of there being nothing to do.
        bool LeadsTo(FlowNode from, FlowNode wait) =>
            Components.Reachable([from], loop.Nodes.Contains, node => node == loop.Header || index.Calls(node).Count > 0, loop.Stays, loop.Effort).Contains(wait);
    }

    /// <summary>Whether the node goes through what this turn was given by somebody whom it told how far it has come.</summary>
    private static bool IsOfNewest(FlowNode test, Loop loop)
    {
        var source = test.Condition is IInvocationOperation { TargetMethod.Name: "MoveNext", Instance: { } instance } && Variable.Referenced(instance) is { } enumerator
            && loop.Writes(enumerator).Where(write => write.Kind == WriteKind.Assign).ToList() is { Count: 1 } made && made[0].Value is IInvocationOperation { TargetMethod.Name: "GetEnumerator", Instance: { } whole }
                ? whole : SureTurns.Index(test, loop)?.Collection;
        if (source is null || !IsGiven(source, loop, out var asked) || asked is null || loop.Spending.Members.Target(asked) is not null)
            return false;
        return asked.Arguments.Any(argument => Variable.Referenced(argument.Value) is { } told && loop.Writes(told).Any(write => loop.Control.Of(write.Node).Contains(test)));
    }

    private static bool AsksForWork(IOperation condition, Loop loop)
    {
        for (var steps = 0; steps < MaxSteps; steps++)
        {
            switch (condition)
            {
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                    condition = not.Operand;
                    continue;
                case IParenthesizedOperation parenthesized:
                    condition = parenthesized.Operand;
                    continue;
                case IIsNullOperation isNull:
                    return IsGiven(isNull.Operand, loop);
                case IIsPatternOperation match:
                    return IsGiven(match.Value, loop);
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual } binary:
                    return (IsNothing(binary.RightOperand) && IsGiven(binary.LeftOperand, loop)) || (IsNothing(binary.LeftOperand) && IsGiven(binary.RightOperand, loop));
                case IInvocationOperation { TargetMethod: { Name: "Any", IsExtensionMethod: true }, Arguments: { Length: 1 } asked }:
                    return IsGiven(asked[0].Value, loop);
                case IInvocationOperation call:
                    return call.TargetMethod.Name.StartsWith("Try", StringComparison.Ordinal) && call.Arguments.Any(argument => argument.Parameter?.RefKind == RefKind.Out);
                case IPropertyReferenceOperation { Property.Name: "HasValue" or "IsEmpty", Instance: { } instance }:
                    return IsGiven(instance, loop);
                default:
                    return false;
            }
        }

        return false;
    }

    private static bool IsNothing(IOperation operation) => operation.ConstantValue is { HasValue: true, Value: null or 0 or 1 } || operation is IDefaultValueOperation || (operation is IConversionOperation conversion && conversion.Operand.ConstantValue is { HasValue: true, Value: null });

    /// <summary>Whether the value, or what it is the size of, is what a call of this turn gave.</summary>
    private static bool IsGiven(IOperation value, Loop loop) => IsGiven(value, loop, out _);

    private static bool IsGiven(IOperation value, Loop loop, out IInvocationOperation? given)
    {
        given = null;
        for (var steps = 0; steps < MaxSteps; steps++)
        {
            value = loop.Whole(value);
            switch (value)
            {
                case IConversionOperation conversion:
                    value = conversion.Operand;
                    continue;
                case ISimpleAssignmentOperation assignment:
                    value = assignment.Value;
                    continue;
                case IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: { } sized }:
                    value = sized;
                    continue;
                case var waiting when AwaitedTasks.Of(waiting) is { } task:
                    value = task;
                    continue;
                case IInvocationOperation call:
                    given = call;
                    return loop.Spending.Of(call, loop.Graph.Model) is null;
                case ILocalReferenceOperation local when loop.Writes(Variable.Of(local.Local)).Where(write => write is { Kind: WriteKind.Assign, Value: not null }).ToList() is { Count: 1 } only:
                    value = only[0].Value!;
                    continue;
                default:
                    return false;
            }
        }

        return false;
    }
}
