using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Tool.Tests.Support;

/// <summary>
/// Stands for the real rules, whose verdicts are no matter of the tool: calls of methods named Spend (warning), Idle
/// (info) and Maybe (hidden) are findings, with the loop around them and the method's source as their path, and so are
/// literals that begin with <c>sk-</c>.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SpendingRule : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Spend = New("CCA1002", "Cost", DiagnosticSeverity.Warning, "'{0}' spends");
    private static readonly DiagnosticDescriptor Idle = New("CCA1005", "Cost", DiagnosticSeverity.Info, "'{0}' idles");
    private static readonly DiagnosticDescriptor Maybe = New("CCA1009", "Cost", DiagnosticSeverity.Hidden, "'{0}' may spend");
    private static readonly DiagnosticDescriptor Key = New("CCA3001", "Security", DiagnosticSeverity.Warning, "A key that ends in '{0}'");

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Spend, Idle, Maybe, Key];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(Invocation, OperationKind.Invocation);
        context.RegisterOperationAction(Literal, OperationKind.Literal);
    }

    private static void Invocation(OperationAnalysisContext context)
    {
        var method = ((IInvocationOperation)context.Operation).TargetMethod;
        var rule = method.Name switch { "Spend" => Spend, "Idle" => Idle, "Maybe" => Maybe, _ => null };
        if (rule is null)
            return;
        var path = new List<Location>();
        if (context.Operation.Syntax.FirstAncestorOrSelf<WhileStatementSyntax>() is { } loop)
            path.Add(loop.GetLocation());
        // Source, also of another project: there is none for a method that is known from metadata only.
        path.AddRange(method.DeclaringSyntaxReferences.Select(r => Reportable(r.GetSyntax().GetLocation(), context.Compilation)));
        context.ReportDiagnostic(Diagnostic.Create(rule, context.Operation.Syntax.GetLocation(), path,
            ImmutableDictionary<string, string?>.Empty.Add("call", method.Name), method.Name));
    }

    /// <summary>The driver refuses locations in trees of another compilation, but takes the same place in an external file.</summary>
    private static Location Reportable(Location location, Compilation compilation) =>
        compilation.ContainsSyntaxTree(location.SourceTree!)
            ? location
            : Location.Create(location.SourceTree!.FilePath, location.SourceSpan, location.GetLineSpan().Span);

    private static void Literal(OperationAnalysisContext context)
    {
        if (context.Operation.ConstantValue.Value is string { Length: > 8 } text && text.StartsWith("sk-", StringComparison.Ordinal))
        {
            context.ReportDiagnostic(Diagnostic.Create(Key, context.Operation.Syntax.GetLocation(), [],
                ImmutableDictionary<string, string?>.Empty.Add("key", text), text[^4..]));
        }
    }

    private static DiagnosticDescriptor New(string id, string category, DiagnosticSeverity severity, string message) =>
        new(id, "Test rule " + id, message, category, severity, isEnabledByDefault: true, helpLinkUri: $"https://example.test/{id}.md");
}

/// <summary>A rule with a defect.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ThrowingRule : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [new("CCA9999", "Throws", "Throws", "Cost", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(_ => throw new InvalidOperationException("a defect"), OperationKind.Invocation);
    }
}
