using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// A test that is handed a counter decides by it, as far as anybody knows; but not where its body can be read, and says that something
/// else must hold as well: <c>bool IsLast(int n, string reply) => n >= max &amp;&amp; reply == "done"</c>.
/// </summary>
internal static class HandedCounters
{
    private const int MaxDepth = 30;

    /// <summary>Whether the counter alone may make the member give the value that leaves.</summary>
    /// <param name="call">The call of the test.</param>
    /// <param name="leavesWhen">The value that leaves the loop.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="counters">Tells which arguments are counters.</param>
    public static bool Decide(IInvocationOperation call, bool leavesWhen, Loop loop, CounterTest counters)
    {
        if (loop.Spending.Members.Target(call) is not { } member || loop.Spending.Members.Body(member) is not { } body || Only(body) is not { Type.SpecialType: SpecialType.System_Boolean } result)
            return true;
        var handed = new HashSet<int>(call.Arguments.Where(argument => argument.Parameter is not null && counters.IsHanded(argument)).Select(argument => argument.Parameter!.Ordinal));
        return Decides(result, leavesWhen, 0);

        bool Decides(IOperation expression, bool leaves, int depth)
        {
            if (depth > MaxDepth)
                return true;
            switch (expression)
            {
                // `var isLast = n >= max && reply == "done"; return isLast;`
                case ILocalReferenceOperation when ReturnedSteps.Only(expression, body) is { } only && only != expression:
                    return Decides(only, leaves, depth + 1);
                case IParenthesizedOperation parenthesized:
                    return Decides(parenthesized.Operand, leaves, depth + 1);
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                    return Decides(not.Operand, !leaves, depth + 1);
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } logical:
                    var (left, right) = (Decides(logical.LeftOperand, leaves, depth + 1), Decides(logical.RightOperand, leaves, depth + 1));
                    return logical.OperatorKind == BinaryOperatorKind.ConditionalAnd != leaves ? left || right : left && right;
                default:
                    return expression.DescendantsAndSelf().Any(part => part is IParameterReferenceOperation { Parameter: var parameter } && handed.Contains(parameter.Ordinal)
                        && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol.OriginalDefinition, member.OriginalDefinition));
            }
        }
    }

    /// <summary>What a member returns that does nothing else.</summary>
    private static IOperation? Only(IOperation body) =>
        BodyBlock.Of(body) is { Operations: { IsEmpty: false } steps } && steps[steps.Length - 1] is IReturnOperation { ReturnedValue: { } value } && steps.RemoveAt(steps.Length - 1).All(step => step is IVariableDeclarationGroupOperation) ? value : null;
}
