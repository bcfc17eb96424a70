using System.Collections.Immutable;
using System.Text;
using ClaudeCostAnalyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Generation;

/// <summary>
/// Writes into an assembly which of its exported members reach an LLM call, so that a build which sees only the assembly
/// can follow a loop into it.
/// </summary>
/// <remarks>
/// Implementation output: an editor, which has the source of referenced projects at hand, never asks for it. Nothing is
/// written where nothing exported reaches a call.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class ReachGenerator : IIncrementalGenerator
{
    /// <summary>The name of the step whose value decides whether the source is written anew.</summary>
    internal const string EntriesStep = "LlmReachEntries";

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var entries = context.CompilationProvider.Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (input, cancellation) => input.Left is CSharpCompilation compilation
                ? ExportedReaches.Of(compilation, input.Right, cancellation)
                : ImmutableArray<ReachEntry>.Empty)
            .WithComparer(EntriesComparer.Instance)
            .WithTrackingName(EntriesStep);
        context.RegisterImplementationSourceOutput(entries, static (output, found) =>
        {
            if (!found.IsEmpty)
                output.AddSource("ClaudeCost.LlmReach.g.cs", SourceText.From(ReachSource.Write(found), Encoding.UTF8));
        });
    }

    private sealed class EntriesComparer : IEqualityComparer<ImmutableArray<ReachEntry>>
    {
        public static readonly EntriesComparer Instance = new();

        public bool Equals(ImmutableArray<ReachEntry> left, ImmutableArray<ReachEntry> right) => left.SequenceEqual(right);

        public int GetHashCode(ImmutableArray<ReachEntry> entries) => entries.Length == 0 ? 0 : entries[0].GetHashCode() * 31 + entries.Length;
    }
}
