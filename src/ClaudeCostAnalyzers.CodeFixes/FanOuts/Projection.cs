using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes.FanOuts;

/// <summary>The function that starts a task for each element of what <c>WhenAll</c> waits for.</summary>
/// <param name="Function">The lambda, or the name of the method.</param>
/// <param name="HasResult">Whether its tasks have a result.</param>
internal sealed record Projection(ExpressionSyntax Function, bool HasResult)
{
    private const int MaxSteps = 4;

    /// <summary>Finds it; null where a gate cannot be put around it.</summary>
    public static Projection? Of(InvocationExpressionSyntax gather, SemanticModel model)
    {
        if (gather.ArgumentList.Arguments.Count != 1)
            return null;
        var tasks = gather.ArgumentList.Arguments[0].Expression;
        for (var steps = 0; steps < MaxSteps; steps++)
        {
            switch (tasks)
            {
                case ParenthesizedExpressionSyntax inner:
                    tasks = inner.Expression;
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Select" or "ConvertAll" }, ArgumentList.Arguments: { Count: 1 } arguments }:
                    return Of(arguments[0].Expression, model);
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ToDictionary" }, ArgumentList.Arguments: { Count: > 1 } arguments }:
                    return Of(arguments[1].Expression, model);
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access, ArgumentList.Arguments.Count: 0 }:
                    tasks = access.Expression;
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Values" } values:
                    tasks = values.Expression;
                    break;
                // [.. tasks], which the compiler that this is built for does not know yet.
                case not null when tasks.GetType().Name == "CollectionExpressionSyntax" && tasks.ChildNodes().ToList() is { Count: 1 } only && only[0].ChildNodes().FirstOrDefault() is ExpressionSyntax spread:
                    tasks = spread;
                    break;
                case IdentifierNameSyntax when model.GetSymbolInfo(tasks).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } declared }
                    && declared[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var value }:
                    tasks = value;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private static Projection? Of(ExpressionSyntax function, SemanticModel model)
    {
        // A function that becomes a description of itself cannot wait.
        if (model.GetSymbolInfo(function).Symbol is not IMethodSymbol { ReturnType: INamedTypeSymbol { Name: "Task", Arity: <= 1 } task } method
            || model.GetTypeInfo(function).ConvertedType is not { TypeKind: TypeKind.Delegate })
        {
            return null;
        }

        var isRight = function switch
        {
            AnonymousMethodExpressionSyntax => false,
            LambdaExpressionSyntax lambda => lambda.AttributeLists.Count == 0 && !lambda.Modifiers.Any(SyntaxKind.StaticKeyword) && method.Parameters.All(parameter => parameter.RefKind == RefKind.None)
                && (lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword) || lambda.Body is not BlockSyntax block || task.Arity == 1 && Returns(block).All(statement => statement.Expression is not null)),
            _ => method.Parameters.Length == 1 && function is IdentifierNameSyntax or MemberAccessExpressionSyntax or GenericNameSyntax,
        };
        return isRight ? new Projection(function, task.Arity == 1) : null;
    }

    /// <summary>The statements by which a lambda itself returns.</summary>
    public static IEnumerable<ReturnStatementSyntax> Returns(BlockSyntax body) =>
        body.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>();
}
