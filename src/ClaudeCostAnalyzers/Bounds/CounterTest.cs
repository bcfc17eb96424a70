using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Judges comparisons of something that each turn moves (a number, the size of a collection) with a limit that stays where it is.</summary>
internal sealed class CounterTest(Loop loop, FlowNode at)
{
    private const int MaxDepth = 20;

    /// <summary>A limit as good as none.</summary>
    private const double NoLimit = 1_000_000_000;

    /// <summary>
    /// Nodes that control passes only finitely often even where some turns go round without moving the counter: each pass
    /// moves it, and no pass follows another without the test in between.
    /// </summary>
    public List<FlowNode> Stations { get; } = [];

    private List<FlowNode>? _inner;

    /// <summary>Ways on that are taken only finitely often, because they bring the counter nearer to the limit in sum.</summary>
    public HashSet<FlowEdge> Ways { get; } = [];

    /// <summary>Forgets the stations and ways.</summary>
    public void Clear()
    {
        Stations.Clear();
        Ways.Clear();
    }

    /// <summary>Whether the loop ends for certain when it leaves as soon as <paramref name="left"/> relates to <paramref name="right"/>; null: no counter here.</summary>
    public ExitStrength? Compare(IOperation left, Relation leaves, IOperation right) =>
        OneSide(left, leaves, right) ?? OneSide(right, Relations.Swap(leaves), left) ?? Gap(left, leaves, right) ?? Distance(left, leaves, right);

    /// <summary>Whether the way that the test decides leads back to the loop and is only taken for one that leaves: other turns may come from it.</summary>
    private bool ComesBack() => at.Out.Any(edge => edge.Kind is EdgeKind.WhenTrue or EdgeKind.WhenFalse && !loop.Follows(edge) && (loop.Nodes.Contains(edge.To) || loop.Finite.Contains(edge)));

    /// <summary>The local that the expression is, not one that it is computed from.</summary>
    private static Variable? Plain(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
            operation = operation is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)operation).Operand;
        return operation is ILocalReferenceOperation ? Variable.Referenced(operation) : null;
    }

    /// <summary><c>while (high - low > 1)</c></summary>
    private ExitStrength? Distance(IOperation left, Relation leaves, IOperation right) =>
        left is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } distance && leaves is Relation.Less or Relation.LessOrEqual && Steps.Constant(right) is not null
        && Bisection.Of(distance.LeftOperand, distance.RightOperand, loop) is { } halvings ? Ends(halvings) : null;

    private ExitStrength? OneSide(IOperation counterSide, Relation leaves, IOperation limit)
    {
        if (Counter(counterSide) is not var (variable, sign, isSize) || !loop.IsInvariant(limit))
            return null;
        if (limit.Type?.IsReferenceType == true || limit.ConstantValue is { HasValue: true, Value: null })
            return null;
        return (Plain(counterSide) is not null || IsSizeItself(counterSide) ? PastIt(variable, sign, isSize, leaves, limit) : null) ?? Judge(variable, sign, isSize, leaves, limit);
    }

    private static bool IsSizeItself(IOperation operation) => operation is IPropertyReferenceOperation { Property.Name: "Count" or "Length" or "LongLength" } or IInvocationOperation;

    /// <summary>It is past the one value already: the loop that waits for it never sees it.</summary>
    private ExitStrength? PastIt(Variable variable, int sign, bool isSize, Relation leaves, IOperation limit)
    {
        if (leaves != Relation.Equal || Steps.Constant(limit) is not { } awaited || CounterMovement.Of(variable, isSize, loop) is not { Direction: not 0, Resets.Count: 0 } movement)
            return null;
        var rises = movement.Direction * sign > 0;
        return (isSize ? SizeAfterGrowth(rises, awaited) : StartOf(variable)) is { } start && (rises ? start > awaited : start < awaited) ? ExitStrength.Never : null;
    }

    /// <summary><c>while (low &lt; high)</c>, <c>i &lt; list.Count</c> of a list that the loop takes from: both sides move, and only ever towards each other.</summary>
    private ExitStrength? Gap(IOperation left, Relation leaves, IOperation right)
    {
        if (Bisection.Of(left, right, loop) is { } halvings)
            return Ends(halvings);
        if (Counter(left) is not var (lower, sign, isSize) || Counter(right) is not var (upper, otherSign, isOtherSize) || lower.Equals(upper))
            return null;
        var (one, other) = (CounterMovement.Of(lower, isSize, loop), CounterMovement.Of(upper, isOtherSize, loop));
        var rises = one.Direction * sign;
        if (rises == 0 || other.Direction * otherSign != -rises || one.Resets.Count + other.Resets.Count > 0)
            return null;
        var towards = leaves switch
        {
            Relation.Greater or Relation.GreaterOrEqual => rises > 0,
            Relation.Less or Relation.LessOrEqual => rises < 0,
            _ => false,
        };
        one.Sure.UnionWith(other.Sure);
        return towards ? Ends(one.Sure) : null;
    }

    private ExitStrength? Ends(HashSet<FlowNode> sure)
    {
        if (loop.EveryTurnPasses(at, sure))
            return ExitStrength.Bounds;
        _inner ??= InnerHeads();
        Stations.AddRange(sure.Where(step => loop.Nodes.Contains(step) && loop.EveryTurnPasses(step, [at, .. _inner])));
        return null;
    }

    /// <summary>The heads of inner loops over collections that each turn runs once: what they do between two tests, they do finitely often.</summary>
    private List<FlowNode> InnerHeads() => [.. loop.Nodes.Where(node => node != at && IsInnerHead(node))];

    private bool IsInnerHead(FlowNode node)
    {
        if (SureTurns.Index(node, loop) is var (begins, collection))
        {
            return loop.EveryTurnPasses(begins.Node, [at]) && Variable.Root(collection) is { } indexed
                && !loop.Writes(indexed).Any(write => write.Kind is WriteKind.Grow || (write.Kind == WriteKind.Assign && !loop.EveryTurnPasses(write.Node, [at])));
        }

        return node.Condition is IInvocationOperation { TargetMethod.Name: "MoveNext", Instance: { } instance } && Variable.Referenced(instance) is { } enumerator && loop.EndOf(enumerator) == SequenceEnd.Ends
            && loop.Writes(enumerator).All(write => write.Kind is WriteKind.Expose or WriteKind.Mutate || loop.EveryTurnPasses(write.Node, [at]));
    }

    /// <summary>Whether the loop ends for certain when it leaves as soon as the collection's size relates so to a constant.</summary>
    public ExitStrength? Size(IOperation collection, Relation leaves) =>
        Variable.Root(collection) is { } variable && IsSize(variable) ? Judge(variable, 1, isSize: true, leaves, limit: null) : null;

    /// <summary>Whether a counter that every turn moves is an argument: the member then decides by it.</summary>
    public bool IsHanded(IInvocationOperation call) => call.Arguments.Any(IsHanded);

    /// <summary>Whether the argument is a counter that every turn moves.</summary>
    public bool IsHanded(IArgumentOperation argument) => argument.Parameter?.RefKind is not (RefKind.Out or RefKind.Ref) && argument.Value.Type?.IsReferenceType != true
        && Counter(argument.Value) is var (variable, _, isSize) && !isSize && CounterMovement.Of(variable, isSize, loop) is { Direction: not 0 } steps && loop.EveryTurnPasses(at, steps.Sure);

    /// <summary>The variable that decides the expression's value, with the direction in which the value follows it.</summary>
    private (Variable Variable, int Sign, bool IsSize)? Counter(IOperation operation, int depth = 0)
    {
        if (depth > MaxDepth)
            return null;
        switch (operation)
        {
            case IConversionOperation { OperatorMethod: null } conversion:
                return Counter(conversion.Operand, depth + 1);
            case IParenthesizedOperation parenthesized:
                return Counter(parenthesized.Operand, depth + 1);
            case IIncrementOrDecrementOperation step:
                return Counter(step.Target, depth + 1);
            case ICompoundAssignmentOperation compound:
                return Counter(compound.Target, depth + 1);
            case ISimpleAssignmentOperation assignment:
                return Counter(assignment.Target, depth + 1);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } minus:
                return Counter(minus.Operand, depth + 1) is var (negated, sign, isSize) ? (negated, -sign, isSize) : null;
            case IInvocationOperation { TargetMethod.ContainingType.Name: "Interlocked" or "Volatile" } atomic when atomic.Arguments.Length > 0:
                return Counter(atomic.Arguments[0].Value, depth + 1);
            case IInvocationOperation { TargetMethod: { Name: "Count" or "LongCount", IsExtensionMethod: true }, Arguments: { Length: 1 } arguments } when Variable.Root(arguments[0].Value) is { } counted && IsSize(counted):
                return (counted, 1, true);
            case IBinaryOperation binary:
                return Arithmetic(binary, depth);
            // `state.Moves.Count`, where a member of the state adds to its moves.
            case IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: IMemberReferenceOperation { Instance: { } holder } part } when Variable.Referenced(part) is { } member && IsSize(member) && IsOfOneObject(part, member)
                && !loop.Writes(Variable.Root(holder) ?? member).Any(write => write.Kind == WriteKind.Assign && RecordParts.Copied(write, loop) is null):
                return (member, 1, true);
            case IPropertyReferenceOperation { Property.Name: "Count" or "Length" or "LongLength", Instance: { } collection } when Variable.Root(collection) is { } owner && IsSize(owner):
                return (owner, 1, true);
            // `history.Sum(message => message.Text.Length)`: as elements come, their lengths add up.
            case IInvocationOperation { TargetMethod: { Name: "Sum", ContainingType.Name: "Enumerable" }, Arguments: { Length: 2 } summed } sum when CounterMovement.IsSpending(sum.Syntax.ToString()) && Variable.Root(summed[0].Value) is { } added && IsSize(added):
                return (added, 1, true);
        }

        // A property that the loop moves is taken at its word, whatever its accessors do with the number.
        if (loop.Inlined(operation) is { } inlined && !(Variable.Referenced(operation) is { } property && loop.Writes(property).Any(write => write.Kind == WriteKind.Step)))
            return Counter(inlined, depth + 1);
        if (Variable.Referenced(operation) is not { } variable)
            return null;
        if (!IsOfOneObject(operation, variable))
            return null;
        if (loop.Writes(variable).Any(write => write.Kind is WriteKind.Step or WriteKind.Accumulate || (write is { Kind: WriteKind.Assign, Value: { } value } && Strides.Of(value, variable, write.Node, loop) != 0)))
            return (variable, 1, false);
        // `run is { IsOpen: true, Turns: var turns } && turns < max`
        if (loop.Writes(variable).Where(write => write.Kind != WriteKind.Expose).ToList() is { Count: 1 } matches && matches[0] is { IsNested: false, Operation: IDeclarationPatternOperation { Parent: IPropertySubpatternOperation { Member: IMemberReferenceOperation matched } } }
            && loop.EveryTurnPasses(at, [matches[0].Node]))
        {
            return Counter(matched, depth + 1);
        }

        return loop.OnlyValue(variable, at) is { } only && !SameVariable(only, variable) ? Counter(only, depth + 1) : null;
    }

    /// <summary>Whether the field or property that is tested is that of the object whose field the loop moves, and not of a new one in each turn.</summary>
    private bool IsOfOneObject(IOperation tested, Variable variable)
    {
        if (tested is not IMemberReferenceOperation { Instance: { } instance } || Variable.Root(instance) is not { } owner)
            return true;
        return !loop.Writes(owner).Any(write => write is { Kind: WriteKind.Assign, Value: IObjectCreationOperation } && !loop.Writes(variable).Any(part => part.Operation == write.Operation))
            && loop.Writes(variable).All(write => Target(write.Operation) is not IMemberReferenceOperation { Instance: { } moved } || Variable.Root(moved) is not { Symbol: not null } other || other.Equals(owner));
    }

    private static IOperation? Target(IOperation operation) => operation switch
    {
        IAssignmentOperation assignment => assignment.Target,
        IIncrementOrDecrementOperation step => step.Target,
        _ => null,
    };

    private static bool SameVariable(IOperation value, Variable variable) => Variable.Referenced(value) is { } same && same.Equals(variable);

    private (Variable, int, bool)? Arithmetic(IBinaryOperation binary, int depth)
    {
        var flips = binary.OperatorKind == BinaryOperatorKind.Subtract;
        if (binary.OperatorKind is not (BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide))
            return null;
        if (loop.IsInvariant(binary.RightOperand) && Counter(binary.LeftOperand, depth + 1) is { } left)
            return left;
        if (binary.OperatorKind != BinaryOperatorKind.Divide && loop.IsInvariant(binary.LeftOperand) && Counter(binary.RightOperand, depth + 1) is var (right, sign, isSize))
            return (right, flips ? -sign : sign, isSize);
        return null;
    }

    private bool IsSize(Variable variable) => loop.Writes(variable).Any(write => write.Kind is WriteKind.Grow or WriteKind.Shrink || (write.Kind == WriteKind.Mutate && NewKeys.MayAdd(write)));

    private ExitStrength? Judge(Variable variable, int sign, bool isSize, Relation leaves, IOperation? limit)
    {
        var movement = CounterMovement.Of(variable, isSize, loop);
        if (movement.Direction == 0)
        {
            if (!isSize && Sum(variable, sign, leaves) is { } sum)
                return sum;
            if (leaves is not (Relation.Equal or Relation.NotEqual))
                Ways.UnionWith(Balance.OfCounter(variable, isSize, sign * (leaves is Relation.Greater or Relation.GreaterOrEqual ? 1 : -1), at, loop));
            return null;
        }

        var rises = movement.Direction * sign > 0;
        var constant = limit is null ? null : Steps.Constant(limit);
        if (limit is not null && (constant is { } value && Math.Abs(value) >= NoLimit || IsNoLimit(limit)))
            return rises == constant >= 0 || constant is null ? ExitStrength.Never : null;

        if (movement.Resets.Count > 0)
            return Reset(movement, constant) ?? PutBack(variable, movement, sign, leaves, constant);

        // Nothing is below zero that has no sign.
        if (leaves == Relation.Less && constant <= 0 && limit is not null && IsUnsigned(variable))
            return ExitStrength.Never;

        var towards = leaves switch
        {
            Relation.Greater or Relation.GreaterOrEqual => rises,
            Relation.Less or Relation.LessOrEqual => !rises,
            Relation.Equal => movement.OnlyOnes && movement.Sure.All(IsOnlyStepOfTurn),
            Relation.NotEqual => true,
            _ => false,
        };
        if (towards && movement.Direction != 0 && constant is { } last && IsHeldBack(variable, movement.Direction, leaves, last))
            return null;
        if (!towards)
            return leaves == Relation.Equal || (isSize && loop.Writes(variable).Any(write => write.Kind == WriteKind.Mutate && NewKeys.MayAdd(write))) ? null : ExitStrength.Never;
        return Ends(movement.Sure);

        // Two steps between two tests could jump over the limit.
        bool IsOnlyStepOfTurn(FlowNode step) =>
            loop.Writes(variable).Count(write => write.Kind is WriteKind.Step or WriteKind.Grow or WriteKind.Shrink && write.Node == step) <= 1 && !Components.Reachable(step.Out.Where(loop.Follows).Select(edge => edge.To), loop.Nodes.Contains, node => node == at, loop.Follows, loop.Effort).Any(node => node != at && movement.Sure.Contains(node));
    }

    /// <summary><c>left = Math.Max(left - 1, 1)</c> never comes to <c>left == 0</c>.</summary>
    private bool IsHeldBack(Variable variable, int direction, Relation leaves, double limit) => loop.Writes(variable).Any(write =>
        write is { Kind: WriteKind.Assign, Value: { } value } && loop.Whole(value) is IInvocationOperation { TargetMethod: { Name: var name, ContainingType.Name: "Math" or "MathF" }, Arguments: { Length: 2 } sides }
        && name == (direction > 0 ? "Min" : "Max") && (Steps.Constant(sides[0].Value) ?? Steps.Constant(sides[1].Value)) is { } end
        && (leaves is Relation.Less or Relation.Greater ? (end - limit) * direction <= 0 : (end - limit) * direction < 0));

    /// <summary>A collection that grows is not empty after the first turn.</summary>
    private static double? SizeAfterGrowth(bool rises, double limit) => rises && limit <= 0 ? 1 : null;

    /// <summary>The one constant that a local has whenever control comes to the loop from outside.</summary>
    private double? StartOf(Variable variable)
    {
        if (variable.Symbol is not ILocalSymbol)
            return null;
        double? start = null;
        foreach (var write in loop.Graph.Variables.Writes(variable))
        {
            if (loop.Nodes.Contains(write.Node))
                continue;
            if (write is not { Kind: WriteKind.Assign, IsNested: false, Value: { } value } || Steps.Constant(value) is not { } constant || (start is not null && start != constant))
                return null;
            start = constant;
        }

        return start;
    }

    /// <summary>A counter that every turn puts back to where it was, and moves less far than the limit, never gets there.</summary>
    private ExitStrength? Reset(CounterMovement movement, double? limit)
    {
        if (!loop.EveryTurnPasses(at, movement.Resets))
            return null;
        var rest = new HashSet<FlowNode>(loop.Nodes);
        rest.ExceptWith(movement.Resets);
        if (Components.Cyclic(rest, loop.Follows, loop.Effort).Any(inner => inner.Overlaps(movement.Sure)))
            return null;
        return limit is null || Math.Abs(limit.Value - (movement.ResetTo ?? 0)) > movement.PerTurn ? ExitStrength.Never : null;
    }

    /// <summary>A counter that is moved both ways, but in every turn by the same: the sum tells.</summary>
    private ExitStrength? Sum(Variable variable, int sign, Relation leaves)
    {
        var writes = loop.Writes(variable).Where(write => write.Kind != WriteKind.Expose).ToList();
        if (ComesBack() || !writes.All(write => write is { Kind: WriteKind.Step, Size: > 0, IsNested: false } && loop.EveryTurnPasses(at, [write.Node])) || IsMovedInside([.. writes.Select(write => write.Node)]))
            return null;
        var sum = sign * writes.Sum(write => write.Direction * write.Size);
        return leaves switch
        {
            Relation.Greater or Relation.GreaterOrEqual => sum > 0 ? ExitStrength.Bounds : ExitStrength.Never,
            Relation.Less or Relation.LessOrEqual => sum < 0 ? ExitStrength.Bounds : ExitStrength.Never,
            _ => null,
        };
    }

    /// <summary>Whether some way round does not come past the test, so that a turn may pass the nodes more than once.</summary>
    private bool IsMovedInside(HashSet<FlowNode> steps)
    {
        var rest = new HashSet<FlowNode>(loop.Nodes);
        rest.Remove(at);
        return Components.Cyclic(rest, loop.Follows, loop.Effort).Any(inner => inner.Overlaps(steps));
    }

    /// <summary><c>if (n > 5) n = 0;</c> in every turn: a counter that is put back before it comes to the limit never gets there.</summary>
    private ExitStrength? PutBack(Variable variable, CounterMovement movement, int sign, Relation leaves, double? limit)
    {
        var rises = leaves is Relation.Greater or Relation.GreaterOrEqual;
        if (sign != 1 || limit is null || movement.ResetTo is not { } start || double.IsNaN(movement.PerTurn) || !(rises || leaves is Relation.Less or Relation.LessOrEqual) || IsMovedInside(movement.Sure))
            return null;
        foreach (var test in loop.Nodes)
        {
            if (Tested(test.Condition, variable) is not var (relation, edge))
                continue;
            var isGuard = (rises ? relation is Relation.Greater or Relation.GreaterOrEqual : relation is Relation.Less or Relation.LessOrEqual);
            if (!isGuard || !test.Out.Any(way => way.Kind == EdgeKind.WhenTrue && movement.Resets.Contains(way.To)) || !loop.EveryTurnPasses(at, [test]))
                continue;
            var farthest = rises ? Math.Max(edge, start) + movement.PerTurn : Math.Min(edge, start) - movement.PerTurn;
            if (rises ? farthest < limit : farthest > limit)
                return ExitStrength.Never;
        }

        return null;
    }

    /// <summary><c>n &gt; 5</c>, or <c>5 &lt; n</c>: how the variable is compared, and with which constant.</summary>
    private static (Relation Relation, double Edge)? Tested(IOperation? condition, Variable variable)
    {
        if (condition is not IBinaryOperation binary)
            return null;
        if (Variable.Referenced(binary.LeftOperand) is { } left && left.Equals(variable) && Steps.Constant(binary.RightOperand) is { } right)
            return (Relations.Of(binary.OperatorKind), right);
        return Variable.Referenced(binary.RightOperand) is { } other && other.Equals(variable) && Steps.Constant(binary.LeftOperand) is { } first
            ? (Relations.Swap(Relations.Of(binary.OperatorKind)), first) : null;
    }

    private static bool IsUnsigned(Variable variable) => variable.Symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        _ => null,
    } is { SpecialType: SpecialType.System_Byte or SpecialType.System_UInt16 or SpecialType.System_UInt32 or SpecialType.System_UInt64 };

    private bool IsNoLimit(IOperation limit)
    {
        if (limit is IFieldReferenceOperation { Field.Name: "MaxValue" or "PositiveInfinity" })
            return true;

        // `int? maxTurns = null`, never given another value here: `i >= maxTurns` is never true.
        if (Defaults.Of(limit, loop.Graph) is not { IsKnown: true } usual)
            return false;
        return usual.Value is null ? limit.Type is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } : Steps.Number(usual.Value) >= NoLimit;
    }
}
