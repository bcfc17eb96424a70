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
/// constants, a format or a builder that is filled with them, an array of characters or bytes, or a comment, that holds a key by
/// its prefix, alphabet and length, in plain or in Base64; anywhere in the source, in generated and test files too.
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

    private protected override bool JudgesCalls => false;

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        var constants = new ConstantNames();
        context.RegisterSemanticModelAction(file =>
        {
            var candidates = KeyCandidates.Of(file.SemanticModel.SyntaxTree);
            file.RunOn(candidates.Literals, AnalyzeLiteral);
            file.RunOn(candidates.Parts, node => AnalyzeParts(node, constants));
            file.RunOn(candidates.Calls, node => AnalyzeCall(node, constants));
            file.RunOn(candidates.Builders, node => AnalyzeBuilder(node, constants));
            file.RunOn(candidates.Lists, AnalyzeElements);
            AnalyzeComments(file);
        });
    }

    private static void AnalyzeLiteral(SyntaxNodeAnalysisContext context)
    {
        if (((LiteralExpressionSyntax)context.Node).Token.Value is not string text)
            return;
        foreach (var key in KeyShapes.FindEvery(text))
            Report(context, key, context.Node, KeyReports.Span(text, key.Start, key.Length));
    }

    private static void AnalyzeParts(SyntaxNodeAnalysisContext context, ConstantNames constants)
    {
        var text = ConstantText.Read([(ExpressionSyntax)context.Node], context.SemanticModel, constants, context.CancellationToken);
        foreach (var (key, at, span) in text.FindKeys(context.Node))
            Report(context, key, at, span);
    }

    /// <summary><c>string.Concat</c>, <c>string.Join</c> and <c>string.Format</c> put a key together as well as + does.</summary>
    private static void AnalyzeCall(SyntaxNodeAnalysisContext context, ConstantNames constants)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        var arguments = call.ArgumentList.Arguments;
        if (call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Concat" or "Join" or "Format" } access || arguments.Count == 0)
            return;
        if (access.Name.Identifier.ValueText == "Format")
        {
            if (JoinedParts.OfFormat(arguments) is { } filled)
                ReportJoined(context, call, filled, constants);
            return;
        }

        var separator = access.Name.Identifier.ValueText == "Join" ? arguments[0].Expression : null;
        var parts = PartsOf(arguments.Skip(separator is null ? 0 : 1).Select(argument => argument.Expression).ToList());
        if (parts.Count < 2 || separator is not (null or LiteralExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Empty" }))
            return;
        if (separator is LiteralExpressionSyntax { Token.ValueText.Length: > 0 })
            parts = parts.SelectMany((part, i) => i == 0 ? new[] { part } : [separator, part]).ToList();
        ReportJoined(context, call, parts, constants);
    }

    /// <summary>A <c>StringBuilder</c> that is given parts of a key one after the other.</summary>
    private static void AnalyzeBuilder(SyntaxNodeAnalysisContext context, ConstantNames constants)
    {
        if (JoinedParts.OfBuilder((BaseObjectCreationExpressionSyntax)context.Node) is { Count: > 1 } parts)
            ReportJoined(context, context.Node, parts, constants);
    }

    private static void ReportJoined(SyntaxNodeAnalysisContext context, SyntaxNode whole, IReadOnlyList<ExpressionSyntax> parts, ConstantNames constants)
    {
        var text = ConstantText.Read(parts, context.SemanticModel, constants, context.CancellationToken);
        foreach (var (key, at, _) in text.FindKeys(whole, onlyAcrossParts: true))
            Report(context, key, at, span: "");
    }

    /// <summary>A key in a comment, or in code that is switched off, is in the repository like any other.</summary>
    private static void AnalyzeComments(SemanticModelAnalysisContext context)
    {
        foreach (var (key, span) in CommentedKeys.In(context.SemanticModel.SyntaxTree, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.KeyInSource, Location.Create(context.SemanticModel.SyntaxTree, span), KeyReports.Properties(key.Shape.Home, span: ""), key.Shape.Provider, key.LastFour));
        }
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
