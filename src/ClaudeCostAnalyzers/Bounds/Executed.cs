using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>The operations that run when a body runs.</summary>
internal static class Executed
{
    /// <summary>The body and what is in it: not the lambdas that it only stores, nor local functions until they are called.</summary>
    public static IEnumerable<IOperation> By(IOperation body)
    {
        var pending = new Stack<IOperation>();
        pending.Push(body);
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            if (operation != body && (operation is ILocalFunctionOperation || (operation is IAnonymousFunctionOperation && !KnownMembers.IsRun(operation))))
                continue;
            yield return operation;
            foreach (var child in operation.ChildOperations.Reverse())
                pending.Push(child);
        }
    }
}
