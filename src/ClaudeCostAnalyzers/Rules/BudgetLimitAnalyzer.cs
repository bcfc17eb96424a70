using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Rules.Budgets;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA4002: a budget that limits nothing.</summary>
/// <remarks>
/// Positive: a budget goes into <c>BudgetScope.Begin</c> without a limit on calls, tokens, cost or time, or with limits that are
/// all as good as none: <see langword="null"/>, the largest number, a million dollars, a year.
/// Negative: one limit that holds; a value that is not written here; a budget that is handed to something else or filled later.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BudgetLimitAnalyzer : CostAnalyzer
{
    private static readonly string[] s_budget = [RuntimeNames.Budget];

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.NoLimit);

    private protected override bool JudgesCalls => false;

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        // A budget that no scope of its file begins with is somebody else's.
        context.RegisterNodes(
            RuntimeNames.Beginning,
            node =>
            {
                if (!CreatedType.MayBe((BaseObjectCreationExpressionSyntax)node.Node, s_budget, cost.Aliases)
                    || node.SemanticModel.GetOperation(node.Node, node.CancellationToken) is not IObjectCreationOperation creation)
                {
                    return;
                }

                if (!RuntimeNames.IsBudget(creation.Type) || Initialized(creation) is not { } limits || !limits.TrueForAll(limit => BudgetLimits.IsNone(limit.Value)) || !IsUsedAsItIs(creation))
                    return;
                var words = limits.Count == 0 ? "sets no limit" : $"sets {string.Join(" and ", limits.Select(limit => "'" + limit.Name + "'"))} to as good as no limit";
                node.ReportDiagnostic(Diagnostic.Create(Descriptors.NoLimit, creation.Syntax.GetLocation(), words));
            },
            SyntaxKind.ObjectCreationExpression, SyntaxKind.ImplicitObjectCreationExpression);
    }

    /// <summary>The limits that the initializer sets; null if it does something that is not understood.</summary>
    private static List<(string Name, IOperation Value)>? Initialized(IObjectCreationOperation creation)
    {
        var limits = new List<(string, IOperation)>();
        if (!creation.Arguments.IsEmpty)
            return null;
        foreach (var initializer in creation.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (initializer is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name } } assignment)
                return null;
            if (BudgetLimits.IsLimit(name))
                limits.Add((name, assignment.Value));
        }

        return limits;
    }

    /// <summary>Whether a scope is begun with the budget as it was made: at once, or by way of a local or private field that nothing else touches.</summary>
    private static bool IsUsedAsItIs(IObjectCreationOperation creation)
    {
        IOperation value = creation;
        while (value.Parent is IConversionOperation)
            value = value.Parent;
        if (IsBegun(value))
            return true;
        if (value.Parent is IFieldInitializerOperation { InitializedFields: { Length: 1 } fields })
            return IsBegunOnly(fields[0], value.Syntax);
        if (value.Parent is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } })
            return false;
        IOperation root = creation;
        while (root.Parent is { } parent)
            root = parent;
        var uses = root.Descendants().OfType<ILocalReferenceOperation>().Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local)).ToList();
        return uses.Count > 0 && uses.TrueForAll(IsBegun);
    }

    private static bool IsBegun(IOperation value) => value.Parent is IArgumentOperation { Parent: IInvocationOperation call } && RuntimeNames.IsBegin(call);

    /// <summary>A field of a budget that scopes are begun with, and that is used for nothing else. Told by the text of its type.</summary>
    private static bool IsBegunOnly(IFieldSymbol field, SyntaxNode initializer)
    {
        if (field is not { DeclaredAccessibility: Accessibility.Private, ContainingType.DeclaringSyntaxReferences.Length: 1 } || initializer.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
            return false;
        var uses = type.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == field.Name).ToList();
        return uses.Count > 0 && uses.TrueForAll(use => use.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: RuntimeNames.Begin } } });
    }
}
