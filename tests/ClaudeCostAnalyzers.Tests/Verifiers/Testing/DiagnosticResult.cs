using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Tests.Verifiers;

/// <summary>What of a diagnostic a test does not look at.</summary>
[Flags]
public enum DiagnosticOptions
{
    None = 0,
    IgnoreAdditionalLocations = 1,
    IgnoreSeverity = 2,
}

/// <summary>A place where a diagnostic is expected: lines and columns (from 1), or the key of a <c>{|#0:...|}</c> markup.</summary>
public sealed record ExpectedLocation(string? Path, LinePosition Start, LinePosition? End, int? MarkupKey);

/// <summary>A diagnostic that a test expects. The members have the names and meaning of Microsoft.CodeAnalysis.Testing.</summary>
public readonly struct DiagnosticResult
{
    public DiagnosticResult(string id, DiagnosticSeverity severity)
    {
        Id = id;
        Severity = severity;
    }

    public DiagnosticResult(DiagnosticDescriptor descriptor)
        : this(descriptor.Id, descriptor.DefaultSeverity) => MessageFormat = descriptor.MessageFormat;

    public string Id { get; private init; }

    public DiagnosticSeverity Severity { get; private init; }

    public DiagnosticOptions Options { get; private init; }

    /// <summary>The format that <see cref="WithArguments"/> fills in; comes from the descriptor.</summary>
    public LocalizableString? MessageFormat { get; private init; }

    /// <summary>The exact text expected; null: any.</summary>
    public string? Message { get; private init; }

    /// <summary>The place of the diagnostic, then its additional locations.</summary>
    public ImmutableArray<ExpectedLocation> Spans { get => field.IsDefault ? [] : field; private init; }

    public static DiagnosticResult CompilerError(string id) => new(id, DiagnosticSeverity.Error);

    public static DiagnosticResult CompilerWarning(string id) => new(id, DiagnosticSeverity.Warning);

    public DiagnosticResult WithSeverity(DiagnosticSeverity severity) => this with { Severity = severity };

    public DiagnosticResult WithMessage(string? message) => this with { Message = message };

    public DiagnosticResult WithOptions(DiagnosticOptions options) => this with { Options = options };

    public DiagnosticResult WithArguments(params object[] arguments) => MessageFormat is null
        ? throw new InvalidOperationException($"{Id} was made without a descriptor: use WithMessage.")
        : this with { Message = string.Format(CultureInfo.InvariantCulture, MessageFormat.ToString(CultureInfo.InvariantCulture), arguments) };

    public DiagnosticResult WithLocation(int line, int column) => WithLocation(null!, line, column);

    public DiagnosticResult WithLocation(string path, int line, int column) =>
        Add(new(path, new(line - 1, column - 1), End: null, MarkupKey: null));

    public DiagnosticResult WithLocation(int markupKey) => Add(new(Path: null, default, End: null, markupKey));

    public DiagnosticResult WithSpan(int startLine, int startColumn, int endLine, int endColumn) =>
        WithSpan(null!, startLine, startColumn, endLine, endColumn);

    public DiagnosticResult WithSpan(string path, int startLine, int startColumn, int endLine, int endColumn) =>
        Add(new(path, new(startLine - 1, startColumn - 1), new(endLine - 1, endColumn - 1), MarkupKey: null));

    private DiagnosticResult Add(ExpectedLocation location) => this with { Spans = Spans.Add(location) };
}
