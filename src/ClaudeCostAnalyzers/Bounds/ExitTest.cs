using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Judges one exit of one loop: does its condition, by itself, come true after finitely many turns?</summary>
internal sealed class ExitTest(Loop loop, FlowNode at)
{
    private const int MaxDepth = 30;

    /// <summary>A flag that is written in more places is nobody's counter.</summary>
    private const int MaxFlagWrites = 16;

    private readonly CounterTest _counters = new(loop, at);
    private readonly ClockTest _clock = new(loop, at);

    /// <summary>Nodes that control passes only finitely often, though the exit does not bound every turn.</summary>
    public IReadOnlyCollection<FlowNode> Stations => _counters.Stations;

    /// <summary>Ways on that control takes only finitely often.</summary>
    public IReadOnlyCollection<FlowEdge> Ways => _counters.Ways;

    public ExitStrength Judge(IOperation condition, bool leavesWhen, int depth = 0)
    {
        if (depth > MaxDepth)
            return ExitStrength.Unknown;
        condition = loop.Whole(condition);
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Judge(not.Operand, !leavesWhen, depth + 1);
            case IParenthesizedOperation parenthesized:
                return Judge(parenthesized.Operand, leavesWhen, depth + 1);
            case IConversionOperation conversion:
                return Judge(conversion.Operand, leavesWhen, depth + 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And or BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } logical
                when logical.Type?.SpecialType == SpecialType.System_Boolean:
                return Logical(logical, leavesWhen, depth);
            case IBinaryOperation binary:
                return Compare(binary.LeftOperand, Relations.Of(binary.OperatorKind), binary.RightOperand, leavesWhen, depth);
            case IIsPatternOperation match:
                return Match(match.Value, match.Pattern, leavesWhen, depth);
            case var waiting when AwaitedTasks.Of(waiting) is { } task:
                return Judge(task, leavesWhen, depth + 1);
            case IInvocationOperation call:
                return Call(call, leavesWhen, depth);
            case IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully", Instance: { } task } when leavesWhen && TimedTasks.IsTimed(task, loop):
                return ExitStrength.Bounds;
            case IPropertyReferenceOperation property when Property(property, leavesWhen) is { } strength:
                return strength;
            case IPropertyReferenceOperation property when MemberGates.Ends(property, leavesWhen, at, loop):
                return ExitStrength.Bounds;
        }

        if (Variable.Referenced(condition) is not { } variable)
            return ExitStrength.Unknown;
        if (loop.OnlyValue(variable, at) is { } value and not (ISwitchExpressionOperation or IConditionalOperation))
            return Judge(value, leavesWhen, depth + 1);
        Flag(variable, leavesWhen, depth);
        return ExitStrength.Unknown;
    }

    /// <summary>
    /// A flag that some places compute: one whose value must come to end the loop is passed finitely often, if it is that
    /// value which the test sees. What the other places do is judged without it.
    /// </summary>
    private void Flag(Variable variable, bool leavesWhen, int depth)
    {
        var writes = loop.Writes(variable).Where(write => write.Kind != WriteKind.Expose).SelectMany(Choices).ToList();
        if (depth > 0 || writes.Count > MaxFlagWrites || writes.Any(write => write.Kind != WriteKind.Assign || write.IsNested))
            return;
        foreach (var write in writes)
        {
            if (write.Value is null || write.Value.ConstantValue.HasValue || new ExitTest(loop, write.Node).Judge(write.Value, leavesWhen, 1) != ExitStrength.Bounds)
                continue;
            var seen = Components.Reachable(write.Node.Out.Where(loop.Follows).Select(edge => edge.To), loop.Nodes.Contains, node => node == at, loop.Follows, loop.Effort);
            if (!writes.Any(other => seen.Contains(other.Node)))
                _counters.Stations.Add(write.Node);
        }
    }

    /// <summary><c>goOn = reply switch { ... }</c>: each arm writes the flag.</summary>
    private IEnumerable<VariableWrite> Choices(VariableWrite write) =>
        write is { Kind: WriteKind.Assign, Value: IFlowCaptureReferenceOperation choice } && loop.Whole(choice) is ISwitchExpressionOperation or IConditionalOperation
            && Variable.Referenced(choice) is { } arms ? loop.Writes(arms) : [write];

    /// <summary>Leaving on the false of <c>a &amp;&amp; b</c> needs one of them to fail; leaving on its true needs both to hold.</summary>
    private ExitStrength Logical(IBinaryOperation logical, bool leavesWhen, int depth)
    {
        var isAnd = logical.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And;
        var left = Judge(logical.LeftOperand, leavesWhen, depth + 1);
        var right = Judge(logical.RightOperand, leavesWhen, depth + 1);
        var oneIsEnough = isAnd != leavesWhen;
        if (oneIsEnough)
        {
            return left == ExitStrength.Bounds || right == ExitStrength.Bounds ? ExitStrength.Bounds
                : left == ExitStrength.Never && right == ExitStrength.Never ? ExitStrength.Never : ExitStrength.Unknown;
        }

        // Half of a test that needs both says nothing about its counter.
        _counters.Clear();
        return left == ExitStrength.Bounds && right == ExitStrength.Bounds ? ExitStrength.Bounds
            : left == ExitStrength.Never || right == ExitStrength.Never ? ExitStrength.Never : ExitStrength.Unknown;
    }

    private ExitStrength Compare(IOperation left, Relation relation, IOperation right, bool leavesWhen, int depth)
    {
        if (relation == Relation.None)
            return ExitStrength.Unknown;
        if (!leavesWhen)
            relation = Relations.Negate(relation);

        // `n == n`
        if (Variable.Referenced(left) is { Symbol: ILocalSymbol or IParameterSymbol } same && Variable.Referenced(right) is { } again && again.Equals(same) && left.Type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64)
            return relation is Relation.Equal or Relation.LessOrEqual or Relation.GreaterOrEqual ? ExitStrength.Bounds : ExitStrength.Never;

        // `a.CompareTo(b) < 0` and `DateTime.Compare(a, b) < 0` compare a with b.
        if (left is IInvocationOperation { TargetMethod.Name: "CompareTo" or "Compare" } comparison && Steps.Constant(right) is 0 && Operands(comparison) is var (one, other))
            return Compare(one, relation, other, leavesWhen: true, depth + 1);

        // `(await reader.ReadLineAsync()) == null`, `stream.Read(buffer) == 0`: the input has come to its end.
        if (relation is Relation.Equal or Relation.LessOrEqual or Relation.Less && IsConstant(right) && ReadsInput(left, depth))
            return ExitStrength.Bounds;
        // `for (; e != null; e = e.InnerException)`
        if (relation == Relation.Equal && IsConstant(right) && Chains.IsWalked(left, at, loop))
            return ExitStrength.Bounds;
        // `(reply = await session.NextAsync()) == null`
        if (relation == Relation.Equal && (right.ConstantValue is { HasValue: true, Value: null } || right is IDefaultValueOperation) && ComesToNull(left, depth))
            return ExitStrength.Bounds;
        // `flag == true`
        if (relation is Relation.Equal or Relation.NotEqual && right.ConstantValue is { HasValue: true, Value: bool constant })
            return Judge(left, constant == (relation == Relation.Equal), depth + 1);

        // `await Task.WhenAny(work, timeout) == timeout`
        if (relation == Relation.Equal && (TimedTasks.IsTimed(left, loop) || TimedTasks.IsTimed(right, loop)))
            return ExitStrength.Bounds;

        var clock = _clock.Sign(left) - _clock.Sign(right);
        if (clock != 0)
            return _clock.Judge(left, right, clock, relation);
        // Every turn takes the deadline, or the start, from the clock anew.
        if (Clocks.Sign(left, _ => null) != Clocks.Sign(right, _ => null) && _clock.Sign(left) != 0)
            return ExitStrength.Never;

        // `var end = Math.Min(start + size, text.Length); if (end == text.Length) break;`
        if (relation == Relation.Equal && Reached(left, right) is { } reached)
            return Compare(reached, Relation.GreaterOrEqual, right, leavesWhen: true, depth + 1);

        if (_counters.Compare(left, relation, right) is { } counted)
            return counted;
        if (Tallies.End(left, relation, right, at, loop) || Batches.End(left, relation, right, at, loop) || Improvement.Ends(left, relation, right, at, loop))
            return ExitStrength.Bounds;
        return relation is Relation.Equal or Relation.NotEqual && (TakesCounter(left, depth) || TakesCounter(right, depth)) ? ExitStrength.Bounds : ExitStrength.Unknown;
    }

    /// <summary>What is to reach the limit, where the value is the smaller of it and the limit.</summary>
    private IOperation? Reached(IOperation value, IOperation limit)
    {
        var smaller = Variable.Referenced(value) is { } variable ? loop.OnlyValue(variable, at) : value;
        if (smaller is not IInvocationOperation { TargetMethod: { Name: "Min", ContainingType.Name: "Math" }, Arguments: { Length: 2 } arguments })
            return null;
        var text = limit.Syntax.ToString();
        return arguments[1].Value.Syntax.ToString() == text ? arguments[0].Value : arguments[0].Value.Syntax.ToString() == text ? arguments[1].Value : null;
    }

    private static (IOperation, IOperation)? Operands(IInvocationOperation call) => (call.Instance, call.Arguments.Length) switch
    {
        ({ } instance, 1) => (instance, call.Arguments[0].Value),
        (null, 2) => (call.Arguments[0].Value, call.Arguments[1].Value),
        _ => null,
    };

    private ExitStrength Match(IOperation value, IPatternOperation pattern, bool leavesWhen, int depth)
    {
        switch (pattern)
        {
            case INegatedPatternOperation negated:
                return Match(value, negated.Pattern, !leavesWhen, depth);
            case IConstantPatternOperation constant:
                return Compare(value, Relation.Equal, constant.Value, leavesWhen, depth);
            case IRelationalPatternOperation relational:
                return Compare(value, Relations.Of(relational.OperatorKind), relational.Value, leavesWhen, depth);
            case IBinaryPatternOperation binary:
                var left = Match(value, binary.LeftPattern, leavesWhen, depth + 1);
                var right = Match(value, binary.RightPattern, leavesWhen, depth + 1);
                var oneIsEnough = (binary.OperatorKind == BinaryOperatorKind.And) != leavesWhen;
                if (!oneIsEnough)
                    _counters.Clear();
                return oneIsEnough
                    ? left == ExitStrength.Bounds || right == ExitStrength.Bounds ? ExitStrength.Bounds : ExitStrength.Unknown
                    : left == ExitStrength.Bounds && right == ExitStrength.Bounds ? ExitStrength.Bounds : ExitStrength.Unknown;
            case IRecursivePatternOperation { PropertySubpatterns.Length: > 0 } or IRecursivePatternOperation { DeconstructionSubpatterns.Length: > 0 }:
                return Parts(value, (IRecursivePatternOperation)pattern, leavesWhen, depth);
            // `while (list is [var first, ..])`
            case IListPatternOperation { Patterns: var elements } when !leavesWhen && elements.Any(element => element is not ISlicePatternOperation):
                return _counters.Size(value, Relation.LessOrEqual) ?? ExitStrength.Unknown;
            case IListPatternOperation { Patterns.IsEmpty: true } when leavesWhen:
                return _counters.Size(value, Relation.LessOrEqual) ?? ExitStrength.Unknown;
            case IRecursivePatternOperation or IDeclarationPatternOperation or ITypePatternOperation:
                // `ReadLine() is { } line`, `NextDelay(attempt) is not { } delay`: no match when it gave null.
                if (leavesWhen)
                    return ExitStrength.Unknown;
                return IsGoneAtLast(value, depth) ? ExitStrength.Bounds : ExitStrength.Unknown;
            default:
                return ExitStrength.Unknown;
        }
    }

    /// <summary>Whether the value is null after finitely many turns.</summary>
    private bool IsGoneAtLast(IOperation value, int depth) => ReadsInput(value, depth) || TakesCounter(value, depth) || Chains.IsWalked(value, at, loop) || ComesToNull(value, depth);

    /// <summary><c>open is { Count: > 0 }</c></summary>
    private ExitStrength? Size(IOperation collection, IPatternOperation pattern, bool leavesWhen)
    {
        var relation = pattern switch
        {
            IRelationalPatternOperation relational => Relations.Of(relational.OperatorKind),
            IConstantPatternOperation => Relation.Equal,
            _ => Relation.None,
        };
        return relation == Relation.None ? null : _counters.Size(collection, leavesWhen ? relation : Relations.Negate(relation));
    }

    /// <summary><c>state is { Done: false, Turn: &lt; 10 }</c> does not match as soon as one part of it does not.</summary>
    private ExitStrength Parts(IOperation value, IRecursivePatternOperation whole, bool leavesWhen, int depth)
    {
        if (depth > MaxDepth)
            return ExitStrength.Unknown;
        var strengths = whole.PropertySubpatterns.Where(part => !at.Matched.Contains(part.Pattern)).Select(part => part.Member is IMemberReferenceOperation { Member.Name: "Count" or "Length" } && Size(value, part.Pattern, leavesWhen) is { } size
            ? size : Match(part.Member, part.Pattern, leavesWhen, depth + 1)).ToList();
        var elements = (loop.Whole(value) as ITupleOperation)?.Elements;
        for (var i = 0; i < whole.DeconstructionSubpatterns.Length; i++)
        {
            // `case (_, >= 3)`
            if (whole.DeconstructionSubpatterns[i] is IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true } || at.Matched.Contains(whole.DeconstructionSubpatterns[i]))
                continue;
            strengths.Add(i < elements?.Length ? Match(elements.Value[i], whole.DeconstructionSubpatterns[i], leavesWhen, depth + 1) : ExitStrength.Unknown);
        }

        if (leavesWhen && strengths.Count > 1)
            _counters.Clear();
        // `for (; node is { Text: var text }; node = node.Next)`
        if (!leavesWhen && IsGoneAtLast(value, depth))
            return ExitStrength.Bounds;
        return (leavesWhen ? strengths.Count > 0 && strengths.All(strength => strength == ExitStrength.Bounds) : strengths.Contains(ExitStrength.Bounds)) ? ExitStrength.Bounds : ExitStrength.Unknown;
    }

    private ExitStrength Call(IInvocationOperation call, bool leavesWhen, int depth)
    {
        var method = call.TargetMethod;
        var receiver = call.Instance ?? (method.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);

        if (method.Name is "MoveNext" or "MoveNextAsync" && call.Instance is { } enumerator)
            return leavesWhen ? ExitStrength.Unknown : Enumeration(enumerator);
        if (CollectionMembers.TakesOne(method.Name) && Variable.Root(receiver) is { } drained)
            return !leavesWhen && !loop.Writes(drained).Any(write => write.Kind is WriteKind.Grow or WriteKind.Assign) ? ExitStrength.Bounds : ExitStrength.Unknown;
        if (method.Name == "Equals" && Operands(call) is var (one, other))
            return Compare(one, Relation.Equal, other, leavesWhen, depth + 1);
        if (method.Name == "Any" && call.Arguments.Length <= 1 && receiver is not null && !leavesWhen)
            return _counters.Size(receiver, Relation.LessOrEqual) ?? ExitStrength.Unknown;
        // `while (await channel.Reader.WaitToReadAsync())` of a channel that the member closes itself
        if (KnownMembers.Reads(method) || OwnQueues.IsCompleted(call))
            return leavesWhen ? ExitStrength.Unknown : ExitStrength.Bounds;
        if (method.Name is "IsNullOrEmpty" or "IsNullOrWhiteSpace" && call.Arguments.Length == 1)
        {
            return leavesWhen && (ReadsInput(call.Arguments[0].Value, depth) || ComesToNull(call.Arguments[0].Value, depth) || _counters.Size(call.Arguments[0].Value, Relation.LessOrEqual) == ExitStrength.Bounds)
                ? ExitStrength.Bounds
                : ExitStrength.Unknown;
        }

        if (ConstantMembers.Give(call, !leavesWhen, loop))
            return ExitStrength.Never;
        return (loop.Spending.Of(call, loop.Graph.Model) is null && _counters.IsHanded(call) && HandedCounters.Decide(call, leavesWhen, loop, _counters)) || MemberGates.Ends(call, leavesWhen, at, loop) ? ExitStrength.Bounds : ExitStrength.Unknown;
    }

    /// <summary>A foreach ends with its collection; one that is begun anew in each turn ends nothing but itself.</summary>
    private ExitStrength Enumeration(IOperation enumerator)
    {
        if (Variable.Referenced(enumerator) is not { } variable || loop.Writes(variable).Any(write => write.Kind != WriteKind.Expose && write.Kind != WriteKind.Mutate))
            return ExitStrength.Unknown;
        return loop.EndOf(variable) switch
        {
            SequenceEnd.Never => ExitStrength.Never,
            SequenceEnd.Unproven => ExitStrength.Unknown,
            _ => ExitStrength.Bounds,
        };
    }

    private ExitStrength? Property(IPropertyReferenceOperation property, bool leavesWhen)
    {
        if (property is { Property.Name: "Success", Instance: { } match } && !leavesWhen && Chains.IsWalked(match, at, loop))
            return ExitStrength.Bounds;
        if (KnownMembers.Reads(property.Property))
            return property.Property.Name.StartsWith("HasMore", StringComparison.Ordinal) != leavesWhen ? ExitStrength.Bounds : ExitStrength.Unknown;
        if (property.Property.Name == "IsEmpty" && property.Instance is { } collection)
            return leavesWhen ? _counters.Size(collection, Relation.LessOrEqual) : null;
        if (property.Property.Name == "IsCancellationRequested" && property.Instance is { } token)
            return leavesWhen && TimedTokens.IsTimed(token, loop) ? ExitStrength.Bounds : ExitStrength.Unknown;
        return null;
    }

    private bool ReadsInput(IOperation operation, int depth)
    {
        operation = loop.Whole(operation);
        if (depth > MaxDepth)
            return false;
        switch (operation)
        {
            case IConversionOperation conversion:
                return ReadsInput(conversion.Operand, depth + 1);
            case ISimpleAssignmentOperation assignment:
                return ReadsInput(assignment.Value, depth + 1);
            case IParenthesizedOperation parenthesized:
                return ReadsInput(parenthesized.Operand, depth + 1);
            case var waiting when AwaitedTasks.Of(waiting) is { } task:
                return ReadsInput(task, depth + 1);
            case IInvocationOperation call:
                return KnownMembers.Reads(call.TargetMethod);
        }

        return Variable.Referenced(operation) is { } variable && Written(variable) is { } value && ReadsInput(value, depth + 1);
    }

    /// <summary>Whether it is what a member of one's own gives, which comes to give null.</summary>
    private bool ComesToNull(IOperation operation, int depth)
    {
        operation = loop.Whole(operation);
        if (depth > MaxDepth)
            return false;
        return operation switch
        {
            IConversionOperation conversion => ComesToNull(conversion.Operand, depth + 1),
            ISimpleAssignmentOperation assignment => ComesToNull(assignment.Value, depth + 1),
            IParenthesizedOperation parenthesized => ComesToNull(parenthesized.Operand, depth + 1),
            _ when AwaitedTasks.Of(operation) is { } task => ComesToNull(task, depth + 1),
            IInvocationOperation call => MemberGates.ComesToNull(call, at, loop),
            _ => Variable.Referenced(operation) is { } variable && Written(variable) is { } value && ComesToNull(value, depth + 1),
        };
    }

    /// <summary>The variable's one value of the turn; for <c>while ((line = Read()) != null)</c> the assignment is in the test itself.</summary>
    private IOperation? Written(Variable variable) => loop.OnlyValue(variable, at);

    private bool TakesCounter(IOperation operation, int depth)
    {
        operation = loop.Whole(operation);
        if (depth > MaxDepth)
            return false;
        return operation switch
        {
            _ when AwaitedTasks.Of(operation) is { } task => TakesCounter(task, depth + 1),
            IConversionOperation conversion => TakesCounter(conversion.Operand, depth + 1),
            // `items.Count == 0` of `items = await Load(page)`
            IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: { } taken } => TakesCounter(taken, depth + 1),
            ISimpleAssignmentOperation assignment => TakesCounter(assignment.Value, depth + 1),
            IInvocationOperation call => loop.Spending.Of(call, loop.Graph.Model) is null && _counters.IsHanded(call),
            _ => Variable.Referenced(operation) is { } variable && Written(variable) is { } value && TakesCounter(value, depth + 1),
        };
    }

    private static bool IsConstant(IOperation operation) => operation.ConstantValue.HasValue
        || operation is IConversionOperation { Operand.ConstantValue.HasValue: true } or IDefaultValueOperation;
}
