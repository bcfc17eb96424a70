using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog.Keys;
using ClaudeCostAnalyzers.Rules.KeyExposure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA3004: a key goes where people see it.</summary>
/// <remarks>
/// Positive: a key - by the name of the variable, property, environment variable or configuration entry, or by its shape -
/// or headers, a request, a record or another object that has been given it in the same member, is an argument of a logger,
/// the console, an exception, a serialiser or a response, or is put into a URL.
/// Negative: parts and masks of a key, questions about it (its length, whether it is there), names of variables and entries,
/// placeholders, keys of others, calls that are not known to show it, and ways through other members.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KeyExposureAnalyzer : CostAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.KeyExposed);

    private protected override bool JudgesCalls => false;

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost) => context.RegisterCodeBlockAction(Analyze);

    private static void Analyze(CodeBlockAnalysisContext context)
    {
        if (KeySources.Of(context.CodeBlock.SyntaxTree).IsEmpty)
            return;
        // Top-level statements are given with the whole file around them.
        IReadOnlyList<SyntaxNode> parts = context.CodeBlock is CompilationUnitSyntax file ? file.Members.OfType<GlobalStatementSyntax>().ToList() : [context.CodeBlock];
        foreach (var exposed in KeyTrail.Find(parts, context.SemanticModel, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.KeyExposed, exposed.At.GetLocation(), exposed.Name, Place(exposed.Kind), Remedy(exposed.Kind)));
        }
    }

    private static string Place(KeySinkKind kind) => kind switch
    {
        KeySinkKind.Log => "a log",
        KeySinkKind.Console => "the console",
        KeySinkKind.Exception => "an exception",
        KeySinkKind.Url => "a URL",
        KeySinkKind.Serialised => "serialised text",
        _ => "an HTTP response",
    };

    private static string Remedy(KeySinkKind kind) => kind == KeySinkKind.Url
        ? "send it in a header, as servers and proxies write down URLs"
        : "leave it out, or show its last four characters only";
}
