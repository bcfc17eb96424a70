using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>What a recursion hands on of what it was given: the children of a node, the rest of a list.</summary>
internal static class RecursionDescent
{
    /// <summary>The parameter that the value is a part of: a child, an element, a shorter list, but not the model's reply.</summary>
    /// <param name="value">What is handed on.</param>
    /// <param name="graph">The member's body.</param>
    /// <param name="spending">What spends.</param>
    /// <param name="isElement">Whether an element of the value is handed on, not the value itself.</param>
    /// <param name="members">Takes the members by which the part was reached: <c>Children</c> of <c>node.Children</c>.</param>
    public static IParameterSymbol? Source(IOperation value, FlowGraph graph, ISpending spending, bool isElement = false, ICollection<Variable>? members = null)
    {
        var pending = new Stack<(IOperation Value, bool IsPart)>();
        pending.Push((value, isElement));
        var seen = new HashSet<Variable>();
        IParameterSymbol? source = null;
        while (pending.Count > 0)
        {
            var (current, isPart) = pending.Pop();
            if (spending.Of(current, graph.Model) is not null)
                return null;
            switch (current)
            {
                case IConversionOperation conversion:
                    pending.Push((conversion.Operand, isPart));
                    continue;
                case IInvocationOperation { Instance: { } instance } call:
                    pending.Push((instance, isPart || !IsWhole(call.TargetMethod.Name)));
                    continue;
                case IInvocationOperation { TargetMethod.IsExtensionMethod: true, Arguments: { Length: > 0 } arguments } call:
                    pending.Push((arguments[0].Value, isPart || !IsWhole(call.TargetMethod.Name)));
                    continue;
                case IAwaitOperation await:
                    pending.Push((await.Operation, isPart));
                    continue;
                case IArrayElementReferenceOperation element:
                    pending.Push((element.ArrayReference, true));
                    continue;
                case IMemberReferenceOperation { Instance: { } owner and not IInstanceReferenceOperation } member:
                    members?.Add(Variable.Of(member.Member));
                    pending.Push((owner, true));
                    continue;
                case IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } element when Sequence(element) is { } sequence:
                    pending.Push((sequence, true));
                    continue;
                case IParameterReferenceOperation { Parameter: { } parameter }:
                    if (isPart)
                        source ??= parameter.OriginalDefinition;
                    break;
            }

            if (Variable.Referenced(current) is not { } variable || !seen.Add(variable))
                continue;
            foreach (var write in graph.Variables.Writes(variable))
            {
                // `node.Summary = await Ask(node.Text);` leaves the parameter what it was handed; `text = await Ask(text);` does not.
                if (write.Kind != WriteKind.Expose && write.Value is { } from && (write.Kind == WriteKind.Assign || variable.Symbol is not IParameterSymbol))
                    pending.Push((from, isPart));
            }
        }

        return source;
    }

    /// <summary>
    /// The sequence whose elements a call hands to the function that it is given: <c>node.Children.Select(child => Visit(child))</c>,
    /// <c>node.Children.Select(Visit)</c>, <c>Parallel.ForEachAsync(node.Children, (child, token) => Visit(child))</c>.
    /// </summary>
    /// <param name="inside">The reference to the function's parameter, or to the method that is the function.</param>
    public static IOperation? Sequence(IOperation inside)
    {
        var function = inside;
        if (inside is IParameterReferenceOperation { Parameter: var parameter })
        {
            while (function is not null && !(function is IAnonymousFunctionOperation lambda && lambda.Symbol.Parameters.Contains(parameter, SymbolEqualityComparer.Default)))
                function = function.Parent;
        }

        var argument = function?.Parent;
        while (argument is IDelegateCreationOperation or IConversionOperation)
            argument = argument.Parent;
        if (argument is not IArgumentOperation { Parent: IInvocationOperation call })
            return null;
        return call.Instance is { } instance && IsSequence(instance) ? instance : call.Arguments.Select(other => other.Value).FirstOrDefault(other => other != argument && IsSequence(other));
    }

    private static bool IsSequence(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        return value.Type is { SpecialType: not SpecialType.System_String } type && type.AllInterfaces.Concat([type]).Any(contract =>
            contract.SpecialType == SpecialType.System_Collections_IEnumerable || contract is { Name: "IAsyncEnumerable", ContainingNamespace.Name: "Generic" });
    }

    /// <summary>Members whose result holds all that they are asked of, or more.</summary>
    private static bool IsWhole(string member) => CollectionMembers.Grows(member)
        || member is "ToString" or "ToList" or "ToArray" or "ToHashSet" or "GetEnumerator" or "GetAsyncEnumerator" or "AsEnumerable" or "AsReadOnly" or "Clone" or "OrderBy" or "OrderByDescending" or "Reverse" or "Union"
            or "Replace" or "ToUpper" or "ToLower" or "ToUpperInvariant" or "ToLowerInvariant" or "PadLeft" or "PadRight" or "Normalize";

    /// <summary>A part of a sequence that is a sequence again, and may be empty: <c>rest.Skip(1).ToList()</c>.</summary>
    public static bool IsRest(IOperation value)
    {
        while (value is IConversionOperation or IAwaitOperation)
            value = value is IConversionOperation conversion ? conversion.Operand : ((IAwaitOperation)value).Operation;
        return value is IInvocationOperation { TargetMethod: { } method, Type: { } type } && type.SpecialType != SpecialType.System_String
            && (method.ContainingType.Name == "Enumerable" || CollectionMembers.Shrinks(method.Name)) && type.AllInterfaces.Concat([type]).Any(contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable);
    }
}
