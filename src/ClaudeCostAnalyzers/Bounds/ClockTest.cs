using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Judges one exit of one loop that compares a clock or stopwatch with a point or stretch of time.</summary>
internal sealed class ClockTest(Loop loop, FlowNode at)
{
    /// <summary>1: the value rises as time passes; -1: it falls; 0: neither, or not known.</summary>
    public int Sign(IOperation operation) => Clocks.Sign(operation, Resolve);

    /// <param name="left">One side of the comparison.</param>
    /// <param name="right">The other.</param>
    /// <param name="sign">Above 0 where the left side rises against the right one as time passes; below 0 where it falls.</param>
    /// <param name="relation">What makes control leave.</param>
    public ExitStrength Judge(IOperation left, IOperation right, int sign, Relation relation)
    {
        if (IsNoTime(sign > 0 ? right : left))
            return ExitStrength.Never;
        if (!ClockRunsOn(left) || !ClockRunsOn(right))
        {
            if (IsRestartedEachTurn(left) || IsRestartedEachTurn(right))
                return ExitStrength.Never;
            var (moved, leaves) = sign > 0 ? (right, Relations.Swap(relation)) : (left, relation);
            if (!IsPushedOn(moved))
                return ExitStrength.Unknown;
            // `for (var day = start; day < DateTime.Today; day = day.AddDays(1))` comes up with the clock.
            return leaves is not (Relation.Greater or Relation.GreaterOrEqual) ? ExitStrength.Never : IsMovedFar(moved) ? ExitStrength.Bounds : ExitStrength.Unknown;
        }

        return relation switch
        {
            // `while (DateTime.Today == day)`
            Relation.NotEqual => ExitStrength.Bounds,
            Relation.Greater or Relation.GreaterOrEqual => sign > 0 ? ExitStrength.Bounds : ExitStrength.Never,
            Relation.Less or Relation.LessOrEqual => sign < 0 ? ExitStrength.Bounds : ExitStrength.Never,
            _ => ExitStrength.Unknown,
        };
    }

    /// <summary><c>deadline += ...</c>, <c>deadline = deadline.AddSeconds(10)</c> in every turn.</summary>
    private bool IsPushedOn(IOperation limit)
    {
        if (Variable.Referenced(limit) is not { } deadline)
            return false;
        var writes = loop.Writes(deadline).Where(write => write.Kind != WriteKind.Expose).ToList();
        return writes.Count > 0 && writes.All(write => write is { Kind: WriteKind.Accumulate or WriteKind.Step, Direction: 1 }
                || write is { Kind: WriteKind.Assign, Value: IInvocationOperation { Instance: { } itself, TargetMethod: { } method } } && method.Name.StartsWith("Add", StringComparison.Ordinal) && Variable.Referenced(itself) is { } same && same.Equals(deadline))
            && loop.EveryTurnPasses(at, [.. writes.Select(write => write.Node)]);
    }

    private bool IsMovedFar(IOperation date) => Variable.Referenced(date) is { } variable && loop.Writes(variable).All(write => write.Kind == WriteKind.Expose || DateSteps.IsFar(write.Operation));

    private bool IsNoTime(IOperation limit)
    {
        if (limit is IFieldReferenceOperation { Field.Name: "MaxValue" })
            return true;
        return Variable.Referenced(limit) is { } variable && loop.Graph.Variables.Writes(variable) is { Count: 1 } writes && writes[0].Value is IFieldReferenceOperation { Field.Name: "MaxValue" };
    }

    /// <summary>Whether nothing that the expression reads besides the clock moves in the loop: no deadline that is pushed on, no stopwatch that is restarted.</summary>
    private bool ClockRunsOn(IOperation side)
    {
        foreach (var operation in side.DescendantsAndSelf())
        {
            if (operation is IMemberReferenceOperation or IConversionOperation && operation is not IPropertyReferenceOperation { Instance: not null })
                continue;
            var variable = operation is IPropertyReferenceOperation property ? Variable.Referenced(property.Instance) : Variable.Referenced(operation);
            if (variable is not { } read)
                continue;
            foreach (var write in loop.Writes(read))
            {
                var harmless = write.Kind == WriteKind.Expose
                    || (write is { Kind: WriteKind.Mutate, Operation: IInvocationOperation { TargetMethod.Name: not ("Restart" or "Reset" or "Start") } })
                    || (write is { Kind: WriteKind.Assign, Value: { } value } && Sign(value) != 0 && value is not IObjectCreationOperation && ClockRunsOn(value)
                        && write.Operation is not IFlowCaptureOperation { Value: IInvocationOperation { TargetMethod.Name: "StartNew" } })
                    || (write is { Kind: WriteKind.Assign, Value: { } same } && loop.IsInvariant(same));
                if (!harmless)
                    return false;
            }

            if (RestartedInLoop(read))
                return false;
        }

        return true;
    }

    private bool RestartedInLoop(Variable stopwatch) => Restarts(stopwatch).Any();

    /// <summary>A stopwatch that starts again in every turn says how long a turn takes.</summary>
    private bool IsRestartedEachTurn(IOperation side) => side.DescendantsAndSelf().Any(operation => operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation
        && Variable.Referenced(operation) is { } read && Restarts(read).ToList() is { Count: > 0 } restarts && loop.EveryTurnPasses(at, [.. restarts]));

    private IEnumerable<FlowNode> Restarts(Variable stopwatch) => loop.Graph.Invocations("Restart").Concat(loop.Graph.Invocations("Reset"))
        .Where(restart => loop.Nodes.Contains(restart.Node) && Variable.Root(restart.Call.Instance) is { } root && root.Equals(stopwatch)).Select(restart => restart.Node);

    private IOperation? Resolve(IOperation operation) =>
        operation is IInvocationOperation or IPropertyReferenceOperation && loop.Inlined(operation) is { } inlined ? inlined : operation is not IPropertyReferenceOperation && Variable.Referenced(operation) is { } variable && operation is not IConversionOperation
        && (loop.Graph.Variables.Writes(variable) is { Count: > 0 } || loop.Given.ContainsKey(variable)) && loop.Writes(variable).Count == 1 ? loop.OnlyValue(variable, at) : null;
}
