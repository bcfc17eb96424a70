using System.Collections.Immutable;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Judges one call by which a member comes back to itself: the same bounds as in loops, on parameters instead of locals.
/// </summary>
internal sealed class RecursionTest
{
    private readonly FlowGraph _graph;
    private readonly ISpending _spending;
    private readonly IMethodSymbol _member;
    private readonly Loop _body;
    private readonly SpendingIndex _index;

    /// <summary>The parameters of which parts are handed on, as the last judgement found.</summary>
    private readonly List<IParameterSymbol> _sources = [];

    public RecursionTest(FlowGraph graph, ISpending spending, IMethodSymbol member, Effort effort)
    {
        _graph = graph;
        _spending = spending;
        _member = member;
        // Each call of the member is a turn of this "loop".
        _body = new Loop(graph, [.. graph.Nodes], [], spending, effort);
        _index = new SpendingIndex(graph, spending);
    }

    /// <param name="call">Where the call stands in the member's text.</param>
    /// <param name="next">What the member's parameters are when it is run again; null for what cannot be told.</param>
    /// <param name="isGuarded">Whether some call on the way back depends on a condition: a list may come to its end without one, and still be handed on.</param>
    /// <param name="sources">The parameters of the member that the call is bounded by because it hands on but a part of them; null: not because of that.</param>
    public RecursionStrength Judge(SyntaxNode call, Dictionary<IParameterSymbol, IOperation?> next, bool isGuarded, out IReadOnlyList<IParameterSymbol>? sources)
    {
        _sources.Clear();
        var strength = Judge(call, next, isGuarded, takesParts: false);
        sources = null;
        if (strength == RecursionStrength.Bounds)
            return strength;
        var whole = strength;
        strength = Judge(call, next, isGuarded, takesParts: true);
        if (strength == RecursionStrength.Bounds)
            sources = [.. _sources];
        Otherwise = whole;
        return strength;
    }

    /// <summary>What the call last judged is worth without the parts that it hands on.</summary>
    public RecursionStrength Otherwise { get; private set; }

    private RecursionStrength Judge(SyntaxNode call, Dictionary<IParameterSymbol, IOperation?> next, bool isGuarded, bool takesParts)
    {
        if (NodeOf(call) is not { } node || OpenBudgets.IsCallersDuty(_member) || OpenBudgets.IsOpenAt(_graph, node, null))
            return RecursionStrength.Bounds;
        if (IsBehind(node, _index.WaitsForHuman))
            return RecursionStrength.Bounds;

        var arguments = Arguments(call);
        var guards = Guards(node).ToList();
        if (takesParts && _graph.Unlowered(call) is IMethodReferenceOperation function && RecursionDescent.Sequence(function) is { } sequence && Descends(sequence, isGuarded, isElement: true))
            return RecursionStrength.Bounds;
        if (arguments.Any(argument => argument.Value is { } value && Progress(argument.Key, value, node, guards, arguments, isGuarded, takesParts)) || guards.Any(IsVisitedSet) || guards.Any(guard => IsCounterField(guard, node, call)))
            return RecursionStrength.Bounds;
        if (guards.Any(guard => VisitedSets.Asked(guard) is not null))
            return RecursionStrength.Unknown;

        var found = Dependences.None;
        foreach (var (guard, _) in guards)
        {
            var dependence = new Dependence(_body);
            found |= dependence.Of(guard);
            foreach (var read in dependence.Read)
            {
                if (read.Symbol is IParameterSymbol parameter && !parameter.IsThis)
                    found |= next.TryGetValue(parameter, out var value) && value is not null ? Change(parameter, value, guard.Condition!) : Dependences.Opaque;
            }
        }

        if (next.Any(argument => argument.Value is { } handed && IsLeftBehind(argument.Key, handed) && !guards.Any(guard => ReadsMoved(guard.Node.Condition!, argument.Key))))
            found &= ~Dependences.State;
        return (found & (Dependences.Opaque | Dependences.State)) != 0 && (found & Dependences.Reply) == 0 ? RecursionStrength.Unknown : RecursionStrength.None;
    }

    /// <summary>Whether the call stands in the graph, and not only in a lambda that it makes.</summary>
    public bool Finds(SyntaxNode call) => NodeOf(call) is { } node && node.Evaluated.Any(root => root.DescendantsAndSelf().Any(operation => operation.Syntax == call));

    /// <summary>Whether a parameter is moved where it is handed on, and what is handed on is what it was.</summary>
    public bool LeavesBehind(Dictionary<IParameterSymbol, IOperation?> next) => next.Any(argument => argument.Value is { } value && IsLeftBehind(argument.Key, value));

    /// <summary><c>Ask(text, attempt++)</c> moves a parameter that nobody reads again, and hands on what it was.</summary>
    private bool IsLeftBehind(IParameterSymbol parameter, IOperation value) => value is IIncrementOrDecrementOperation { IsPostfix: true } step && Variable.Referenced(step.Target) is { } moved
        && moved.Equals(Variable.Of(parameter)) && _graph.Variables.Writes(moved).All(write => write.Kind == WriteKind.Expose || write.Operation.Syntax == step.Syntax);

    /// <summary>Whether the condition reads a variable, but for this one, that the member writes.</summary>
    private bool ReadsMoved(IOperation condition, IParameterSymbol but) => condition.DescendantsAndSelf().Any(operation =>
        Variable.Referenced(operation) is { } read && !read.Equals(Variable.Of(but)) && _graph.Variables.Writes(read).Any(write => write.Kind != WriteKind.Expose));

    /// <summary>Whether the call depends on a condition.</summary>
    public bool IsGuarded(SyntaxNode call) => NodeOf(call) is { } node && Guards(node).Any();

    /// <summary>What the call hands over for the parameter of the member that it runs, if that can be told.</summary>
    public IOperation? Handed(SyntaxNode call, IParameterSymbol parameter) => _graph.Unlowered(call) is IInvocationOperation invocation
        ? invocation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value : null;

    /// <summary>Whether the parameter is still what the member was given when it is handed on.</summary>
    public bool LeavesAlone(IParameterSymbol parameter) => _graph.Variables.Writes(Variable.Of(parameter)).All(write => write.Kind == WriteKind.Expose);

    /// <summary>Whether the value is made of the model's reply.</summary>
    public bool IsReply(IOperation value) => (new Dependence(_body).Of(value) & Dependences.Reply) != 0;

    /// <summary>Goes on with the way by the call.</summary>
    public void Extend(RecursionWay way, SyntaxNode call, IMethodSymbol target)
    {
        if (NodeOf(call) is { } node && _graph.Unlowered(call) is IInvocationOperation invocation)
            way.Follow(invocation, target, Guards(node), (value, parameter) => Move(parameter, value, node));
    }

    /// <summary>How the value lies to the parameter: the same (0), above (1) or below it (-1); null: something else.</summary>
    private int? Move(IParameterSymbol parameter, IOperation value, FlowNode call)
    {
        var variable = Variable.Of(parameter);
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        if (value is IIncrementOrDecrementOperation { IsPostfix: false } increment && Variable.Referenced(increment.Target) is { } target && target.Equals(variable))
            return increment.Kind == OperationKind.Increment ? 1 : -1;
        var before = Moved(variable, call);
        if (Variable.Referenced(value) is { } same && same.Equals(variable))
            return before;
        return Steps.OfAssignment(variable, value) is (WriteKind.Step, var direction, _) && (before == 0 || before == direction) ? direction : null;
    }

    /// <summary>Where the member itself has moved its parameter to on every way to the call: <c>depth--; await Visit(depth);</c></summary>
    private int? Moved(Variable parameter, FlowNode call)
    {
        var writes = _graph.Variables.Writes(parameter).Where(write => write.Kind != WriteKind.Expose).ToList();
        if (writes.Count == 0)
            return 0;
        if (writes.Any(write => write.Kind != WriteKind.Step || write.Direction != writes[0].Direction))
            return null;
        return IsBehind(call, node => writes.Any(write => write.Node == node)) ? writes[0].Direction : null;
    }

    private FlowNode? NodeOf(SyntaxNode call)
    {
        FlowNode? found = null;
        foreach (var node in _graph.Nodes)
        {
            foreach (var operation in node.Evaluated.SelectMany(root => root.DescendantsAndSelf()))
            {
                if (operation.Syntax == call)
                    return node;
                if (operation.Syntax.Span.Contains(call.Span) && operation is Microsoft.CodeAnalysis.FlowAnalysis.IFlowAnonymousFunctionOperation)
                    found = node;
            }
        }

        return found;
    }

    /// <summary>What the call hands over, by the member's parameters.</summary>
    public Dictionary<IParameterSymbol, IOperation?> Arguments(SyntaxNode call) => _graph.Unlowered(call) switch
    {
        IInvocationOperation invocation => Arguments(invocation.Arguments),
        IObjectCreationOperation creation => Arguments(creation.Arguments),
        _ => [],
    };

    private Dictionary<IParameterSymbol, IOperation?> Arguments(ImmutableArray<IArgumentOperation> handed)
    {
        var arguments = new Dictionary<IParameterSymbol, IOperation?>(SymbolEqualityComparer.Default);
        foreach (var argument in handed)
        {
            // The parameters of a delegate's type stand for those of the lambda in it.
            if (argument.Parameter is { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.DelegateInvoke }, Ordinal: var ordinal } && ordinal < _member.Parameters.Length)
                arguments[_member.Parameters[ordinal].OriginalDefinition] = argument.Value;
            else if (argument.Parameter is { } parameter)
                arguments[parameter.OriginalDefinition] = argument.Value;
        }

        return arguments;
    }

    /// <summary>The conditions that must hold, with their values, for the call to be reached.</summary>
    private IEnumerable<(FlowNode Node, bool Value)> Guards(FlowNode call)
    {
        foreach (var node in _graph.Nodes)
        {
            if (node.Condition is null || node == call)
                continue;
            var isEnd = node.Condition is IInvocationOperation { TargetMethod.Name: "MoveNext" or "MoveNextAsync" };
            var whenTrue = Leads(node, EdgeKind.WhenTrue, call);
            var whenFalse = Leads(node, EdgeKind.WhenFalse, call);

            // What comes after a foreach comes in any case.
            if (whenTrue != whenFalse && (whenTrue || !isEnd) && IsBehind(call, other => other == node))
                yield return (node, whenTrue);
        }
    }

    private static bool Leads(FlowNode from, EdgeKind kind, FlowNode to) =>
        Components.Reachable(from.Out.Where(edge => edge.Kind == kind).Select(edge => edge.To), _ => true, node => node == from, _ => true).Contains(to);

    /// <summary>Whether every way to the node passes one of the others.</summary>
    private bool IsBehind(FlowNode node, Func<FlowNode, bool> others) =>
        others(node) || !Components.Reachable([_graph.Entry], _ => true, others, _ => true).Contains(node);

    /// <summary>Whether the value is a part of what the member was given, which has its end.</summary>
    private bool Descends(IOperation value, bool isGuarded, bool isElement = false)
    {
        var members = new List<Variable>();
        if ((!isGuarded && !isElement && RecursionDescent.IsRest(value)) || RecursionDescent.Source(value, _graph, _spending, isElement, members) is not { } source || members.Any(member => IsGrownByReply(source, member)))
            return false;
        _sources.Add(source);
        return true;
    }

    /// <summary>A tree to which the member adds what the model says: <c>node.Children.Add(new Node(reply))</c>.</summary>
    private bool IsGrownByReply(IParameterSymbol tree, Variable member) =>
        _graph.Variables.Writes(member).Any(write => write is { Kind: WriteKind.Assign, Value: { } value } && IsReply(value))
        || _graph.Variables.Writes(Variable.Of(tree)).Any(write => write is { Kind: WriteKind.Grow, Operation: IInvocationOperation { Instance: { } collection, Arguments: var added } }
            && Variable.Referenced(_body.Whole(collection)) is { } grown && grown.Equals(member) && added.Any(argument => IsReply(_body.Whole(argument.Value))));

    /// <summary>Whether the parameter holds the model's reply when control comes to the call.</summary>
    private bool IsAnswered(Variable parameter, FlowNode call) => _graph.Variables.Writes(parameter)
        .Any(write => write is { Kind: WriteKind.Assign, Value: { } value } && (new Dependence(_body).Of(value) & Dependences.Reply) != 0 && LeadsTo(write.Node, call));

    private bool Progress(IParameterSymbol parameter, IOperation value, FlowNode call, List<(FlowNode Node, bool Value)> guards, Dictionary<IParameterSymbol, IOperation?> next, bool isGuarded, bool takesParts)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method || !SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, _member.OriginalDefinition))
            return takesParts && Descends(value, isGuarded);
        var variable = Variable.Of(parameter);
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        if (value is IObjectCreationOperation or IWithOperation && MovesPart(parameter, value, guards))
            return true;
        if (Move(parameter, value, call) is not (null or 0) and var direction)
            return guards.Any(guard => Stops(guard, variable, direction.Value) && !LimitMoves(guard.Node.Condition!, variable, direction.Value, next, call));
        if (IsHalf(value, parameter, guards))
            return true;
        if (Steps.OfAssignment(variable, value) is (WriteKind.Shrink, _, _))
            return isGuarded && !IsAnswered(variable, call);
        return takesParts && Descends(value, isGuarded);
    }

    /// <summary><c>Visit(depth + 1, limit + 1)</c> comes no nearer.</summary>
    private bool LimitMoves(IOperation condition, Variable counter, int direction, Dictionary<IParameterSymbol, IOperation?> next, FlowNode call) => condition.DescendantsAndSelf().OfType<IParameterReferenceOperation>()
        .Any(read => !Variable.Of(read.Parameter).Equals(counter) && next.TryGetValue(read.Parameter.OriginalDefinition, out var value) && value is not null && Move(read.Parameter, value, call) == direction);

    /// <summary><c>if (low >= high) return; var middle = (low + high) / 2; Find(low, middle); Find(middle + 1, high);</c></summary>
    private bool IsHalf(IOperation value, IParameterSymbol parameter, List<(FlowNode Node, bool Value)> guards)
    {
        if (value is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } moved && Steps.Constant(moved.RightOperand) is not null)
            value = moved.LeftOperand;
        if (Variable.Referenced(value) is { Symbol: ILocalSymbol } middle && _graph.Variables.Writes(middle) is { Count: 1 } writes && writes[0] is { Kind: WriteKind.Assign, Value: { } made })
            value = _body.Whole(made);
        if (!value.DescendantsAndSelf().Any(part => part is IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift }))
            return false;
        var ends = value.Descendants().OfType<IParameterReferenceOperation>().Select(end => end.Parameter.OriginalDefinition).Distinct<IParameterSymbol>(SymbolEqualityComparer.Default).ToList();
        return ends.Count > 1 && ends.Contains(parameter, SymbolEqualityComparer.Default) && guards.Any(guard => ends.All(end => Mentions(guard.Node.Condition!, Variable.Of(end))));
    }

    /// <summary>What is handed over: of <c>depth++</c> the value before.</summary>
    private static IOperation Passed(IOperation value)
    {
        while (value is IConversionOperation or IIncrementOrDecrementOperation { IsPostfix: true })
            value = value is IConversionOperation conversion ? conversion.Operand : ((IIncrementOrDecrementOperation)value).Target;
        return value;
    }

    /// <summary><c>Run(new Context(reply, context.Depth + 1))</c>, <c>Run(context with { Depth = context.Depth + 1 })</c></summary>
    private static bool MovesPart(IParameterSymbol parameter, IOperation whole, List<(FlowNode Node, bool Value)> guards)
    {
        foreach (var member in whole.Descendants().OfType<IMemberReferenceOperation>())
        {
            if (member is { Instance: IParameterReferenceOperation of, Parent: IBinaryOperation moved } && SymbolEqualityComparer.Default.Equals(of.Parameter.OriginalDefinition, parameter.OriginalDefinition)
                && Variable.Referenced(member) is { } part && Steps.OfAssignment(part, moved) is (WriteKind.Step, var direction, _) && guards.Any(guard => Stops(guard, part, direction)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a guard closes once the parameter has moved far enough.</summary>
    internal static bool Stops((FlowNode Node, bool Value) guard, Variable parameter, int direction)
    {
        var condition = guard.Node.Condition!;
        var holds = guard.Value;
        while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
            (condition, holds) = (not.Operand, !holds);
        var (left, relation, right) = condition switch
        {
            IBinaryOperation binary => (binary.LeftOperand, Relations.Of(binary.OperatorKind), binary.RightOperand),
            IIsPatternOperation { Pattern: IRelationalPatternOperation relational } match => (match.Value, Relations.Of(relational.OperatorKind), relational.Value),
            IIsPatternOperation { Pattern: IConstantPatternOperation constant } match => (match.Value, Relation.Equal, constant.Value),
            _ => (condition, Relation.None, condition),
        };
        if (!holds)
            relation = Relations.Negate(relation);
        if (!Mentions(left, parameter))
        {
            if (!Mentions(right, parameter))
                return false;
            relation = Relations.Swap(relation);
        }

        return relation switch
        {
            Relation.Less or Relation.LessOrEqual => direction > 0,
            Relation.Greater or Relation.GreaterOrEqual => direction < 0,
            Relation.NotEqual or Relation.Equal => true,
            _ => false,
        };
    }

    private static bool Mentions(IOperation operation, Variable variable) =>
        operation.DescendantsAndSelf().Any(part => part is not IConversionOperation && Variable.Referenced(part) is { } read && read.Equals(variable));

    /// <summary><c>if (!visited.Add(node)) return;</c>, <c>if (visited.Contains(node)) return; visited.Add(node);</c></summary>
    private bool IsVisitedSet((FlowNode Node, bool Value) guard) => VisitedSets.Asked(guard) is var (set, adds) && !IsMadeAnew(set)
        && (adds || (Variable.Root(set) is { } variable && _graph.Variables.Writes(variable).Any(write => write.Kind is WriteKind.Grow or WriteKind.Mutate)));

    /// <summary>A set of the member's own, which begins empty with each call.</summary>
    private bool IsMadeAnew(IOperation set) => Variable.Root(set) is { Symbol: ILocalSymbol local } variable && IsWithin(local, _member)
        && _graph.Variables.Writes(variable).Where(write => write.Kind == WriteKind.Assign).ToList() is { Count: > 0 } assigned && assigned.All(write => write.Value is IObjectCreationOperation { Arguments.IsEmpty: true });

    /// <summary>Whether the local stands in the text of the member, or of a function within it.</summary>
    private static bool IsWithin(ILocalSymbol local, IMethodSymbol member)
    {
        for (var symbol = local.ContainingSymbol; symbol is IMethodSymbol; symbol = symbol.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, member.OriginalDefinition))
                return true;
        }

        return false;
    }

    /// <summary><c>if (++_depth > 5) throw</c>: a field, or a local of the member around a local function, that the member moves towards the limit that it tests, and does not put back before the call.</summary>
    private bool IsCounterField((FlowNode Node, bool Value) guard, FlowNode call, SyntaxNode site)
    {
        if (guard.Node.Condition is not (IBinaryOperation or IIsPatternOperation or IUnaryOperation))
            return false;
        var read = new HashSet<Variable>();
        foreach (var operation in guard.Node.Condition.DescendantsAndSelf())
        {
            if (operation is not IConversionOperation && Variable.Referenced(operation) is { } variable && (variable.Symbol is IFieldSymbol or IPropertySymbol || (variable.Symbol is ILocalSymbol local && !IsWithin(local, _member))))
                read.Add(variable);
        }

        foreach (var variable in read)
        {
            var writes = _graph.Variables.Writes(variable);
            if (writes.Any(write => write.Kind is WriteKind.Grow or WriteKind.Shrink || (write is { Kind: WriteKind.Step, Direction: not 0 } && Stops(guard, variable, write.Direction) && FieldSteps.AreTowards(write.Direction, writes, _graph, call, site)))
                && !writes.Any(write => write.Kind == WriteKind.Assign && write.Value?.ConstantValue.HasValue == true && LeadsTo(write.Node, call)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool LeadsTo(FlowNode from, FlowNode to) => Components.Reachable([from], _ => true, _ => false, _ => true).Contains(to);

    /// <summary>What a parameter that a guard reads becomes in the next call.</summary>
    private Dependences Change(IParameterSymbol parameter, IOperation value, IOperation guard)
    {
        value = Passed(value);
        if (value is IParameterReferenceOperation same && SymbolEqualityComparer.Default.Equals(same.Parameter.OriginalDefinition, parameter))
            return Dependences.None;
        if (value.ConstantValue.HasValue)
            return Dependences.None;

        // Moved, but not to where the guard would close: that was looked at before.
        if (Steps.OfAssignment(Variable.Of(parameter), value) is (WriteKind.Step, _, _) && guard is IBinaryOperation binary && Relations.Of(binary.OperatorKind) != Relation.None
            && (Variable.Referenced(binary.LeftOperand) is { } left ? left : Variable.Referenced(binary.RightOperand)) is { } compared && compared.Equals(Variable.Of(parameter)))
        {
            return Dependences.None;
        }
        var dependence = new Dependence(_body);
        return (dependence.Of(value) & Dependences.Reply) != 0 ? Dependences.Reply : Dependences.Opaque;
    }
}
