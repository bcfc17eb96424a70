using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Rules.Budgets;
using ClaudeCostAnalyzers.Rules.Callbacks;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA4003: a retry of Polly takes the budget's stop for a failure.</summary>
/// <remarks>
/// Positive: a policy or pipeline that is built in sight runs an LLM call inside a budget scope, and a retry in it handles every
/// exception: by Polly's default, or because it says so. Negative: it handles types that the stop is none of, by a predicate,
/// or in a way that is not understood; the scope is begun within each attempt; the budget has a window.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SwallowingRetryAnalyzer : CostAnalyzer
{
    private static readonly Words s_words = new(["Execute", "ExecuteAsync", "ExecuteAndCapture", "ExecuteAndCaptureAsync", "ExecuteOutcomeAsync"]);

    private const string Window = "Window";

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.SwallowedStop);

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        if (context.Compilation.GetTypeByMetadataName("ClaudeCost." + RuntimeNames.Exception) is not { } stop
            || !ResilienceLibrary.IsReferenced(context.Compilation))
        {
            return;
        }

        var handled = new HandledExceptions(stop, cost.Calls.Bodies);
        context.RegisterNodes(s_words, node => Analyze(node, cost, handled), SyntaxKind.InvocationExpression);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, CostContext cost, HandledExceptions handled)
    {
        var (model, cancellation) = (context.SemanticModel, context.CancellationToken);
        var syntax = (InvocationExpressionSyntax)context.Node;
        if (SimpleNames.Of(syntax.Expression) is not { } name || !name.Identifier.ValueText.StartsWith("Execute", StringComparison.Ordinal)
            || model.GetOperation(syntax, cancellation) is not IInvocationOperation call || RetryPolicies.PolicyOf(call) is not { } policy
            || Reached(call, cost, model, cancellation) is not { } reached)
        {
            return;
        }

        var place = cost.Calls.PolicyLinks.Of(policy, cancellation).Select(link => handled.StopIn(link, cancellation)).FirstOrDefault(found => found is not null);
        if (place is null || !EnclosingBudgets.Cover(call, model, cancellation, IsForGood))
            return;
        var location = name.Identifier.GetLocation();
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.SwallowedStop, location, Witness.In(context.Compilation, ImmutableArray.Create(place.GetLocation())), $"this retry takes its exception for any other and repeats '{reached}', which is refused each time"));
    }

    /// <summary>The LLM call in the function that is run.</summary>
    private static string? Reached(IInvocationOperation call, CostContext cost, SemanticModel model, CancellationToken cancellation)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Type is { TypeKind: TypeKind.Delegate } && Handlers.Of(argument.Value, model, cancellation) is { } handler && Handlers.Reach(handler, cost.Calls, cancellation) is { } reached)
                return reached.Words;
        }

        return null;
    }

    /// <summary>A window opens again: to try later is what a service does.</summary>
    private static bool IsForGood(SyntaxNode begin) => !begin.DescendantTokens().Any(token => token.ValueText == Window);
}
