using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>A backward slice within one loop. A worklist, not recursion: user code may chain as many variables as it likes.</summary>
internal sealed class Dependence(Loop loop)
{
    /// <summary>The effort of a slice is booked in such shares.</summary>
    private const int Share = 1024;

    private readonly ControlDependence _control = loop.Control;

    /// <summary>Every variable that the slices have read so far.</summary>
    public HashSet<Variable> Read { get; } = [];

    /// <summary>What the node's condition depends on.</summary>
    public Dependences Of(FlowNode node) => Of(node.Condition);

    /// <summary>What the value depends on.</summary>
    public Dependences Of(IOperation? value) => Of([value]);

    /// <summary>What the values depend on, all together.</summary>
    public Dependences Of(IEnumerable<IOperation?> values)
    {
        var slice = new Slice(this, loop);
        foreach (var value in values)
            slice.Include(value);
        return slice.Run();
    }

    /// <summary>What decides whether a turn comes past the node.</summary>
    public Dependences OfPassing(FlowNode node) => Of(_control.Of(node).Select(controller => controller.Condition));

    private sealed class Slice(Dependence owner, Loop loop)
    {
        private const int MaxHolders = 20;

        private readonly Stack<IOperation> _pending = new();
        private readonly HashSet<Variable> _variables = [];
        private readonly HashSet<FlowNode> _conditions = [];
        private Dependences _found;

        public void Include(IOperation? operation)
        {
            if (operation is not null)
                _pending.Push(operation);
        }

        public Dependences Run()
        {
            var visited = 0;
            while (_pending.Count > 0)
            {
                if (loop.Effort.IsSpent)
                    return _found | Dependences.Opaque;
                if (++visited % Share == 0)
                    loop.Effort.Add(Share);
                Visit(_pending.Pop());
            }

            loop.Effort.Add(visited % Share);
            // What decided may not all have been found.
            return loop.Effort.IsSpent ? _found | Dependences.Opaque : _found;
        }

        private void Visit(IOperation operation)
        {
            if (operation.ConstantValue.HasValue)
                return;
            if (loop.Spending.Of(operation, loop.Graph.Model) is not null)
            {
                _found |= loop.Spending.ReturnsReply(operation, loop.Graph.Model) ? Dependences.Reply : Dependences.Opaque;
                return;
            }

            switch (operation)
            {
                case IIsNullOperation { IsImplicit: true } test when IsOfUsing(test.Syntax):
                    return;
                case ICaughtExceptionOperation:
                    _found |= Dependences.Exception;
                    return;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation, Value: var assigned }:
                    // `(job = await jobs.NextAsync()) is not null`: what it was before is gone.
                    Include(assigned);
                    return;
                case IFlowAnonymousFunctionOperation lambda:
                    if (loop.Graph.Unlowered(lambda.Syntax) is { } body)
                    {
                        foreach (var inner in body.Descendants())
                        {
                            if (loop.Spending.Of(inner, loop.Graph.Model) is not null)
                                _found |= Dependences.Reply;
                            // `items.Any(item => !item.Done)`, where the loop writes that of its items.
                            if (inner is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation || (inner is IPropertyReferenceOperation { Property: var part } && loop.Writes(Variable.Of(part)).Count > 0))
                                Include(inner);
                        }
                    }

                    return;
                case IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" or "CancellationToken" }:
                case IPropertyReferenceOperation { Property: var living } when KnownMembers.Lives(living):
                    _found |= Dependences.Cancellation;
                    return;
                case IPropertyReferenceOperation { Property.Name: "Current", Instance: { } enumerator } when Variable.Referenced(enumerator) is { } sequence && HoldsReplies(sequence):
                    _found |= Dependences.Reply;
                    return;
                case IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation or IInvalidOperation:
                    _found |= Dependences.Opaque;
                    break;
                case IInvocationOperation { TargetMethod.Name: "MoveNext" or "MoveNextAsync", Instance: { } enumerator } when Variable.Referenced(enumerator) is { } sequence && loop.EndOf(sequence) == SequenceEnd.Unproven:
                    _found |= Dependences.Opaque;
                    break;
                case IInvocationOperation waits when KnownMembers.Waits(waits.TargetMethod):
                    // Whether a timer or queue goes on is its owner's to say, as with a token.
                    _found |= Dependences.Cancellation;
                    return;
                case IInvocationOperation { TargetMethod.Name: "Contains" } among when PureCalls.Is(among)
                    && among.Arguments.Skip(among.Instance is null ? 1 : 0).FirstOrDefault() is { } asked && !loop.IsInvariant(asked.Value) && IsLeftAlone(among.Instance ?? among.Arguments[0].Value):
                    // `options.RetryOn.Contains(e.Status)`: whoever made the list, it is the status that is asked about.
                    Include(asked.Value);
                    return;
                case IInvocationOperation call when !PureCalls.Is(call) && !PureCalls.AsksOfException(call):
                    _found |= Dependences.Opaque;
                    break;
            }

            if (operation is not IConversionOperation && Variable.Referenced(operation) is { } variable)
            {
                Follow(variable, operation);
                if (operation is IMemberReferenceOperation { Instance: { } instance } && !IsWrittenByParts(instance))
                    Include(instance);
                return;
            }

            foreach (var child in operation.ChildOperations)
                _pending.Push(child);
        }

        /// <summary>Whether all that happens to the object is that parts of it are written: each part is followed by itself.</summary>
        private bool IsWrittenByParts(IOperation instance) => instance is ILocalReferenceOperation or IParameterReferenceOperation && Variable.Referenced(instance) is { } holder
            && loop.Writes(holder) is { Count: > 0 } writes && writes.All(write => CalleeReplies.IsOfPart(write) || (write.Kind == WriteKind.Expose && !ExposesReply(write)));

        private bool IsLeftAlone(IOperation collection) => Variable.Root(collection) is { } root && loop.Writes(root).All(write => write.Kind == WriteKind.Expose);

        /// <summary>The end of a <c>using</c> asks whether there is something to dispose of, which decides nothing else.</summary>
        private static bool IsOfUsing(SyntaxNode resource) => resource.Parent is not ConditionalAccessExpressionSyntax
            && (resource.FirstAncestorOrSelf<StatementSyntax>() is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } or UsingStatementSyntax);

        private void Follow(Variable variable, IOperation operation)
        {
            owner.Read.Add(variable);
            var writes = loop.Writes(variable);
            if (writes.Count == 0)
            {
                Unwritten(variable, operation);
                return;
            }

            if (!_variables.Add(variable))
                return;
            foreach (var write in writes)
            {
                if (write.Kind == WriteKind.Expose && !ExposesReply(write))
                    continue;
                // `job.Answer = reply` makes no job of none.
                if (Absence.IsAsked(operation) && CalleeReplies.IsOfPart(write))
                    continue;
                if (variable.Symbol is not null && write.Value is not ICaughtExceptionOperation)
                    _found |= Dependences.State;
                // `model = model switch { ... }`: where that ends is not followed.
                if (write is { Kind: WriteKind.Assign, Value: { } next } && loop.Whole(next) is ISwitchExpressionOperation { Value: { } state } && Variable.Referenced(state)?.Equals(variable) == true)
                    _found |= Dependences.Opaque;
                if (FiledReplies.Is(write, operation, loop))
                {
                    _found |= Dependences.Opaque;
                    continue;
                }

                if (write.Kind is WriteKind.Mutate or WriteKind.Accumulate)
                    _found |= Dependences.Tally;
                if (write.Kind == WriteKind.Assign && IsCounted(operation) && Variable.Referenced(write.Value) is { } made && IsMadeOneByOne(made))
                {
                    Count(made);
                }
                else if (write.Kind == WriteKind.Grow && write.Operation is IInvocationOperation grow)
                {
                    foreach (var argument in grow.Arguments)
                        Include(argument.Value);
                }
                else
                {
                    Include(write.Value);
                }

                // A handler begins with the exception that it caught, whatever led to the call that failed.
                if (write.Value is not ICaughtExceptionOperation)
                    Control(write.Node);
            }
        }

        private void Control(FlowNode node)
        {
            foreach (var controller in owner._control.Of(node))
            {
                if (_conditions.Add(controller))
                    Include(controller.Condition);
            }
        }

        private static bool IsCounted(IOperation operation) => operation.Parent is IPropertyReferenceOperation { Property.Name: "Count" or "Length" or "IsEmpty" };

        /// <summary>A collection that the turn makes anew and fills element by element.</summary>
        private bool IsMadeOneByOne(Variable made) => loop.Writes(made) is { Count: > 1 } writes && writes.All(write =>
            write.Kind == WriteKind.Expose || (write is { Kind: WriteKind.Assign, Value: { } value } && (value is IObjectCreationOperation || CollectionExpressions.Parts(value) is { Spreads.Count: 0, Others: 0 })) || write is { Kind: WriteKind.Grow, Operation: IInvocationOperation { TargetMethod.Name: "Add" or "Enqueue" or "Push" } });

        /// <summary>How many elements there are is said by what decides over the adding, not by what is added.</summary>
        private void Count(Variable made)
        {
            foreach (var write in loop.Writes(made))
                Control(write.Node);
        }

        /// <summary>A variable that the loop does not write: somebody else's flag, or a member of something that the slice follows by itself.</summary>
        private void Unwritten(Variable variable, IOperation operation)
        {
            if (CalleeReplies.IsSet(variable, loop) || CalleeReplies.IsComputed(operation, loop))
            {
                _found |= Dependences.Reply;
                return;
            }

            switch (variable.Symbol)
            {
                case ILocalSymbol or IParameterSymbol when loop.Graph.Variables.Writes(variable).Where(write => write.IsNested).ToList() is { Count: > 0 } nested:
                    _found |= nested.Any(Counts) ? Dependences.Opaque : Dependences.Flag;
                    break;
                case IFieldSymbol { IsConst: false, IsReadOnly: false } or IPropertySymbol { SetMethod: not null } when Possible(variable) is { Count: > 0 } calls:
                    _found |= Dependences.State;
                    foreach (var (node, call) in calls)
                    {
                        Control(node);
                        // A paid call that writes nothing but what the reply says was told above: this one may well count.
                        if (call.Arguments.IsEmpty || loop.Spending.Of(call, loop.Graph.Model) is not null)
                            _found |= Dependences.Opaque;
                        foreach (var argument in call.Arguments)
                            Include(argument.Value);
                    }

                    break;
                // `while (!job.Done) await agent.StepAsync(job);`: nobody knows what that does to the job.
                case IFieldSymbol { IsConst: false, IsReadOnly: false } or IPropertySymbol { SetMethod: not null } when operation is IMemberReferenceOperation { Instance: ILocalReferenceOperation or IParameterReferenceOperation } handed && IsHandedAway(Variable.Referenced(handed.Instance)!.Value):
                    _found |= Dependences.Opaque;
                    break;
                case IFieldSymbol { IsConst: false, IsReadOnly: false } field when field.DeclaringSyntaxReferences.Length > 0:
                    _found |= Dependences.Flag;
                    break;
                case IPropertySymbol property when property.DeclaringSyntaxReferences.Length > 0 && operation is IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation }:
                    _found |= property.Type.SpecialType == SpecialType.System_Boolean ? Dependences.Flag : Dependences.Opaque;
                    break;
                case IPropertySymbol property when !IsReading(property) && operation is IPropertyReferenceOperation { Instance: var instance } && (instance is null || (!Moves(instance) && !IsOfCall(instance))):
                    _found |= property.DeclaringSyntaxReferences.Length > 0 && property.Type.SpecialType == SpecialType.System_Boolean ? Dependences.Flag : Dependences.Opaque;
                    break;
            }
        }

        /// <summary>Whether the loop hands the object to a member whose source is not at hand.</summary>
        private bool IsHandedAway(Variable holder) => loop.Nodes.SelectMany(node => node.Evaluated).SelectMany(root => root.DescendantsAndSelf()).OfType<IInvocationOperation>().Any(call =>
            call.Arguments.Any(argument => argument.Parameter is { Type.SpecialType: SpecialType.None } && Variable.Referenced(argument.Value)?.Equals(holder) == true) && !IsFramework(call.TargetMethod.ContainingType) && loop.Spending.Members.Target(call) is null);

        /// <summary>The calls of the loop that write the field in some cases: <c>if (text == "done") _done = true;</c></summary>
        private List<(FlowNode Node, IInvocationOperation Call)> Possible(Variable field) =>
            [.. loop.Spending.Members.WritesOf(loop.Graph).Possible(field).Where(call => loop.Nodes.Contains(call.Node))];

        /// <summary><c>agent.Stepped += () => stop = ++steps > 20;</c>: a lambda that counts, whoever calls it, may well be a bound.</summary>
        private static bool Counts(VariableWrite nested)
        {
            var body = nested.Operation;
            while (body.Parent is { } parent && body is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
                body = parent;
            return body.Descendants().Any(inner => inner is IIncrementOrDecrementOperation or ICompoundAssignmentOperation or IInvocationOperation { TargetMethod.ContainingType.Name: "Interlocked" });
        }

        /// <summary>A member of what a call gives says no more than the call, which the slice follows by itself.</summary>
        private static bool IsOfCall(IOperation instance)
        {
            while (instance is IAwaitOperation or IConversionOperation or IMemberReferenceOperation { Instance: not null })
                instance = instance switch
                {
                    IAwaitOperation await => await.Operation,
                    IConversionOperation conversion => conversion.Operand,
                    _ => ((IMemberReferenceOperation)instance).Instance!,
                };
            return instance is IInvocationOperation;
        }

        private bool Moves(IOperation instance) => Variable.Root(instance) is { } root && (root.Symbol is null || loop.Writes(root).Count > 0);

        /// <summary>Properties that say no more than the value they are asked of.</summary>
        private static bool IsReading(IPropertySymbol property) => IsFramework(property.ContainingType)
            && property.Name is "Length" or "Count" or "HasValue" or "Value" or "Key" or "Item" or "Current" or "Result" or "IsEmpty";

        /// <summary>Somebody's own Count may well be moved by what the turn calls.</summary>
        private static bool IsFramework(INamedTypeSymbol? type)
        {
            var outermost = type?.ContainingNamespace;
            while (outermost is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
                outermost = outermost.ContainingNamespace;
            return outermost?.Name == "System";
        }

        /// <summary>An object that is handed over together with the reply may hold it afterwards.</summary>
        private bool ExposesReply(VariableWrite write)
        {
            if (loop.Spending.Of(write.Operation, loop.Graph.Model) is not null || write.Operation is not IInvocationOperation call)
                return false;
            foreach (var argument in call.Arguments)
            {
                if (Variable.Root(argument.Value) is { } root && !root.Equals(write.Variable) && HoldsReply(root))
                    return true;
            }

            return false;
        }

        /// <summary>An enumerator of an endless sequence that the model answers element by element.</summary>
        private bool HoldsReplies(Variable enumerator) => loop.Graph.Variables.Writes(enumerator).Any(write => write.Value is { } source && loop.Spending.IsEndless(source, loop.Graph.Model)
            && Lazies.SpendingIn(source, loop.Graph, loop.Spending).Any(call => loop.Spending.ReturnsReply(call.Operation, loop.Graph.Model)));

        /// <summary>Whether the variable is given the reply, or the task of it: <c>var asking = Ask(); var reply = await asking;</c></summary>
        private bool HoldsReply(Variable variable)
        {
            var seen = new HashSet<Variable> { variable };
            var pending = new Stack<Variable>(seen);
            while (pending.Count > 0)
            {
                foreach (var inner in loop.Writes(pending.Pop()).Where(write => write is { Kind: WriteKind.Assign, Value: not null }).SelectMany(write => write.Value!.DescendantsAndSelf()))
                {
                    if (loop.Spending.Of(inner, loop.Graph.Model) is not null)
                        return true;
                    if (inner is ILocalReferenceOperation && Variable.Referenced(inner) is { } named && seen.Count < MaxHolders && seen.Add(named))
                        pending.Push(named);
                }
            }

            return false;
        }
    }
}
