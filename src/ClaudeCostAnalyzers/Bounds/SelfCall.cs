using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>A call by which a member calls itself, judged by its arguments and as a loop.</summary>
internal static class SelfCall
{
    /// <param name="graph">Makes the member's graph; one of them is changed.</param>
    /// <param name="call">Where the call stands in the text.</param>
    /// <param name="member">The member.</param>
    /// <param name="spending">What spends.</param>
    /// <param name="work">What the analysis may cost.</param>
    /// <param name="cancellation">Cancels.</param>
    public static RecursionStrength Judge(Func<FlowGraph> graph, SyntaxNode call, IMethodSymbol member, ISpending spending, WorkCounter work, CancellationToken cancellation)
    {
        var test = new RecursionTest(graph(), spending, member, new Effort(work, cancellation));
        var next = test.Arguments(call);
        var strength = test.Judge(call, next, test.IsGuarded(call), out _);
        return strength == RecursionStrength.None && !test.LeavesBehind(next) ? RecursionTurns.Judge(graph(), call, next, spending, new Effort(work, cancellation)) : strength;
    }
}
