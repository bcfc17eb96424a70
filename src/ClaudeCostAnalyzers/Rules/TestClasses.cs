using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>Classes that a test framework runs.</summary>
internal static class TestClasses
{
    private static readonly string[] s_frameworks = ["Xunit", "NUnit", "Microsoft.VisualStudio.TestTools", "TUnit"];

    /// <summary>Whether the member stands in a class that is marked as tests, or has a member that is.</summary>
    public static bool Contain(ISymbol member)
    {
        for (var type = member.ContainingType; type is not null; type = type.ContainingType)
        {
            for (INamedTypeSymbol? current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
            {
                if (IsMarked(current) || current.GetMembers().Any(IsMarked))
                    return true;
            }
        }

        return false;
    }

    private static bool IsMarked(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            for (var type = attribute.AttributeClass; type is not null; type = type.BaseType)
            {
                var space = type.ContainingNamespace?.ToDisplayString() ?? "";
                if (s_frameworks.Any(framework => space == framework || space.StartsWith(framework + ".", StringComparison.Ordinal)))
                    return true;
            }
        }

        return false;
    }
}
