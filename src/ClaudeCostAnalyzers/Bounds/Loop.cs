using System.Collections.Immutable;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// A set of nodes that control can go round in for ever, as far as the edges tell: a strongly connected part of a graph
/// from which some nodes and edges may have been cut already.
/// </summary>
internal sealed class Loop(FlowGraph graph, HashSet<FlowNode> nodes, HashSet<FlowEdge> removed, ISpending spending, Effort effort)
{
    private const int MaxDepth = 40;

    /// <summary>What the members do that are called is looked at in the body at hand, and in gates that it asks.</summary>
    private const int MaxNesting = 1;

    private readonly Dictionary<Variable, List<VariableWrite>> _writes = [];
    private readonly Dictionary<Variable, bool> _invariant = [];
    private FlowNode? _header;
    private List<FlowNode>? _sureHeads;
    private ControlDependence? _control;
    private Dictionary<Variable, HashSet<FlowNode>>? _tests;

    public FlowGraph Graph { get; } = graph;

    public HashSet<FlowNode> Nodes { get; } = nodes;

    /// <summary>Edges that were cut: control passes there finitely often.</summary>
    public HashSet<FlowEdge> Removed { get; } = removed;

    /// <summary>Those of them that control does take, though finitely often: the loop that is left ends where it would have to.</summary>
    public HashSet<FlowEdge> Finite { get; init; } = [];

    public ISpending Spending { get; } = spending;

    /// <summary>What judging the body has cost so far.</summary>
    public Effort Effort { get; } = effort;

    /// <summary>How many members deep the loop is judged: 0 for one in the body at hand.</summary>
    public int Nesting { get; init; }

    /// <summary>What happens to variables between the turns, where the turns are calls of a member.</summary>
    public ImmutableDictionary<Variable, VariableWrite> Given { get; init; } = ImmutableDictionary<Variable, VariableWrite>.Empty;

    /// <summary>Where control first comes in.</summary>
    public FlowNode Header => _header ??= Nodes.OrderBy(node => node.Block.Ordinal).ThenBy(node => node.Id).First();

    public bool Follows(FlowEdge edge) => !Removed.Contains(edge);

    public bool Stays(FlowEdge edge) => Follows(edge) && Nodes.Contains(edge.To);

    /// <summary>The ways out that a condition decides, with the value it must have.</summary>
    public IEnumerable<(FlowNode Node, bool LeavesWhen)> Exits()
    {
        Effort.Add(Nodes.Count);
        foreach (var node in Nodes)
        {
            if (node.Condition is null)
                continue;
            foreach (var edge in node.Out)
            {
                if (edge.Kind is EdgeKind.WhenTrue or EdgeKind.WhenFalse && (Finite.Contains(edge) || (Follows(edge) && !Nodes.Contains(edge.To))))
                    yield return (node, edge.Kind == EdgeKind.WhenTrue);
            }
        }
    }

    /// <summary>The heads of inner loops that run at least once.</summary>
    public List<FlowNode> SureHeads => _sureHeads ??= SureTurns.Heads(this);

    /// <summary>What decides whether a turn passes a node.</summary>
    public ControlDependence Control => _control ??= new ControlDependence(this);

    /// <summary>The conditions of the loop that read each variable.</summary>
    public Dictionary<Variable, HashSet<FlowNode>> Tests => _tests ??= CollectTests();

    private Dictionary<Variable, HashSet<FlowNode>> CollectTests()
    {
        Effort.Add(Nodes.Count);
        var tests = new Dictionary<Variable, HashSet<FlowNode>>();
        foreach (var node in Nodes.Where(node => node.Condition is not null).OrderBy(node => node.Id))
        {
            foreach (var operation in node.Condition!.DescendantsAndSelf())
            {
                if (operation is IConversionOperation || Variable.Referenced(operation) is not { } variable)
                    continue;
                Add(variable, node);
                // `switch (state)` looks at a copy.
                if (variable.Symbol is null && Variable.Referenced(Whole(operation)) is { Symbol: not null } copied)
                    Add(copied, node);
            }
        }

        return tests;

        void Add(Variable variable, FlowNode node)
        {
            if (!tests.TryGetValue(variable, out var nodes))
                tests.Add(variable, nodes = []);
            nodes.Add(node);
        }
    }

    /// <summary>What the loop itself writes to the variable.</summary>
    public List<VariableWrite> Writes(Variable variable)
    {
        if (!_writes.TryGetValue(variable, out var writes))
            _writes.Add(variable, writes = Collect(variable));

        // Whoever asks looks at each of them.
        Effort.Add(writes.Count);
        return writes;
    }

    private List<VariableWrite> Collect(Variable variable)
    {
        var all = Graph.Variables.Writes(variable);
        Effort.Add(all.Count);
        var writes = all.Where(write => Nodes.Contains(write.Node)).Select(write => Nesting <= MaxNesting ? ReturnedSteps.Of(write, Spending.Members) : write).ToList();
        if (Nesting <= MaxNesting && variable.Symbol is not null)
        {
            var moved = Spending.Members.WritesOf(Graph).Of(variable).Where(write => Nodes.Contains(write.Node)).ToList();
            // The same local functions, seen from outside: they write, nobody knows when.
            var locals = new HashSet<TextSpan>(moved.Select(write => write.Operation).OfType<IInvocationOperation>().Where(call => call.TargetMethod.MethodKind == MethodKind.LocalFunction)
                .SelectMany(call => call.TargetMethod.DeclaringSyntaxReferences).Select(reference => reference.Span));
            if (locals.Count > 0)
                writes.RemoveAll(nested => nested.IsNested && nested.Operation.Syntax.Ancestors().Any(node => node is LocalFunctionStatementSyntax && locals.Contains(node.Span)));
            writes.AddRange(moved);
        }

        if (Given.TryGetValue(variable, out var given))
            writes.Add(given);
        return writes;
    }

    /// <summary>Whether the sequence that the enumerator runs through comes to its end.</summary>
    public SequenceEnd EndOf(Variable enumerator)
    {
        var end = SequenceEnd.Ends;
        foreach (var write in Graph.Variables.Writes(enumerator))
        {
            if (write.Value is not { } source)
                continue;
            if (Spending.IsEndless(source, Graph.Model))
                return SequenceEnd.Never;
            if (Spending.IsUnproven(source, Graph.Model))
                end = SequenceEnd.Unproven;
        }

        return end;
    }

    /// <summary>Whether every way round through <paramref name="node"/> passes one of <paramref name="stations"/>.</summary>
    public bool EveryTurnPasses(FlowNode node, HashSet<FlowNode> stations)
    {
        if (stations.Contains(node))
            return true;
        if (stations.Count == 0 || Effort.IsSpent)
            return false;
        var seen = new HashSet<FlowNode>();
        var work = new Stack<FlowNode>();
        work.Push(node);
        while (work.Count > 0)
        {
            foreach (var edge in work.Pop().Out)
            {
                if (!Stays(edge) || stations.Contains(edge.To))
                    continue;
                if (edge.To == node)
                {
                    Effort.Add(seen.Count);
                    return false;
                }

                if (seen.Add(edge.To))
                    work.Push(edge.To);
            }
        }

        Effort.Add(seen.Count);
        return true;
    }

    /// <summary>The one value that the variable has at <paramref name="at"/> in every turn, when the loop assigns it in one place only; else null.</summary>
    public IOperation? OnlyValue(Variable variable, FlowNode at)
    {
        var writes = Writes(variable).Where(write => write.Kind != WriteKind.Expose).ToList();
        if (writes.Count == 0 || writes[0] is not { Kind: WriteKind.Assign, Value: { } value })
            return null;
        // One place in the text may stand in several nodes.
        return writes.All(write => write.Operation == writes[0].Operation && write.Value == value) && EveryTurnPasses(at, [.. writes.Select(write => write.Node)]) ? Whole(value) : null;
    }

    /// <summary>The operation as it was written, where lowering has taken it apart.</summary>
    public IOperation Whole(IOperation operation)
    {
        if (operation is not IFlowCaptureReferenceOperation)
            return operation;
        return Graph.Unlowered(operation.Syntax) ?? operation;
    }

    /// <summary>What a member in source computes, where that is one expression: <c>int Left => _limit - _used;</c> Null for anything else.</summary>
    public IOperation? Inlined(IOperation operation)
    {
        if (operation is not (IPropertyReferenceOperation { Arguments.Length: 0 } or IInvocationOperation { Arguments.Length: 0 })
            || (operation is IPropertyReferenceOperation { Property: var property } && (property.DeclaringSyntaxReferences.IsEmpty || IsAuto(property)))
            || Spending.Members.Target(operation) is not { } member || Spending.Members.Body(member) is not { } body)
        {
            return null;
        }

        var block = BodyBlock.Of(body);
        return block is { Operations: { Length: 1 } only } && only[0] is IReturnOperation { ReturnedValue: { } value } ? value : null;
    }

    /// <summary>Whether the expression has the same value in every turn.</summary>
    public bool IsInvariant(IOperation? operation, int depth = 0)
    {
        if (operation is null || operation.ConstantValue.HasValue)
            return true;
        if (depth > MaxDepth)
            return false;
        if (Sizes.Stay(operation, this))
            return true;
        if (Variable.Referenced(operation) is { } variable && operation is not IConversionOperation)
        {
            if (!IsInvariant(variable, depth))
                return false;
            var instance = (operation as IMemberReferenceOperation)?.Instance;
            return instance is null || ((IsInvariant(instance, depth + 1) || IsSetOnce(operation, instance)) && !ChangesSize(operation, instance));
        }

        switch (operation)
        {
            case IInstanceReferenceOperation or ITypeOfOperation or IDefaultValueOperation or ISizeOfOperation:
                return true;
            case IInvocationOperation call when Spending.Of(call, Graph.Model) is not null || call.TargetMethod.ReturnsVoid || IsClock(call):
                return false;
            case IConversionOperation or IUnaryOperation or IBinaryOperation or IInvocationOperation or IArgumentOperation or IAwaitOperation or IObjectCreationOperation
                or IConditionalOperation or ICoalesceOperation or IParenthesizedOperation or IPropertyReferenceOperation or IArrayElementReferenceOperation or ITupleOperation
                or IIsPatternOperation or IPatternOperation or IIsNullOperation or IIsTypeOperation:
                return operation.ChildOperations.All(child => IsInvariant(child, depth + 1));
            default:
                return false;
        }
    }

    /// <summary><c>session.MaxTurns</c>: nothing in the loop writes it, though it changes other members of the same object.</summary>
    private bool IsSetOnce(IOperation member, IOperation instance)
    {
        if (Variable.Referenced(instance) is not { } owner || Writes(owner).Any(write => write.Kind == WriteKind.Assign && !IsHandedDown(write, member)))
            return false;
        return member switch
        {
            IFieldReferenceOperation { Field: { IsReadOnly: true } or { IsConst: true } } => true,
            IPropertyReferenceOperation { Property: { DeclaringSyntaxReferences.IsEmpty: false } property } => property.SetMethod is null or { IsInitOnly: true } ? IsAuto(property)
                : !Writes(owner).Any(write => write.Operation is IInvocationOperation call && IsHanded(owner, call)),
            _ => false,
        };
    }

    /// <summary><c>run = run with { Turn = run.Turn + 1 }</c>, <c>run = new Run(run.Turn + 1, run.Max)</c>: the new record has the part that the old one had.</summary>
    private bool IsHandedDown(VariableWrite write, IOperation part)
    {
        if (write is not { IsNested: false, Value: { } value } || part is not IMemberReferenceOperation { Member: var member })
            return false;
        if (RecordParts.Copied(write, this) is { Initializer.Initializers: var changed })
            return !changed.Any(change => change is IAssignmentOperation { Target: IMemberReferenceOperation { Member: var changes } } && SymbolEqualityComparer.Default.Equals(changes, member));
        return Conversions.Unwrap(Whole(value)) is IObjectCreationOperation { Type: INamedTypeSymbol { IsRecord: true }, Initializer: null } creation && creation.Arguments.Any(argument => argument.Parameter?.Name == member.Name
            && Conversions.Unwrap(Whole(argument.Value)) is IMemberReferenceOperation { Instance: { } old } same && SymbolEqualityComparer.Default.Equals(same.Member, member) && Names(old, write.Variable));
    }

    /// <summary>Whether the call is given the object itself. <c>Ask(session.Messages)</c> and <c>session.Messages.Add(reply)</c> may change that part of it, and no other.</summary>
    private bool IsHanded(Variable owner, IInvocationOperation call) =>
        Names(call.Instance, owner) || call.Arguments.Any(argument => Names(argument.Value, owner));

    private bool Names(IOperation? value, Variable owner) => value is not null && Variable.Referenced(Whole(value)) is { } named && named.Equals(owner);

    private static bool IsAuto(IPropertySymbol property) => property.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() switch
    {
        ParameterSyntax => true,
        PropertyDeclarationSyntax { ExpressionBody: null, AccessorList.Accessors: var accessors } => accessors.All(accessor => accessor is { Body: null, ExpressionBody: null }),
        _ => false,
    });

    private static bool IsClock(IInvocationOperation call) => Clocks.Sign(call, _ => null) != 0;

    private bool IsInvariant(Variable variable, int depth)
    {
        if (_invariant.TryGetValue(variable, out var known))
            return known;
        if (variable.Symbol is IPropertySymbol property && Clocks.IsClock(property))
            return _invariant[variable] = false;
        _invariant[variable] = false;
        var writes = Writes(variable);
        return _invariant[variable] = writes.All(write => write.Kind == WriteKind.Expose
            || (write is { Kind: WriteKind.Assign, Operation: not IArgumentOperation } && (write.Value is null || IsInvariant(write.Value, depth + 1))));
    }

    /// <summary><c>list.Count</c> moves when the loop adds to the list or takes from it.</summary>
    private bool ChangesSize(IOperation member, IOperation instance) =>
        member is IPropertyReferenceOperation { Property.DeclaringSyntaxReferences.IsEmpty: true } && Variable.Referenced(instance) is { } owner
        && Writes(owner).Any(write => write.Kind is WriteKind.Grow or WriteKind.Shrink or WriteKind.Mutate or WriteKind.Assign);
}
