using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Tests.Verifiers;

/// <summary>Files of a test, in order. A file added without a name gets one.</summary>
public sealed class SourceFileList(string prefix, string suffix) : List<(string filename, string content)>
{
    public void Add(string content) => Add(($"{prefix}{Count}{suffix}", content));
}

/// <summary>The files and expectations of one project, before or after a fix.</summary>
public sealed class SolutionState
{
    public SourceFileList Sources { get; } = new("/0/Test", ".cs");

    /// <summary>Files that are not source, such as settings; markup is not read in them.</summary>
    public SourceFileList AdditionalFiles { get; } = new("/0/Additional", ".txt");

    /// <summary><c>.editorconfig</c> and <c>.globalconfig</c> files by their absolute paths, such as <c>/.editorconfig</c>.</summary>
    public SourceFileList AnalyzerConfigFiles { get; } = new("/Test", ".globalconfig");

    public List<MetadataReference> AdditionalReferences { get; } = [];

    /// <summary>What is expected besides the markup in <see cref="Sources"/>.</summary>
    public List<DiagnosticResult> ExpectedDiagnostics { get; } = [];

    /// <summary>Null: a program when a source has top-level statements, else a library.</summary>
    public OutputKind? OutputKind { get; set; }
}
