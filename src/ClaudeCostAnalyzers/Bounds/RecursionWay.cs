using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Follows a parameter along the calls by which a member comes back to itself: <c>Visit(depth)</c> calls
/// <c>Relay(depth - 1)</c>, which calls <c>Visit(depth)</c>. Moved on the way, and tested anywhere on it, it ends the recursion.
/// </summary>
internal sealed class RecursionWay
{
    private readonly IMethodSymbol _member;
    private readonly List<(FlowNode Node, bool Value, Variable Tested, IParameterSymbol Origin)> _guards = [];

    /// <summary>What the parameters of the member that the way has come to were in the first one, and how they were moved since.</summary>
    private Dictionary<IParameterSymbol, (IParameterSymbol Origin, int Direction)> _parameters;

    public RecursionWay(IMethodSymbol member)
    {
        _member = member;
        _parameters = NewMap();
        foreach (var parameter in member.OriginalDefinition.Parameters)
            _parameters[parameter] = (parameter, 0);
    }

    /// <summary>Goes one call on.</summary>
    /// <param name="call">The call.</param>
    /// <param name="target">The member that it runs.</param>
    /// <param name="guards">The conditions before it.</param>
    /// <param name="step">How the call moves the parameter of the caller that it hands on: null where it hands something else.</param>
    public void Follow(IInvocationOperation call, IMethodSymbol target, IEnumerable<(FlowNode Node, bool Value)> guards, Func<IOperation, IParameterSymbol, int?> step)
    {
        foreach (var (node, value) in guards)
        {
            foreach (var parameter in _parameters)
                _guards.Add((node, value, Variable.Of(parameter.Key), parameter.Value.Origin));
        }

        var next = NewMap();
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is not { Ordinal: var ordinal } || ordinal >= target.Parameters.Length)
                continue;
            foreach (var parameter in _parameters)
            {
                if (step(argument.Value, parameter.Key) is not { } direction)
                    continue;
                var before = parameter.Value.Direction;
                if (before == 0 || direction == 0 || before == direction)
                    next[target.OriginalDefinition.Parameters[ordinal]] = (parameter.Value.Origin, before + direction is var sum && sum != 0 ? Math.Sign(sum) : 0);
            }
        }

        _parameters = next;
    }

    /// <summary>Whether a parameter comes back moved towards a limit that the way tests.</summary>
    public bool Ends() => _parameters.Any(parameter => parameter.Value is (var origin, not 0 and var direction)
        && SymbolEqualityComparer.Default.Equals(origin, parameter.Key)
        && _member.OriginalDefinition.Parameters.Contains(origin, SymbolEqualityComparer.Default)
        && _guards.Any(guard => SymbolEqualityComparer.Default.Equals(guard.Origin, origin) && RecursionTest.Stops((guard.Node, guard.Value), guard.Tested, direction)));

    private static Dictionary<IParameterSymbol, (IParameterSymbol, int)> NewMap() => new(SymbolEqualityComparer.Default);
}
