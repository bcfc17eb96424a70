using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>A project, compiled in memory with its generators, its configs and the projects it references.</summary>
/// <param name="Invocation">Where it comes from.</param>
/// <param name="Compilation">The compilation, generated code included; its other projects are compilation references.</param>
/// <param name="Configs">Severities and options per file.</param>
/// <param name="AdditionalFiles">The additional files that analyzers may read.</param>
internal sealed record ProjectCompilation(
    CompilerInvocation Invocation,
    CSharpCompilation Compilation,
    AnalyzerConfigs Configs,
    ImmutableArray<AdditionalText> AdditionalFiles);
