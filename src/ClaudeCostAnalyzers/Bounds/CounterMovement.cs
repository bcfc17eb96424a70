using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>How a loop moves a number, or the size of a collection.</summary>
/// <param name="Direction">1 up, -1 down; 0: both ways, or in ways that cannot be seen.</param>
/// <param name="Sure">Where it surely moves.</param>
/// <param name="Resets">Where it is set to a constant.</param>
/// <param name="OnlyOnes">Whether no step jumps over a number.</param>
/// <param name="PerTurn">How far all steps together move it; not a number where one of them is not known.</param>
/// <param name="ResetTo">The constant that it is set to, if it is.</param>
internal readonly record struct CounterMovement(int Direction, HashSet<FlowNode> Sure, HashSet<FlowNode> Resets, bool OnlyOnes, double PerTurn, double? ResetTo)
{
    /// <summary>What is removed is looked for through so many locals.</summary>
    private const int MaxLocals = 20;

    private static readonly string[] s_spendingWords = ["token", "cost", "usage", "spent", "spend", "usd", "cent", "price", "dollar", "credit", "amount", "charge", "used", "elapsed", "length", "count", "delay", "duration"];

    /// <summary>How the loop moves the variable. Direction 0: both ways, or in ways that cannot be seen.</summary>
    public static CounterMovement Of(Variable variable, bool isSize, Loop loop)
    {
        var sure = new HashSet<FlowNode>();
        var resets = new HashSet<FlowNode>();
        int? direction = null;
        var onlyOnes = true;
        var perTurn = 0.0;
        double? resetTo = null;
        var writes = loop.Writes(variable);
        // Where elements are taken, too, `jobs[id] = job` is taken to write one that is there.
        var grows = isSize && !writes.Any(write => write.Kind == WriteKind.Shrink);
        foreach (var write in writes)
        {
            switch (write.Kind)
            {
                case WriteKind.Mutate when isSize && grows && NewKeys.MayAdd(write):
                    if (NewKeys.IsAdded(write, loop))
                        sure.Add(write.Node);
                    direction = 1;
                    continue;
                case WriteKind.Expose:
                case WriteKind.Mutate when isSize && write.Operation is IInvocationOperation or IAssignmentOperation:
                    continue;
                case WriteKind.Step when !isSize:
                    sure.Add(write.Node);
                    onlyOnes &= write.Size == 1;
                    perTurn += write.Size;
                    break;
                case WriteKind.Accumulate when !isSize && (IsSpending(write) || (loop.IsInvariant(write.Value) && !MayBeNothing(write.Value, loop)) || IsPositive(write.Value, loop) || Strides.IsSize(write.Value, write.Node, loop)):
                    sure.Add(write.Node);
                    var added = Presence.Text(write.Value, loop);
                    sure.UnionWith(loop.Control.Of(write.Node).Where(test => Presence.IsAsked(loop.Whole(test.Condition!), added, LeadsWhenTrue(test, write.Node, loop))));
                    onlyOnes = false;
                    perTurn = double.NaN;
                    break;
                case WriteKind.Grow or WriteKind.Shrink when isSize:
                    if (write.Direction != 0 || IsSureRemoval(write, loop) || IsGivenReply(write, loop) || IsCappedText(write, loop))
                        sure.Add(write.Node);
                    else if (WhereItGrew(write, loop) is { } grown)
                        sure.Add(grown);
                    else if (NewKeys.IsAdded(write, loop))
                        sure.Add(write.Node);
                    direction = direction is null || direction == Sign(write) ? Sign(write) : 0;
                    continue;
                // `errors ??= []` makes a list once, and is no reset.
                case WriteKind.Assign when isSize && MakesOnce(write, loop):
                    continue;
                case WriteKind.Assign when !isSize && write.Value is { } value && Steps.Constant(value) is { } constant:
                    resets.Add(write.Node);
                    resetTo = constant;
                    continue;
                case WriteKind.Assign when !isSize && write.Value is { } moved && Strides.Of(moved, variable, write.Node, loop) is not 0 and var stride:
                    sure.Add(write.Node);
                    onlyOnes = false;
                    perTurn = double.NaN;
                    direction = direction is null || direction == stride ? stride : 0;
                    continue;
                default:
                    return new CounterMovement(0, sure, resets, false, 0, null);
            }

            direction = direction is null || direction == write.Direction ? write.Direction : 0;
        }

        sure.UnionWith(SureTurns.Through(sure, loop).ToList());
        return new CounterMovement(direction ?? 0, sure, resets, onlyOnes, perTurn, resetTo);

        static int Sign(VariableWrite write) => write.Kind == WriteKind.Grow ? 1 : -1;
    }

    /// <summary><c>errors ??= []</c>, <c>if (errors is null) errors = new();</c>: writes a variable only as long as it is null.</summary>
    private static bool MakesOnce(VariableWrite write, Loop loop)
    {
        if (write is not { IsNested: false, Operation: IAssignmentOperation { Syntax: AssignmentExpressionSyntax syntax }, Value: { Type.IsReferenceType: true, ConstantValue.HasValue: false } })
            return false;
        if (syntax.IsKind(SyntaxKind.CoalesceAssignmentExpression))
            return true;
        var into = loop.Graph.Incoming(write.Node).SelectMany(node => node.Out).Where(edge => edge.To == write.Node).ToList();
        return into.Count == 1 && Absence.IsToldBy(into[0], operation => Variable.Referenced(operation)?.Equals(write.Variable) == true, loop);
    }

    /// <summary><c>history.AddRange(reply.Messages)</c>: whoever counts messages relies on replies that have one.</summary>
    private static bool IsGivenReply(VariableWrite write, Loop loop)
    {
        if (write is not { Kind: WriteKind.Grow, Operation: IInvocationOperation { TargetMethod.Name: var name } call } || name == "Add" || !name.StartsWith("Add", StringComparison.Ordinal) || call.Arguments.IsEmpty)
            return false;
        var given = (IOperation?)call.Arguments[call.Arguments.Length - 1].Value;
        for (var steps = 0; given is not null && steps < MaxLocals; steps++)
        {
            given = loop.Whole(given);
            if (loop.Spending.Of(given, loop.Graph.Model) is not null)
                return loop.Spending.ReturnsReply(given, loop.Graph.Model);
            given = given switch
            {
                IConversionOperation conversion => conversion.Operand,
                IMemberReferenceOperation { Instance: { } owner } => owner,
                _ when AwaitedTasks.Of(given) is { } task => task,
                ILocalReferenceOperation local => loop.OnlyValue(Variable.Of(local.Local), write.Node),
                _ => null,
            };
        }

        return false;
    }

    /// <summary>
    /// <c>text.Append(reply)</c>, <c>text += reply</c>, where something else ends the loop as well: the length is a cap then, and replies that go on for ever without a
    /// character are nobody's worry. As the only end, it would be what the model is to reach.
    /// </summary>
    private static bool IsCappedText(VariableWrite write, Loop loop) => write.Kind == WriteKind.Grow && !write.IsNested && loop.Exits().Count(exit => IsEnd(exit.Node)) > 1 && write.Operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "Append" or "AppendLine" or "AppendFormat", ContainingType.Name: "StringBuilder" } } => true,
        IAssignmentOperation { Type.SpecialType: SpecialType.System_String } => true,
        _ => false,
    };

    /// <summary>Whether the test is one of the loop's own, and not of a handler that lets a failure pass or of a sequence within it.</summary>
    private static bool IsEnd(FlowNode test)
    {
        for (var region = test.Block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind is ControlFlowRegionKind.Filter or ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler)
                return false;
        }

        return test.Condition is not IInvocationOperation { TargetMethod.Name: "MoveNext" or "MoveNextAsync" } and not IAwaitOperation { Operation: IInvocationOperation { TargetMethod.Name: "MoveNextAsync" } };
    }

    private static bool LeadsWhenTrue(FlowNode test, FlowNode node, Loop loop) =>
        Components.Reachable(test.Out.Where(edge => edge.Kind == EdgeKind.WhenTrue).Select(edge => edge.To), loop.Nodes.Contains, other => other == test, loop.Follows, loop.Effort).Contains(node);

    /// <summary><c>open.Remove(open.First())</c>, <c>tasks.Remove(await Task.WhenAny(tasks))</c>: what is removed came from the collection itself.</summary>
    private static bool IsSureRemoval(VariableWrite write, Loop loop)
    {
        if (write is not { Kind: WriteKind.Shrink, Operation: IInvocationOperation { TargetMethod.Name: "Remove" or "TryRemove" or "RemoveRange", Arguments.Length: > 0 } removal })
            return false;
        if (removal.TargetMethod.Name == "RemoveRange")
            return removal.Arguments.Length == 2 && Steps.Constant(removal.Arguments[1].Value) is > 0;
        var removed = (IOperation?)removal.Arguments[0].Value;
        for (var steps = 0; removed is not null && steps < MaxLocals; steps++)
        {
            if (removed.DescendantsAndSelf().Any(inner => Variable.Referenced(inner) is { } named && named.Equals(write.Variable)))
                return true;
            while (removed is IAwaitOperation await)
                removed = await.Operation;
            removed = Variable.Root(removed) is { } root ? loop.OnlyValue(root, write.Node) : null;
        }

        return false;
    }

    /// <summary><c>score += isGood ? 1 : 0</c></summary>
    private static bool MayBeNothing(IOperation? value, Loop loop) => value is not null && Variable.Referenced(value) is { } variable
        && loop.Writes(variable).Any(write => write is { Kind: WriteKind.Assign, Value: { } given } && Steps.Constant(given) is <= 0);

    /// <summary><c>size = Math.Max(1, size / 2)</c></summary>
    private static bool IsPositive(IOperation? value, Loop loop) => value is ILocalReferenceOperation && Variable.Referenced(value) is { } variable
        && loop.Writes(variable).All(write => write.Kind == WriteKind.Expose || (write is { Kind: WriteKind.Assign, IsNested: false, Value: { } given }
            && (Steps.Constant(given) is > 0 || loop.Whole(given) is IInvocationOperation { TargetMethod: { Name: "Max", ContainingType.Name: "Math" }, Arguments: var sides } && sides.Any(side => Steps.Constant(side.Value) is > 0))));

    /// <summary><c>if (!seen.Add(url)) continue;</c>: where the branch goes when the set did not hold the element yet.</summary>
    private static FlowNode? WhereItGrew(VariableWrite write, Loop loop)
    {
        if (write.Kind != WriteKind.Grow || write.Node.Condition != write.Operation || write.Operation is not IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd" })
            return null;
        var grown = write.Node.Out.FirstOrDefault(edge => edge.Kind == EdgeKind.WhenTrue)?.To;
        return grown is not null && loop.Nodes.SelectMany(node => node.Out).Count(edge => edge.To == grown) == 1 ? grown : null;
    }

    /// <summary>Tokens, money and time only ever add up.</summary>
    private static bool IsSpending(VariableWrite write) => IsSpending(write.Variable + " " + write.Value?.Syntax);

    /// <summary>Whether the text speaks of what only ever adds up.</summary>
    public static bool IsSpending(string text)
    {
        text = text.ToLowerInvariant();
        return s_spendingWords.Any(word => text.IndexOf(word, StringComparison.Ordinal) >= 0);
    }
}
