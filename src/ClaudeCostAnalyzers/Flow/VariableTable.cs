using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>All writes of one body, by variable. Immutable once made.</summary>
internal sealed class VariableTable
{
    private static readonly IReadOnlyList<VariableWrite> s_none = [];

    private readonly Dictionary<Variable, List<VariableWrite>> _writes = [];

    /// <summary>Lambdas that run nowhere but in the place of tests: what they write is written there.</summary>
    private readonly HashSet<SyntaxNode> _inPlace;

    /// <summary>Tuples that are taken apart, which come from several arms: where each arm's is known, it is written there.</summary>
    private readonly List<(FlowNode Node, IOperation Target, IFlowCaptureReferenceOperation Value, IOperation Operation)> _fromArms = [];

    private VariableTable(HashSet<SyntaxNode> inPlace)
    {
        _inPlace = inPlace;
    }

    public static VariableTable Of(FlowGraph graph)
    {
        var table = new VariableTable(TestLambdas.Of(graph));
        foreach (var node in graph.Nodes)
        {
            if (node.Completes is { } completed)
                table.Collect(graph, node, LastStep(completed), nested: false);
            foreach (var root in node.Evaluated)
            {
                var last = node.IsBegun ? LastStep(root) : null;
                foreach (var operation in root.DescendantsAndSelf())
                {
                    if (operation != last)
                        table.Collect(graph, node, operation, nested: false);
                }
            }
        }

        table.CollectArms(graph);
        return table;
    }

    /// <summary>Whether the last thing that the operation does may be to write a variable or to change a collection.</summary>
    internal static bool MayWrite(IOperation operation) =>
        LastStep(operation) is IAssignmentOperation or IFlowCaptureOperation or IInvocationOperation { Instance: not null };

    private static IOperation LastStep(IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IExpressionStatementOperation statement:
                    operation = statement.Operation;
                    break;
                case IAwaitOperation await:
                    operation = await.Operation;
                    break;
                default:
                    return operation;
            }
        }
    }

    public IReadOnlyList<VariableWrite> Writes(Variable variable) => _writes.TryGetValue(variable, out var writes) ? writes : s_none;

    private void Collect(FlowGraph graph, FlowNode node, IOperation operation, bool nested)
    {
        switch (operation)
        {
            case ISimpleAssignmentOperation assignment:
                Assign(graph, node, assignment.Target, assignment.Value, assignment);
                break;
            case IIncrementOrDecrementOperation step:
                Add(graph, node, step.Target, WriteKind.Step, step, null, step.Kind == OperationKind.Increment ? 1 : -1, 1);
                break;
            case ICompoundAssignmentOperation compound:
                var (kind, direction, size) = Steps.OfCompound(compound.OperatorKind, compound.Value);
                Add(graph, node, compound.Target, kind, compound, kind == WriteKind.Step ? null : compound.Value, direction, size);
                break;
            case ICoalesceAssignmentOperation coalesce:
                Assign(graph, node, coalesce.Target, coalesce.Value, coalesce);
                break;
            case IDeconstructionAssignmentOperation deconstruction when Conversions.Unwrap(deconstruction.Value) is IFlowCaptureReferenceOperation value:
                _fromArms.Add((node, deconstruction.Target, value, deconstruction));
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                Deconstruct(graph, node, deconstruction.Target, deconstruction.Value, deconstruction);
                break;
            case IFlowCaptureOperation capture:
                Add(new VariableWrite(Variable.Of(capture.Id), node, WriteKind.Assign, capture, capture.Value));
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } argument:
                ByReference(graph, node, argument);
                break;
            case IDeclarationPatternOperation { DeclaredSymbol: { } declared }:
                Pattern(node, operation, declared);
                break;
            case IRecursivePatternOperation { DeclaredSymbol: { } declared }:
                Pattern(node, operation, declared);
                break;
            case IListPatternOperation { DeclaredSymbol: { } declared }:
                Pattern(node, operation, declared);
                break;
            case IInvocationOperation invocation:
                Call(graph, node, invocation);
                break;
            case IFlowAnonymousFunctionOperation or ILocalFunctionOperation when !nested && !_inPlace.Contains(operation.Syntax):
                Nested(graph, node, operation.Syntax);
                break;
            case IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } reference when !nested:
                NestedOf(graph, node, reference.Method);
                break;
        }
    }

    private void Assign(FlowGraph graph, FlowNode node, IOperation target, IOperation value, IOperation operation)
    {
        if (target is ITupleOperation)
        {
            Deconstruct(graph, node, target, value, operation);
            return;
        }

        // `(i, text) = (i + 1, ok ? a : b)`: lowering has put place and value aside before the second value branches.
        var written = value is IFlowCaptureReferenceOperation ? graph.Unlowered(value.Syntax) ?? value : value;
        if (target is IFlowCaptureReferenceOperation && graph.Unlowered(target.Syntax) is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation)
            target = graph.Unlowered(target.Syntax)!;
        // `found[key] = reply ?? ""`, `tries[key] = isKnown ? n + 1 : 1`, `job.State = isDone ? State.Done : State.Draft`
        if (target is IFlowCaptureReferenceOperation && graph.Unlowered(target.Syntax) is IPropertyReferenceOperation or IArrayElementReferenceOperation && graph.Unlowered(operation.Syntax) is ISimpleAssignmentOperation whole)
            (target, operation) = (whole.Target, whole);
        if (Variable.Referenced(target) is { } variable && Steps.OfAssignment(variable, written) is { } step)
            Add(graph, node, target, step.Kind, operation, step.Kind == WriteKind.Step ? null : value, step.Direction, step.Size);
        else
            Add(graph, node, target, WriteKind.Assign, operation, value);
        if (target is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation)
            Parts(graph, node, target, written, operation);
    }

    /// <summary><c>state = (state.Turn + 1, text)</c>, <c>node = new Node(text, node.Depth + 1)</c>: a new whole of which a part is that of the old one, moved on.</summary>
    private void Parts(FlowGraph graph, FlowNode node, IOperation whole, IOperation value, IOperation operation)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        var parts = value switch
        {
            ITupleOperation tuple when whole.Type is INamedTypeSymbol { IsTupleType: true } type && type.TupleElements.Length == tuple.Elements.Length =>
                tuple.Elements.Select((element, i) => ((ISymbol?)type.TupleElements[i], element)),
            IObjectCreationOperation { Type: INamedTypeSymbol { IsRecord: true } record } creation => creation.Arguments.Select(argument =>
                ((ISymbol?)record.GetMembers(argument.Parameter?.Name ?? "").OfType<IPropertySymbol>().FirstOrDefault(), argument.Value)),
            _ => [],
        };
        foreach (var (member, part) in parts)
        {
            if (member is not null && Steps.OfAssignment(Variable.Of(member), graph.Unlowered(part.Syntax) ?? part) is (WriteKind.Step, var direction, var size))
                Add(new VariableWrite(Variable.Of(member), node, WriteKind.Step, operation, null, direction, size));
        }
    }

    private void Add(FlowGraph graph, FlowNode node, IOperation target, WriteKind kind, IOperation operation, IOperation? value, int direction = 0, long size = 0)
    {
        if (kind == WriteKind.Accumulate && target.Type?.SpecialType == SpecialType.System_String)
            (kind, direction) = (WriteKind.Grow, value is not null && HoldsText(value) ? 1 : 0);

        if (Variable.Referenced(target) is { } variable)
        {
            Add(new VariableWrite(variable, node, kind, operation, value, direction, size));

            // The temporary stands for a place: `Next().Count += 1` and `x ??= y` write through it.
            if (target is IFlowCaptureReferenceOperation)
            {
                // The place may be put aside in several copies of one node.
                foreach (var named in Writes(variable).Where(write => write.Operation is IFlowCaptureOperation).Select(place => Variable.Referenced(place.Value)).OfType<Variable>().Distinct().ToList())
                    Add(new VariableWrite(named, node, kind, operation, value, direction, size));
            }
        }

        var instance = target switch
        {
            IMemberReferenceOperation member => member.Instance,
            IArrayElementReferenceOperation element => element.ArrayReference,
            _ => null,
        };
        // `found[key] = reply ?? ""`: lowering has put the map aside before the value branches.
        if (instance is IFlowCaptureReferenceOperation aside)
            instance = graph.Unlowered(aside.Syntax) ?? aside;
        if (instance is not null and not IInstanceReferenceOperation && Variable.Root(instance) is { } root)
        {
            // The key is written, too: `found[reply] = place`.
            var isElement = target is IPropertyReferenceOperation { Property.IsIndexer: true };
            Add(new VariableWrite(root, node, WriteKind.Mutate, operation, isElement ? operation : value ?? operation));
        }
    }

    /// <summary><c>text.AppendLine(reply)</c>, <c>text.Append("x")</c>: a builder that surely has more characters afterwards.</summary>
    private static bool AppendsText(IInvocationOperation call) => call.TargetMethod.ContainingType?.Name == "StringBuilder"
        && (call.TargetMethod.Name == "AppendLine" || (call.TargetMethod.Name == "Append" && call.Arguments.Length == 1 && call.Arguments[0].Value.ConstantValue is { HasValue: true, Value: string { Length: > 0 } or char }));

    /// <summary>Whether a part of the text that is appended is written out in the source, so that something is.</summary>
    private static bool HoldsText(IOperation value) => value.DescendantsAndSelf().Any(part =>
        part is ILiteralOperation { ConstantValue: { HasValue: true, Value: string { Length: > 0 } } } && part.Parent is IBinaryOperation or IInterpolatedStringTextOperation or ICompoundAssignmentOperation);

    /// <summary><c>(state, n) = state switch { A => (B, n), _ => (C, n + 1) }</c>: which arm it was is forgotten where they have come together.</summary>
    private void CollectArms(FlowGraph graph)
    {
        // A loop that is taken apart by its states has some nodes several times.
        foreach (var one in _fromArms.GroupBy(part => part.Operation))
        {
            if (TupleArms.Of(one.First().Value, [.. one.Select(part => part.Node)], this) is { } arms)
            {
                foreach (var (arm, tuple) in arms)
                    Deconstruct(graph, arm, one.First().Target, tuple, one.Key);
            }
            else
            {
                foreach (var (node, target, value, operation) in one)
                    Deconstruct(graph, node, target, value, operation);
            }
        }
    }

    private void Deconstruct(FlowGraph graph, FlowNode node, IOperation target, IOperation value, IOperation operation)
    {
        var pending = new Stack<(IOperation Target, IOperation Value)>();
        pending.Push((target, value));
        while (pending.Count > 0)
        {
            var (to, from) = pending.Pop();
            if (to is IDeclarationExpressionOperation declaration)
                to = declaration.Expression;
            while (from is IConversionOperation conversion)
                from = conversion.Operand;
            if (to is ITupleOperation tuple)
            {
                for (var i = 0; i < tuple.Elements.Length; i++)
                    pending.Push((tuple.Elements[i], from is ITupleOperation parts && parts.Elements.Length == tuple.Elements.Length ? parts.Elements[i] : from));
            }
            else if (!IsKept(graph, to, from))
            {
                Assign(graph, node, to, from, operation);
            }
        }
    }

    /// <summary><c>(state, n) = (B, n)</c></summary>
    private static bool IsKept(FlowGraph graph, IOperation target, IOperation value) =>
        value is ILocalReferenceOperation or IParameterReferenceOperation && Variable.Referenced(value) is { } read
        && Variable.Referenced(target is IFlowCaptureReferenceOperation ? graph.Unlowered(target.Syntax) : target) is { } written && written.Equals(read);

    private void ByReference(FlowGraph graph, FlowNode node, IArgumentOperation argument)
    {
        var call = argument.Parent;
        if (call is IInvocationOperation { TargetMethod.ContainingType: { Name: "Interlocked" } } interlocked)
        {
            var (kind, direction, size) = Steps.OfInterlocked(interlocked);
            Add(graph, node, argument.Value, kind, interlocked, kind == WriteKind.Step ? null : interlocked, direction, size);
        }
        else
        {
            Add(graph, node, argument.Value, WriteKind.Assign, argument, call ?? argument);
        }
    }

    private void Pattern(FlowNode node, IOperation pattern, ISymbol declared)
    {
        var matched = pattern.Parent;
        while (matched is not null and not IIsPatternOperation)
            matched = matched.Parent;
        Add(new VariableWrite(Variable.Of(declared), node, WriteKind.Assign, pattern, (matched as IIsPatternOperation)?.Value));
    }

    private void Call(FlowGraph graph, FlowNode node, IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        if (method.MethodKind == MethodKind.LocalFunction)
            NestedOf(graph, node, method);

        // `list.Add(new Item { Name = name })`: lowering has put the list aside before the argument is made.
        var instance = invocation.Instance is IFlowCaptureReferenceOperation aside ? graph.Unlowered(aside.Syntax) ?? aside : invocation.Instance;
        // `(errors ??= []).Add(e)`
        if (instance is ICoalesceAssignmentOperation { Target: var made })
            instance = made;
        if (instance is not null and not IInstanceReferenceOperation && Variable.Root(instance) is { } receiver)
        {
            if (CollectionMembers.IsFrameworkCollection(instance.Type))
            {
                if (CollectionMembers.Grows(method.Name))
                    Add(new VariableWrite(receiver, node, WriteKind.Grow, invocation, invocation, CollectionMembers.SurelyGrows(method.Name, instance.Type) || AppendsText(invocation) ? 1 : 0));
                else if (CollectionMembers.Shrinks(method.Name))
                    Add(new VariableWrite(receiver, node, WriteKind.Shrink, invocation, method.Name.StartsWith("Remove", StringComparison.Ordinal) ? invocation : null, CollectionMembers.SurelyShrinks(method.Name) ? -1 : 0));
            }
            else if (instance.Type is { IsReferenceType: true, SpecialType: not SpecialType.System_String } && !IsFramework(method))
            {
                Add(new VariableWrite(receiver, node, WriteKind.Mutate, invocation, invocation));
            }
        }

        // `history.AddMessages(reply)`: an extension of somebody's, for a list.
        if (method is { IsExtensionMethod: true, DeclaringSyntaxReferences.IsEmpty: true } && invocation.Arguments.Length > 1 && method.Name.StartsWith("Add", StringComparison.Ordinal)
            && CollectionMembers.IsFrameworkCollection(method.Parameters[0].Type) && Variable.Root(invocation.Arguments[0].Value) is { } filled)
        {
            Add(new VariableWrite(filled, node, WriteKind.Grow, invocation, invocation));
        }

        if (IsFramework(method) || invocation.Arguments.Length < 2)
            return;
        foreach (var argument in invocation.Arguments)
        {
            if (argument.Value.Type is { IsReferenceType: true, SpecialType: not SpecialType.System_String } && Variable.Root(argument.Value) is { } exposed)
                Add(new VariableWrite(exposed, node, WriteKind.Expose, invocation, invocation));
        }
    }

    /// <summary>Members of the framework do not keep and change what they are given, as far as loops care.</summary>
    private static bool IsFramework(IMethodSymbol method)
    {
        var outermost = method.ContainingNamespace;
        while (outermost is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
            outermost = outermost.ContainingNamespace;
        return outermost?.Name == "System";
    }

    private void NestedOf(FlowGraph graph, FlowNode node, IMethodSymbol localFunction)
    {
        foreach (var reference in localFunction.DeclaringSyntaxReferences)
        {
            if (reference.SyntaxTree == graph.Model.SyntaxTree)
                Nested(graph, node, reference.GetSyntax());
        }
    }

    /// <summary>What a lambda or local function assigns counts where it is made or called: nobody knows when it runs.</summary>
    private void Nested(FlowGraph graph, FlowNode node, SyntaxNode syntax)
    {
        if (graph.Unlowered(syntax) is not { } body)
            return;
        foreach (var operation in body.Descendants())
        {
            var target = operation switch
            {
                IAssignmentOperation assignment => assignment.Target,
                IIncrementOrDecrementOperation step => step.Target,
                _ => null,
            };
            if (target is null || Variable.Referenced(target) is not { Symbol: { } symbol } variable || IsWithin(symbol, syntax))
                continue;
            Add(new VariableWrite(variable, node, WriteKind.Mutate, operation, (operation as IAssignmentOperation)?.Value ?? operation) { IsNested = true });
        }
    }

    private static bool IsWithin(ISymbol symbol, SyntaxNode function) =>
        symbol.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == function.SyntaxTree && function.Span.Contains(reference.Span));

    private void Add(VariableWrite write)
    {
        // `n += 0` leaves it where it is.
        if (write is { Kind: WriteKind.Step, Direction: 0 })
            return;
        if (!_writes.TryGetValue(write.Variable, out var writes))
            _writes.Add(write.Variable, writes = []);
        writes.Add(write);
    }
}
