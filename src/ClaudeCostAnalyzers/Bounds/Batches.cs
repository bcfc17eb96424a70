using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Collections that each turn makes anew with fewer elements, whatever these are:
/// <c>while (parts.Count > 1) parts = (await Task.WhenAll(parts.Chunk(4).Select(Summarise))).ToList();</c>, and the same element by element.
/// </summary>
internal static class Batches
{
    private const int MaxDepth = 30;

    /// <summary>Members whose result has as many elements as what they are asked of, or fewer.</summary>
    private static readonly HashSet<string> s_keeps =
    [
        "Select", "Where", "ToList", "ToArray", "ToImmutableArray", "ToImmutableList", "ToHashSet", "OrderBy", "OrderByDescending", "ThenBy", "Reverse", "Distinct", "Take", "TakeWhile", "SkipWhile", "Cast", "OfType",
        "AsEnumerable", "AsReadOnly", "AsParallel", "AsOrdered", "Zip", "WhenAll", "ConfigureAwait", "AsTask", "ToListAsync", "ToArrayAsync", "GetEnumerator",
    ];

    /// <summary>Whether the loop, that leaves when the comparison holds, makes a collection smaller in every turn until it does.</summary>
    public static bool End(IOperation left, Relation leaves, IOperation right, FlowNode at, Loop loop) =>
        OneSide(left, leaves, right, at, loop) || OneSide(right, Relations.Swap(leaves), left, at, loop);

    private static bool OneSide(IOperation size, Relation leaves, IOperation limit, FlowNode at, Loop loop)
    {
        if (leaves is not (Relation.Less or Relation.LessOrEqual or Relation.Equal) || Measured(size) is not { } measured || Variable.Referenced(measured) is not { Symbol: not null } collection || !loop.IsInvariant(limit))
            return false;
        // The most that may be left when the loop is left.
        var most = Steps.Constant(limit) is { } constant ? leaves == Relation.Less ? constant - 1 : constant : double.PositiveInfinity;
        var made = new HashSet<FlowNode>();
        foreach (var write in loop.Writes(collection))
        {
            switch (write.Kind)
            {
                case WriteKind.Expose or WriteKind.Shrink:
                case WriteKind.Mutate when !write.IsNested && write.Operation is IAssignmentOperation:
                    continue;
                case WriteKind.Assign when write is { IsNested: false, Value: { } value } && Of(value, collection, write.Node, loop) is { } share && share.Shrinks(most) && (leaves != Relation.Equal || share.Meets(most)):
                    made.Add(write.Node);
                    continue;
                default:
                    return false;
            }
        }

        return made.Count > 0 && loop.EveryTurnPasses(at, made);
    }

    private static IOperation? Measured(IOperation size)
    {
        while (size is IConversionOperation { OperatorMethod: null } conversion)
            size = conversion.Operand;
        return size switch
        {
            IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: { Type: not { SpecialType: SpecialType.System_String } } instance } when CollectionMembers.IsFrameworkCollection(instance.Type) => instance,
            IInvocationOperation { TargetMethod: { Name: "Count", ContainingType.Name: "Enumerable" }, Arguments: { Length: 1 } counted } => counted[0].Value,
            _ => null,
        };
    }

    /// <summary>How many elements there are for those that the collection had: one for so many of them, after some are left out, and some more.</summary>
    private readonly record struct Share(double Each, long Without, long More)
    {
        /// <summary>Whether a collection that shrinks so comes to just as many, and does not go past: what is asked of no elements is nothing.</summary>
        public bool Meets(double size) => size == 1 ? Each > 1 || Without - More == 1 : Each == 1 && Without - More == 1;

        /// <summary>Whether there are fewer than there were, as long as there are more than <paramref name="most"/>.</summary>
        public bool Shrinks(double most) => Each > 1 ? More == 0 && most >= 1 : Without > More && most >= More;
    }

    /// <summary>How many elements the value has; null: nobody knows.</summary>
    private static Share? Of(IOperation value, Variable collection, FlowNode at, Loop loop)
    {
        var (each, without, more) = (1.0, 0L, 0L);
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            value = loop.Whole(value);
            if (Variable.Referenced(value) is { } variable && value is not IConversionOperation)
            {
                if (variable.Equals(collection))
                    return new Share(each, without, more);
                if (OneByOne(variable, at, loop) is var (source, every, begun))
                {
                    (value, at, each) = (source, begun, each * every);
                    if (without + more != 0)
                        return null;
                    continue;
                }

                if (loop.OnlyValue(variable, at) is not { } only || only == value)
                    return null;
                value = only;
                continue;
            }

            if (CollectionExpressions.Of(value) is var (spread, others))
            {
                if (others > 0 && each != 1)
                    return null;
                (value, more) = (spread, more + others);
                continue;
            }

            switch (value)
            {
                case IConversionOperation conversion:
                    value = conversion.Operand;
                    continue;
                case var waiting when AwaitedTasks.Of(waiting) is { } task:
                    value = task;
                    continue;
                // `ranked.Take(parts.Count / 2)`, whatever was ranked
                case IInvocationOperation { TargetMethod.Name: "Take" } taking when IsFramework(taking) && each == 1 && without + more == 0 && Part(taking.Arguments[taking.Arguments.Length - 1].Value, collection, at, loop) is { } part:
                    return part;
                case IInvocationOperation call when (call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null)) is { } receiver:
                    var name = call.TargetMethod.Name;
                    var amount = call.Arguments.Length > 0 ? call.Arguments[call.Arguments.Length - 1].Value : null;
                    // What stands around a share of the whole changes that share, not the whole.
                    if (name == "Chunk" && IsFramework(call) && without + more == 0 && amount is not null && loop.IsInvariant(amount))
                        each *= Steps.Constant(amount) is { } size ? size : 2;
                    else if (name is "Skip" or "SkipLast" && IsFramework(call) && each == 1 && Steps.Constant(amount!) is > 0 and var left)
                        without += (long)Math.Min(left, int.MaxValue);
                    else if (name is "Append" or "Prepend" && IsFramework(call) && each == 1)
                        more++;
                    else if (!s_keeps.Contains(name) || !IsFramework(call) || more + without != 0 && name is "Where" or "Distinct" or "Take")
                        return null;
                    value = receiver;
                    continue;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary><c>parts.Count / 2</c>, <c>Math.Max(1, parts.Count / 2)</c>, <c>(parts.Count + 1) / 2</c>, <c>parts.Count - 1</c></summary>
    private static Share? Part(IOperation amount, Variable collection, FlowNode at, Loop loop, int depth = 0)
    {
        amount = Conversions.Unwrap(loop.Whole(amount));
        if (depth > MaxDepth)
            return null;
        switch (amount)
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide } half when Steps.Constant(half.RightOperand) is >= 2 and var divisor && Whole(half.LeftOperand):
                return new Share(divisor, 0, 0);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } less when Steps.Constant(less.RightOperand) is > 0 and var left && IsCount(less.LeftOperand):
                return new Share(1, (long)Math.Min(left, int.MaxValue), 0);
            case IInvocationOperation { TargetMethod: { Name: "Max", ContainingType.Name: "Math" }, Arguments: { Length: 2 } sides }:
                return Steps.Constant(sides[0].Value) is 1 ? Part(sides[1].Value, collection, at, loop, depth + 1) : Steps.Constant(sides[1].Value) is 1 ? Part(sides[0].Value, collection, at, loop, depth + 1) : null;
        }

        return amount is ILocalReferenceOperation { Local: var local } && loop.OnlyValue(Variable.Of(local), at) is { } only ? Part(only, collection, at, loop, depth + 1) : null;

        bool Whole(IOperation side) => IsCount(side)
            || (Conversions.Unwrap(side) is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, LeftOperand: var one, RightOperand: var other } && ((IsCount(one) && Steps.Constant(other) is 1) || (IsCount(other) && Steps.Constant(one) is 1)));

        bool IsCount(IOperation side) => Measured(side) is { } measured && Variable.Referenced(measured) is { } named && named.Equals(collection);
    }

    /// <summary><c>var next = new List&lt;string>(); foreach (var part in source) next.Add(...);</c>: what it is made from, one for how many, and where that begins.</summary>
    private static (IOperation Source, double Every, FlowNode Begun)? OneByOne(Variable made, FlowNode at, Loop loop)
    {
        VariableWrite? anew = null;
        var adds = new HashSet<FlowNode>();
        foreach (var write in loop.Writes(made))
        {
            if (write.Kind == WriteKind.Expose)
                continue;
            if (write is { Kind: WriteKind.Assign, IsNested: false, Value: { } value } && anew is null && IsEmpty(value))
                anew = write;
            else if (write is { Kind: WriteKind.Grow, IsNested: false, Operation: IInvocationOperation { TargetMethod.Name: "Add" or "Enqueue" or "Push" } } && adds.Add(write.Node))
                continue;
            else
                return null;
        }

        if (anew is null || adds.Count == 0 || !loop.EveryTurnPasses(at, [anew.Node]))
            return null;
        foreach (var test in loop.Nodes)
        {
            // Of what is added, nothing is added twice without the test in between.
            if (test.Condition is null || test.Out.All(edge => edge.Kind == EdgeKind.Exceptional || !loop.Stays(edge)) || Rounds(loop.Whole(test.Condition), test, loop) is not var (source, every, begun)
                || test == at || adds.Any(add => From(add, test).Overlaps(adds)) || !loop.EveryTurnPasses(begun, [anew.Node]))
            {
                continue;
            }

            // The test decides over the adding: without it, control does not come there from where the collection is made.
            if (!Components.Reachable([anew.Node], loop.Nodes.Contains, node => node == test, loop.Follows, loop.Effort).Overlaps(adds))
                return (source, every, begun);
        }

        return null;

        // Where control comes from an addition before the next round.
        HashSet<FlowNode> From(FlowNode add, FlowNode test) =>
            Components.Reachable(add.Out.Where(loop.Follows).Select(edge => edge.To).Where(to => to != test), loop.Nodes.Contains, node => node == test, loop.Follows, loop.Effort);
    }

    private static bool IsEmpty(IOperation value)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return CollectionExpressions.Parts(value) is { Spreads.Count: 0, Others: 0 } || value is IObjectCreationOperation { Initializer: null } creation && CollectionMembers.IsFrameworkCollection(creation.Type) && creation.Arguments.All(argument => argument.Value.Type?.SpecialType == SpecialType.System_Int32);
    }

    /// <summary>The sequence that an inner loop runs through, for how many elements it has one turn, and where it begins.</summary>
    private static (IOperation Source, double Every, FlowNode Begun)? Rounds(IOperation test, FlowNode at, Loop loop)
    {
        while (AwaitedTasks.Of(test) is { } task)
            test = task;
        if (test is IInvocationOperation { TargetMethod.Name: "MoveNext" or "MoveNextAsync", Instance: { } instance } && Variable.Referenced(instance) is { } enumerator)
        {
            return loop.Writes(enumerator).Where(write => write.Kind != WriteKind.Expose).ToList() is { Count: 1 } only && only[0] is { Kind: WriteKind.Assign, IsNested: false, Value: { } source } ? (source, 1, only[0].Node) : null;
        }

        // `for (var i = 0; i < parts.Count; i += 2)`
        if (test is not IBinaryOperation binary || Relations.Of(binary.OperatorKind) is not (var relation and not Relation.None))
            return null;
        var (index, size) = relation is Relation.Less ? (binary.LeftOperand, binary.RightOperand) : relation is Relation.Greater ? (binary.RightOperand, binary.LeftOperand) : (null, null);
        if (index is not ILocalReferenceOperation || Variable.Referenced(index) is not { } counter || Measured(size!) is not { } counted)
            return null;
        FlowNode? start = null;
        double step = 0;
        var moves = new HashSet<FlowNode>();
        foreach (var write in loop.Writes(counter))
        {
            if (write is { Kind: WriteKind.Assign, IsNested: false, Value: { } first } && start is null && Steps.Constant(first) is >= 0)
                start = write.Node;
            else if (write is { Kind: WriteKind.Step, Direction: 1, Size: > 0, IsNested: false })
                (step, _) = (step == 0 ? write.Size : Math.Min(step, write.Size), moves.Add(write.Node));
            else
                return null;
        }

        return start is not null && step > 0 && EveryRoundPasses(at, moves, start, loop) ? (counted, step, start) : null;
    }

    /// <summary>Whether control comes from the test back to it only by a move of the index, or by its start.</summary>
    private static bool EveryRoundPasses(FlowNode test, HashSet<FlowNode> moves, FlowNode start, Loop loop) => loop.EveryTurnPasses(test, [.. moves, start]);

    private static bool IsFramework(IInvocationOperation call)
    {
        var space = call.TargetMethod.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return space?.Name == "System";
    }
}
