using System.Collections.Immutable;
using System.Globalization;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Configuration;
using ClaudeCostAnalyzers.Rules.Retries;
using ClaudeCostAnalyzers.Rules.Values;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA2006: too many retries of an LLM call, or layers of retries that multiply.</summary>
/// <remarks>
/// Positive: an SDK's retries, or those of a pipeline or hand-written loop around a call, are set to a constant above the
/// ceiling; the SDK's attempts, the handlers', the pipelines' and the loops' multiply above theirs.
/// Negative: a number that is not known counts as no layer; a loop over work, or one that goes on with the conversation, is no retry; a
/// pipeline that is built elsewhere.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RetryAnalyzer : CostAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.ManyRetries);

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        var values = new KnownValues(cost.Calls.Bodies);
        var sdks = new SdkAttempts(cost, values);
        var handlers = new HandlerAttempts(cost, values);
        var stack = new RetryStack(cost, values);
        context.RegisterNodes(cost.Apis.CandidateWords, node => AnalyzeCall(node, cost.Apis, sdks, handlers, stack), SyntaxKind.InvocationExpression);
        context.RegisterNodes(new Words(sdks.Table.Names), node => AnalyzeAssignment(node, sdks, values), SyntaxKind.SimpleAssignmentExpression);
        context.RegisterNodes(Words.OfCreations(sdks.Table.Names), node => AnalyzeCreation(node, sdks, values, cost.Aliases), SyntaxKind.ObjectCreationExpression, SyntaxKind.ImplicitObjectCreationExpression);
    }

    private static void AnalyzeCall(SyntaxNodeAnalysisContext context, LlmApis apis, SdkAttempts sdks, HandlerAttempts handlers, RetryStack stack)
    {
        var syntax = (InvocationExpressionSyntax)context.Node;
        if (SimpleNames.Of(syntax.Expression) is not { } name || !apis.IsCandidateName(name.Identifier.ValueText)
            || context.SemanticModel.GetOperation(syntax, context.CancellationToken) is not IInvocationOperation call || !apis.Spends(call, context.SemanticModel, context.CancellationToken))
        {
            return;
        }

        var layers = ImmutableArray.CreateBuilder<RetryLayer>();
        if (apis.Find(call.TargetMethod) is { } member && sdks.Of(member, syntax) is { Attempts: > 1 } sdk)
            layers.Add(new RetryLayer(sdk.Attempts, "SDK attempts", sdk.Place));
        if (handlers.Of(syntax, context.SemanticModel, context.CancellationToken) is { Attempts: > 1 } handler)
            layers.Add(new RetryLayer(handler.Attempts, "handler attempts", handler.Place));
        var written = stack.Around(syntax, context.CancellationToken);
        layers.AddRange(written);

        var options = Options(context);
        var most = CostOptions.Number(OptionKey.MaxRequestsPerCall, options, CostOptions.DefaultMaxRequestsPerCall);
        var mostRetries = CostOptions.Number(OptionKey.MaxRetries, options, CostOptions.DefaultMaxRetries);
        var requests = RetryStack.Product(layers);
        // A pipeline without a cap is CCA1004.
        if (written.Any(layer => layer.Attempts >= RetryPolicies.NoCap))
            return;
        // The client's own number of retries is a finding where it is written.
        if (!(layers.Count > 1 && requests > most) && !layers.Any(layer => layer.Words != "SDK attempts" && layer.Attempts > mostRetries + 1))
            return;
        var sum = string.Join(" x ", layers.Select(layer => FormattableString.Invariant($"{layer.Attempts} {layer.Words}")));
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.ManyRetries,
            name.GetLocation(),
            layers.Select(layer => layer.Place).OfType<Location>(),
            ImmutableDictionary<string, string?>.Empty,
            FormattableString.Invariant($"'{CallWords.Of(call)}' may send many requests for one call: {sum} = {requests} requests")));
    }

    private static void AnalyzeAssignment(SyntaxNodeAnalysisContext context, SdkAttempts sdks, KnownValues values)
    {
        var syntax = (AssignmentExpressionSyntax)context.Node;
        if (sdks.Table.MayHave(syntax.Left) && context.SemanticModel.GetOperation(syntax, context.CancellationToken) is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target } assignment
            && sdks.Table.Of(target) is not null)
        {
            Report(context, assignment.Value, target.Property.ContainingType.Name + "." + target.Property.Name, values);
        }
    }

    private static void AnalyzeCreation(SyntaxNodeAnalysisContext context, SdkAttempts sdks, KnownValues values, Aliases aliases)
    {
        var syntax = (BaseObjectCreationExpressionSyntax)context.Node;
        if (syntax.ArgumentList is not { Arguments.Count: > 0 } || !CreatedType.MayBe(syntax, sdks.Table.Names, aliases)
            || context.SemanticModel.GetOperation(context.Node, context.CancellationToken) is not IObjectCreationOperation { Constructor: { } constructor } creation || sdks.Table.Of(constructor) is not { } row)
        {
            return;
        }

        if (creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == row.Parameter) is { ArgumentKind: ArgumentKind.Explicit } given)
            Report(context, given.Value, row.Name, values);
    }

    private static void Report(SyntaxNodeAnalysisContext context, IOperation value, string option, KnownValues values)
    {
        var ceiling = CostOptions.Number(OptionKey.MaxRetries, Options(context), CostOptions.DefaultMaxRetries);
        foreach (var branch in KnownValues.Branches(value))
        {
            if (values.Number(branch, context.CancellationToken) is not { } retries || retries <= ceiling)
                continue;
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.ManyRetries,
                branch.Syntax.GetLocation(),
                ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.Lowered, ceiling.ToString("F0", CultureInfo.InvariantCulture)),
                FormattableString.Invariant($"'{option}' is {retries} retries, above the ceiling of {ceiling}")));
        }
    }

    private static AnalyzerConfigOptions Options(SyntaxNodeAnalysisContext context) => context.Options.AnalyzerConfigOptionsProvider.GetOptions(context.Node.SyntaxTree);
}
