using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Inner loops over something that has elements, as the outer loop ends where it has none:
/// <c>if (calls.Count == 0) return; foreach (var call in calls) { used++; ... }</c>. What each of their turns does is done.
/// </summary>
internal static class SureTurns
{
    private const int MaxDepth = 10;

    /// <summary>The heads of the inner loops that run at least once whenever control comes to them.</summary>
    public static List<FlowNode> Heads(Loop loop)
    {
        var heads = new List<FlowNode>();
        List<(FlowNode Node, bool LeavesWhen)>? exits = null;
        foreach (var node in loop.Nodes)
        {
            if (Head(node, loop) is not var (begins, source))
                continue;
            // Whoever does not come from the beginning comes from a turn.
            var turns = node.Out.Where(edge => edge.Kind == EdgeKind.WhenTrue).Select(edge => edge.To).ToList();
            if (!loop.EveryTurnPasses(node, [begins, .. turns]))
                continue;
            // What the loop leaves alone has elements in every turn or in none.
            if (IsAsManyAs(source, node, loop))
            {
                heads.Add(node);
                continue;
            }

            var text = source.Syntax.ToString();
            exits ??= [.. loop.Exits()];
            if (exits.Any(exit => exit.Node != node && (IsEmpty(loop.Whole(exit.Node.Condition!), exit.LeavesWhen, text, loop, 0) || AsksForTools(loop.Whole(exit.Node.Condition!), exit.LeavesWhen, source)) && loop.EveryTurnPasses(node, [exit.Node, .. turns])))
                heads.Add(node);
        }

        return heads;
    }

    /// <summary>Those of the heads of which each turn passes one of the nodes.</summary>
    public static IEnumerable<FlowNode> Through(HashSet<FlowNode> stations, Loop loop)
    {
        if (stations.Count == 0 || loop.SureHeads.Count == 0)
            return [];
        return loop.SureHeads.Where(head => !stations.Contains(head) && !Components.Reachable(
            head.Out.Where(edge => edge.Kind == EdgeKind.WhenTrue && loop.Stays(edge)).Select(edge => edge.To).Where(first => !stations.Contains(first)),
            loop.Nodes.Contains, node => node == head, edge => loop.Follows(edge) && !stations.Contains(edge.To), loop.Effort).Contains(head));
    }

    /// <summary>The index that the node tests, where it begins at zero and goes on one by one.</summary>
    public static (VariableWrite Begins, IOperation Collection)? Index(FlowNode node, Loop loop)
    {
        if (node.Condition is not IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan, LeftOperand: ILocalReferenceOperation { Local: var local }, RightOperand: IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: { } collection } })
            return null;
        var writes = loop.Writes(Variable.Of(local));
        return writes.Count == 2 && writes.Any(write => write is { Kind: WriteKind.Step, Direction: 1, IsNested: false })
            && writes.FirstOrDefault(write => write is { Kind: WriteKind.Assign, IsNested: false, Value: { } first } && Steps.Constant(first) is 0) is { } begins ? (begins, collection) : null;
    }

    /// <summary>Where the inner loop of which the node is the head begins, and what it goes through.</summary>
    private static (FlowNode Begins, IOperation Source)? Head(FlowNode node, Loop loop)
    {
        if (Index(node, loop) is var (begins, collection))
            return (begins.Node, collection);
        if (node.Condition is not IInvocationOperation { TargetMethod.Name: "MoveNext", Instance: { } enumerator } || Variable.Referenced(enumerator) is not { } variable)
            return null;
        var writes = loop.Writes(variable).Where(write => write.Kind == WriteKind.Assign).ToList();
        if (writes.Count != 1 || writes[0].Value is not IInvocationOperation { TargetMethod.Name: "GetEnumerator", Instance: { } source })
            return null;
        while (source is IConversionOperation conversion)
            source = conversion.Operand;
        return (writes[0].Node, source);
    }

    /// <summary>
    /// Whether the elements are as many as those of something that the loop leaves alone, or as many as a length or a rest that it
    /// works through says: <c>await Task.WhenAll(Enumerable.Range(0, Math.Min(20, left)).Select(Ask))</c>.
    /// </summary>
    private static bool IsAsManyAs(IOperation source, FlowNode at, Loop loop)
    {
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            source = loop.Whole(source);
            switch (source)
            {
                case IConversionOperation conversion:
                    source = conversion.Operand;
                    continue;
                case var waiting when AwaitedTasks.Of(waiting) is { } task:
                    source = task;
                    continue;
                case IInvocationOperation { TargetMethod: { Name: "Range", ContainingType.Name: "Enumerable" }, Arguments: { Length: 2 } range }:
                    var count = range[1].Value is ILocalReferenceOperation { Local: var named } && Given(Variable.Of(named)) is { } size ? size : range[1].Value;
                    return Steps.Constant(count) is { } many ? many > 0 : Strides.IsSize(count, at, loop);
                // A part of a list at the place where the loop has come to.
                case IInvocationOperation { TargetMethod: { Name: "Take", ContainingType.Name: "Enumerable" }, Arguments: { Length: 2 } part } when Unconverted(part[0].Value) is IInvocationOperation { TargetMethod.Name: "Skip" } rest:
                    source = rest.Arguments[0].Value;
                    continue;
                case IInvocationOperation { TargetMethod: { Name: "WhenAll" or "Select" or "ToList" or "ToArray" or "AsEnumerable" or "OrderBy" or "OrderByDescending" or "Reverse" or "Index", IsStatic: true } } same
                    when same.TargetMethod.ContainingType.Name is "Enumerable" or "Task" && same.Arguments.Length > 0:
                    source = same.Arguments[0].Value;
                    continue;
            }

            if (loop.IsInvariant(source))
                return true;
            if (source is not ILocalReferenceOperation || Variable.Referenced(source) is not { } local || loop.Writes(local).Any(write => write.Kind is WriteKind.Grow or WriteKind.Shrink) || Given(local) is not { } given)
                return false;
            source = given;
        }

        return false;

        IOperation? Given(Variable local)
        {
            var writes = loop.Graph.Variables.Writes(local).Where(write => write.Kind == WriteKind.Assign).ToList();
            return writes.Count == 1 ? writes[0].Value : null;
        }
    }

    private static IOperation Unconverted(IOperation value)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value;
    }

    /// <summary>Whether the loop is left, by this test, whenever there are no elements.</summary>
    private static bool IsEmpty(IOperation condition, bool leavesWhen, string source, Loop loop, int depth)
    {
        if (depth > MaxDepth)
            return false;
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return IsEmpty(loop.Whole(not.Operand), !leavesWhen, source, loop, depth + 1);
            case IBinaryOperation binary:
                var leaves = leavesWhen ? Relations.Of(binary.OperatorKind) : Relations.Negate(Relations.Of(binary.OperatorKind));
                return (IsSize(binary.LeftOperand, source) && IsNone(leaves, Steps.Constant(binary.RightOperand)))
                    || (IsSize(binary.RightOperand, source) && IsNone(Relations.Swap(leaves), Steps.Constant(binary.LeftOperand)));
            case IIsPatternOperation match:
                return IsEmpty(match.Pattern, leavesWhen, Is(match.Value, source), IsSize(match.Value, source), 0);
            case IPropertyReferenceOperation { Property.Name: "IsEmpty", Instance: { } collection }:
                return leavesWhen && Is(collection, source);
            case IInvocationOperation { TargetMethod: { Name: "Any", IsExtensionMethod: true }, Arguments: { Length: 1 } arguments }:
                return !leavesWhen && Is(arguments[0].Value, source);
            default:
                return false;
        }
    }

    /// <summary><c>if (reply.FinishReason != FinishReason.ToolCalls) return; foreach (var call in reply.ToolCalls)</c>: a reply that ends for its calls has some.</summary>
    private static bool AsksForTools(IOperation condition, bool leavesWhen, IOperation source)
    {
        if (source is not IPropertyReferenceOperation { Instance: { } owner, Property.Name: var calls } || !IsOfTools(calls))
            return false;
        var reply = owner.Syntax + ".";
        return condition switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } other => leavesWhen && Says(other.LeftOperand, other.RightOperand),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } same => !leavesWhen && Says(same.LeftOperand, same.RightOperand),
            IIsPatternOperation { Pattern: IConstantPatternOperation { Value: var value } } match => !leavesWhen && Says(match.Value, value),
            IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value: var value } } } match => leavesWhen && Says(match.Value, value),
            _ => false,
        };

        bool Says(IOperation reason, IOperation named) => IsReason(reason, named) || IsReason(named, reason);

        bool IsReason(IOperation reason, IOperation named) => Text(reason).StartsWith(reply, StringComparison.Ordinal) && IsOfTools(Text(named));

        static string Text(IOperation side) => side.Syntax.ToString().Trim('(', ')');
    }

    private static bool IsOfTools(string name) => name.IndexOf("tool", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>The same of a pattern for the collection, or for its size: <c>calls is not { Count: &gt; 0 }</c>.</summary>
    private static bool IsEmpty(IPatternOperation pattern, bool leavesWhen, bool isAll, bool isSize, int depth) => pattern switch
    {
        _ when depth > MaxDepth => false,
        INegatedPatternOperation negated => IsEmpty(negated.Pattern, !leavesWhen, isAll, isSize, depth + 1),
        IConstantPatternOperation constant => isSize && leavesWhen && Steps.Constant(constant.Value) is 0,
        IRelationalPatternOperation relational => isSize && IsNone(leavesWhen ? Relations.Of(relational.OperatorKind) : Relations.Negate(Relations.Of(relational.OperatorKind)), Steps.Constant(relational.Value)),
        IListPatternOperation list => isAll && list.Patterns.Any(part => part is not ISlicePatternOperation) != leavesWhen,
        IRecursivePatternOperation whole when isAll => (!leavesWhen || whole.PropertySubpatterns.Length == 1)
            && whole.PropertySubpatterns.Any(part => part.Member is IMemberReferenceOperation { Member.Name: "Count" or "Length" } && IsEmpty(part.Pattern, leavesWhen, false, true, depth + 1)),
        _ => false,
    };

    private static bool IsNone(Relation leaves, double? limit) => limit switch
    {
        0 => leaves is Relation.Equal or Relation.LessOrEqual,
        1 => leaves is Relation.Less,
        _ => false,
    };

    private static bool IsSize(IOperation value, string source) => value switch
    {
        IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: { } collection } => Is(collection, source),
        IInvocationOperation { TargetMethod: { Name: "Count", IsExtensionMethod: true }, Arguments: { Length: 1 } arguments } => Is(arguments[0].Value, source),
        _ => false,
    };

    private static bool Is(IOperation value, string source)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value.Syntax.ToString() == source;
    }
}
