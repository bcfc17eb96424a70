using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Counters by key: <c>attempts[id]++ &lt; 3</c>, <c>tries[key] = tries.GetValueOrDefault(key) + 1; if (tries[key] > 3) throw;</c></summary>
internal static class Tallies
{
    private const int MaxDepth = 12;

    /// <summary>Whether every turn moves an element towards a limit that stays where it is, and keys come from elsewhere than the model.</summary>
    public static bool End(IOperation left, Relation leaves, IOperation right, FlowNode at, Loop loop) =>
        OneSide(left, leaves, right, at, loop) || OneSide(right, Relations.Swap(leaves), left, at, loop);

    private static bool OneSide(IOperation side, Relation leaves, IOperation limit, FlowNode at, Loop loop)
    {
        if (Element(side, at, loop) is not var (tally, key) || limit.Type?.IsReferenceType == true || limit.ConstantValue is { HasValue: true, Value: null } || !loop.IsInvariant(limit))
            return false;
        int? direction = null;
        var steps = new HashSet<FlowNode>();
        foreach (var write in loop.Writes(tally))
        {
            if (write.Kind == WriteKind.Expose || write is { Kind: WriteKind.Grow, Operation: IInvocationOperation { TargetMethod.Name: "TryAdd" or "GetOrAdd" } })
                continue;
            if (Direction(write, tally, loop) is not { } moved || (direction is not null && direction != moved))
                return false;
            direction = moved;
            steps.Add(write.Node);
        }

        // `if (!votes.TryAdd(answer, 1)) votes[answer]++;`
        if (key is null && direction > 0)
            steps.UnionWith(loop.Nodes.Where(node => node.Condition is IInvocationOperation { TargetMethod.Name: "TryAdd", Instance: { } map } && Variable.Referenced(map)?.Equals(tally) == true && node.Out.Any(edge => edge.Kind == EdgeKind.WhenFalse && steps.Contains(edge.To))).ToList());
        var towards = leaves switch
        {
            Relation.Greater or Relation.GreaterOrEqual or Relation.Equal => direction > 0,
            Relation.Less or Relation.LessOrEqual => direction < 0,
            _ => false,
        };
        if (!towards || !loop.EveryTurnPasses(at, steps))
            return false;
        // There are only so many places in an array, and only so many kinds of failure, but as many words as the model likes to make up.
        return key is null || !IsMadeOfReply(key, loop);
    }

    private static bool IsMadeOfReply(IOperation key, Loop loop)
    {
        var pending = new Stack<IOperation>();
        var seen = new HashSet<Variable>();
        pending.Push(key);
        while (pending.Count > 0)
        {
            foreach (var part in pending.Pop().DescendantsAndSelf())
            {
                if (loop.Spending.Of(part, loop.Graph.Model) is not null)
                    return true;
                if (Variable.Referenced(part) is not { } variable || !seen.Add(variable))
                    continue;
                foreach (var write in loop.Writes(variable))
                {
                    if (write.Kind != WriteKind.Expose && (write.Value ?? write.Operation) is { } value)
                        pending.Push(value);
                }
            }
        }

        return false;
    }

    private static int? Direction(VariableWrite write, Variable tally, Loop loop)
    {
        switch (write.Operation)
        {
            case IIncrementOrDecrementOperation step:
                return step.Kind == OperationKind.Increment ? 1 : -1;
            case ICompoundAssignmentOperation compound:
                return Steps.OfCompound(compound.OperatorKind, compound.Value) is (WriteKind.Step, var direction, _) ? direction : null;
            case ISimpleAssignmentOperation { Value: { } value }:
                // `else tries[key] = 1;` begins the count of a new key.
                return Steps.Constant(value) is 1 ? 1 : Moved(value, tally, write.Node, loop, 0);
            case IInvocationOperation { TargetMethod.Name: "AddOrUpdate" }:
                return 1;
            default:
                return null;
        }
    }

    /// <summary>Whether the value is an element, moved up (1) or down (-1); 0: an element as it is.</summary>
    private static int? Moved(IOperation value, Variable tally, FlowNode at, Loop loop, int depth)
    {
        if (depth > MaxDepth)
            return null;
        value = loop.Whole(value);
        switch (value)
        {
            case IConversionOperation conversion:
                return Moved(conversion.Operand, tally, at, loop, depth + 1);
            case IParenthesizedOperation parenthesized:
                return Moved(parenthesized.Operand, tally, at, loop, depth + 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } plus when Steps.Constant(plus.RightOperand) is > 0:
                return Moved(plus.LeftOperand, tally, at, loop, depth + 1) is 0 or 1 ? 1 : null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } minus when Steps.Constant(minus.RightOperand) is > 0:
                return Moved(minus.LeftOperand, tally, at, loop, depth + 1) is 0 or -1 ? -1 : null;
            case IConditionalOperation { WhenTrue: { } one, WhenFalse: { } other }:
                var moved = Moved(one, tally, at, loop, depth + 1) ?? Moved(other, tally, at, loop, depth + 1);
                return moved is not null && (Steps.Constant(one) ?? Steps.Constant(other)) is not null ? moved : null;
        }

        if (value is ILocalReferenceOperation && Variable.Referenced(value) is { } variable && loop.OnlyValue(variable, at) is { } only)
            return Moved(only, tally, at, loop, depth + 1);
        return Element(value, at, loop) is var (collection, _) && collection.Equals(tally) ? 0 : null;
    }

    /// <summary>The tally of whose values a sum is made.</summary>
    private static Variable? Summed(IOperation source)
    {
        while (source is IConversionOperation conversion)
            source = conversion.Operand;
        if (source is IPropertyReferenceOperation { Property.Name: "Values", Instance: { } map })
            source = map;
        return source.Type is IArrayTypeSymbol || (CollectionMembers.IsFrameworkCollection(source.Type) && CollectionMembers.IsKeyed(source.Type!)) ? Variable.Referenced(source) : null;
    }

    /// <summary>The collection that the value is an element of, with the key; no key where it is an array: those have an end.</summary>
    private static (Variable Tally, IOperation? Key)? Element(IOperation operation, FlowNode at, Loop loop, int depth = 0)
    {
        if (depth > MaxDepth)
            return null;
        operation = loop.Whole(operation);
        switch (operation)
        {
            case IConversionOperation { OperatorMethod: null } conversion:
                return Element(conversion.Operand, at, loop, depth + 1);
            case IParenthesizedOperation parenthesized:
                return Element(parenthesized.Operand, at, loop, depth + 1);
            case IIncrementOrDecrementOperation step:
                return Element(step.Target, at, loop, depth + 1);
            case ICompoundAssignmentOperation compound:
                return Element(compound.Target, at, loop, depth + 1);
            case ISimpleAssignmentOperation assignment:
                return Element(assignment.Target, at, loop, depth + 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract, RightOperand.ConstantValue.HasValue: true } moved:
                return Element(moved.LeftOperand, at, loop, depth + 1);
            case IConditionalOperation { WhenTrue: { } one, WhenFalse: { } other }:
                return Element(one, at, loop, depth + 1) ?? Element(other, at, loop, depth + 1);
            case IArrayElementReferenceOperation { ArrayReference: { } array } when Variable.Root(array) is { } elements:
                return (elements, null);
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } owner, Arguments: { Length: 1 } index } when CollectionMembers.IsFrameworkCollection(owner.Type) && Variable.Root(owner) is { } indexed:
                return (indexed, index[0].Value);
            // `votes.Values.Sum()`, whatever was voted for
            case IInvocationOperation { TargetMethod: { Name: "Sum", ContainingType.Name: "Enumerable" }, Arguments: { Length: > 0 } summed } when Summed(summed[0].Value) is { } all:
                return (all, null);
            case IInvocationOperation { TargetMethod.Name: "GetValueOrDefault" or "TryGetValue" or "AddOrUpdate" } call:
                var receiver = call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
                var key = call.Arguments.Length > (call.Instance is null ? 1 : 0) ? call.Arguments[call.Instance is null ? 1 : 0].Value : null;
                return receiver is not null && key is not null && CollectionMembers.IsFrameworkCollection(receiver.Type) && Variable.Root(receiver) is { } map ? (map, key) : null;
        }

        return operation is ILocalReferenceOperation && Variable.Referenced(operation) is { } local && loop.OnlyValue(local, at) is { } value
            ? Element(value, at, loop, depth + 1)
            : null;
    }
}
