using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Calls that add nothing of their own to what they are given.</summary>
internal static class PureCalls
{
    /// <summary><c>IsTransient(e)</c>: a question about the exception, unlike a policy object's <c>ShouldRetry(e)</c>, which may count.</summary>
    public static bool AsksOfException(IInvocationOperation call) =>
        (call.TargetMethod.IsStatic || call.TargetMethod.Name.StartsWith("Is", StringComparison.Ordinal))
        && call.Arguments.Any(argument => argument.Value.DescendantsAndSelf().Any(inner => IsException(inner.Type)));

    private static bool IsException(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
                return true;
        }

        return false;
    }

    private static bool IsSequence(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "IAsyncEnumerable" or "IEnumerable", Arity: 1 };

    /// <summary>Calls whose result says no more than what they are given.</summary>
    public static bool Is(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        var type = method.ContainingType;
        if (type is null)
            return false;
        if (type.SpecialType is >= SpecialType.System_Object and <= SpecialType.System_UIntPtr or SpecialType.System_String || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return true;
        var name = type.ToDisplayString();
        return name.StartsWith("System.Linq.", StringComparison.Ordinal) || name.StartsWith("System.Collections.", StringComparison.Ordinal)
            || name.StartsWith("System.Text.", StringComparison.Ordinal) || name is "System.Math" or "System.StringComparer" or "System.MemoryExtensions" or "System.Convert" or "System.Nullable"
            // `Buffered(stream)`, `stream.MapException(map)`: a sequence of the elements of another one.
            || (IsSequence(method.ReturnType) && call.Arguments.Any(argument => IsSequence(argument.Value.Type)))
            || method.Name is "ConfigureAwait" or "AsTask" or "GetAwaiter" or "GetResult" or "WaitAsync" or "GetEnumerator" or "GetAsyncEnumerator" or "MoveNext" or "MoveNextAsync";
    }
}
