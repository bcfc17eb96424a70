using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Rules.Deadlines;
using ClaudeCostAnalyzers.Rules.FanOuts;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA1006: an LLM call for each element of a sequence, all at once.</summary>
/// <remarks>
/// Positive: <c>Task.WhenAll</c> over a projection, or over a list that a loop fills, and <c>Parallel.ForEach</c> or a parallel
/// query without a degree of parallelism. Negative: the elements are written out in the source or are a part of a longer sequence; a
/// semaphore, a rate limiter or the like stands on the way to the call; the loop waits for some before it starts more; the
/// options come from outside; a budget is in force.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FanOutAnalyzer : CostAnalyzer
{
    private const string Options = "ParallelOptions";
    private const string Limit = "MaxDegreeOfParallelism";
    private const string QueryLimit = "WithDegreeOfParallelism";

    private static readonly Lazy<ImmutableArray<CatalogRow>> s_rows = new(() => LlmCatalog.ReadRows("FanOuts").Where(row => row.Word is "gather" or "parallel").ToImmutableArray());

    private static readonly Lazy<Words> s_words = new(() => new Words(s_rows.Value.Select(row => row.Value.Substring(row.Value.LastIndexOf('.') + 1))));

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.FanOut);

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        var (names, memory) = (new NameUses(), new DeadlineMemory());
        context.RegisterNodes(s_words.Value, node => Analyze(node, cost, names, memory), SyntaxKind.InvocationExpression);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, CostContext cost, NameUses names, DeadlineMemory memory)
    {
        var syntax = (InvocationExpressionSyntax)context.Node;
        var name = (syntax.Expression as MemberAccessExpressionSyntax)?.Name ?? syntax.Expression as SimpleNameSyntax;
        if (name is null || !s_rows.Value.Any(row => row.Value.EndsWith("." + name.Identifier.ValueText, StringComparison.Ordinal))
            || context.SemanticModel.GetOperation(syntax, context.CancellationToken) is not IInvocationOperation call
            || call.TargetMethod.OriginalDefinition.GetDocumentationCommentId() is not { } id
            || s_rows.Value.FirstOrDefault(candidate => candidate.Value == SdkCatalog.TypeAndName(id)) is not { } row)
        {
            return;
        }

        var spread = new Spread(cost.Calls, context.SemanticModel, context.CancellationToken);
        var found = row.Word == "gather"
            ? syntax.ArgumentList.Arguments.Count == 1 ? spread.Of(syntax.ArgumentList.Arguments[0].Expression, syntax) : null
            : OfParallel(call, row, spread, context);
        if (found is not { } each || Limiters.StandOn(each.Path, syntax, cost.Calls, context.CancellationToken)
            || EnclosingBudgets.Cover(call, context.SemanticModel, context.CancellationToken))
        {
            return;
        }

        var location = name.Identifier.GetLocation();
        var token = new ScopeTokens(cost.Apis, new TokenOrigin(names, memory, context.SemanticModel, context.CancellationToken), memory, context.SemanticModel, context.CancellationToken).Find(syntax);
        var properties = token is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.Token, token);
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.FanOut, location, Witness.In(context.Compilation, each.Path.Insert(0, location)), properties, each.Words));
    }

    private static SpreadCall? OfParallel(IInvocationOperation call, CatalogRow row, Spread spread, SyntaxNodeAnalysisContext context)
    {
        if (call.Arguments.FirstOrDefault(argument => argument.Parameter?.Type.Name == Options) is { } options && !IsUnlimited(options.Value.Syntax, context.SemanticModel, context.CancellationToken))
            return null;
        if (call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value.Syntax is not ExpressionSyntax source || SmallSources.Is(source, context.SemanticModel, context.CancellationToken)
            || source.DescendantNodesAndSelf().Any(node => node is SimpleNameSyntax { Identifier.ValueText: QueryLimit }))
        {
            return null;
        }

        return call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == row["body"]) is { Syntax: ArgumentSyntax body } ? spread.OfFunction(body.Expression) : null;
    }

    /// <summary>Options that are made here without a limit, or with -1.</summary>
    private static bool IsUnlimited(SyntaxNode options, SemanticModel model, CancellationToken cancellation)
    {
        if (options is IdentifierNameSyntax && model.GetSymbolInfo(options, cancellation).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } declared } local)
        {
            if (declared[0].GetSyntax(cancellation) is not VariableDeclaratorSyntax { Initializer.Value: { } value } variable || IsAssigned(variable, local.Name))
                return false;
            options = value;
        }

        if (options is not BaseObjectCreationExpressionSyntax creation)
            return false;
        var limit = creation.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>().FirstOrDefault(assignment => assignment.Left is IdentifierNameSyntax { Identifier.ValueText: Limit });
        return limit is null || model.GetConstantValue(limit.Right, cancellation) is { HasValue: true, Value: -1 };
    }

    private static bool IsAssigned(VariableDeclaratorSyntax variable, string name) => variable.FirstAncestorOrSelf<BlockSyntax>()?.DescendantNodes().OfType<AssignmentExpressionSyntax>()
        .Any(assignment => assignment.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: Limit, Expression: IdentifierNameSyntax owner } && owner.Identifier.ValueText == name) ?? true;
}
