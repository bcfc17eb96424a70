using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Rules.Deadlines;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA2001: an LLM call without a deadline. CCA2002: a token is in scope and not passed on. Never both on one call.</summary>
/// <remarks>
/// Positive, CCA2002: a call that could be given a token gets none, although one is in scope: a parameter, a local, a field
/// or property, or that of a framework's object.
/// Negative: <c>default</c> or <c>CancellationToken.None</c> is passed on purpose; the token belongs to other work (a lambda
/// that is only registered) or has fired already (cleaning up after a cancellation).
/// Positive, CCA2001: a call gets no token and none is in scope, or gets one that nothing ever cancels.
/// Negative: any other token, which is the caller's affair; a budget with a timeout is open, here or around every call of
/// the member; somebody waits for a limited time only; a resilience pipeline has a timeout; the client has a finite timeout
/// that covers the reply; the stream is handed on; tests.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeadlineAnalyzer : CostAnalyzer
{
    private const string PassToken = "pass a token that a time cancels, or begin a budget scope with a timeout";
    private const string NoTokenTaken = "it takes no token, so begin a budget scope with a timeout";

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.NoDeadline, Descriptors.TokenNotPassed);

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        var (apis, names, memory) = (cost.Apis, new NameUses(), new DeadlineMemory());
        var deadlines = new ForeignDeadlines(cost, names, memory);
        context.RegisterNodes(apis.CandidateWords, node => AnalyzeCall(node, apis, names, memory, deadlines), SyntaxKind.InvocationExpression);
        if (apis.IsCandidateName("GetAsyncEnumerator"))
            context.RegisterNodes(new Words(["foreach"]), node => AnalyzeLoop(node, apis, names, memory, deadlines), SyntaxKind.ForEachStatement, SyntaxKind.ForEachVariableStatement);
    }

    private static void AnalyzeCall(SyntaxNodeAnalysisContext context, LlmApis apis, NameUses names, DeadlineMemory memory, ForeignDeadlines deadlines)
    {
        var syntax = (InvocationExpressionSyntax)context.Node;
        // The name alone tells almost every call apart, without binding it.
        if (SimpleNames.TextOf(syntax.Expression) is not { } name || !apis.IsCandidateName(name))
            return;
        if (context.SemanticModel.GetOperation(syntax, context.CancellationToken) is not IInvocationOperation call
            || !apis.Spends(call, context.SemanticModel, context.CancellationToken) || ExpressionTrees.Contain(call))
        {
            return;
        }

        var token = CallToken.Of(call, names, context.SemanticModel, context.CancellationToken);
        Judge(context, new ModelCall(syntax, call, call.TargetMethod, apis.Find(call.TargetMethod)), token, apis, names, memory, deadlines, CallWords.Of(call));
    }

    /// <summary>A loop over an agent, which sends a request for each turn.</summary>
    private static void AnalyzeLoop(SyntaxNodeAnalysisContext context, LlmApis apis, NameUses names, DeadlineMemory memory, ForeignDeadlines deadlines)
    {
        var loop = (CommonForEachStatementSyntax)context.Node;
        if (!loop.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword)
            || context.SemanticModel.GetForEachStatementInfo(loop).GetEnumeratorMethod is not { } method || apis.Find(method) is not { Sends: true } member
            || context.SemanticModel.GetOperation(loop.Expression, context.CancellationToken) is not { } agent)
        {
            return;
        }

        Judge(context, new ModelCall(loop.Expression, agent, method, member), new CallToken(TokenState.None), apis, names, memory, deadlines, method.ContainingType.Name);
    }

    private static void Judge(SyntaxNodeAnalysisContext context, ModelCall call, CallToken token, LlmApis apis, NameUses names, DeadlineMemory memory, ForeignDeadlines deadlines, string words)
    {
        var (model, cancellation) = (context.SemanticModel, context.CancellationToken);
        var origin = new TokenOrigin(names, memory, model, cancellation);
        if (token.State == TokenState.OutOfSight || token.State == TokenState.Given && origin.CanFire(token.Value))
            return;
        var takesToken = call.TakesToken(model);
        if (token.State != TokenState.Given && takesToken && new ScopeTokens(apis, origin, memory, model, cancellation).Find(call.Syntax) is { } inScope)
        {
            var properties = ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.Token, inScope);
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.TokenNotPassed, call.Syntax.GetLocation(), properties, inScope, words));
            return;
        }

        // Whoever reads a stream that is handed on may give it a token then. What a batch costs does not depend on who waits.
        if (token.State == TokenState.HandedOn || call.Member is { Kind: LlmCallKind.Batch or LlmCallKind.AgentLoopFactory } || model.GetEnclosingSymbol(context.Node.SpanStart, cancellation) is { } around && TestClasses.Contain(around)
            || deadlines.Hold(call, model, origin, cancellation))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.NoDeadline,
            call.Syntax.GetLocation(),
            words,
            token.State == TokenState.Given ? "nothing ever cancels its token" : "no cancellation token",
            deadlines.DefaultWords(call),
            takesToken ? PassToken : NoTokenTaken));
    }
}
