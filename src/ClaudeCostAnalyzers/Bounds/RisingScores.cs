using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Ways that a loop takes only while something gets better than it ever was: <c>if (score > best + 0.01) { best = score; stale = 0; }</c>.
/// Scores have a top as a rule, though nobody shows it: such a way is taken some times, and likely not for ever.
/// </summary>
internal static class RisingScores
{
    /// <summary>The ways.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="areSteps">Whether each asks for more than just anything: <c>best + 0.01</c>.</param>
    public static HashSet<FlowEdge> Of(Loop loop, out bool areSteps)
    {
        areSteps = true;
        var found = new HashSet<FlowEdge>();
        foreach (var node in loop.Nodes.OrderBy(node => node.Id))
        {
            if (loop.Effort.IsSpent)
                break;
            if (node.Condition is null || Conversions.Unwrap(loop.Whole(node.Condition)) is not IBinaryOperation test || Relations.Of(test.OperatorKind) is not (Relation.Less or Relation.LessOrEqual or Relation.Greater or Relation.GreaterOrEqual))
                continue;
            var absent = new HashSet<FlowEdge>();
            foreach (var edge in node.Out.Where(edge => edge.Kind is EdgeKind.WhenTrue or EdgeKind.WhenFalse && loop.Stays(edge)))
            {
                var relation = edge.Kind == EdgeKind.WhenTrue ? Relations.Of(test.OperatorKind) : Relations.Negate(Relations.Of(test.OperatorKind));
                if (Improves(test.LeftOperand, relation, test.RightOperand, edge, absent, loop) || Improves(test.RightOperand, Relations.Swap(relation), test.LeftOperand, edge, absent, loop))
                {
                    found.UnionWith([edge, .. absent]);
                    areSteps &= HasMargin(test.LeftOperand) || HasMargin(test.RightOperand);
                }
            }
        }

        return found;
    }

    private static bool HasMargin(IOperation side) => Conversions.Unwrap(side) is IBinaryOperation;

    /// <summary>Whether what is now is better than what was before, and takes its place.</summary>
    private static bool Improves(IOperation now, Relation relation, IOperation before, FlowEdge way, HashSet<FlowEdge> absent, Loop loop)
    {
        if (relation is not (Relation.Less or Relation.Greater))
            return false;
        (now, before) = (Conversions.Unwrap(now), Conversions.Unwrap(before));
        // `score - best > 0.01`
        if (now is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } distance && relation == Relation.Greater && Steps.Constant(before) is null or >= 0)
            return Takes(distance.LeftOperand, distance.RightOperand, relation, way, absent, loop) || Takes(distance.RightOperand, distance.LeftOperand, Relation.Less, way, absent, loop);
        return Takes(now, IsBehind(before, relation) ? ((IBinaryOperation)before).LeftOperand : before, relation, way, absent, loop);
    }

    /// <summary><c>best + 0.01</c>, <c>best * 1.05</c>: further on than what was.</summary>
    private static bool IsBehind(IOperation limit, Relation relation) => limit is IBinaryOperation { RightOperand: var margin } sum && (sum.OperatorKind, Steps.Constant(margin)) switch
    {
        (BinaryOperatorKind.Add, null or >= 0) => relation == Relation.Greater,
        (BinaryOperatorKind.Subtract, null or >= 0) => relation == Relation.Less,
        (BinaryOperatorKind.Multiply, { } factor) => relation == (factor >= 1 ? Relation.Greater : Relation.Less),
        _ => false,
    };

    private static bool Takes(IOperation now, IOperation before, Relation relation, FlowEdge way, HashSet<FlowEdge> absent, Loop loop)
    {
        (now, before) = (Conversions.Unwrap(now), Conversions.Unwrap(before));
        var (holder, part) = before switch
        {
            IMemberReferenceOperation { Instance: { } instance, Member: var member } when Conversions.Unwrap(instance) is ILocalReferenceOperation or IParameterReferenceOperation => (Conversions.Unwrap(instance), member),
            _ => (before, (ISymbol?)null),
        };
        if (Variable.Referenced(holder) is not { Symbol: not null } kept || now.ConstantValue.HasValue || (part is not null && loop.Writes(Variable.Of(part)).Any(write => write.Kind != WriteKind.Expose)))
            return false;
        var places = new HashSet<FlowNode>();
        foreach (var write in loop.Writes(kept))
        {
            if (write.Kind == WriteKind.Expose)
                continue;
            if (write is not { Kind: WriteKind.Assign, IsNested: false, Value: { } value } || !IsNow(Conversions.Unwrap(loop.Whole(value))))
                return false;
            places.Add(write.Node);
        }

        // `best is null || score > best.Score`: it is there from then on.
        loop.Effort.Add(loop.Nodes.Count);
        absent.Clear();
        absent.UnionWith(loop.Nodes.SelectMany(node => node.Out).Where(edge => loop.Stays(edge) && Absence.IsToldBy(edge, operation => Same(operation, holder), loop)));
        // No turn comes back to the test with the old one in place, and none that takes another way puts what is worse there.
        return places.Count > 0 && (places.Contains(way.To) || !From([way.To], places.Contains).Contains(way.From))
            && !From(way.From.Out.Where(edge => edge != way && loop.Stays(edge)).Select(edge => edge.To), node => node == way.From).Overlaps(places);

        HashSet<FlowNode> From(IEnumerable<FlowNode> starts, Func<FlowNode, bool> ends) => Components.Reachable(starts, loop.Nodes.Contains, ends, edge => loop.Follows(edge) && !absent.Contains(edge), loop.Effort);

        bool IsNow(IOperation value) => part is null
            ? Same(value, now) || (value is IInvocationOperation { TargetMethod: { Name: var name, ContainingType.Name: "Math" }, Arguments: { Length: 2 } two } && name == (relation == Relation.Greater ? "Max" : "Min") && two.Any(one => Same(one.Value, now)))
            : value switch
            {
                ITupleOperation tuple => holder.Type is INamedTypeSymbol { IsTupleType: true } type && type.TupleElements.Length == tuple.Elements.Length
                    && tuple.Elements.Where((element, i) => type.TupleElements[i].Name == part.Name && Same(element, now)).Any(),
                IObjectCreationOperation made => made.Arguments.Any(argument => Same(argument.Value, now)) || (made.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>().Any(one => Same(one.Value, now)) ?? false),
                _ => now is IMemberReferenceOperation { Instance: { } newer, Member: var same } && SymbolEqualityComparer.Default.Equals(same, part) && Same(value, newer),
            };
    }

    private static bool Same(IOperation left, IOperation right) => Conversions.Unwrap(left).Syntax.ToString() == Conversions.Unwrap(right).Syntax.ToString();
}
