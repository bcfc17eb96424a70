using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Catalog.Keys;
using ClaudeCostAnalyzers.Rules.Keys;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA3001: a provider's key in source.</summary>
/// <remarks>
/// Positive: a literal of any form - plain, verbatim, raw, UTF-8, interpolated - or a concatenation of literals and named
/// constants, or an array of characters or bytes, that holds a key by its prefix, alphabet and length, in plain or in Base64;
/// anywhere in the source, in generated and test files too.
/// Negative: prefixes, placeholders, examples, names of variables, and whatever does not look as if chance had made it.
/// Neither message nor properties hold more of a key than the provider and the last four characters.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KeyInSourceAnalyzer : CostAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.KeyInSource);

    // A key in generated code is as good as any other.
    private protected override GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics;

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        var constants = new ConstantNames();
        context.RegisterSemanticModelAction(file =>
        {
            var candidates = KeyCandidates.Of(file.SemanticModel.SyntaxTree);
            file.RunOn(candidates.Literals, AnalyzeLiteral);
            file.RunOn(candidates.Parts, node => AnalyzeParts(node, constants));
            file.RunOn(candidates.Calls, node => AnalyzeCall(node, constants));
            file.RunOn(candidates.Lists, AnalyzeElements);
        });
    }

    private static void AnalyzeLiteral(SyntaxNodeAnalysisContext context)
    {
        if (((LiteralExpressionSyntax)context.Node).Token.Value is string text && KeyShapes.Find(text) is { } key)
            Report(context, key, context.Node, KeyReports.Span(text, key.Start, key.Length));
    }

    private static void AnalyzeParts(SyntaxNodeAnalysisContext context, ConstantNames constants)
    {
        var text = ConstantText.Read([(ExpressionSyntax)context.Node], context.SemanticModel, constants, context.CancellationToken);
        if (text.FindKey(context.Node) is var (key, at, span))
            Report(context, key, at, span);
    }

    /// <summary><c>string.Concat</c> and <c>string.Join</c> put a key together as well as + does.</summary>
    private static void AnalyzeCall(SyntaxNodeAnalysisContext context, ConstantNames constants)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        var arguments = call.ArgumentList.Arguments;
        if (call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Concat" or "Join" } access || arguments.Count == 0)
            return;
        var separator = access.Name.Identifier.ValueText == "Join" ? arguments[0].Expression : null;
        var parts = PartsOf(arguments.Skip(separator is null ? 0 : 1).Select(argument => argument.Expression).ToList());
        if (parts.Count < 2 || separator is not (null or LiteralExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Empty" }))
            return;
        if (separator is LiteralExpressionSyntax { Token.ValueText.Length: > 0 })
            parts = parts.SelectMany((part, i) => i == 0 ? new[] { part } : [separator, part]).ToList();
        var text = ConstantText.Read(parts, context.SemanticModel, constants, context.CancellationToken);
        if (text.FindKey(call, onlyAcrossParts: true) is var (key, at, _))
            Report(context, key, at, span: "");
    }

    /// <summary>The arguments, or the elements of the one array or collection that is written out in their place.</summary>
    private static IReadOnlyList<ExpressionSyntax> PartsOf(IReadOnlyList<ExpressionSyntax> arguments)
    {
        if (arguments.Count != 1)
            return arguments;
        return arguments[0] switch
        {
            ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
            ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions,
            var list when list.IsKind(TreeNodes.CollectionExpression) => list.ChildNodes().Select(element => element.ChildNodes().FirstOrDefault()).OfType<ExpressionSyntax>().ToList(),
            _ => arguments,
        };
    }

    private static void AnalyzeElements(SyntaxNodeAnalysisContext context)
    {
        if (ElementText.Read(context.Node) is { } text && KeyShapes.Find(text) is { } key)
            Report(context, key, context.Node, span: "");
    }

    private static void Report(SyntaxNodeAnalysisContext context, KeyMatch key, SyntaxNode at, string span) =>
        KeyReports.Report(context, Descriptors.KeyInSource, at, key.Shape.Home, key.IsEncoded ? "" : span, key.Shape.Provider, key.LastFour);
}
