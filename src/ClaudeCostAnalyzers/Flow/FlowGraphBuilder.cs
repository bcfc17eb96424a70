using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>Makes a <see cref="FlowGraph"/> of a <see cref="ControlFlowGraph"/>. One use, one thread.</summary>
internal sealed partial class FlowGraphBuilder
{
    private readonly ControlFlowGraph _source;
    private readonly CancellationToken _cancellation;
    private readonly SemanticModel _model;
    private readonly ITestBodies? _tests;
    private readonly Func<IOperation, ControlFlowGraph, ControlFlowGraph?>? _bodies;
    private readonly List<FlowNode> _nodes;
    private readonly Dictionary<FlowNode, (BasicBlock Block, FinallyCopy? Copy)> _places = [];
    private readonly Dictionary<(int Block, FinallyCopy? Copy), FlowNode> _first = [];
    private readonly Dictionary<(ControlFlowRegion Region, FlowNode Continuation, FinallyCopy? Outer), FinallyCopy> _copies = [];
    private readonly Queue<(BasicBlock Block, FinallyCopy? Copy, FlowNode First)> _pending = new();
    private readonly FlowNode _exit;

    /// <summary>The node whose call has this body in its place, and where what it throws goes; null: the body stands for itself.</summary>
    private readonly FlowNode? _site;

    /// <summary>Where control goes on when the body returns, if its result is not tested at once.</summary>
    private readonly FlowNode? _continuation;
    private readonly List<Handler> _handlers = [];

    /// <summary>The bodies that stand in the place of tests: one list for the whole graph.</summary>
    private readonly List<IMethodSymbol> _placed;

    private FlowGraphBuilder(ControlFlowGraph source, SemanticModel model, ITestBodies? tests, Func<IOperation, ControlFlowGraph, ControlFlowGraph?>? bodies, CancellationToken cancellation)
    {
        _bodies = bodies;
        _source = source;
        _model = model;
        _tests = tests;
        _cancellation = cancellation;
        _nodes = [];
        _placed = [];
        _exit = NewNode(source.Blocks[source.Blocks.Length - 1], null);
    }

    /// <summary>The body of a function that is called, within the caller's graph.</summary>
    private FlowGraphBuilder(ControlFlowGraph source, FlowGraphBuilder caller, FlowNode site, FlowNode? continuation)
    {
        _bodies = caller._bodies;
        _continuation = continuation;
        var (block, copy) = caller._places[site];
        _source = source;
        _model = caller._model;
        _tests = caller._tests;
        _cancellation = caller._cancellation;
        _nodes = caller._nodes;
        _placed = caller._placed;
        _site = site;
        _handlers = caller.HandlersOf(block.EnclosingRegion, null, copy, null);
        _exit = caller.Uncaught(block.EnclosingRegion, copy);
    }

    /// <param name="source">The body.</param>
    /// <param name="model">The semantic model of its file.</param>
    /// <param name="tests">Finds the members that tests call, whose bodies then stand in their place; null: each call stays one.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <param name="bodies">Gives the body that is to stand before an operation that runs it: a call, or a lambda that is handed to what runs it.</param>
    public static FlowGraph Build(ControlFlowGraph source, SemanticModel model, ITestBodies? tests, CancellationToken cancellation, Func<IOperation, ControlFlowGraph, ControlFlowGraph?>? bodies = null)
    {
        var builder = new FlowGraphBuilder(source, model, tests, bodies, cancellation);
        var entry = builder.Build(0);
        return new FlowGraph(source, model, builder._nodes, entry, builder._exit);
    }

    private FlowNode Build(int nesting)
    {
        var first = _nodes.Count;
        var entry = NodeOf(_source.Blocks[0], null);
        Run();
        var own = _nodes.GetRange(first, _nodes.Count - first);
        TestedLocals.Inline(own, _source.OriginalOperation, _cancellation);
        if (nesting < TestBodies.MaxNesting)
        {
            foreach (var node in own)
            {
                if (_tests is not null && _placed.Count < TestBodies.MaxBodies)
                    PutInPlace(node, nesting);
                if (_bodies is not null)
                    PutBefore(node, nesting);
            }
        }

        return entry;
    }

    /// <summary>One copy of a finally region: where its end goes on to, and the copy that the region itself stands in.</summary>
    private sealed record FinallyCopy(ControlFlowRegion Region, FlowNode Continuation, FinallyCopy? Outer);

    private void Run()
    {
        while (_pending.Count > 0)
        {
            _cancellation.ThrowIfCancellationRequested();
            var (block, copy, first) = _pending.Dequeue();
            var last = Fill(block, copy, first);
            AddBranches(block, copy, last);
        }
    }

    private FlowNode NewNode(BasicBlock block, FinallyCopy? copy)
    {
        // Blocks are in the order of their own graph: what stands in the place of a call stands where the call does.
        var node = new FlowNode(_nodes.Count, _site?.Block ?? block) { Site = _site };
        _nodes.Add(node);
        _places.Add(node, (block, copy));
        return node;
    }

    private FlowNode NodeOf(BasicBlock block, FinallyCopy? copy)
    {
        if (block.Kind == BasicBlockKind.Exit)
            return _continuation ?? _exit;
        while (copy is not null && !Contains(copy.Region, block.Ordinal))
            copy = copy.Outer;
        if (!_first.TryGetValue((block.Ordinal, copy), out var node))
        {
            node = NewNode(block, copy);
            _first.Add((block.Ordinal, copy), node);
            _pending.Enqueue((block, copy, node));
        }

        return node;
    }

    private static bool Contains(ControlFlowRegion region, int ordinal) =>
        ordinal >= region.FirstBlockOrdinal && ordinal <= region.LastBlockOrdinal;

    /// <summary>Gives the block's operations to its nodes and adds the exceptional edges; returns the node that ends the block.</summary>
    private FlowNode Fill(BasicBlock block, FinallyCopy? copy, FlowNode first)
    {
        var isCondition = Decision(block) is not null;
        var operations = block.BranchValue is { } value && !isCondition ? block.Operations.Add(value) : block.Operations;
        var handlers = HandlersOf(block.EnclosingRegion, null, copy, null);

        var last = first;
        if (handlers.Count == 0)
        {
            first.Operations = operations;
        }
        else
        {
            for (var i = 0; i < operations.Length; i++)
            {
                if (i > 0)
                    last = Next(last, block);
                last.Operations = ImmutableArray.Create(operations[i]);
                if (AddThrows(last, operations[i], handlers) && VariableTable.MayWrite(operations[i]))
                {
                    last.IsBegun = true;
                    last = Next(last, block);
                    last.Completes = operations[i];
                }
            }

            if (isCondition && operations.Length > 0)
                last = Next(last, block);
        }

        if (isCondition)
        {
            var decision = Decision(block)!;
            last.Condition = PlainTests.Of(decision).Tested;
            if (handlers.Count > 0)
                AddThrows(last, decision, handlers);
        }

        return last;

        FlowNode Next(FlowNode node, BasicBlock of)
        {
            var next = NewNode(of, copy);
            node.AddEdge(next, EdgeKind.Regular);
            return next;
        }
    }

    private static bool AddThrows(FlowNode node, IOperation operation, List<Handler> handlers)
    {
        if (!operation.DescendantsAndSelf().Any(MayThrow))
            return false;
        foreach (var handler in handlers)
            node.AddEdge(handler.Entry, EdgeKind.Exceptional, handler.Region);
        return true;
    }

    private static bool MayThrow(IOperation operation) => operation.Kind is
        OperationKind.Invocation or OperationKind.Await or
        OperationKind.ArrayElementReference or OperationKind.DynamicInvocation or OperationKind.DynamicMemberReference or
        OperationKind.DynamicIndexerAccess or OperationKind.FunctionPointerInvocation or OperationKind.Throw or OperationKind.Invalid
        // To make an exception does not fail; what is thrown then goes to the handlers of its type.
        || operation is IObjectCreationOperation { Type: var made } && !ExceptionTypes.IsOne(made)
        // Plain getters do not throw, as far as loops care: `failures = 0; return reply.Text;` is done with. Indexers and waiting ones do.
        || operation is IPropertyReferenceOperation { Property: { Name: "Result" or "Value" } or { IsIndexer: true } };

    /// <summary>Calls after which nothing follows: <c>Environment.Exit</c>, and throw helpers that say so.</summary>
    private static bool NeverReturns(IOperation operation) => operation is IInvocationOperation { TargetMethod: var method }
        && ((method.Name is "Exit" or "FailFast" && method.ContainingType is { Name: "Environment", ContainingNamespace.Name: "System" })
            || method.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "DoesNotReturnAttribute"));

    private void AddBranches(BasicBlock block, FinallyCopy? copy, FlowNode last)
    {
        if (block.Operations.Any(operation => operation.DescendantsAndSelf().Any(NeverReturns)))
        {
            last.Condition = null;
            last.AddEdge(_exit, EdgeKind.Regular);
            return;
        }

        if (block.ConditionalSuccessor is { } conditional)
        {
            var whenTrue = block.ConditionKind == ControlFlowConditionKind.WhenTrue != PlainTests.Of(block.BranchValue!).IsNegated;
            var constant = IsSurelyMatched(last.Condition) ? true : last.Condition is { ConstantValue: { HasValue: true, Value: bool known } } ? known : (bool?)null;
            if (constant is not null && last.Condition is IIsPatternOperation match)
                last.Operations = last.Operations.Add(match);
            if (constant != !whenTrue)
                AddBranch(block, copy, last, conditional, whenTrue ? EdgeKind.WhenTrue : EdgeKind.WhenFalse);
            if (constant != whenTrue && block.FallThroughSuccessor is { } otherwise)
                AddBranch(block, copy, last, otherwise, whenTrue ? EdgeKind.WhenFalse : EdgeKind.WhenTrue);
            if (constant is not null)
                last.Condition = null;
        }
        else if (_site is { Test: { } test } && Decision(block) is { } result && block.FallThroughSuccessor is { } back)
        {
            var whenTrue = PlainTests.Of(result).IsNegated ? EdgeKind.WhenFalse : EdgeKind.WhenTrue;
            var known = last.Condition is { ConstantValue: { HasValue: true, Value: bool constant } } ? constant == (whenTrue == EdgeKind.WhenTrue) : (bool?)null;
            if (known is not null)
                last.Condition = null;
            if (known != false)
                last.AddEdge(Through(back.FinallyRegions, test.WhenTrue, copy), known is null ? whenTrue : EdgeKind.Regular);
            if (known != true)
                last.AddEdge(Through(back.FinallyRegions, test.WhenFalse, copy), known is not null ? EdgeKind.Regular : whenTrue == EdgeKind.WhenTrue ? EdgeKind.WhenFalse : EdgeKind.WhenTrue);
        }
        else if (block.FallThroughSuccessor is { } successor)
        {
            AddBranch(block, copy, last, successor, EdgeKind.Regular);
        }
    }

    /// <summary>The <c>var text</c> and <c>_</c> of a switch take whatever comes.</summary>
    private static bool IsSurelyMatched(IOperation? condition) => condition is IIsPatternOperation { Pattern: IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true } };

    private void AddBranch(BasicBlock block, FinallyCopy? copy, FlowNode last, ControlFlowBranch branch, EdgeKind kind)
    {
        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                var thrown = branch.Semantics == ControlFlowBranchSemantics.Throw ? TypeOf(block.BranchValue) : null;
                AddThrow(last, HandlersOf(block.EnclosingRegion, thrown, copy, null), kind is EdgeKind.Regular ? EdgeKind.Exceptional : kind, Uncaught(block.EnclosingRegion, copy));
                break;

            case ControlFlowBranchSemantics.StructuredExceptionHandling when InnermostHandling(block) is { Kind: ControlFlowRegionKind.Filter } filter:
                // The filter said no: the search goes on with the handlers after this one.
                AddThrow(last, HandlersOf(filter.EnclosingRegion!, null, copy, filter.EnclosingRegion), kind, Uncaught(filter.EnclosingRegion, copy));
                break;

            case ControlFlowBranchSemantics.StructuredExceptionHandling:
                // The end of a finally region.
                while (copy is not null && !Contains(copy.Region, block.Ordinal))
                    copy = copy.Outer;
                last.AddEdge(copy?.Continuation ?? _exit, kind);
                break;

            default:
                var target = branch.Destination is { } destination ? NodeOf(destination, copy) : _continuation ?? _exit;
                last.AddEdge(Through(branch.FinallyRegions, target, copy), kind);
                break;
        }
    }

    private static ITypeSymbol? TypeOf(IOperation? thrown)
    {
        while (thrown is IConversionOperation { OperatorMethod: null } conversion)
            thrown = conversion.Operand;
        return thrown?.Type;
    }

    private void AddThrow(FlowNode from, List<Handler> handlers, EdgeKind kind, FlowNode uncaught)
    {
        foreach (var handler in handlers)
            from.AddEdge(handler.Entry, kind, handler.Region);
        if (handlers.Count == 0 || !handlers[handlers.Count - 1].CatchesAll)
            from.AddEdge(uncaught, kind);
    }

    /// <summary>Where an exception goes that no handler takes: out of the body, by way of the finally regions around.</summary>
    private FlowNode Uncaught(ControlFlowRegion? region, FinallyCopy? copy)
    {
        var finallyRegions = ImmutableArray<ControlFlowRegion>.Empty;
        for (; region is not null && Around(region) is { } parent; region = parent)
        {
            if (parent.Kind == ControlFlowRegionKind.TryAndFinally && region.Kind == ControlFlowRegionKind.Try)
                finallyRegions = finallyRegions.Add(parent.NestedRegions[1]);
        }

        return Through(finallyRegions, _exit, copy);
    }

    /// <summary>The first node of a copy of each finally region in turn, the last of which goes on to <paramref name="target"/>.</summary>
    private FlowNode Through(ImmutableArray<ControlFlowRegion> finallyRegions, FlowNode target, FinallyCopy? outer)
    {
        for (var i = finallyRegions.Length - 1; i >= 0; i--)
        {
            var region = finallyRegions[i];
            var enclosing = outer;
            while (enclosing is not null && !Contains(enclosing.Region, region.FirstBlockOrdinal))
                enclosing = enclosing.Outer;
            if (!_copies.TryGetValue((region, target, enclosing), out var copy))
                _copies.Add((region, target, enclosing), copy = new FinallyCopy(region, target, enclosing));
            target = NodeOf(_source.Blocks[region.FirstBlockOrdinal], copy);
        }

        return target;
    }

    private static ControlFlowRegion? InnermostHandling(BasicBlock block)
    {
        var region = block.EnclosingRegion;
        while (region is not null && region.Kind is not (ControlFlowRegionKind.Filter or ControlFlowRegionKind.Finally))
            region = Around(region);
        return region;
    }

    /// <summary>
    /// The region around another, within this graph. The outermost one of a lambda or local function goes on to the regions of the body
    /// that it stands in, whose blocks are numbered by another graph, and whose handlers get nothing that the lambda throws later.
    /// </summary>
    private static ControlFlowRegion? Around(ControlFlowRegion region) => region.Kind == ControlFlowRegionKind.Root ? null : region.EnclosingRegion;

    /// <summary>Where an exception can land: the entry (by way of the finally regions in between) and whether it lands there for certain.</summary>
    private readonly struct Handler(FlowNode entry, ControlFlowRegion region, bool catchesAll)
    {
        public FlowNode Entry { get; } = entry;

        public ControlFlowRegion Region { get; } = region;

        public bool CatchesAll { get; } = catchesAll;
    }

    /// <summary>The handlers that an exception in <paramref name="region"/> may reach, innermost first, up to one that catches it for certain.</summary>
    /// <param name="region">Where it is thrown.</param>
    /// <param name="thrown">Its static type, when a throw statement names it.</param>
    /// <param name="copy">The copy of a finally region that the code stands in.</param>
    /// <param name="after">Start behind this handler of its try statement; null: at the innermost.</param>
    private List<Handler> HandlersOf(ControlFlowRegion? region, ITypeSymbol? thrown, FinallyCopy? copy, ControlFlowRegion? after)
    {
        var handlers = new List<Handler>();
        var finallyRegions = ImmutableArray<ControlFlowRegion>.Empty;
        for (; region is not null && Around(region) is { } parent; region = parent)
        {
            if (parent.Kind == ControlFlowRegionKind.TryAndFinally && region.Kind == ControlFlowRegionKind.Try)
                finallyRegions = finallyRegions.Add(parent.NestedRegions[1]);
            if (parent.Kind != ControlFlowRegionKind.TryAndCatch || (region.Kind != ControlFlowRegionKind.Try && region != after))
                continue;

            var past = after is null || region != after;
            foreach (var handler in parent.NestedRegions)
            {
                if (handler == after)
                    past = true;
                else if (past && handler.Kind != ControlFlowRegionKind.Try && ExceptionTypes.Catches(handler, thrown) is { } certain)
                {
                    var entry = Through(finallyRegions, NodeOf(_source.Blocks[handler.FirstBlockOrdinal], copy), copy);
                    handlers.Add(new Handler(entry, handler, certain));
                    if (certain)
                        return handlers;
                }
            }
        }

        foreach (var outer in _handlers)
            handlers.Add(new Handler(Through(finallyRegions, outer.Entry, copy), outer.Region, outer.CatchesAll));
        return handlers;
    }
}
