using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Counters and collections that the loop moves both ways, but in sum only one way: two parts are taken from a list and one
/// is put back; a failure takes the index one back, and the next turn one on. Ways on that gain on the limit are taken
/// finitely often; what is left is judged without them.
/// </summary>
internal static class Balance
{
    /// <summary>The sums of a loop settle after a few rounds, unless it has a way round that loses.</summary>
    private const int MaxRounds = 50;

    /// <summary>Ways that make a collection smaller in sum: no collection has less than nothing in it.</summary>
    public static HashSet<FlowEdge> OfCollections(Loop loop)
    {
        var found = new HashSet<FlowEdge>();
        foreach (var collection in Shrinking(loop))
        {
            if (IsOwn(collection) || loop.Writes(collection).Any(write => write.Kind == WriteKind.Grow))
                found.UnionWith(Ways(collection, isSize: true, towards: -1, loop));
        }

        return found;
    }

    /// <summary>Ways that bring the counter nearer to the limit that <paramref name="at"/> tests it for.</summary>
    public static IEnumerable<FlowEdge> OfCounter(Variable counter, bool isSize, int towards, FlowNode at, Loop loop) =>
        Ways(counter, isSize, towards, loop).Where(way => loop.EveryTurnPasses(way.From, [at]));

    /// <summary>A list that nobody else adds to meanwhile: what is taken from it again and again runs out, or throws.</summary>
    private static bool IsOwn(Variable collection) =>
        collection.Symbol switch
        {
            ILocalSymbol local => local.Type,
            IParameterSymbol parameter => parameter.Type,
            _ => null,
        } is { } type && type.OriginalDefinition.ContainingNamespace?.ToDisplayString() == "System.Collections.Generic";

    private static HashSet<Variable> Shrinking(Loop loop)
    {
        var found = new HashSet<Variable>();
        foreach (var call in loop.Nodes.OrderBy(node => node.Id).SelectMany(node => node.Evaluated).SelectMany(root => root.DescendantsAndSelf()).OfType<IInvocationOperation>())
        {
            if (CollectionMembers.Shrinks(call.TargetMethod.Name) && CollectionMembers.IsFrameworkCollection(call.Instance?.Type) && Variable.Root(loop.Whole(call.Instance!)) is { } collection)
                found.Add(collection);
        }

        return found;
    }

    private static List<FlowEdge> Ways(Variable variable, bool isSize, int towards, Loop loop)
    {
        if (Gains(variable, isSize, towards, loop) is not { Count: > 0 } gains)
            return [];
        var edges = loop.Nodes.OrderBy(node => node.Id).SelectMany(node => node.Out).Where(loop.Stays).Select(edge => (Edge: edge, Gain: Gain(edge, gains))).ToList();

        // The least that any way to the node has gained.
        var least = loop.Nodes.ToDictionary(node => node, _ => 0L);
        for (var round = 0; ; round++)
        {
            var changed = false;
            foreach (var (edge, gain) in edges)
            {
                var sum = least[edge.From] + gain;
                if (sum >= least[edge.To])
                    continue;
                least[edge.To] = sum;
                changed = true;
            }

            loop.Effort.Add(edges.Count);
            if (!changed)
                break;
            // Some way round loses, or there is no telling.
            if (round == MaxRounds || loop.Effort.IsSpent)
                return [];
        }

        return [.. edges.Where(way => least[way.Edge.From] + way.Gain > least[way.Edge.To]).Select(way => way.Edge)];
    }

    private static long Gain(FlowEdge edge, Dictionary<FlowNode, (long Always, long WhenTrue)> gains)
    {
        if (!gains.TryGetValue(edge.From, out var gain))
            return 0;
        var sum = gain.Always + (edge.Kind == EdgeKind.WhenTrue ? gain.WhenTrue : 0);
        // What threw may not have got that far.
        return edge.Kind == EdgeKind.Exceptional ? Math.Min(0, sum) : sum;
    }

    /// <summary>What each node surely gains, at the least; null when some write cannot be counted.</summary>
    private static Dictionary<FlowNode, (long Always, long WhenTrue)>? Gains(Variable variable, bool isSize, int towards, Loop loop)
    {
        var gains = new Dictionary<FlowNode, (long Always, long WhenTrue)>();
        foreach (var write in loop.Writes(variable))
        {
            if (write.IsNested)
                return null;
            if (write.Kind == WriteKind.Expose || (isSize && write is { Kind: WriteKind.Mutate, Operation: IInvocationOperation or IAssignmentOperation }))
                continue;
            long? size = write switch
            {
                { Kind: WriteKind.Step, Size: > 0 } when !isSize => write.Size * write.Direction,
                { Kind: WriteKind.Grow or WriteKind.Shrink, Operation: IInvocationOperation call } when isSize => Elements(call, write, towards, loop),
                _ => null,
            };
            if (size is not { } moved)
                return null;
            var gain = moved * towards;
            gains.TryGetValue(write.Node, out var sum);
            var mayFail = gain > 0 && write.Operation is IInvocationOperation { TargetMethod.Name: var name } && name.StartsWith("Try", StringComparison.Ordinal);
            gains[write.Node] = !mayFail ? (sum.Always + gain, sum.WhenTrue) : write.Node.Condition == write.Operation ? (sum.Always, sum.WhenTrue + gain) : sum;
        }

        return gains;
    }

    /// <summary>How many elements the call adds, or takes (below zero): as many as surely move it there, and as few as may move it back.</summary>
    private static long? Elements(IInvocationOperation call, VariableWrite write, int towards, Loop loop)
    {
        var name = call.TargetMethod.Name;
        var sign = write.Kind == WriteKind.Grow ? 1 : -1;
        // There may have been nothing to clear.
        if (sign == towards && name is "Clear" or "RemoveAll" or "RemoveWhere")
            return 0;
        if (sign == towards && name == "Remove" && IsElement(call, write.Variable, loop))
            return sign;
        if (sign == towards)
            return name == "RemoveRange" && call.Arguments.Length == 2 && Steps.Constant(call.Arguments[1].Value) is > 0 and var many ? -(long)many : write.Direction;
        return name is "Add" or "AddFirst" or "AddLast" or "Enqueue" or "Push" or "Insert" or "TryAdd" or "Dequeue" or "TryDequeue" or "Pop" or "TryPop" or "TryTake" or "RemoveAt" or "RemoveFirst" or "RemoveLast" or "Remove"
            ? sign : null;
    }

    /// <summary><c>foreach (var item in items.ToList()) items.Remove(item);</c></summary>
    private static bool IsElement(IInvocationOperation removal, Variable collection, Loop loop)
    {
        if (removal.Arguments.Length != 1 || removal.Arguments[0].Value is not ILocalReferenceOperation removed || Given(Variable.Of(removed.Local)) is not IPropertyReferenceOperation { Property.Name: "Current", Instance: { } instance }
            || Variable.Referenced(instance) is not { } enumerator || Given(enumerator) is not { } sequence)
        {
            return false;
        }

        return sequence.DescendantsAndSelf().Any(part => Variable.Referenced(part) is { } named && named.Equals(collection));

        IOperation? Given(Variable variable)
        {
            var writes = loop.Graph.Variables.Writes(variable).Where(write => write.Kind == WriteKind.Assign).ToList();
            var value = writes.Count == 1 ? writes[0].Value : null;
            while (value is IConversionOperation conversion)
                value = conversion.Operand;
            return value;
        }
    }
}
