using System.Runtime.CompilerServices;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Counters that the members which a body calls move: <c>while (_turn &lt; Max) await RunTurn();</c> where <c>RunTurn</c> does
/// <c>_turn++</c>. Only what a member does every time that it returns is taken for done; what it does in some cases is not seen.
/// </summary>
internal sealed class CalleeWrites(FlowGraph graph, ICalledMembers members)
{
    private static readonly IReadOnlyList<VariableWrite> s_none = [];

    // Keyed by syntax, not by symbol: it holds no compilation, and goes when the text does.
    private static readonly ConditionalWeakTable<SyntaxNode, HashSet<string>> s_names = new();

    private readonly Dictionary<Variable, IReadOnlyList<VariableWrite>> _known = [];
    private Dictionary<string, List<(FlowNode Node, IOperation Call, IMethodSymbol Member)>>? _byName;

    /// <summary>What each call surely does to the variable.</summary>
    public IReadOnlyList<VariableWrite> Of(Variable variable)
    {
        if (variable.Symbol is not (IFieldSymbol or IPropertySymbol or ILocalSymbol or IParameterSymbol) || string.IsNullOrEmpty(variable.Symbol.Name))
            return s_none;
        if (_known.TryGetValue(variable, out var known))
            return known;
        _byName ??= Collect();
        if (!_byName.TryGetValue(variable.Symbol.Name, out var calls))
            return _known[variable] = s_none;
        var writes = new List<VariableWrite>();
        foreach (var (node, call, member) in calls)
        {
            if (members.Body(member) is { } body && (Effect(variable, body, node, call) ?? Undoing(variable, body, node, call)) is { } write)
                writes.Add(write);
        }

        return _known[variable] = writes;
    }

    /// <summary>The calls that write the variable in some cases and not in others.</summary>
    public IEnumerable<(FlowNode Node, IInvocationOperation Call)> Possible(Variable variable)
    {
        if (string.IsNullOrEmpty(variable.Symbol?.Name))
            yield break;
        _byName ??= Collect();
        if (!_byName.TryGetValue(variable.Symbol!.Name, out var calls))
            yield break;
        foreach (var (node, call, member) in calls)
        {
            if (call is IInvocationOperation invocation && members.Body(member) is { } body && body.Descendants().Any(operation => Written(operation, variable) is not null))
                yield return (node, invocation);
        }
    }

    /// <summary>The calls of members in source, by the names of what their text writes.</summary>
    private Dictionary<string, List<(FlowNode, IOperation, IMethodSymbol)>> Collect()
    {
        var calls = new Dictionary<string, List<(FlowNode, IOperation, IMethodSymbol)>>();
        foreach (var node in graph.Nodes)
        {
            foreach (var operation in node.Evaluated.SelectMany(root => root.DescendantsAndSelf()))
            {
                if (operation is not IInvocationOperation || members.Target(operation) is not { } member)
                    continue;
                foreach (var name in Names(member))
                {
                    if (!calls.TryGetValue(name, out var found))
                        calls.Add(name, found = []);
                    found.Add((node, operation, member));
                }
            }
        }

        return calls;
    }

    /// <summary>Whether the text of the member writes something of that name.</summary>
    public static bool MayWrite(IMethodSymbol member, string name) => Names(member).Contains(name);

    private static IEnumerable<string> Names(IMethodSymbol member) => member.DeclaringSyntaxReferences.SelectMany(reference => s_names.GetValue(reference.GetSyntax(), NamesWritten));

    private static HashSet<string> NamesWritten(SyntaxNode body)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in body.DescendantNodes())
        {
            var target = node switch
            {
                AssignmentExpressionSyntax assignment => assignment.Left,
                PrefixUnaryExpressionSyntax prefix => prefix.Operand,
                PostfixUnaryExpressionSyntax postfix => postfix.Operand,
                ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => argument.Expression,
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } => call.Expression,
                _ => null,
            };
            if (target is IdentifierNameSyntax identifier)
                names.Add(identifier.Identifier.ValueText);
            else if (target is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member })
                names.Add(member);
        }

        return names;
    }

    private static VariableWrite? Effect(Variable variable, IOperation body, FlowNode node, IOperation call)
    {
        (WriteKind Kind, int Direction, long Size)? sure = null;
        var isFirst = false;
        IOperation? added = null;
        IOperation? reset = null;
        foreach (var operation in body.Descendants())
        {
            if (Written(operation, variable) is not var (kind, direction, size, value))
                continue;
            if (kind is WriteKind.Step or WriteKind.Grow or WriteKind.Accumulate)
            {
                if (sure is { } other && (other.Kind != kind || (other.Direction != direction && kind != WriteKind.Grow)))
                    return null;
                if (sure is null && IsAlwaysDone(operation, body, out var first, kind == WriteKind.Accumulate ? value : null))
                    (sure, isFirst, added) = ((kind, direction, size), first, kind == WriteKind.Accumulate ? Given(value, call) : null);
            }
            else if (IsAlwaysDone(operation, body, out _))
            {
                reset = value ?? operation;
            }
            else
            {
                return null;
            }
        }

        if (reset is not null)
            return sure is null && reset.Type is { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_Decimal } ? new VariableWrite(variable, Done(node), WriteKind.Assign, call, reset) : null;
        // When the call throws in a condition, nobody knows how far it came.
        if (sure is null || (!isFirst && !node.IsBegun && node.Out.Any(edge => edge.Kind == EdgeKind.Exceptional)))
            return null;
        var at = isFirst ? node : Done(node);
        // `Advance(2)`
        if (added is not null && Steps.Constant(added) is { } amount)
            return amount == 0 ? null : new VariableWrite(variable, at, WriteKind.Step, call, null, Math.Sign(amount) * sure.Value.Direction, (long)Math.Min(Math.Abs(amount), long.MaxValue / 2));
        return new VariableWrite(variable, at, sure.Value.Kind, call, added, sure.Value.Direction, sure.Value.Size);
    }

    /// <summary>
    /// What the member does in some cases, where it takes from a list or sets a number: <c>while (_messages.Count > keep)
    /// _messages.RemoveAt(0);</c>. Whoever counts up to a limit cannot rely on it then.
    /// </summary>
    private static VariableWrite? Undoing(Variable variable, IOperation body, FlowNode node, IOperation call)
    {
        foreach (var operation in body.Descendants())
        {
            switch (Written(operation, variable))
            {
                case (WriteKind.Shrink, _, _, _):
                    return new VariableWrite(variable, node, WriteKind.Shrink, call, call);
                case (WriteKind.Assign, _, _, { Type.SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_Decimal }):
                    return new VariableWrite(variable, node, WriteKind.Mutate, call, call);
            }
        }

        return null;
    }

    /// <summary>What the member adds, as its caller sees it: <c>Charge(cost)</c> for a member that does <c>_spent += usd</c>.</summary>
    private static IOperation Given(IOperation? value, IOperation call)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        if (value is IParameterReferenceOperation { Parameter: var parameter } && call is IInvocationOperation invocation
            && invocation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal) is { } argument)
        {
            return argument.Value;
        }

        return value is null || value.DescendantsAndSelf().Any(part => part is IParameterReferenceOperation or ILocalReferenceOperation) ? call : value;
    }

    /// <summary>Where the call has returned.</summary>
    private static FlowNode Done(FlowNode node) =>
        node.IsBegun && node.Out.FirstOrDefault(edge => edge.Kind == EdgeKind.Regular)?.To is { Completes: not null } next ? next : node;

    private static (WriteKind Kind, int Direction, long Size, IOperation? Value)? Written(IOperation operation, Variable variable)
    {
        switch (operation)
        {
            case IIncrementOrDecrementOperation step when Is(step.Target):
                return (WriteKind.Step, step.Kind == OperationKind.Increment ? 1 : -1, 1, null);
            case ICompoundAssignmentOperation compound when Is(compound.Target):
                var (kind, direction, size) = Steps.OfCompound(compound.OperatorKind, compound.Value);
                return (kind, direction, size, compound.Value);
            case ISimpleAssignmentOperation assignment when Is(assignment.Target):
                return Steps.OfAssignment(variable, assignment.Value) is var (move, way, far) ? (move, way, far, null) : (WriteKind.Assign, 0, 0, assignment.Value);
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref, Parent: IInvocationOperation { TargetMethod.ContainingType.Name: "Interlocked" } atomic } argument when Is(argument.Value):
                var (moved, towards, by) = Steps.OfInterlocked(atomic);
                return (moved, towards, by, atomic);
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument when Is(argument.Value):
                return (WriteKind.Assign, 0, 0, argument.Value);
            case IInvocationOperation { Instance: { } instance } call when CollectionMembers.IsFrameworkCollection(instance.Type) && Is(instance):
                return CollectionMembers.Grows(call.TargetMethod.Name) ? (WriteKind.Grow, CollectionMembers.SurelyGrows(call.TargetMethod.Name, instance.Type) ? 1 : 0, 0, null)
                    : CollectionMembers.Shrinks(call.TargetMethod.Name) ? (WriteKind.Shrink, 0, 0, null) : null;
            default:
                return null;
        }

        bool Is(IOperation target) => Variable.Referenced(target) is { } written && written.Equals(variable);
    }

    /// <summary>Whether the body does not come to its end without the operation, and whether nothing that may fail comes before it.</summary>
    private static bool IsAlwaysDone(IOperation operation, IOperation body, out bool isFirst, IOperation? added = null)
    {
        isFirst = true;
        for (var (child, parent) = (operation, operation.Parent); child != body && parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IConditionalOperation choice when child != choice.Condition && Presence.IsAsked(choice.Condition, added, holds: child == choice.WhenTrue):
                    break;
                case IConditionalOperation choice when child != choice.Condition:
                case ILoopOperation when child is not IVariableDeclarationGroupOperation:
                case ISwitchOperation or ISwitchCaseOperation or ISwitchExpressionOperation or ISwitchExpressionArmOperation or ICatchClauseOperation or IAnonymousFunctionOperation or ILocalFunctionOperation:
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } logical when child != logical.LeftOperand:
                case ICoalesceOperation coalesce when child != coalesce.Value:
                case IConditionalAccessOperation access when child != access.Operation:
                    return false;
                case ITryOperation attempt when child == attempt.Body && attempt.Catches.Length > 0:
                    // A handler may go on without it.
                    return false;
                case IBlockOperation block:
                    foreach (var before in block.Operations)
                    {
                        if (before == child)
                            break;
                        // `if (usage is null) return;`
                        if (before is IConditionalOperation { WhenFalse: null } guard && Presence.IsAsked(guard.Condition, added, holds: false))
                            continue;
                        foreach (var inner in before.DescendantsAndSelf())
                        {
                            if (inner is IReturnOperation or IBranchOperation { BranchKind: BranchKind.GoTo })
                                return false;
                            isFirst &= inner is not (IInvocationOperation or IAwaitOperation or IThrowOperation or IObjectCreationOperation);
                        }
                    }

                    break;
            }

            if (parent == body)
                break;
        }

        return true;
    }
}
