using System.Runtime.CompilerServices;
using ClaudeCostAnalyzers.Contracts;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Whether a budget scope is open at a place, on every way to it. The runtime is known by name only.</summary>
internal static class OpenBudgets
{
    private const string Namespace = ContractAttributes.Namespace;
    private const string Scope = "BudgetScope";
    private const string Begin = "Begin";

    private static readonly ConditionalWeakTable<FlowGraph, OpenScopes> s_scopes = new();

    /// <summary>Whether the member, or a type around it, says that its callers must have a budget.</summary>
    public static bool IsCallersDuty(ISymbol? member)
    {
        for (var symbol = member; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol is IMethodSymbol method ? ContractAttributes.NeedsBudget(method) : ContractAttributes.IsMarkedNeedsBudget(symbol))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Whether on every way from the entry to <paramref name="place"/> a scope was begun, outside <paramref name="loop"/>,
    /// that was not disposed again.
    /// </summary>
    /// <param name="graph">The graph of the body.</param>
    /// <param name="place">Where the scope must be open.</param>
    /// <param name="loop">Scopes that are begun in here do not count.</param>
    /// <param name="counts">Which scopes count, by the call that begins them; null: all.</param>
    public static bool IsOpenAt(FlowGraph graph, FlowNode place, HashSet<FlowNode>? loop, Func<SyntaxNode, bool>? counts = null)
    {
        // After an element of an asynchronous iterator its consumer's context is in force, and the scope is gone.
        if (loop is not null && loop.Any(YieldsAsynchronously))
            return false;
        foreach (var begin in s_scopes.GetValue(graph, static body => new OpenScopes(body, Begins(body))).At(place))
        {
            if (loop?.Contains(begin.Node) != true && counts?.Invoke(begin.Call) != false)
                return true;
        }

        return false;
    }

    /// <summary>Where scopes are begun: looked up once, and asked for each loop and each lambda of the body.</summary>
    private static List<BudgetBegin> Begins(FlowGraph graph) =>
    [
        .. graph.Nodes.SelectMany(node => node.Operations.SelectMany(operation => operation.DescendantsAndSelf().Where(IsBegin).Take(1)
            .Select(begin => new BudgetBegin(node, HolderOf(operation), begin.Syntax)))),
    ];

    private static bool YieldsAsynchronously(FlowNode node) => node.Operations.Any(operation =>
        operation is IReturnOperation { Kind: OperationKind.YieldReturn } && operation.Syntax.Ancestors().FirstOrDefault(parent => parent is MethodDeclarationSyntax or LocalFunctionStatementSyntax) switch
        {
            MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
            LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
            _ => false,
        });

    private static bool IsBegin(IOperation operation) => operation is IInvocationOperation { TargetMethod: var method }
        && (method.Name == Begin && IsScope(method.ContainingType) ? !LimitsPaceOnly(operation.Syntax) : Gives(method));

    private static bool IsScope(ITypeSymbol? type) => type is { Name: Scope, ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>A helper that begins a scope for its caller. An asynchronous one cannot: what it begins is not in force where it is awaited.</summary>
    private static bool Gives(IMethodSymbol helper) => helper.MethodKind == MethodKind.Ordinary
        && (IsScope(helper.ReturnType) || helper.ReturnType.SpecialType == SpecialType.System_IDisposable && helper.DeclaringSyntaxReferences.Any(reference => ReturnsBegin(reference.GetSyntax())));

    private static bool ReturnsBegin(SyntaxNode declaration)
    {
        var values = declaration is MethodDeclarationSyntax { ExpressionBody.Expression: var arrow } ? [arrow] : declaration.DescendantNodes().OfType<ReturnStatementSyntax>().Select(statement => statement.Expression).ToList();
        return values.Count > 0 && values.All(value => value is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: Begin, Expression: SimpleNameSyntax { Identifier.ValueText: Scope } } });
    }

    /// <summary><c>new Budget { MaxConcurrentCalls = 3 }</c>: three at a time, for ever.</summary>
    private static bool LimitsPaceOnly(SyntaxNode begin)
    {
        if (begin is not InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } || arguments[0].Expression is not BaseObjectCreationExpressionSyntax { Initializer.Expressions: var members })
            return false;
        var limitsPace = false;
        foreach (var member in members)
        {
            switch (member is AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } ? name.Identifier.ValueText : null)
            {
                case "MaxConcurrentCalls" or "MaxAttemptsPerCall":
                    limitsPace = true;
                    break;
                case "Name" or "OnExceeded" or "TimeProvider" or "Window":
                    break;
                default:
                    return false;
            }
        }

        return limitsPace;
    }

    private static Variable? HolderOf(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation assignment => Variable.Referenced(assignment.Target),
        IExpressionStatementOperation { Operation: ISimpleAssignmentOperation assignment } => Variable.Referenced(assignment.Target),
        IFlowCaptureOperation capture => Variable.Of(capture.Id),
        _ => null,
    };
}
