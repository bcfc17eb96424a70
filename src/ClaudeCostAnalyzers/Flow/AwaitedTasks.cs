using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Flow;

/// <summary><c>await task</c>, <c>task.ConfigureAwait(false)</c> and <c>task.AsTask()</c> say no more than the task.</summary>
internal static class AwaitedTasks
{
    /// <summary>The task that the operation only waits for or hands on; null: it does more, or something else.</summary>
    public static IOperation? Of(IOperation operation) => operation switch
    {
        IAwaitOperation await => await.Operation,
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask", Instance: { } task } => task,
        _ => null,
    };
}
