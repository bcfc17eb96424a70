using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Contracts;

/// <summary>Which of a compilation's references can say anything of LLM calls, told without reading their members.</summary>
internal static class ReferencedAssemblies
{
    /// <summary>The references of which only metadata is at hand.</summary>
    public static IEnumerable<(MetadataReference Reference, IAssemblySymbol Assembly)> InMetadata(Compilation compilation)
    {
        // One look tells the compilations that know nothing of the namespace in any assembly.
        if (!compilation.GlobalNamespace.GetMembers(ContractAttributes.Namespace).Any(member => member is INamespaceSymbol))
            yield break;
        foreach (var reference in compilation.References)
        {
            if (reference is PortableExecutableReference && compilation.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly)
                yield return (reference, assembly);
        }
    }

    /// <summary>The names of the assemblies that declare a contract attribute, this compilation's own included.</summary>
    public static HashSet<string> DeclaringContracts(Compilation compilation) => new(
        InMetadata(compilation).Select(reference => reference.Assembly).Prepend(compilation.Assembly).Where(DeclaresContract).Select(assembly => assembly.Name),
        StringComparer.OrdinalIgnoreCase);

    public static bool DeclaresContract(IAssemblySymbol assembly) => ContractAttributes.FullNames.Any(name => assembly.GetTypeByMetadataName(name) is not null);

    /// <summary>Whether the generator wrote entries into the assembly.</summary>
    public static bool HasEntries(IAssemblySymbol assembly) => assembly.GetTypeByMetadataName(ReachEntry.AttributeFullName) is not null;

    /// <summary>What the generator wrote into the assembly.</summary>
    public static IEnumerable<ReachEntry> Entries(IAssemblySymbol assembly)
    {
        foreach (var attribute in assembly.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: ReachEntry.AttributeName + "Attribute" } type && type.ContainingNamespace.ToDisplayString() == ReachEntry.AttributeNamespace
                && attribute.ConstructorArguments is { Length: 3 } arguments && Text(arguments[0]) is { } member && Text(arguments[1]) is { } call && Text(arguments[2]) is { } traits)
            {
                yield return ReachEntry.Parse(member, call, traits);
            }
        }
    }

    private static string? Text(TypedConstant argument) => argument.Kind == TypedConstantKind.Primitive ? argument.Value as string : null;

    /// <summary>Whether members of the assembly may be marked: it declares a contract attribute or refers to an assembly that does.</summary>
    public static bool MayBeMarked(IAssemblySymbol assembly, HashSet<string> declaring) => assembly.Name != ContractAttributes.RuntimeAssembly
        && (declaring.Contains(assembly.Name) || assembly.Modules.Any(module => module.ReferencedAssemblies.Any(referenced => declaring.Contains(referenced.Name))));
}
