using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Configuration;
using ClaudeCostAnalyzers.Rules.OutputCaps;
using ClaudeCostAnalyzers.Rules.RequestBodies;
using ClaudeCostAnalyzers.Rules.Values;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA2003 and CCA2004 on requests that are posted to an endpoint without an SDK.</summary>
/// <remarks>
/// Positive: the body is wholly in sight and has none of the fields that cap the reply at that endpoint; or one of them is a
/// number above the ceiling. Negative: the body, or any field of it that may hold the cap, comes from outside; a name of a
/// field is not known; the object goes where it may be changed; the endpoint caps by default, has no cap, or is free.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RequestBodyAnalyzer : CostAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.NoOutputCap, Descriptors.HighOutputCap);

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        if (!cost.Apis.MayPost)
            return;
        var bodies = cost.Calls.Bodies;
        var scopes = new VariableScopes(bodies, new NameUses());
        var values = new KnownValues(bodies);
        var reported = new ConcurrentDictionary<SyntaxNode, bool>();
        context.RegisterNodes(cost.Apis.CandidateWords, node => Analyze(node, cost, scopes, values, reported), SyntaxKind.InvocationExpression);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, CostContext cost, VariableScopes scopes, KnownValues values, ConcurrentDictionary<SyntaxNode, bool> reported)
    {
        var (model, cancellation) = (context.SemanticModel, context.CancellationToken);
        var syntax = (InvocationExpressionSyntax)context.Node;
        // The name alone tells almost every call apart, without binding it.
        if (SimpleNames.TextOf(syntax.Expression) is not { } name || !cost.Apis.IsCandidateName(name)
            || model.GetOperation(syntax, cancellation) is not IInvocationOperation call || cost.Apis.BodyCapOf(call, model, cancellation) is not { } cap)
        {
            return;
        }

        var body = new BodyReader(cap, cost.Calls.Bodies, scopes, values, cancellation).Read(call);
        if (body.Capping == Capping.Uncapped && !cap.HasDefault)
            ReportMissing(context, call, cap.Paths[0], body.Place);
        foreach (var value in body.Values)
            ReportHigh(context, value, values, reported);
    }

    private static void ReportMissing(SyntaxNodeAnalysisContext context, IInvocationOperation call, string cap, CapPlace? place)
    {
        var properties = ImmutableDictionary<string, string?>.Empty;
        if (place is not null)
            properties = properties.Add(DiagnosticProperties.CapMember, cap).Add(DiagnosticProperties.BodyField, place.Field);
        var type = call.TargetMethod.ContainingType.Name == "HttpClientJsonExtensions" ? "HttpClient" : call.TargetMethod.ContainingType.Name;
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.NoOutputCap, call.Syntax.GetLocation(), place is null ? [] : [place.Creation.GetLocation()], properties, type + "." + call.TargetMethod.Name, cap));
    }

    private static void ReportHigh(SyntaxNodeAnalysisContext context, CapValue cap, KnownValues values, ConcurrentDictionary<SyntaxNode, bool> reported)
    {
        var ceiling = CostOptions.Number(OptionKey.OutputTokenCeiling, context.Options.AnalyzerConfigOptionsProvider.GetOptions(context.Node.SyntaxTree), CostOptions.DefaultOutputTokenCeiling);
        var written = ceiling.ToString("F0", CultureInfo.InvariantCulture);
        foreach (var (syntax, number) in cap.Value is null ? [(cap.Syntax, cap.Number)] : KnownValues.Branches(cap.Value).Select(branch => (branch.Syntax, values.Number(branch, context.CancellationToken))))
        {
            if (number is not { } tokens || tokens <= ceiling || !reported.TryAdd(syntax, true))
                continue;
            // A finding belongs to the file that is analysed.
            var isHere = syntax.SyntaxTree == context.Node.SyntaxTree;
            var properties = ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.CapMember, cap.Field);
            if (isHere && cap.Value is not null)
                properties = properties.Add(DiagnosticProperties.Lowered, written);
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.HighOutputCap, isHere ? syntax.GetLocation() : context.Node.GetLocation(), properties, cap.Field, tokens.ToString("F0", CultureInfo.InvariantCulture), written));
        }
    }
}
