using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Work lists of limited depth: what is added is a part of what was taken, or one step deeper, and only what is not too deep
/// adds more. <c>var (url, depth) = queue.Dequeue(); if (depth >= 2) continue; ... queue.Enqueue((link, depth + 1));</c>
/// </summary>
internal static class Generations
{
    private const int MaxDepth = 4;

    /// <summary>The places that add to a work list finitely often for this reason.</summary>
    public static HashSet<FlowNode> Of(Loop loop)
    {
        var found = new HashSet<FlowNode>();
        foreach (var list in Lists(loop))
        {
            var additions = loop.Writes(list).Where(write => write.Kind == WriteKind.Grow).ToList();
            if (additions.Count == 0 || loop.Writes(list).Any(write => write.Kind == WriteKind.Assign))
                continue;
            var takings = new HashSet<FlowNode>(loop.Writes(list).Where(write => write.Kind == WriteKind.Shrink).Select(write => write.Node));
            if (takings.Count > 0 && additions.All(addition => IsDeeper(addition, list, takings, loop)))
                found.UnionWith(additions.Select(addition => addition.Node));
        }

        return found;
    }

    private static HashSet<Variable> Lists(Loop loop)
    {
        var lists = new HashSet<Variable>();
        foreach (var node in loop.Nodes)
        {
            foreach (var operation in node.Evaluated.SelectMany(root => root.DescendantsAndSelf()))
            {
                if (operation is IInvocationOperation { Instance: { } instance, TargetMethod.Name: var name } && CollectionMembers.IsFrameworkCollection(instance.Type)
                    && CollectionMembers.Grows(name) && Variable.Root(loop.Whole(instance)) is { } list)
                {
                    lists.Add(list);
                }
            }
        }

        return lists;
    }

    private static bool IsDeeper(VariableWrite addition, Variable list, HashSet<FlowNode> takings, Loop loop)
    {
        if (Descents.IsPartOfTaken(addition, list, loop))
            return true;
        foreach (var depth in StepsIn(addition, loop))
        {
            if (IsTaken(depth.Level, list, loop) && IsGuarded(addition.Node, depth.Level, depth.Direction, takings, loop))
                return true;
        }

        return false;
    }

    /// <summary>The <c>depth + 1</c> and <c>node.Depth + 1</c> in what is added.</summary>
    private static IEnumerable<(IOperation Level, int Direction)> StepsIn(VariableWrite addition, Loop loop)
    {
        var pending = new Stack<IOperation>();
        pending.Push(addition.Operation);
        var followed = new HashSet<Variable>();
        while (pending.Count > 0)
        {
            foreach (var part in loop.Whole(pending.Pop()).DescendantsAndSelf())
            {
                if (part is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } step && Steps.Constant(step.RightOperand) is > 0)
                    yield return (step.LeftOperand, step.OperatorKind == BinaryOperatorKind.Add ? 1 : -1);
                if (part is IFlowAnonymousFunctionOperation lambda && loop.Graph.Unlowered(lambda.Syntax) is { } body)
                    pending.Push(body);
                else if (part is IFlowCaptureReferenceOperation && loop.Whole(part) is { } whole && whole != part)
                    pending.Push(whole);
                else if (part is ILocalReferenceOperation && Variable.Referenced(part) is { } local && followed.Add(local))
                {
                    foreach (var write in loop.Writes(local))
                    {
                        if (write is { Kind: WriteKind.Assign, Value: { } value })
                            pending.Push(value);
                    }
                }
            }
        }
    }

    /// <summary>Whether the level is a part of what every turn takes from the list.</summary>
    private static bool IsTaken(IOperation level, Variable list, Loop loop, int depth = 0)
    {
        var owner = level;
        while (owner is IConversionOperation or IMemberReferenceOperation { Instance: not null })
            owner = owner is IConversionOperation conversion ? conversion.Operand : ((IMemberReferenceOperation)owner).Instance!;
        if (depth > MaxDepth || owner is not ILocalReferenceOperation || Variable.Referenced(owner) is not { } taken)
            return false;
        var writes = loop.Writes(taken).Where(write => write.Kind != WriteKind.Expose).ToList();
        return writes.Count > 0 && writes.All(write => write is { Kind: WriteKind.Assign, Value: { } value } && (IsOf(value) || IsTaken(value, list, loop, depth + 1)));

        bool IsOf(IOperation value) => value.DescendantsAndSelf().Any(part => part is IInvocationOperation call
            ? (call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null)) is { } receiver && Variable.Root(receiver)?.Equals(list) == true
            : part is IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } indexed } && Variable.Root(indexed)?.Equals(list) == true);
    }

    /// <summary>Whether a test of the level stands between every taking and the addition, and closes the way to it in the end.</summary>
    private static bool IsGuarded(FlowNode addition, IOperation level, int direction, HashSet<FlowNode> takings, Loop loop)
    {
        var text = level.Syntax.ToString();
        foreach (var node in loop.Nodes)
        {
            if (node.Condition is null || Guard(loop.Whole(node.Condition), text, loop) is not { } holds)
                continue;
            foreach (var way in node.Out)
            {
                if (way.Kind is not (EdgeKind.WhenTrue or EdgeKind.WhenFalse) || !loop.Stays(way))
                    continue;
                var relation = way.Kind == EdgeKind.WhenTrue ? holds : Relations.Negate(holds);
                var closes = relation switch
                {
                    Relation.Less or Relation.LessOrEqual or Relation.NotEqual => direction > 0,
                    Relation.Greater or Relation.GreaterOrEqual => direction < 0,
                    _ => false,
                };
                if (closes && !Components.Reachable(takings, loop.Nodes.Contains, _ => false, edge => loop.Follows(edge) && edge != way && !takings.Contains(edge.To), loop.Effort).Contains(addition))
                    return true;
            }
        }

        return false;
    }

    private static Relation? Guard(IOperation condition, string level, Loop loop)
    {
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Guard(not.Operand, level, loop) is { } negated ? Relations.Negate(negated) : null;
            case IBinaryOperation binary when Relations.Of(binary.OperatorKind) is var relation and not Relation.None:
                if (Is(binary.LeftOperand) && loop.IsInvariant(binary.RightOperand))
                    return relation;
                return Is(binary.RightOperand) && loop.IsInvariant(binary.LeftOperand) ? Relations.Swap(relation) : null;
            case IIsPatternOperation { Pattern: IRelationalPatternOperation pattern } match when Is(match.Value):
                return Relations.Of(pattern.OperatorKind);
            default:
                return null;
        }

        bool Is(IOperation side)
        {
            while (side is IConversionOperation conversion)
                side = conversion.Operand;
            return side.Syntax.ToString() == level;
        }
    }
}
