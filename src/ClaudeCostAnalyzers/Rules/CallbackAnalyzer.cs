using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Rules.Callbacks;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA1005 for callbacks: a timer, a scheduler, a bus or a loop that the framework runs runs a handler that reaches an LLM call, again and again.</summary>
/// <remarks>
/// Positive: a member of the table takes a lambda, a method or a job type that reaches an LLM call. Negative: the period is
/// none, the timer is a one-shot, what the callback is run for has an end, the handler ends its own series on every way through it, the sequence is cut by an operator, or a budget is in
/// force where the callback is registered (one in the handler bounds each run, not the series).
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CallbackAnalyzer : CostAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.ServiceLoop);

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        context.RegisterNodes(Registration.Words, node => AnalyzeEvent(node, cost), SyntaxKind.AddAssignmentExpression);
        context.RegisterNodes(Registration.Words, node => AnalyzeCall(node, cost), SyntaxKind.InvocationExpression);
        context.RegisterNodes(Registration.CreationWords, node => AnalyzeCreation(node, cost), SyntaxKind.ObjectCreationExpression, SyntaxKind.ImplicitObjectCreationExpression);
    }

    private static void AnalyzeEvent(SyntaxNodeAnalysisContext context, CostContext cost)
    {
        var syntax = (AssignmentExpressionSyntax)context.Node;
        var name = (syntax.Left as MemberAccessExpressionSyntax)?.Name ?? syntax.Left as SimpleNameSyntax;
        if (name is null || !Registration.MayBe(name.Identifier.ValueText)
            || context.SemanticModel.GetOperation(syntax, context.CancellationToken) is not IEventAssignmentOperation { EventReference: IEventReferenceOperation reference } assignment
            || Registration.Of(reference.Event).FirstOrDefault() is not { Kind: RegistrationKind.Event } row
            || Handlers.Of(assignment.HandlerValue, context.SemanticModel, context.CancellationToken) is not { } handler)
        {
            return;
        }

        var isOnce = row.Switch is { } property && syntax.Left is MemberAccessExpressionSyntax { Expression: { } raisedBy }
            && TimerSeries.IsSwitchedOff(raisedBy, property, context.SemanticModel, context.CancellationToken);
        if (isOnce ? TimerSeries.StartsAgain(handler.Body) : !TimerSeries.EndsItself(handler.Body))
            Report(context, assignment, syntax.Left.GetLocation(), $"'{reference.Event.ContainingType.Name}.{reference.Event.Name}'", handler, cost.Calls);
    }

    private static void AnalyzeCreation(SyntaxNodeAnalysisContext context, CostContext cost)
    {
        var syntax = (BaseObjectCreationExpressionSyntax)context.Node;
        if (syntax.ArgumentList is not { Arguments.Count: > 0 } || !CreatedType.MayBe(syntax, Registration.Names, cost.Aliases))
            return;
        if (context.SemanticModel.GetOperation(syntax, context.CancellationToken) is not IObjectCreationOperation { Constructor: { } constructor } creation
            || Registration.Of(constructor).FirstOrDefault() is not { } row)
        {
            return;
        }

        var end = syntax is ObjectCreationExpressionSyntax { Type: { } created } ? created.Span.End : syntax.NewKeyword.Span.End;
        AnalyzeArguments(context, creation, creation.Arguments, row, Location.Create(syntax.SyntaxTree, TextSpan.FromBounds(syntax.SpanStart, end)), $"'{constructor.ContainingType.Name}'", cost);
    }

    private static void AnalyzeCall(SyntaxNodeAnalysisContext context, CostContext cost)
    {
        var syntax = (InvocationExpressionSyntax)context.Node;
        var name = (syntax.Expression as MemberAccessExpressionSyntax)?.Name ?? syntax.Expression as SimpleNameSyntax;
        if (name is null || !Registration.MayBe(name.Identifier.ValueText)
            || context.SemanticModel.GetOperation(syntax, context.CancellationToken) is not IInvocationOperation call)
        {
            return;
        }

        foreach (var row in Registration.Of(call.TargetMethod))
        {
            if (ChainOf(syntax).Any(next => row.Once.Contains(next.Name.Identifier.ValueText)))
                continue;
            var words = $"'{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}'";
            switch (row.Kind)
            {
                case RegistrationKind.Call:
                    AnalyzeArguments(context, call, call.Arguments, row, name.Identifier.GetLocation(), words, cost);
                    break;
                case RegistrationKind.Job when row.When.IsEmpty || IsNamedAround(syntax, row.When):
                    AnalyzeJob(context, call, row, name.Identifier.GetLocation(), words, cost);
                    break;
                case RegistrationKind.Source when row.Period is null || PeriodOf(call.Arguments, row) is { } period && !TimerSeries.IsNone(period, context.SemanticModel, context.CancellationToken):
                    AnalyzeSequence(context, syntax, call, words, cost);
                    break;
            }
        }
    }

    private static void AnalyzeArguments(SyntaxNodeAnalysisContext context, IOperation registration, ImmutableArray<IArgumentOperation> arguments, Registration row, Location location, string words, CostContext cost)
    {
        if ((row.Over is { } over && !IsEndless(arguments, over, cost.Calls, context.CancellationToken)) || (!row.Ends.IsEmpty && IsNamedInType(registration.Syntax, row.Ends)))
            return;
        foreach (var argument in arguments)
        {
            if (argument.Parameter is not { } parameter || !row.Handlers.Contains(parameter.Name) || Handlers.Of(argument.Value, context.SemanticModel, context.CancellationToken) is not { } handler)
                continue;
            var isOnce = row.Period is not null && (PeriodOf(arguments, row) is not { } period || TimerSeries.IsNone(period, context.SemanticModel, context.CancellationToken))
                && !(registration.Syntax is ExpressionSyntax created && TimerSeries.IsGivenPeriod(created, context.SemanticModel, context.CancellationToken));
            if (isOnce ? TimerSeries.StartsAgain(handler.Body) : !TimerSeries.EndsItself(handler.Body))
                Report(context, registration, location, words, handler, cost.Calls);
        }
    }

    private static void AnalyzeJob(SyntaxNodeAnalysisContext context, IInvocationOperation call, Registration row, Location location, string words, CostContext cost)
    {
        var types = call.TargetMethod.TypeArguments.Concat(call.Arguments.Select(argument => argument.Value).OfType<ITypeOfOperation>().Select(type => type.TypeOperand));
        foreach (var handler in types.SelectMany(type => Handlers.Implementing(type, row.Runs!, context.CancellationToken)))
            Report(context, call, location, words, handler, cost.Calls);
    }

    /// <summary>What the operators after an endless source are given is run for each of its elements.</summary>
    private static void AnalyzeSequence(SyntaxNodeAnalysisContext context, InvocationExpressionSyntax source, IInvocationOperation call, string words, CostContext cost)
    {
        foreach (var name in ChainOf(source))
        {
            if (name.Parent is not InvocationExpressionSyntax operatorCall)
                continue;
            foreach (var argument in operatorCall.ArgumentList.Arguments)
            {
                if (context.SemanticModel.GetOperation(argument, context.CancellationToken) is IArgumentOperation { Value: { } value }
                    && Handlers.Of(value, context.SemanticModel, context.CancellationToken) is { } handler
                    && Report(context, call, (source.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.GetLocation() ?? source.GetLocation(), words, handler, cost.Calls))
                {
                    return;
                }
            }
        }
    }

    /// <summary>The members that are called on the result, and on the result of that.</summary>
    private static IEnumerable<MemberAccessExpressionSyntax> ChainOf(ExpressionSyntax expression)
    {
        while (expression.Parent is MemberAccessExpressionSyntax access && access.Expression == expression)
        {
            yield return access;
            if (access.Parent is not InvocationExpressionSyntax call)
                yield break;
            expression = call;
        }
    }

    private static ExpressionSyntax? PeriodOf(ImmutableArray<IArgumentOperation> arguments, Registration row) =>
        arguments.FirstOrDefault(argument => argument.Parameter?.Name == row.Period && argument.ArgumentKind != ArgumentKind.DefaultValue)?.Value.Syntax as ExpressionSyntax;

    private static bool IsEndless(ImmutableArray<IArgumentOperation> arguments, string parameter, CallKnowledge knowledge, CancellationToken cancellation) =>
        arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter) is { } argument && knowledge.Sequences.Origin(argument.Value, cancellation) is not null;

    private static bool IsNamedInType(SyntaxNode registration, ImmutableArray<string> names) =>
        Names(registration.Ancestors().OfType<TypeDeclarationSyntax>().LastOrDefault() ?? registration.SyntaxTree.GetRoot(), names);

    private static bool IsNamedAround(SyntaxNode registration, ImmutableArray<string> names)
    {
        SyntaxNode scope = registration.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member and not GlobalStatementSyntax ? member : registration.SyntaxTree.GetRoot();
        return Names(scope, names);
    }

    private static bool Names(SyntaxNode scope, ImmutableArray<string> names) =>
        scope.DescendantTokens().Any(token => token.Parent is SimpleNameSyntax && names.Contains(token.ValueText));

    private static bool Report(SyntaxNodeAnalysisContext context, IOperation registration, Location location, string registrar, Handler handler, CallKnowledge knowledge)
    {
        if (Handlers.Reach(handler, knowledge, context.CancellationToken) is not { } reached || EnclosingBudgets.Cover(registration, context.SemanticModel, context.CancellationToken))
            return false;
        // The registration comes first: it is no statement, so that nobody takes it for a loop to put a scope around.
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.ServiceLoop, location, Witness.In(context.Compilation, reached.Path.Insert(0, location)),
            $"{registrar} runs {Handlers.Words(handler, reached)} again and again"));
        return true;
    }
}
