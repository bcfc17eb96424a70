using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Rules.Conversations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA1008: a conversation that a loop only adds to is sent again on every turn.</summary>
/// <remarks>
/// Positive: a list, or a text that is put together, is declared outside a loop and given whole to an LLM call in the loop, and the loop adds to it.
/// Negative: anything in the loop may shorten the list or looks at its length; it is handed to a member that is not known;
/// the turns are few, or are limited by what is no constant; a budget was begun outside the loop; the loop reads the reply.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GrowingConversationAnalyzer : CostAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.GrowingConversation);

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        var memory = new LoopMemory(cost.Apis);
        context.RegisterNodes(cost.Apis.CandidateWords, node => Analyze(node, cost.Apis, memory), SyntaxKind.InvocationExpression);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, LlmApis apis, LoopMemory memory)
    {
        var syntax = (InvocationExpressionSyntax)context.Node;
        var name = (syntax.Expression as MemberAccessExpressionSyntax)?.Name ?? syntax.Expression as SimpleNameSyntax;
        if (name is null || !apis.IsCandidateName(name.Identifier.ValueText) || LoopsAround(syntax).FirstOrDefault() is null
            || context.SemanticModel.GetOperation(syntax, context.CancellationToken) is not IInvocationOperation call || apis.Find(call.TargetMethod) is not { Sends: true })
        {
            return;
        }

        foreach (var list in call.Arguments.SelectMany(argument => SentWhole(argument.Value, context.SemanticModel, context.CancellationToken).Concat(GrowingText.SentBy(argument.Value))).Concat(Kept(call, apis)))
        {
            foreach (var loop in LoopsAround(syntax))
            {
                // The innermost loop that the list outlives is the one that makes it grow.
                if (list.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == loop.SyntaxTree && loop.Span.Contains(reference.Span)))
                    continue;
                if (!memory.OnlyGrows(list, loop, context.SemanticModel, context.CancellationToken) || memory.AreTurnsFewOrUnknown(loop, context.SemanticModel, context.CancellationToken))
                    continue;
                if (!LoopText.Of(loop).NamesBegin && EnclosingBudgets.Cover(call, context.SemanticModel, context.CancellationToken))
                    return;
                if (!apis.Spends(call, context.SemanticModel, context.CancellationToken))
                    return;
                var owner = call.Instance?.Type?.Name ?? call.TargetMethod.ContainingType.Name;
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.GrowingConversation, syntax.GetLocation(), $"{owner}.{call.TargetMethod.Name}", list.Name));
                return;
            }
        }
    }

    /// <summary>The loops of the function in whose turns the call stands, the innermost first: the sequence that a <c>foreach</c> reads is asked for once.</summary>
    private static IEnumerable<StatementSyntax> LoopsAround(SyntaxNode call) => call.Ancestors()
        .TakeWhile(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax) || node is GlobalStatementSyntax)
        .Where(node => node is WhileStatementSyntax or DoStatementSyntax || node is ForStatementSyntax counted && counted.Declaration?.Span.Contains(call.Span) != true
            || node is CommonForEachStatementSyntax each && each.Statement.Span.Contains(call.Span)).Cast<StatementSyntax>();

    /// <summary>The conversation that it is called on, which keeps what was said.</summary>
    private static IEnumerable<ISymbol> Kept(IInvocationOperation call, LlmApis apis) => call.Instance switch
    {
        ILocalReferenceOperation { Local: var local } when apis.IsConversation(local.Type) => [local],
        IParameterReferenceOperation { Parameter: var parameter } when apis.IsConversation(parameter.Type) => [parameter],
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation, Field: var field } when apis.IsConversation(field.Type) => [field],
        _ => [],
    };

    /// <summary>The lists that an argument is, or that are properties of the request that it is.</summary>
    private static IEnumerable<ISymbol> SentWhole(IOperation value, SemanticModel model, CancellationToken cancellation, bool isRequest = true)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        if (value is ILocalReferenceOperation { Local: { DeclaringSyntaxReferences: { Length: 1 } declared, Type: var type } } && !IsList(type))
        {
            if (isRequest && declared[0].SyntaxTree == model.SyntaxTree && declared[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } initial }
                && model.GetOperation(initial, cancellation) is { } created)
            {
                foreach (var list in SentWhole(created, model, cancellation, isRequest: false))
                    yield return list;
            }

            yield break;
        }

        if (Symbol(value) is { } symbol)
            yield return symbol;
        if (value is not IObjectCreationOperation creation)
            yield break;
        foreach (var argument in creation.Arguments)
        {
            if (argument.ArgumentKind == ArgumentKind.Explicit && Symbol(argument.Value is IConversionOperation converted ? converted.Operand : argument.Value) is { } handed)
                yield return handed;
        }

        if (creation.Initializer is { } initializer)
        {
            foreach (var property in initializer.Initializers.OfType<ISimpleAssignmentOperation>())
            {
                var assigned = property.Value;
                while (assigned is IConversionOperation conversion)
                    assigned = conversion.Operand;
                if (Symbol(assigned) is { } list)
                    yield return list;
            }
        }
    }

    private static ISymbol? Symbol(IOperation value) => value switch
    {
        ILocalReferenceOperation local when IsList(local.Local.Type) => local.Local,
        IParameterReferenceOperation parameter when IsList(parameter.Parameter.Type) => parameter.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field when IsList(field.Field.Type) => field.Field,
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property when IsList(property.Property.Type) => property.Property,
        _ => null,
    };

    private static bool IsList(ITypeSymbol? type) => type is { SpecialType: not SpecialType.System_String }
        && (type.TypeKind == TypeKind.Array || type.AllInterfaces.Concat(type is INamedTypeSymbol named ? [named] : []).Any(contract => contract.Name is "IReadOnlyCollection" or "ICollection" && contract.Arity == 1
            && contract.TypeArguments[0].SpecialType == SpecialType.None));
}
