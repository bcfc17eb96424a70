using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Judges every cycle of one body: one verdict for each spending call that lies on a cycle which nothing bounds.</summary>
internal sealed class LoopJudge
{
    /// <summary>So many switches of a loop are tried both ways.</summary>
    private const int MaxSwitches = 6;

    /// <summary>So many bounded loops around one are taken off.</summary>
    private const int MaxDepth = 4;

    private readonly FlowGraph _graph;
    private readonly ISpending _spending;
    private readonly SpendingIndex _index;
    private readonly Cuts _cuts;
    private readonly Effort _effort;
    private readonly Dictionary<IOperation, Verdict> _verdicts = [];
    private bool _ignoresBudgets;
    private readonly Dictionary<FlowNode, string> _texts = [];

    /// <summary>Ways that a switch in the source closes for good: <c>static readonly bool Capped = true;</c>, or a local that has but one value as long as nobody takes them.</summary>
    private readonly HashSet<FlowEdge> _closed;

    private LoopJudge(FlowGraph graph, SpendingIndex index, ISpending spending, Effort effort)
    {
        _graph = graph;
        _spending = spending;
        _index = index;
        _effort = effort;
        _cuts = new Cuts(graph, index, spending, _effort);
        _closed = DeadWays.Of(graph, effort);
        _closed.UnionWith(FailedResponses.WaysOn(graph, effort));
    }

    /// <param name="graph">The body.</param>
    /// <param name="index">What in it spends.</param>
    /// <param name="spending">What spends elsewhere.</param>
    /// <param name="effort">What the analysis may cost; it cancels.</param>
    /// <param name="ignoresBudgets">Judges loops as if no budget scope were open around them.</param>
    public static IReadOnlyCollection<Verdict> Judge(FlowGraph graph, SpendingIndex index, ISpending spending, Effort effort, bool ignoresBudgets = false)
    {
        var judge = new LoopJudge(graph, index, spending, effort) { _ignoresBudgets = ignoresBudgets };
        foreach (var cycle in Components.Cyclic([.. graph.Nodes], edge => !judge._closed.Contains(edge), judge._effort))
        {
            if (cycle.Any(node => index.Calls(node).Count > 0) && !judge.IsCovered(HeaderOf(graph, cycle), cycle))
                judge.Judge(cycle);
        }

        return judge._verdicts.Values;
    }

    private static FlowNode HeaderOf(FlowGraph graph, HashSet<FlowNode> cycle)
    {
        var inOrder = cycle.OrderBy(node => node.Id).ToList();
        return inOrder.FirstOrDefault(node => graph.Incoming(node).Any(from => !cycle.Contains(from))) ?? inOrder[0];
    }

    private void Judge(HashSet<FlowNode> cycle)
    {
        var work = new Stack<(ICollection<FlowNode> Nodes, HashSet<FlowEdge> Removed, HashSet<FlowEdge> Finite)>();
        work.Push((cycle, _closed, []));
        while (work.Count > 0 && !_effort.IsSpent)
        {
            var (nodes, removed, finite) = work.Pop();
            foreach (var loop in _cuts.Uncut(nodes, removed, finite))
            {
                if (IsCovered(loop.Header, loop.Nodes) || Unrolled.IsBounded(loop, _spending))
                    continue;
                Judge(loop, cycle);

                // The loops inside it may be worse than it is.
                var inner = new HashSet<FlowNode>(loop.Nodes);
                inner.Remove(loop.Header);
                work.Push((inner, loop.Removed, loop.Finite));
            }
        }

        if (_effort.IsSpent)
            GiveUp(cycle);
    }

    /// <summary>Too much of it: nothing is claimed of the calls that have no verdict yet.</summary>
    private void GiveUp(HashSet<FlowNode> cycle)
    {
        var loop = new Loop(_graph, cycle, _closed, _spending, _effort);
        var statement = new CycleStatement(loop);
        foreach (var call in cycle.OrderBy(node => node.Id).SelectMany(_index.Calls))
            Report(new Verdict(call, Unbounded.Unproven, statement.Of(call.Operation.Syntax)));
    }

    private void Judge(Loop loop, HashSet<FlowNode> cycle)
    {
        var exits = Exits(loop, cycle, out var isSwitched);
        var isCapped = new Lazy<bool>(() => isSwitched || LikelyCaps.Any(loop) || Rises(loop));
        var statement = new CycleStatement(loop);
        List<Loop>? withoutFailure = null;
        HashSet<FlowNode>? withoutWaiting = null;
        foreach (var node in loop.Nodes.OrderBy(node => node.Id))
        {
            foreach (var call in _index.Calls(node))
            {
                withoutFailure ??= _cuts.Uncut(loop.Nodes, [.. loop.Removed, .. FailureEdges.Of(loop)], loop.Finite);
                withoutWaiting ??= WithoutWaiting(loop);
                Report(new Verdict(call, Kind(), statement.Of(call.Operation.Syntax)));

                Unbounded Kind()
                {
                    if (_effort.IsSpent)
                        return Unbounded.Unproven;
                    if (withoutFailure.FirstOrDefault(turns => turns.Nodes.Contains(node)) is not { } calm)
                        return (exits & (Dependences.Opaque | Dependences.Tally)) != 0 ? Unbounded.Unproven : Unbounded.Retry;
                    // It goes on for ever when nothing fails, whatever ends it after a failure.
                    if ((exits & Dependences.State) != 0 && (exits & (Dependences.Reply | Dependences.Opaque | Dependences.Tally)) == 0 && !calm.Exits().Any())
                        return withoutWaiting.Contains(node) ? Unbounded.Endless : Unbounded.Service;
                    if ((exits & Dependences.Reply) != 0)
                        return isCapped.Value ? Unbounded.Unproven : Unbounded.ModelEnds;
                    if ((exits & (Dependences.Opaque | Dependences.State)) != 0)
                        return Unbounded.Unproven;
                    return withoutWaiting.Contains(node) ? Unbounded.Endless : Unbounded.Service;
                }
            }
        }
    }

    /// <summary>
    /// Whether it goes round only as long as something gets better, by a step or with some patience. To go on with whatever is better at all
    /// is to go on as long as the model says so.
    /// </summary>
    private bool Rises(Loop loop)
    {
        var ways = RisingScores.Of(loop, out var areSteps);
        if (ways.Count == 0)
            return false;
        HashSet<FlowEdge> removed = [.. loop.Removed, .. ways];
        return (areSteps || Components.Cyclic([.. loop.Nodes], edge => !removed.Contains(edge), _effort).Any(component => component.Any(node => _index.Calls(node).Count > 0)))
            && _cuts.Uncut(loop.Nodes, removed, [.. loop.Finite, .. ways]).Count == 0 && !_effort.IsSpent;
    }

    /// <summary>What a turn of this loop, not of one inside it, can go round without waiting.</summary>
    private HashSet<FlowNode> WithoutWaiting(Loop loop) => IdleWaits.Any(loop, _index) ? [] :
        [.. Components.Cyclic([.. loop.Nodes.Where(node => !_index.Waits(node))], loop.Follows, _effort).Where(component => component.Contains(loop.Header)).SelectMany(component => component)];

    private bool IsCovered(FlowNode header, HashSet<FlowNode> nodes) => !_ignoresBudgets && OpenBudgets.IsOpenAt(_graph, header, nodes);

    private static HashSet<FlowNode> Members(IEnumerable<Loop> loops) => [.. loops.SelectMany(loop => loop.Nodes)];

    /// <summary>What the remaining ways out depend on, all together.</summary>
    private Dependences Exits(Loop loop, HashSet<FlowNode> cycle, out bool isSwitched)
    {
        var dependence = new Dependence(loop);
        var found = dependence.Of(loop.Exits()
            .Where(exit => new ExitTest(loop, exit.Node).Judge(exit.Node.Condition!, exit.LeavesWhen) != ExitStrength.Never).Select(exit => exit.Node.Condition));

        foreach (var node in loop.Nodes)
        {
            // A consumer that stops enumerating ends the iterator; it may, nobody knows (unless it is the consumer who asks).
            if (node.Operations.Any(operation => operation is IReturnOperation { Kind: OperationKind.YieldReturn } && _spending.Of(operation, _graph.Model) is null))
                found |= Dependences.Opaque;
        }

        foreach (var (node, call) in _graph.Invocations("Cancel").Concat(_graph.Invocations("CancelAsync")))
        {
            // The loop cancels itself: who decides that ends it, if the token is the one that it looks at.
            if (loop.Nodes.Contains(node) && call.TargetMethod.ContainingType.Name == "CancellationTokenSource")
                found |= Dependences.Opaque | dependence.OfPassing(node);
        }

        isSwitched = IsSwitchedBound(loop, WithoutBoundedAround(loop, cycle), dependence);
        return isSwitched ? found | Dependences.Opaque : found;
    }

    /// <summary>The cycle, less the loops around this one that are bounded, each of whose turns may set a switch anew.</summary>
    private HashSet<FlowNode> WithoutBoundedAround(Loop loop, HashSet<FlowNode> cycle)
    {
        for (var depth = 0; depth < MaxDepth && !_effort.IsSpent; depth++)
        {
            var whole = new Loop(_graph, cycle, _closed, _spending, _effort);
            var entry = HeaderOf(_graph, cycle);
            var around = cycle;
            var bounds = whole.Exits().Where(exit => !loop.Nodes.Contains(exit.Node) && IsBefore(exit.Node) && new ExitTest(whole, exit.Node).Judge(exit.Node.Condition!, exit.LeavesWhen) == ExitStrength.Bounds)
                .Select(exit => exit.Node).ToList();
            if (bounds.Count == 0 || Components.Cyclic([.. cycle.Except(bounds)], edge => !_closed.Contains(edge), _effort).FirstOrDefault(inner => inner.Contains(loop.Header)) is not { } inner)
                break;
            cycle = inner;

            // Every way to the loop goes through it: it is no test of the loop's own.
            bool IsBefore(FlowNode test) => !Components.Reachable([entry], around.Contains, node => node == test, edge => !_closed.Contains(edge), _effort).Contains(loop.Header);
        }

        return cycle;
    }

    /// <summary>
    /// Whether a switch that the loop does not write turns a bound on: <c>max is not null &amp;&amp; i >= max</c>. One that is
    /// known to be off unless somebody turns it on does not count.
    /// </summary>
    private bool IsSwitchedBound(Loop loop, HashSet<FlowNode> cycle, Dependence dependence)
    {
        var tried = 0;
        var whole = new Loop(_graph, cycle, _closed, _spending, _effort);
        foreach (var node in loop.Nodes.OrderBy(node => node.Id))
        {
            if (tried >= MaxSwitches || _effort.IsSpent)
                break;
            // The cheap test first: a long loop has thousands of conditions, and few that it does not move.
            if (node.Condition is null || node.Out.Count(edge => edge.Kind != EdgeKind.Exceptional) < 2
                || !IsUntouched(node.Condition) || (dependence.Of(node) & ~(Dependences.Flag | Dependences.Opaque)) != 0)
            {
                continue;
            }

            tried++;

            var usual = Evaluator.Boolean(loop.Whole(node.Condition), operation => Defaults.Of(operation, _graph));
            foreach (var on in new[] { true, false })
            {
                if (usual == !on)
                    continue;
                var text = TextOf(node);
                var closed = new HashSet<FlowEdge>(_closed);
                closed.UnionWith(cycle.Where(other => TextOf(other) == text).SelectMany(other => other.Out)
                    .Where(edge => edge.Kind == (on ? EdgeKind.WhenFalse : EdgeKind.WhenTrue)));
                var goesRound = Components.Cyclic(cycle, edge => !closed.Contains(edge), _effort).Any(component => component.Any(other => _index.Calls(other).Count > 0 && loop.Nodes.Contains(other)));
                if (goesRound && !Members(_cuts.Uncut(cycle, closed, [])).Overlaps(loop.Nodes.Where(other => _index.Calls(other).Count > 0)))
                    return true;
            }
        }

        return false;

        bool IsUntouched(IOperation condition) => whole.IsInvariant(condition)
            && condition.DescendantsAndSelf().All(operation => Variable.Referenced(operation) is not { } variable || whole.Writes(variable).All(write => write.Kind == WriteKind.Expose));
    }

    private string? TextOf(FlowNode node)
    {
        if (node.Condition is null)
            return null;
        if (!_texts.TryGetValue(node, out var text))
            _texts.Add(node, text = node.Condition.Syntax.ToString());
        return text;
    }

    /// <summary>One verdict for each call: the strongest, and of equals the outermost, which comes first.</summary>
    private void Report(Verdict verdict)
    {
        if (!_verdicts.TryGetValue(verdict.Call.Operation, out var known) || Strength(verdict.Kind) > Strength(known.Kind))
            _verdicts[verdict.Call.Operation] = verdict;
    }

    private static int Strength(Unbounded kind) => kind switch
    {
        Unbounded.Unproven => 0,
        Unbounded.Service => 1,
        _ => 2,
    };
}
