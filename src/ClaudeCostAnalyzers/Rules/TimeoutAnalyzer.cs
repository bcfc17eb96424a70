using System.Collections.Immutable;
using System.Globalization;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Configuration;
using ClaudeCostAnalyzers.Rules.ClientLimits;
using ClaudeCostAnalyzers.Rules.Timeouts;
using ClaudeCostAnalyzers.Rules.Values;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA2005: the timeout of LLM requests is switched off, or above the ceiling.</summary>
/// <remarks>
/// Positive: an SDK's timeout is set to a time that never ends or is above the ceiling; so is that of an
/// <c>HttpClient</c> on which alone a call depends that has neither a token nor a budget.
/// Negative: the time is not known; every call of the client in the same type has a token with a deadline or runs in a budget; an
/// <c>HttpClient</c> whose calls are given tokens, are out of sight, or go through an SDK that has a timeout of its own.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TimeoutAnalyzer : CostAnalyzer
{
    private const string HttpTimeout = "P:System.Net.Http.HttpClient.Timeout";
    private const double MillisecondsPerMinute = 60_000;

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.LongTimeout);

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        var http = new ClientLimit(HttpTimeout, "System.Net.Http", 100, -1) { CoversHeadersOnly = true };
        var limits = new LimitTable(cost.Apis.Sdks.SelectMany(sdk => sdk.Timeouts).Append(http));
        var clients = new HttpClientUses(cost.Apis);
        context.RegisterNodes(new Words(limits.Names), node => Analyze(node, cost, limits, clients), SyntaxKind.SimpleAssignmentExpression);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, CostContext cost, LimitTable limits, HttpClientUses clients)
    {
        var syntax = (AssignmentExpressionSyntax)context.Node;
        if (!limits.MayHave(syntax.Left) || context.SemanticModel.GetOperation(syntax, context.CancellationToken) is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target } assignment
            || limits.Of(target) is not { } limit)
        {
            return;
        }

        var values = new KnownValues(cost.Calls.Bodies);
        var options = context.Options.AnalyzerConfigOptionsProvider.GetOptions(syntax.SyntaxTree);
        var ceiling = CostOptions.Number(OptionKey.MaxTimeoutMinutes, options, CostOptions.DefaultMaxTimeoutMinutes) * MillisecondsPerMinute;
        bool? isNeeded = null;
        foreach (var branch in KnownValues.Branches(assignment.Value))
        {
            var time = limit.IsMilliseconds ? values.Number(branch, context.CancellationToken) : values.Milliseconds(branch, context.CancellationToken);
            if (limit.IsMilliseconds && time is -1 or int.MaxValue)
                time = double.PositiveInfinity;
            if (!(time > ceiling) || !(isNeeded ??= IsNeeded(target, limit, context, clients)))
                continue;
            var lowered = Math.Min(CostOptions.Number(OptionKey.RequestTimeoutMinutes, options, CostOptions.DefaultRequestTimeoutMinutes), ceiling / MillisecondsPerMinute);
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.LongTimeout,
                branch.Syntax.GetLocation(),
                ImmutableDictionary<string, string?>.Empty
                    .Add(DiagnosticProperties.Lowered, (limit.IsMilliseconds ? lowered * MillisecondsPerMinute : lowered).ToString(CultureInfo.InvariantCulture))
                    .Add(DiagnosticProperties.IsNumber, limit.IsMilliseconds ? "true" : null),
                target.Property.ContainingType.Name + "." + target.Property.Name,
                double.IsPositiveInfinity(time.Value) ? "switched off" : $"{Minutes(time.Value)}, above the ceiling of {Minutes(ceiling)}"));
        }
    }

    private static string Minutes(double milliseconds) => (milliseconds / MillisecondsPerMinute).ToString("0.##", CultureInfo.InvariantCulture) + " minutes";

    private static bool IsNeeded(IPropertyReferenceOperation target, ClientLimit limit, SyntaxNodeAnalysisContext context, HttpClientUses clients) => limit.Id == HttpTimeout
        ? clients.NeedTimeout(target, context.SemanticModel, context.CancellationToken)
        : clients.CallsIn(CallDeadline.ScopeOf(target.Syntax), context.SemanticModel, context.CancellationToken).NeedTimeout(limit.Sdk);
}
