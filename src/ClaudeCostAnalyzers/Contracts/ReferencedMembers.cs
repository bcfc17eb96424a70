using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Contracts;

/// <summary>
/// What referenced assemblies, of which only metadata is at hand, say of their members: by the entries that the generator
/// wrote, or by attributes on the members where it did not run. Projects whose source is at hand are left out: their source
/// says it. Read when first asked. Safe for concurrent use.
/// </summary>
internal sealed class ReferencedMembers(IEnumerable<Compilation> compilations)
{
    private readonly Lazy<Entries> _entries = new(() => new Entries(compilations));

    /// <summary>Names of members that spend.</summary>
    public IEnumerable<string> SpendingNames => Named(entry => entry.Spends);

    /// <summary>Names of members that wait for a person.</summary>
    public IEnumerable<string> AskingNames => Named(entry => entry.Traits.HasFlag(ReachTraits.WaitsForHuman));

    /// <summary>Names of members that wait for time or work.</summary>
    public IEnumerable<string> WaitingNames => Named(entry => entry.Traits.HasFlag(ReachTraits.WaitsForWork));

    /// <summary>What is said of the member; null: nothing, or its source is at hand.</summary>
    public ReachEntry? Find(IMethodSymbol member)
    {
        if (!member.DeclaringSyntaxReferences.IsEmpty || member.ContainingType is null)
            return null;
        var name = member.MethodKind == MethodKind.Constructor ? member.ContainingType.Name : (member.AssociatedSymbol ?? member).Name;
        return _entries.Value.Names.Contains(name) && (member.ReducedFrom ?? member).OriginalDefinition.GetDocumentationCommentId() is { } id
            && _entries.Value.ById.TryGetValue(id, out var entry) ? entry : null;
    }

    private IEnumerable<string> Named(Func<ReachEntry, bool> which) => _entries.Value.ById.Values.Where(which).Select(entry => entry.Name);

    private sealed class Entries
    {
        public Entries(IEnumerable<Compilation> compilations)
        {
            var read = new HashSet<MetadataReference>();
            foreach (var compilation in compilations)
            {
                var declaring = ReferencedAssemblies.DeclaringContracts(compilation);
                foreach (var (reference, assembly) in ReferencedAssemblies.InMetadata(compilation))
                {
                    if (!read.Add(reference))
                        continue;
                    var entries = ReferencedAssemblies.HasEntries(assembly) ? ReferencedAssemblies.Entries(assembly)
                        : ReferencedAssemblies.MayBeMarked(assembly, declaring) ? Marked(assembly) : [];
                    foreach (var entry in entries)
                        ById[entry.Member] = ById.TryGetValue(entry.Member, out var other) ? ReachEntry.Merge(entry, other) : entry;
                }
            }

            Names = [.. ById.Values.Select(entry => entry.Name)];
        }

        public Dictionary<string, ReachEntry> ById { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Names { get; }

        private static IEnumerable<ReachEntry> Marked(IAssemblySymbol assembly)
        {
            var pending = new Stack<INamespaceOrTypeSymbol>();
            pending.Push(assembly.GlobalNamespace);
            while (pending.Count > 0)
            {
                foreach (var member in pending.Pop().GetMembers())
                {
                    if (member is INamespaceOrTypeSymbol further)
                        pending.Push(further);
                    else if (member is IMethodSymbol { DeclaredAccessibility: not Accessibility.Private } method && ContractAttributes.Spends(method) && method.GetDocumentationCommentId() is { } id)
                        yield return new ReachEntry(id, method.ContainingType.Name + "." + (method.AssociatedSymbol ?? method).Name, TraitsOf(method));
                }
            }
        }

        private static ReachTraits TraitsOf(IMethodSymbol method) =>
            ReachTraits.ReturnsReply | (ContractAttributes.NeedsBudget(method) ? ReachTraits.RequiresBudget : ReachTraits.None);
    }
}
