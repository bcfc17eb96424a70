using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Members that give the same whatever happens: <c>while (await TakeTurnAsync()) ;</c> of one that only ever returns <c>true</c>.</summary>
internal static class ConstantMembers
{
    /// <summary>Whether the member that is called can give nothing else.</summary>
    /// <param name="call">The call.</param>
    /// <param name="value">What it is to give.</param>
    /// <param name="loop">The loop that calls it.</param>
    public static bool Give(IInvocationOperation call, bool value, Loop loop)
    {
        // What a derived type says instead is not known.
        if (loop.Spending.Members.Target(call) is not { } member || call.TargetMethod is { ContainingType.TypeKind: TypeKind.Interface } || (member is { IsVirtual: true } or { IsAbstract: true } or { IsOverride: true } && !member.ContainingType.IsSealed)
            || loop.Spending.Members.Body(member) is not { } body)
        {
            return false;
        }

        var pending = new Stack<IOperation>();
        pending.Push(body);
        var isGiven = false;
        while (pending.Count > 0)
        {
            loop.Effort.Add(1);
            foreach (var child in pending.Pop().ChildOperations)
            {
                if (child is IAnonymousFunctionOperation or ILocalFunctionOperation)
                    continue;
                if (child is IReturnOperation returned)
                {
                    if (returned.ReturnedValue?.ConstantValue is not { HasValue: true, Value: bool given } || given != value)
                        return false;
                    isGiven = true;
                }
                else
                {
                    pending.Push(child);
                }
            }
        }

        return isGiven;
    }
}
