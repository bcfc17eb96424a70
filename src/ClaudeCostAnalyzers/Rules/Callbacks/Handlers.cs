using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Callbacks;

/// <summary>A function that is handed to somebody who runs it.</summary>
/// <param name="Method">The function.</param>
/// <param name="Body">Its source: a lambda, or the declaration of a method or local function; null when it is out of sight.</param>
internal readonly record struct Handler(IMethodSymbol Method, SyntaxNode? Body);

/// <summary>Finds the function behind an expression, and what it reaches.</summary>
internal static class Handlers
{
    /// <summary>The function that the expression stands for: a lambda, a method group, or a local that is given one where it is declared.</summary>
    public static Handler? Of(IOperation? expression, SemanticModel model, CancellationToken cancellation)
    {
        // From a local to the lambda it holds is one step; more would be a puzzle.
        for (var steps = 0; steps < 2; steps++)
        {
            while (expression is IConversionOperation or IDelegateCreationOperation or IParenthesizedOperation)
                expression = expression is IConversionOperation conversion ? conversion.Operand : (expression as IDelegateCreationOperation)?.Target ?? (expression as IParenthesizedOperation)?.Operand;
            switch (expression)
            {
                case IAnonymousFunctionOperation lambda:
                    return new Handler(lambda.Symbol, lambda.Syntax);
                case IMethodReferenceOperation reference:
                    var method = reference.Method.OriginalDefinition;
                    return new Handler(method, method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation));
                case ILocalReferenceOperation { Local.DeclaringSyntaxReferences: { Length: 1 } declarations }
                    when declarations[0] is { } declaration && declaration.SyntaxTree == model.SyntaxTree && declaration.GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } value }:
                    expression = model.GetOperation(value, cancellation);
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The member of <paramref name="type"/> that runs as <paramref name="contract"/>, a documentation id without parameters.</summary>
    public static IEnumerable<Handler> Implementing(ITypeSymbol type, string contract, CancellationToken cancellation)
    {
        var dot = contract.LastIndexOf('.');
        foreach (var implemented in type.AllInterfaces)
        {
            if ("M:" + implemented.OriginalDefinition.GetDocumentationCommentId()?.Substring(2) != contract.Substring(0, dot))
                continue;
            foreach (var member in implemented.GetMembers(contract.Substring(dot + 1)))
            {
                if (type.FindImplementationForInterfaceMember(member) is IMethodSymbol method)
                    yield return new Handler(method.OriginalDefinition, method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation));
            }
        }
    }

    /// <summary>The LLM call that the function reaches.</summary>
    public static ReachedCall? Reach(Handler handler, CallKnowledge knowledge, CancellationToken cancellation) =>
        knowledge.Summaries.Reach(handler.Method, cancellation);

    /// <summary>The function in words.</summary>
    public static string Words(Handler handler, ReachedCall reached) => handler.Method.MethodKind == MethodKind.AnonymousFunction
        ? $"'{reached.Words}'" : $"'{handler.Method.Name}', which reaches '{reached.Words}',";
}
