using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// The values that one local, or parameter, or a part of a record that one holds, or a field that the member alone writes, or a part of an object that the loop holds, takes in it as far as constants, steps by constants and tests tell: a number, a truth value,
/// a text, null, something that is not null, or anything.
/// </summary>
internal sealed class StateValues
{
    /// <summary>Any value at all.</summary>
    public static readonly object Any = new();

    private static readonly object s_null = new();

    private readonly Loop _loop;
    private readonly Variable _variable;
    private readonly Dictionary<FlowNode, List<VariableWrite>> _writes = [];
    private readonly Dictionary<(FlowNode Test, Variable Copy), bool> _isCopy = [];

    /// <summary>A number that is moved would take ever new values where a test tells it to be one.</summary>
    private bool _isMoved;

    /// <summary>What holds the variable, where that is a part of a record.</summary>
    private readonly Variable? _owner;

    /// <summary>What holds the object that the variable is a part of. The loop has no other such object, so that every mention of the part is one of that object's.</summary>
    private Variable? _shared;

    private StateValues(Loop loop, Variable variable, Variable? owner)
    {
        _loop = loop;
        _variable = variable;
        _owner = owner;
    }

    /// <summary>What the variable can be when control first comes to the loop.</summary>
    public HashSet<object> Starts { get; } = [];

    /// <summary>Null: the loop writes it in ways that cannot be followed, or nothing about it is worth following.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="variable">The variable.</param>
    /// <param name="before">Nodes outside the loop that lead to it.</param>
    public static StateValues? Of(Loop loop, Variable variable, HashSet<FlowNode> before)
    {
        var owner = RecordParts.Owner(variable, loop);
        var holder = owner ?? variable;
        if (holder.Symbol is IFieldSymbol or IPropertySymbol)
        {
            if (owner is not null)
                return null;
            Variable? shared = null;
            if (!OwnStates.Is(holder.Symbol, loop.Graph.Source.OriginalOperation.Syntax) && (shared = SharedStates.Holder(variable, loop)) is null)
                return null;
            var kept = new StateValues(loop, variable, owner) { _shared = shared };
            return kept.Collect(before) ? kept : null;
        }

        if (holder.Symbol is not (ILocalSymbol { RefKind: RefKind.None } or IParameterSymbol { RefKind: RefKind.None }))
            return null;
        // A lambda does not know when the body around it writes, if that does.
        var body = loop.Graph.Source.OriginalOperation.Syntax;
        if (!holder.Symbol.DeclaringSyntaxReferences.All(declaration => body.Span.Contains(declaration.Span)) && IsWrittenAround(body, holder.Symbol.Name))
            return null;
        var values = new StateValues(loop, variable, owner);
        return values.Collect(before) ? values : null;
    }

    /// <summary>Whether something of that name is given a value in the member around the function, and not in the function.</summary>
    private static bool IsWrittenAround(SyntaxNode function, string name)
    {
        var around = function.Ancestors().FirstOrDefault(node => node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax);
        return around is null || around.DescendantNodes(node => node != function).Any(node => node switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left.DescendantNodesAndSelf().Any(Is),
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step => Is(step.Operand),
            PostfixUnaryExpressionSyntax step => Is(step.Operand),
            ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => Is(argument.Expression),
            RefExpressionSyntax reference => Is(reference.Expression),
            _ => false,
        });

        bool Is(SyntaxNode node) => node is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name;
    }

    private bool Collect(HashSet<FlowNode> before)
    {
        var holder = _owner ?? _variable;
        if (holder.Symbol is IParameterSymbol || !holder.Symbol!.DeclaringSyntaxReferences.All(declaration => _loop.Graph.Source.OriginalOperation.Syntax.Span.Contains(declaration.Span)))
            Starts.Add(Any);
        foreach (var write in _loop.Graph.Variables.Writes(holder).Select(OfPart).OfType<VariableWrite>())
        {
            if (write.IsNested)
                return false;
            if (write.Kind == WriteKind.Expose || !before.Contains(write.Node))
                continue;
            Starts.UnionWith(After(write, Any));
        }

        var isConstant = Starts.Count > 0 && !Starts.Contains(Any);
        foreach (var write in _loop.Writes(holder).SelectMany(write => StateWrites.Of(write, _loop)).Select(OfPart).OfType<VariableWrite>())
        {
            if (write.Kind == WriteKind.Expose)
                continue;
            if (!_loop.Nodes.Contains(write.Node))
            {
                Starts.UnionWith(After(write, Any));
                continue;
            }

            isConstant |= !After(write, 0.0).Contains(Any);
            _isMoved |= write.Kind == WriteKind.Step;
            if (!_writes.TryGetValue(write.Node, out var here))
                _writes.Add(write.Node, here = []);
            here.Add(write);
        }

        if (Starts.Count == 0)
            Starts.Add(Any);
        // What one test tells of it, another may ask.
        return isConstant || (!_isMoved && _loop.Tests[_variable].Count > 1);
    }

    private VariableWrite? OfPart(VariableWrite write) => _owner is { } owner ? RecordParts.Of(write, owner, _variable, _loop) : write;

    /// <summary>The ways on from the node, each with what the variable is then, where it was <paramref name="before"/> when control came to it.</summary>
    public IEnumerable<(FlowEdge Edge, object Value)> Follow(FlowNode node, object before)
    {
        IEnumerable<object> values = [before];
        if (_writes.TryGetValue(node, out var writes))
        {
            foreach (var write in writes)
                values = values.SelectMany(value => After(write, value)).Distinct().ToList();
        }

        var inCondition = writes is not null && node.Condition is { } test && writes.Any(write => test.DescendantsAndSelf().Contains(write.Operation));
        var condition = node.Condition is null ? null : _loop.Whole(node.Condition);
        foreach (var value in values)
        {
            foreach (var edge in node.Out)
            {
                // What throws may do so before it writes.
                if (edge.Kind == EdgeKind.Exceptional)
                    yield return (edge, before);
                if (condition is null || edge.Kind is not (EdgeKind.WhenTrue or EdgeKind.WhenFalse))
                    yield return (edge, value);
                else if (inCondition && Evaluator.Boolean(condition, operation => WhileWriting(operation, writes!.Count == 1 ? before : Any, value)) != (edge.Kind == EdgeKind.WhenFalse))
                    yield return (edge, value);
                else if (!inCondition && Holds(condition, value, node) != (edge.Kind == EdgeKind.WhenFalse))
                    yield return (edge, value == Any && !_isMoved ? Told(condition, edge.Kind == EdgeKind.WhenTrue, node) : value);
            }
        }
    }

    /// <summary>Whether the condition holds where the variable has the value; null: it depends on more.</summary>
    private bool? Holds(IOperation condition, object value, FlowNode node)
    {
        if (Parts(condition, value, node) is not { } parts)
            return Evaluator.Boolean(condition, operation => Read(operation, value, node));
        return parts.Any(part => part.Matches == false) ? false : parts.All(part => part.Matches == true) ? true : null;
    }

    /// <summary>The parts of the node's pattern that match where the variable has the value: in <c>(state, n) is (State.Review, >= 3)</c> the first, or none.</summary>
    public IReadOnlyCollection<IPatternOperation> Matched(FlowNode node, object value) => node.Condition is null || Parts(_loop.Whole(node.Condition), value, node) is not { } parts
        ? [] : [.. parts.Where(part => part.Matches == true).Select(part => part.Pattern)];

    /// <summary>What the condition asks for part by part, each with whether it matches where the variable has the value; null: it does not ask so.</summary>
    private List<(IPatternOperation Pattern, bool? Matches)>? Parts(IOperation condition, object value, FlowNode node)
    {
        switch (condition)
        {
            // `state is { Phase: not Phase.Done, Round: < 5 }`
            case IIsPatternOperation { Pattern: IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns: { IsEmpty: false } members } } whole when IsHolder(Conversions.Unwrap(_loop.Whole(whole.Value))):
                return [.. members.Select(member => (member.Pattern, Variable.Referenced(member.Member) is { } named && named.Equals(_variable) ? Evaluator.Matches(Known(value), member.Pattern, Ask) : null))];
            // `switch (state, reply) { case (State.Review, "ok"): ... }`
            case IIsPatternOperation { Pattern: IRecursivePatternOperation { PropertySubpatterns.IsEmpty: true, DeconstructionSubpatterns: { IsEmpty: false } elements } } match when Tuple(match.Value, node) is { } tuple && tuple.Elements.Length == elements.Length:
                return [.. elements.Select((element, i) => (element, element is IDiscardPatternOperation ? true : IsRead(Conversions.Unwrap(tuple.Elements[i]), node) ? Evaluator.Matches(Known(value), element, Ask) : null))];
            default:
                return null;
        }

        Defaults.Constant Ask(IOperation operation) => Read(operation, value, node);
    }

    private ITupleOperation? Tuple(IOperation value, FlowNode at)
    {
        value = Conversions.Unwrap(value);
        if (value is not IFlowCaptureReferenceOperation)
            return value as ITupleOperation;
        return Variable.Referenced(value) is { } copy && _loop.Graph.Variables.Writes(copy) is { Count: 1 } writes && writes[0] is { Kind: WriteKind.Assign, IsNested: false, Value: { } made } && StillHolds(writes[0], at)
            ? Conversions.Unwrap(made) as ITupleOperation : null;
    }

    /// <summary>What the variable is after the write, where it was <paramref name="before"/>.</summary>
    private IEnumerable<object> After(VariableWrite write, object before)
    {
        if (write is { Kind: WriteKind.Step, Size: > 0 })
            return [before is double number && number + write.Direction * write.Size is var moved && !(moved < 0 && IsUnsigned(write.Operation)) ? moved : Any];
        // `list.Add(x)` leaves the variable what it is.
        if (write is { Kind: WriteKind.Mutate or WriteKind.Grow or WriteKind.Shrink, Operation: IInvocationOperation })
            return [before];
        // `run = await Advance(run)`, where `run.Phase` is the state
        if (_owner is not null && write is { Kind: WriteKind.Accumulate, Value: { } record })
            return new NextStates(_loop, Constant, Known).Of(_loop.Whole(record), StatePlace.PropertyOf(IsOwner, _variable), before);
        if (write is not { Kind: WriteKind.Assign, Value: { } value })
            return [Any];
        if (IsVariable(value))
            return [before];
        // `state = Next(state)`, `state = state switch { ... }`
        if (Whole(value, write.Node) is var whole && whole is ISwitchExpressionOperation or IConditionalOperation or IInvocationOperation or IAwaitOperation
            && new NextStates(_loop, Constant, Known).Of(whole, PlaceIn(write), before) is var next && !next.Contains(Any))
        {
            return next;
        }

        // `state = reply == "ok" ? 1 : 2`
        if (value is IFlowCaptureReferenceOperation && Variable.Referenced(value) is { } choice)
        {
            var choices = _loop.Graph.Variables.Writes(choice).Select(written => written is { Kind: WriteKind.Assign, IsNested: false, Value: { } one } ? Constant(one) : Any).ToList();
            return choices.Count > 0 ? choices.Distinct() : [Any];
        }

        if (Constant(value) is var constant && constant != Any)
            return [constant];
        // `odd = !odd`
        if (value.Type?.SpecialType == SpecialType.System_Boolean && before is bool && Evaluator.Boolean(value, operation => IsVariable(operation) ? Known(before) : Defaults.Constant.Unknown) is { } decided)
            return [decided];
        return [Latches.IsNotNull(value, _loop) ? Evaluator.NotNull : Any];
    }

    /// <summary>A number that goes on from zero to its largest value.</summary>
    private static bool IsUnsigned(IOperation step) => step.Type is { SpecialType: SpecialType.System_Byte or SpecialType.System_UInt16 or SpecialType.System_UInt32 or SpecialType.System_UInt64 };

    /// <summary><c>(state, text) = state switch { ... }</c></summary>
    private StatePlace PlaceIn(VariableWrite write) => ReturnedSteps.Element(write) is { } element ? StatePlace.ElementOf(IsVariable, element) : StatePlace.Whole(IsVariable);

    /// <summary>The value as it is written; of <c>var next = Next(state); state = next;</c> that of the local, as the state is not written in between.</summary>
    private IOperation Whole(IOperation value, FlowNode at) =>
        value is ILocalReferenceOperation && Variable.Referenced(value) is { } local && _loop.Writes(_variable).Count(write => write.Kind != WriteKind.Expose) == 1 && _loop.OnlyValue(local, at) is { } only ? only : _loop.Whole(value);

    private object Constant(IOperation value)
    {
        while (value is IConversionOperation { ConstantValue.HasValue: false, OperatorMethod: null } conversion)
            value = conversion.Operand;
        if (value is IDefaultValueOperation { Type.IsReferenceType: true })
            return s_null;
        var known = value.ConstantValue is { HasValue: true } constant ? Defaults.Constant.Known(constant.Value) : Constants.Of(value, _loop.Graph);
        return !known.IsKnown ? Any : known.Value is null ? s_null : Flow.Steps.Number(known.Value) is { } number ? number : known.Value;
    }

    private static Defaults.Constant Known(object value) => value == Any ? Defaults.Constant.Unknown : Defaults.Constant.Known(value == s_null ? null : value);

    private bool IsVariable(IOperation operation) => _owner is null
        ? (operation is ILocalReferenceOperation or IParameterReferenceOperation || OwnStates.IsRead(operation) || (_shared is not null && IsOfObject(operation))) && Variable.Referenced(operation) is { } read && read.Equals(_variable)
        : operation is IPropertyReferenceOperation { Instance: { } instance } && Variable.Referenced(operation) is { } part && part.Equals(_variable) && IsOwner(instance);

    private static bool IsOfObject(IOperation operation) => operation is IFieldReferenceOperation or IPropertyReferenceOperation
        && ((IMemberReferenceOperation)operation).Instance is not (null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.PatternInput });

    private bool IsHolder(IOperation operation) => _owner is not null ? IsOwner(operation) : _shared is { } shared && Variable.Referenced(operation) is { } holder && holder.Equals(shared);

    private bool IsOwner(IOperation operation) => operation is ILocalReferenceOperation or IParameterReferenceOperation && Variable.Referenced(operation) is { } read && read.Equals(_owner);

    /// <summary>Whether the operation reads the variable where it is tested, or a copy of it.</summary>
    private bool IsRead(IOperation operation, FlowNode at) =>
        IsVariable(operation) || (operation is IFlowCaptureReferenceOperation && Variable.Referenced(operation) is { } copy && IsCopy(copy, at));

    private Defaults.Constant Read(IOperation operation, object value, FlowNode at) => IsRead(operation, at) ? Known(value) : Constants.Of(operation, _loop.Graph);

    /// <summary><c>switch (state)</c> looks at a copy of the local, which is the same as long as the local is not written.</summary>
    private bool IsCopy(Variable copy, FlowNode test)
    {
        if (_isCopy.TryGetValue((test, copy), out var known))
            return known;
        return _isCopy[(test, copy)] = _loop.Graph.Variables.Writes(copy) is { Count: 1 } writes && IsSame(writes[0], test);
    }

    private bool IsSame(VariableWrite copy, FlowNode test)
    {
        return copy is { Kind: WriteKind.Assign, IsNested: false, Value: { } value } && IsVariable(value) && StillHolds(copy, test);
    }

    /// <summary>Whether the variable is not written between the copy and the test.</summary>
    private bool StillHolds(VariableWrite copy, FlowNode test)
    {
        if (_writes.ContainsKey(copy.Node) || !_loop.Nodes.Contains(copy.Node))
            return false;
        return copy.Node == test || !From(copy.Node).Any(writer => _writes.ContainsKey(writer) && (writer == test || From(writer).Contains(test)));

        HashSet<FlowNode> From(FlowNode from) => Components.Reachable(from.Out.Select(edge => edge.To), _ => true, node => node == copy.Node, _ => true, _loop.Effort);
    }

    /// <summary><c>n++ &lt; 3</c>; in <c>n++ &lt; 3 || n > 5</c> nothing is known of the second.</summary>
    private Defaults.Constant WhileWriting(IOperation operation, object before, object after) =>
        operation is IIncrementOrDecrementOperation step && Variable.Referenced(step.Target) is { } target && target.Equals(_variable) ? Known(step.IsPostfix ? before : after) : Defaults.Constant.Unknown;

    /// <summary>What the variable must be for the condition to come out so.</summary>
    private object Told(IOperation condition, bool holds, FlowNode at)
    {
        var pending = new Stack<(IOperation Condition, bool Holds)>();
        pending.Push((condition, holds));
        while (pending.Count > 0)
        {
            var (current, expected) = pending.Pop();
            _loop.Effort.Add(1);
            switch (current)
            {
                case IParenthesizedOperation parenthesized:
                    pending.Push((parenthesized.Operand, expected));
                    break;
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                    pending.Push((not.Operand, !expected));
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both when expected:
                    pending.Push((both.LeftOperand, true));
                    pending.Push((both.RightOperand, true));
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either when !expected:
                    pending.Push((either.LeftOperand, false));
                    pending.Push((either.RightOperand, false));
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, OperatorMethod: null or { ContainingType.SpecialType: SpecialType.System_String } } equality:
                    var isEqual = (equality.OperatorKind == BinaryOperatorKind.Equals) == expected;
                    if ((Compared(equality.LeftOperand, equality.RightOperand, isEqual) ?? Compared(equality.RightOperand, equality.LeftOperand, isEqual)) is { } compared)
                        return compared;
                    break;
                case IIsPatternOperation { Pattern: IConstantPatternOperation pattern } match when Compared(match.Value, pattern.Value, expected) is { } matched:
                    return matched;
                case IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation pattern } } match when Compared(match.Value, pattern.Value, !expected) is { } excluded:
                    return excluded;
                case IIsNullOperation isNull when IsRead(Conversions.Unwrap(isNull.Operand), at):
                    return expected ? s_null : Evaluator.NotNull;
                case IPropertyReferenceOperation { Property.Name: "HasValue", Instance: { } nullable } when IsRead(nullable, at):
                    return expected ? Evaluator.NotNull : s_null;
                case { Type.SpecialType: SpecialType.System_Boolean } when IsRead(current, at):
                    return expected;
            }
        }

        return Any;

        object? Compared(IOperation side, IOperation other, bool isEqual)
        {
            if (!IsRead(Conversions.Unwrap(side), at) || Constant(other) is var constant && constant == Any)
                return null;
            if (isEqual)
                return constant;
            if (constant == s_null)
                return Evaluator.NotNull;
            return constant is bool truth ? !truth : null;
        }
    }
}
