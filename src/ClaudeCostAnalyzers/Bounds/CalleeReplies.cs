using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Fields and properties that the members which a loop calls set to what the model's reply says:
/// <c>while (!session.IsDone) await session.StepAsync();</c> where <c>StepAsync</c> does <c>IsDone = reply.FinishReason == Stop</c>.
/// </summary>
internal static class CalleeReplies
{
    /// <summary>So many calls of one loop are looked into.</summary>
    private const int MaxCalls = 8;

    /// <summary>What may well be a cap.</summary>
    private const Dependences Other = Dependences.Tally | Dependences.Flag;

    /// <summary>Whether a paid call of the loop sets the variable, and only ever to what the reply says.</summary>
    public static bool IsSet(Variable variable, Loop loop)
    {
        if (variable.Symbol is not (IFieldSymbol { IsConst: false } or IPropertySymbol) || variable.Symbol.DeclaringSyntaxReferences.IsEmpty || loop.Nesting > 0)
            return false;
        var looked = 0;
        var isSet = false;
        foreach (var call in loop.Nodes.OrderBy(node => node.Id).SelectMany(node => node.Evaluated).SelectMany(root => root.DescendantsAndSelf()).OfType<IInvocationOperation>())
        {
            if (loop.Spending.Of(call, loop.Graph.Model) is not { IsDirect: false } || loop.Spending.Members.Target(call) is not { } member)
                continue;
            if (++looked > MaxCalls || loop.Effort.IsSpent)
                return false;
            if (loop.Spending.Members.Body(member) is not { } body || !body.Descendants().Any(operation => Writes(operation, variable)))
                continue;
            if (loop.Spending.Members.Graph(member) is not { } graph || !IsByReply(variable, graph, loop))
                return false;
            isSet = true;
        }

        return isSet;
    }

    /// <summary>Whether what a property computes, <c>IsDone => _last?.FinishReason == Stop</c>, rests on such fields alone.</summary>
    public static bool IsComputed(IOperation property, Loop loop)
    {
        if (property is not IPropertyReferenceOperation || loop.Inlined(property) is not { } value)
            return false;
        var own = value.DescendantsAndSelf().OfType<IMemberReferenceOperation>().Where(member => member.Instance is IInstanceReferenceOperation && member is IFieldReferenceOperation or IPropertyReferenceOperation).ToList();
        return own.Count > 0 && own.All(member => IsSet(Variable.Of(member.Member), loop));
    }

    private static bool Writes(IOperation operation, Variable variable) => operation switch
    {
        IAssignmentOperation assignment => Variable.Referenced(assignment.Target) is { } target && target.Equals(variable),
        IIncrementOrDecrementOperation step => Variable.Referenced(step.Target) is { } target && target.Equals(variable),
        _ => false,
    };

    private static bool IsByReply(Variable variable, FlowGraph graph, Loop caller)
    {
        caller.Effort.Add(graph.Nodes.Count * 10);
        var body = new Loop(graph, [.. graph.Nodes], [], caller.Spending, caller.Effort) { Nesting = caller.Nesting + 1 };
        var dependence = new Dependence(body);
        var found = Dependences.None;
        foreach (var write in graph.Variables.Writes(variable))
        {
            if (write is not { Kind: WriteKind.Assign, Value: { } value, IsNested: false })
                return false;
            // What it is before the reply comes says nothing: `IsDone = false; ...; IsDone = reply.Text == "done";`
            var how = dependence.Of(value) | dependence.OfPassing(write.Node);
            if ((how & Other) != 0)
                return false;
            found |= how;
        }

        // A counter beside the reply may be a cap.
        return (found & Dependences.Reply) != 0 && dependence.Read.All(read => graph.Variables.Writes(read).All(write => write.Kind is WriteKind.Assign or WriteKind.Expose || IsOfPart(write)));
    }

    /// <summary><c>session.Text = ...</c> as a write of <c>session</c>: its other members stay as they are.</summary>
    public static bool IsOfPart(VariableWrite write) => write.Kind == WriteKind.Mutate && write.Operation switch
    {
        IAssignmentOperation assignment => assignment.Target,
        IIncrementOrDecrementOperation step => step.Target,
        _ => null,
    } is IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol { IsIndexer: false }, Member.DeclaringSyntaxReferences.IsEmpty: false } part && Variable.Referenced(part.Instance)?.Equals(write.Variable) == true;
}
