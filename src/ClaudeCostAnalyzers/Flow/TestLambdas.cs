using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>Lambdas that run nowhere but in the place of tests: <c>var isLast = () => ++n >= max; while (!isLast()) ...</c></summary>
internal static class TestLambdas
{
    public static HashSet<SyntaxNode> Of(FlowGraph graph)
    {
        var lambdas = new Dictionary<ILocalSymbol, SyntaxNode>(SymbolEqualityComparer.Default);
        foreach (var node in graph.Nodes)
        {
            if (node.Test is { Call: IInvocationOperation { Instance: ILocalReferenceOperation { Local: var holder } }, Member.DeclaringSyntaxReferences: { Length: 1 } declarations })
                lambdas[holder] = declarations[0].GetSyntax();
        }

        if (lambdas.Count == 0)
            return [];
        foreach (var operation in graph.Nodes.SelectMany(node => node.Evaluated).SelectMany(root => root.DescendantsAndSelf()))
        {
            switch (operation)
            {
                case ILocalReferenceOperation { Parent: var parent } read when !(parent is ISimpleAssignmentOperation assignment && assignment.Target == read):
                    lambdas.Remove(read.Local);
                    break;
                case IFlowAnonymousFunctionOperation lambda:
                    foreach (var name in lambda.Syntax.DescendantNodes().OfType<IdentifierNameSyntax>().Select(name => name.Identifier.ValueText))
                    {
                        foreach (var named in lambdas.Keys.Where(holder => holder.Name == name).ToList())
                            lambdas.Remove(named);
                    }

                    break;
            }
        }

        return [.. lambdas.Values];
    }
}
