using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Rules.Deadlines;

/// <summary>The types of .NET that cancel.</summary>
internal static class Tokens
{
    private static readonly string[] s_requestOptions = ["System.ClientModel.Primitives.RequestOptions", "Azure.RequestContext", "Google.Api.Gax.Grpc.CallSettings"];

    /// <summary>Whether the type is <c>CancellationToken</c>, nullable or not.</summary>
    public static bool IsToken(ITypeSymbol? type) =>
        IsThreading(type, "CancellationToken") || type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable && IsThreading(nullable.TypeArguments[0], "CancellationToken");

    /// <summary>Whether the type is <c>CancellationTokenSource</c>.</summary>
    public static bool IsSource(ITypeSymbol? type) => IsThreading(type, "CancellationTokenSource");

    /// <summary>Whether the type is System.ClientModel's options of one request, which may carry a token.</summary>
    public static bool IsRequestOptions(ITypeSymbol? type) =>
        type is { Name: "RequestOptions" or "RequestContext" or "CallSettings", ContainingNamespace: var space }
        && s_requestOptions.Contains(space?.ToDisplayString() + "." + type.Name);

    /// <summary>Whether the type is a stream that can be told to stop with <c>WithCancellation</c>.</summary>
    public static bool IsStream(ITypeSymbol? type) => type is not null && (IsAsyncEnumerable(type) || type.AllInterfaces.Any(IsAsyncEnumerable));

    private static bool IsAsyncEnumerable(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "IAsyncEnumerable", Arity: 1, ContainingNamespace: { Name: "Generic", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } } };

    private static bool IsThreading(ITypeSymbol? type, string name) =>
        type?.Name == name && type.ContainingNamespace is { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
