using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>Polly, the library of retries and timeouts whose policies and pipelines the engine knows.</summary>
internal static class ResilienceLibrary
{
    private const string Root = "Polly";

    /// <summary>Whether a compilation can use the library: version 8's core, or the older policies.</summary>
    public static bool IsReferenced(Compilation compilation) => compilation.ReferencedAssemblyNames.Any(assembly => assembly.Name is Root or Root + ".Core");

    /// <summary>Whether a type is one of the library's.</summary>
    public static bool Owns(ITypeSymbol? type)
    {
        for (var space = type?.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space is { Name: Root, ContainingNamespace.IsGlobalNamespace: true })
                return true;
        }

        return false;
    }
}
