using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Sets and maps that surely have one element more after a write, as it is made for keys only that were not there:
/// <c>if (found.ContainsKey(topic)) continue; ... found[topic] = reply;</c>
/// </summary>
internal static class NewKeys
{
    /// <summary>Whether the write may give a keyed collection a further element.</summary>
    public static bool MayAdd(VariableWrite write) => Key(write) is not null;

    /// <summary>Whether every way from where the key is made to the write passes a test that the collection does not hold it.</summary>
    public static bool IsAdded(VariableWrite write, Loop loop)
    {
        if (Key(write) is not { } key)
            return false;
        key = loop.Whole(key);
        var made = new HashSet<FlowNode>();
        foreach (var part in key.DescendantsAndSelf())
        {
            if (part is not IConversionOperation && Variable.Referenced(part) is { } variable)
                made.UnionWith(loop.Writes(variable).Where(other => other.Kind != WriteKind.Expose).Select(other => other.Node));
        }

        // The same key in every turn is new but once.
        if (made.Count == 0 || !loop.EveryTurnPasses(write.Node, made))
            return false;
        var text = key.Syntax.ToString();
        foreach (var node in loop.Nodes)
        {
            if (node.Condition is null || !Asks(loop.Whole(node.Condition), out var holdsWhen))
                continue;
            foreach (var way in node.Out)
            {
                if (way.Kind == (holdsWhen ? EdgeKind.WhenFalse : EdgeKind.WhenTrue) && loop.Stays(way)
                    && !Components.Reachable(made, loop.Nodes.Contains, _ => false, edge => loop.Follows(edge) && edge != way && !made.Contains(edge.To), loop.Effort).Contains(write.Node))
                {
                    return true;
                }
            }
        }

        return false;

        bool Asks(IOperation condition, out bool holdsWhen)
        {
            holdsWhen = true;
            while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
                (condition, holdsWhen) = (not.Operand, !holdsWhen);
            return condition is IInvocationOperation { TargetMethod.Name: "ContainsKey" or "Contains" or "TryGetValue", Instance: { } instance, Arguments: { Length: > 0 } arguments }
                && Variable.Root(loop.Whole(instance))?.Equals(write.Variable) == true && arguments[0].Value.Syntax.ToString() == text;
        }
    }

    /// <summary>The key that the write gives a value for; null: none.</summary>
    public static IOperation? Key(VariableWrite write) => write.Operation switch
    {
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Instance.Type: { } type, Arguments: { Length: 1 } index } }
            when CollectionMembers.IsFrameworkCollection(type) && CollectionMembers.IsKeyed(type) => index[0].Value,
        IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd", Instance.Type: { } type, Arguments: { Length: > 0 } arguments }
            when CollectionMembers.IsFrameworkCollection(type) && CollectionMembers.IsKeyed(type) => arguments[0].Value,
        _ => null,
    };
}
