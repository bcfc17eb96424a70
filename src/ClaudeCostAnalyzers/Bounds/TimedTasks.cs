using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Tasks that complete when a time is over: <c>var timeout = Task.Delay(limit);</c> before the loop.</summary>
internal static class TimedTasks
{
    public static bool IsTimed(IOperation task, Loop loop)
    {
        if (Variable.Referenced(task) is not { } variable || loop.Writes(variable).Any(write => write.Kind != WriteKind.Expose))
            return false;
        var writes = loop.Graph.Variables.Writes(variable).Where(write => write.Kind != WriteKind.Expose).ToList();
        return writes.Count > 0 && writes.All(write => write is
        {
            Kind: WriteKind.Assign,
            Value: IInvocationOperation { TargetMethod: { Name: "Delay", ContainingType.Name: "Task" }, Arguments: { Length: > 0 } arguments },
        } && TimedTokens.IsFinite(arguments[0].Value));
    }
}
