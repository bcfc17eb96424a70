using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.CodeFixes.Caps;

/// <summary>What the analyzer says about a call without an output-token cap, so that the fix derives nothing again.</summary>
/// <param name="CapMember">The property that caps, by its simple name.</param>
/// <param name="OptionsType">The type that has it.</param>
/// <param name="OptionsParameter">The parameter, by name or ordinal, that takes such options; null when the diagnostic names none.</param>
internal sealed record CapFinding(string CapMember, INamedTypeSymbol OptionsType, string? OptionsParameter)
{
    public static CapFinding? TryRead(Diagnostic diagnostic, Compilation compilation)
    {
        if (!diagnostic.Properties.TryGetValue("CapMember", out var member) || string.IsNullOrEmpty(member)
            || !diagnostic.Properties.TryGetValue("OptionsType", out var typeName) || string.IsNullOrEmpty(typeName))
        {
            return null;
        }

        // Documentation ids (T:..., P:...) are taken as well as plain names.
        var name = typeName!.StartsWith("T:", StringComparison.Ordinal) ? typeName.Substring(2) : typeName;
        if (compilation.GetTypeByMetadataName(name) is not { } type)
            return null;
        diagnostic.Properties.TryGetValue("OptionsParameter", out var parameter);
        return new(member!.Substring(member.LastIndexOf('.') + 1), type, string.IsNullOrEmpty(parameter) ? null : parameter);
    }
}
