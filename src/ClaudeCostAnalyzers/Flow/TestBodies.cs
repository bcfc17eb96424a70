using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>
/// Which tests may have the body of the member that they call in their place: <c>while (More())</c> of <c>bool More() => n &lt; max;</c>
/// is then the same graph as <c>while (n &lt; max)</c>. Members of the object at hand, local functions, and lambdas that a local holds for good,
/// all of them without parameters, and with bodies that do not go round.
/// </summary>
internal static class TestBodies
{
    /// <summary>Tests that call tests are followed so far.</summary>
    public const int MaxNesting = 3;

    /// <summary>So many bodies are put into one graph.</summary>
    public const int MaxBodies = 200;

    /// <summary>A longer body is no test.</summary>
    private const int MaxBlocks = 40;

    /// <summary>The call whose result the condition is, if it is one of what may be looked into.</summary>
    public static IOperation? CallOf(IOperation? condition)
    {
        while (condition is not null && AwaitedTasks.Of(condition) is { } task)
            condition = task;
        return condition switch
        {
            IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction, Arguments.IsEmpty: true } call => call,
            IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Arguments.IsEmpty: true, Instance: ILocalReferenceOperation { Local: var holder } } call when HoldsOneLambda(holder) => call,
            IInvocationOperation { TargetMethod: { MethodKind: MethodKind.Ordinary, IsExtensionMethod: false, IsGenericMethod: false, DeclaringSyntaxReferences.IsEmpty: false } method, Arguments.IsEmpty: true, Instance: null or IInstanceReferenceOperation } call when IsOnlyOne(method) => call,
            IPropertyReferenceOperation { Arguments.IsEmpty: true, Property: { DeclaringSyntaxReferences.IsEmpty: false } read, Instance: null or IInstanceReferenceOperation } property when IsOnlyOne(read) => property,
            _ => null,
        };
    }

    /// <summary>Not one that a derived class may put another in the place of.</summary>
    private static bool IsOnlyOne(ISymbol member) => member is { IsAbstract: false, IsVirtual: false } && (!member.IsOverride || member.IsSealed || member.ContainingType.IsSealed);

    /// <summary><c>Func&lt;bool> more = () => n &lt; max;</c>, and never anything else.</summary>
    private static bool HoldsOneLambda(ILocalSymbol holder)
    {
        if (holder.DeclaringSyntaxReferences.Length != 1 || holder.DeclaringSyntaxReferences[0].GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: AnonymousFunctionExpressionSyntax } declarator)
            return false;
        var scope = (SyntaxNode?)declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? declarator.SyntaxTree.GetRoot();
        return !scope.DescendantNodes().Any(node => node switch
        {
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } => name.Identifier.ValueText == holder.Name,
            ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax name } => name.Identifier.ValueText == holder.Name,
            _ => false,
        });
    }

    /// <summary>Whether the body decides yes or no by a few statements, and keeps nothing in temporaries that another graph may number alike.</summary>
    /// <param name="source">The body.</param>
    /// <param name="caller">The graph that it is to stand in.</param>
    public static bool IsTest(ControlFlowGraph source, ControlFlowGraph caller)
    {
        if (source.Blocks.Length > MaxBlocks || source.OriginalOperation.Syntax.SyntaxTree != caller.OriginalOperation.Syntax.SyntaxTree)
            return false;
        var returned = new HashSet<IOperation>();
        foreach (var block in source.Blocks)
        {
            foreach (var branch in new[] { block.FallThroughSuccessor, block.ConditionalSuccessor })
            {
                if (branch?.Destination is { } next && next.Ordinal <= block.Ordinal)
                    return false;
                if (branch?.Semantics != ControlFlowBranchSemantics.Return)
                    continue;
                if (ResultOf(block) is not { Type.SpecialType: SpecialType.System_Boolean } result)
                    return false;
                returned.Add(result);
            }
        }

        return returned.Count > 0 && (Root(source) == Root(caller) || !Evaluated(source).Any(operation => operation is IFlowCaptureReferenceOperation && !returned.Contains(operation)));
    }

    /// <summary>What the block returns: of <c>Task.FromResult(x)</c> and <c>new ValueTask&lt;bool>(x)</c> what they wrap.</summary>
    public static IOperation? ResultOf(BasicBlock block)
    {
        var value = block.ConditionKind == ControlFlowConditionKind.None && block.FallThroughSuccessor is { Semantics: ControlFlowBranchSemantics.Return } ? block.BranchValue : null;
        while (true)
        {
            switch (value)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    value = conversion.Operand;
                    continue;
                case IInvocationOperation { TargetMethod: { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" }, Arguments: { Length: 1 } wrapped }:
                    value = wrapped[0].Value;
                    continue;
                case IObjectCreationOperation { Type.Name: "ValueTask", Arguments: { Length: 1 } wrapped }:
                    value = wrapped[0].Value;
                    continue;
                default:
                    return value;
            }
        }
    }

    private static ControlFlowGraph Root(ControlFlowGraph graph)
    {
        while (graph.Parent is { } parent)
            graph = parent;
        return graph;
    }

    /// <summary>The local function or lambda that the call runs, with its graph; null: it runs a member of a type.</summary>
    /// <param name="call">The invocation.</param>
    /// <param name="caller">The graph that it stands in.</param>
    /// <param name="cancellation">Cancels.</param>
    public static (IMethodSymbol Function, ControlFlowGraph Source)? Nested(IOperation call, ControlFlowGraph caller, CancellationToken cancellation)
    {
        if (call is not IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction or MethodKind.DelegateInvoke } method } invocation)
            return null;
        var lambda = (invocation.Instance as ILocalReferenceOperation)?.Local.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: var value } ? value : null;
        for (var graph = caller; graph is not null; graph = graph.Parent)
        {
            if (method.MethodKind == MethodKind.LocalFunction)
            {
                if (graph.LocalFunctions.Contains(method.OriginalDefinition))
                    return (method.OriginalDefinition, graph.GetLocalFunctionControlFlowGraph(method.OriginalDefinition, cancellation));
                continue;
            }

            foreach (var operation in Evaluated(graph))
            {
                if (operation is IFlowAnonymousFunctionOperation made && made.Syntax == lambda)
                    return (made.Symbol, graph.GetAnonymousFunctionControlFlowGraph(made, cancellation));
            }
        }

        return null;
    }

    private static IEnumerable<IOperation> Evaluated(ControlFlowGraph graph)
    {
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in block.Operations.SelectMany(root => root.DescendantsAndSelf()))
                yield return operation;
            if (block.BranchValue is not { } value)
                continue;
            foreach (var operation in value.DescendantsAndSelf())
                yield return operation;
        }
    }
}
