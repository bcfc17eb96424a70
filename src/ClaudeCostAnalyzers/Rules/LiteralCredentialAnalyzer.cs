using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog.Endpoints;
using ClaudeCostAnalyzers.Catalog.Keys;
using ClaudeCostAnalyzers.Rules.Keys;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA3002: a literal where a credential is expected. CCA3001 where such a literal has the shape of a provider's keys without a prefix.</summary>
/// <remarks>
/// Positive: a literal, concatenation or interpolation that looks as if chance had made it, as an argument for a credential's
/// parameter or type, in a credential's property or variable, behind <c>Bearer</c> and in other headers of credentials, and in
/// the URL of a model; directly or by way of a variable of the same file.
/// Negative: placeholders, words, short texts; keys that CCA3001 reports; texts that go elsewhere or out of sight.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LiteralCredentialAnalyzer : CostAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.LiteralCredential, Descriptors.KeyInSource);

    // A credential in generated code is as good as any other.
    private protected override GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics;

    private protected override bool JudgesCalls => false;

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        var names = new NameUses();
        var constants = new ConstantNames();
        context.RegisterSemanticModelAction(file =>
        {
            var candidates = KeyCandidates.Of(file.SemanticModel.SyntaxTree);
            file.RunOn(candidates.Literals, node => AnalyzeLiteral(node, names));
            file.RunOn(candidates.Parts, node => AnalyzeParts(node, names, constants));
        });
    }

    private static void AnalyzeLiteral(SyntaxNodeAnalysisContext context, NameUses names)
    {
        var literal = (LiteralExpressionSyntax)context.Node;
        if (literal.Token.Value is string text && CredentialText.Find(text) is { } part && KeyShapes.Find(text) is null)
            Report(context, names, literal, literal, KeyReports.Span(text, part.Start, part.Length), text, part);
    }

    private static void AnalyzeParts(SyntaxNodeAnalysisContext context, NameUses names, ConstantNames constants)
    {
        var expression = (ExpressionSyntax)context.Node;
        var parts = ConstantText.Read([expression], context.SemanticModel, constants, context.CancellationToken);
        var text = parts.Text;
        if (CredentialText.Find(text) is { } part && parts.NodeOf(part.Start, part.Length, expression) is var (at, span) && KeyShapes.Find(text) is null)
            Report(context, names, expression, at, span, text, part);
    }

    private static void Report(SyntaxNodeAnalysisContext context, NameUses names, ExpressionSyntax expression, SyntaxNode at, string span, string text, CredentialPart part)
    {
        var before = text.Substring(0, part.Start);
        if (new CredentialPlaces(names, context.SemanticModel, context.CancellationToken).Find(expression, part, before) is not { } place)
            return;
        var credential = text.Substring(part.Start, part.Length);
        var lastFour = credential.Substring(credential.Length - 4);
        var tree = context.SemanticModel.SyntaxTree;
        if (BareKey.Find(credential, word => EndpointMentions.Has(tree, word)) is { } bare)
            KeyReports.Report(context, Descriptors.KeyInSource, at, bare.Home, span, bare.Home.Provider, lastFour);
        else
            KeyReports.Report(context, Descriptors.LiteralCredential, at, place.Home, span, place.What, lastFour);
    }
}
