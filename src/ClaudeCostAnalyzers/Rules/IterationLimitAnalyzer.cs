using System.Collections.Immutable;
using System.Globalization;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Configuration;
using ClaudeCostAnalyzers.Rules.Limits;
using ClaudeCostAnalyzers.Rules.Values;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA1007: an agent or tool runner without a limit on its iterations.</summary>
/// <remarks>
/// Positive: a tool runner is built without a limit, with null, or with a constant above the ceiling; a property that limits
/// an agent's turns is set above the ceiling, or left out where its default is no limit; a server-side session is asked for
/// without a budget. Negative: the limit is not a constant; a budget is in force, for what runs in this process; the
/// consumer of the runner counts its turns; the type is the project's own.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class IterationLimitAnalyzer : CostAnalyzer
{
    private const string OpenEnded = "begin a budget scope before it";

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.NoIterationLimit);

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        var limits = new IterationLimits(cost.Apis, context.Compilation, cost.Aliases);
        context.RegisterNodes(text => text.HasAny(cost.Apis.CandidateWords) || text.HasAny(IterationLimits.Words), node => AnalyzeCall(node, cost), SyntaxKind.InvocationExpression);
        context.RegisterNodes(IterationLimits.Words, node => AnalyzeAssignment(node, cost), SyntaxKind.SimpleAssignmentExpression);
        context.RegisterNodes(limits.CreationWords, node => AnalyzeCreation(node, limits, cost), SyntaxKind.ObjectCreationExpression, SyntaxKind.ImplicitObjectCreationExpression);
    }

    private static void AnalyzeCall(SyntaxNodeAnalysisContext context, CostContext cost)
    {
        var syntax = (InvocationExpressionSyntax)context.Node;
        if (SimpleNames.Of(syntax.Expression) is not { } name || !(cost.Apis.IsCandidateName(name.Identifier.ValueText) || IterationLimits.MayBeLimit(name.Identifier.ValueText)))
            return;
        if (context.SemanticModel.GetOperation(syntax, context.CancellationToken) is not IInvocationOperation call)
            return;
        var method = call.TargetMethod;
        if (cost.Apis.Find(method) is { Kind: LlmCallKind.AgentLoopFactory, IterationsParameter: >= 0 and var ordinal })
        {
            var shift = method.ReducedFrom is null ? 0 : 1;
            var argument = call.Arguments.FirstOrDefault(candidate => candidate.Parameter is { } parameter && parameter.Ordinal + shift == ordinal);
            if (Problem($"'{name.Identifier.ValueText}' is called", argument, nullIsNone: true, context, cost) is { } problem
                && !Consumption.IsBounded(syntax, context.SemanticModel, context.CancellationToken))
            {
                Report(context, call, name.Identifier.GetLocation(), problem, $"pass '{argument?.Parameter?.Name ?? "maxIterations"}' or {OpenEnded}", Remedy(context, cost, argument?.Parameter?.Name));
            }
        }
        else if (IterationLimits.Of(method) is { } row)
        {
            var argument = call.Arguments.FirstOrDefault(candidate => candidate.Parameter?.Name == row.Parameter) ?? call.Arguments.FirstOrDefault();
            if (Problem($"'{row.Name}' is called", argument, row.NullIsNone, context, cost) is { } problem)
                Report(context, call, name.Identifier.GetLocation(), problem, $"pass a lower limit or {OpenEnded}", Remedy(context, cost, argument?.Parameter?.Name));
        }
    }

    /// <summary>What is wrong with the limit that a call is given, in words; null: nothing that is known.</summary>
    private static string? Problem(string call, IArgumentOperation? argument, bool nullIsNone, SyntaxNodeAnalysisContext context, CostContext cost)
    {
        if (argument is null or { ArgumentKind: ArgumentKind.DefaultValue })
            return nullIsNone ? $"{call} without a limit on its iterations" : null;
        return Excess(argument.Value, nullIsNone, context, cost) is { } excess ? $"{call} with a limit of {excess}" : null;
    }

    /// <summary>The limit in words, when it is as good as none, or one of the values that it may have.</summary>
    private static string? Excess(IOperation value, bool nullIsNone, SyntaxNodeAnalysisContext context, CostContext cost) =>
        KnownValues.Branches(value).Select(branch => ExcessOf(branch, nullIsNone, context, cost)).FirstOrDefault(excess => excess is not null);

    private static string? ExcessOf(IOperation value, bool nullIsNone, SyntaxNodeAnalysisContext context, CostContext cost)
    {
        while (value is IConversionOperation conversion && !value.ConstantValue.HasValue)
            value = conversion.Operand;
        if (value is IDefaultValueOperation { Type.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } || value.ConstantValue is { HasValue: true, Value: null })
            return nullIsNone ? "null" : null;
        if (value.ConstantValue is not { HasValue: true, Value: { } constant } || constant is not (int or long or uint or short or byte))
            return null;
        var ceiling = cost.OptionsOf(context.Node.SyntaxTree).MaxIterations;
        var limit = Convert.ToDecimal(constant, CultureInfo.InvariantCulture);
        return limit <= ceiling ? null : FormattableString.Invariant($"{limit}, above the ceiling of {ceiling}");
    }

    private static void AnalyzeAssignment(SyntaxNodeAnalysisContext context, CostContext cost)
    {
        var syntax = (AssignmentExpressionSyntax)context.Node;
        if (SimpleNames.Of(syntax.Left) is not { } name || !IterationLimits.MayBeLimit(name.Identifier.ValueText))
            return;
        if (context.SemanticModel.GetOperation(syntax, context.CancellationToken) is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { } property } } assignment
            || IterationLimits.Of(property) is not { } row || Excess(assignment.Value, row.NullIsNone || row.DefaultIsNone, context, cost) is not { } excess)
        {
            return;
        }

        Report(context, assignment, syntax.GetLocation(), $"'{row.TypeName}.{row.Name}' is {excess}", $"lower it or {OpenEnded}", Remedy(context, cost, parameter: ""));
    }

    private static void AnalyzeCreation(SyntaxNodeAnalysisContext context, IterationLimits limits, CostContext cost)
    {
        var syntax = (BaseObjectCreationExpressionSyntax)context.Node;
        if (!limits.MayMiss(syntax) || limits.TypeOf(syntax, context.SemanticModel, context.CancellationToken) is not { } type)
            return;
        if (limits.SessionBudgetOf(type) is { } budget)
            AnalyzeSession(context, syntax, type, budget);
        else if (IterationLimits.MissingIn(type) is { } row && !IsSet(syntax, row.Name) && (row.Builder is null || IsBuilt(syntax)))
        {
            if (context.SemanticModel.GetOperation(syntax, context.CancellationToken) is { } creation)
                Report(context, creation, CreatedLocation(syntax), $"'{type.Name}' is created without '{row.Name}'", $"set it or {OpenEnded}", Remedy(context, cost, "").Add(DiagnosticProperties.LimitMember, row.Name));
        }
    }

    /// <summary>A session runs on the provider's machines: no scope of this process stops it.</summary>
    private static void AnalyzeSession(SyntaxNodeAnalysisContext context, BaseObjectCreationExpressionSyntax syntax, INamedTypeSymbol type, IPropertySymbol budget)
    {
        // A copy of other parameters may have its budget from them.
        if (syntax.ArgumentList is { Arguments.Count: > 0 })
            return;
        var own = syntax.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>().FirstOrDefault(assignment => SimpleNames.Of(assignment.Left)?.Identifier.ValueText == budget.Name);
        if (own is null ? IsSet(syntax, budget.Name) : !own.Right.IsKind(SyntaxKind.NullLiteralExpression))
            return;
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.NoIterationLimit, own?.GetLocation() ?? CreatedLocation(syntax),
            ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.LimitMember, budget.Name),
            $"'{type.Name}' is created without '{budget.Name}'", $"set '{budget.Name}', which cannot be added once the agent runs"));
    }

    /// <summary>Whether the member around a creation sets the limit, on this object or, for all that is known, on it under another name.</summary>
    private static bool IsSet(BaseObjectCreationExpressionSyntax creation, string limit)
    {
        SyntaxNode scope = creation.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member and not GlobalStatementSyntax ? member : creation.SyntaxTree.GetRoot();
        return scope.DescendantTokens().Any(token => token.ValueText == limit && token.Parent is IdentifierNameSyntax name && name.Parent switch
        {
            // What another object is created with says nothing of this one.
            AssignmentExpressionSyntax assignment => assignment.Left == name && (assignment.Parent is not InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax owner } || owner == creation),
            MemberAccessExpressionSyntax access => access.Parent is InvocationExpressionSyntax || access.Parent is AssignmentExpressionSyntax assignment && assignment.Left == access,
            _ => false,
        });
    }

    /// <summary>Whether the builder is brought to its end in the member that made it, so that nobody else can set the limit.</summary>
    private static bool IsBuilt(BaseObjectCreationExpressionSyntax creation)
    {
        ExpressionSyntax chain = creation;
        while (chain.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access)
        {
            if (access.Name.Identifier.ValueText == "Build")
                return true;
            chain = call;
        }

        return chain.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } && local.FirstAncestorOrSelf<BlockSyntax>() is { } block
            && block.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == local.Identifier.ValueText).ToList() is { Count: > 0 } uses
            && uses.TrueForAll(use => use.Parent is MemberAccessExpressionSyntax access && access.Expression == use)
            && uses.Exists(use => use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Build" });
    }

    private static void Report(
        SyntaxNodeAnalysisContext context, IOperation place, Location location, string problem, string remedy, ImmutableDictionary<string, string?>? properties = null)
    {
        if (!EnclosingBudgets.Cover(place, context.SemanticModel, context.CancellationToken))
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.NoIterationLimit, location, properties ?? ImmutableDictionary<string, string?>.Empty, problem, remedy));
    }

    /// <summary>What a fix writes, and into which parameter: an empty name is the right side of an assignment.</summary>
    private static ImmutableDictionary<string, string?> Remedy(SyntaxNodeAnalysisContext context, CostContext cost, string? parameter) => parameter is null
        ? ImmutableDictionary<string, string?>.Empty
        : ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.LimitParameter, parameter)
            .Add(DiagnosticProperties.Lowered, cost.OptionsOf(context.Node.SyntaxTree).MaxIterations.ToString(CultureInfo.InvariantCulture));

    /// <summary><c>new Type</c>, without arguments and initializer.</summary>
    private static Location CreatedLocation(BaseObjectCreationExpressionSyntax creation) => creation is ObjectCreationExpressionSyntax { Type: { } type }
        ? Location.Create(creation.SyntaxTree, Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(creation.SpanStart, type.Span.End))
        : creation.NewKeyword.GetLocation();
}
