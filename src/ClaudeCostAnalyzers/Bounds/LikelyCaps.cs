using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// What may well be a cap, though it cannot be shown to be one, beside what the model decides: a state that goes through a member and
/// comes back counted, <c>(text, done, n) = await Turn(text, n);</c> where <c>Turn</c> looks at <c>n >= 5</c>, or an object without
/// source that each turn tells what was used, <c>usage.Add(reply.Usage)</c>, and that is then asked how much that is, or an object that
/// each turn counts in, <c>run.Turn++</c>, and that a rule without source is handed, <c>stops.Any(stop => stop.IsMet(run))</c>, or elements
/// each of which is marked or counted for itself, <c>jobs.Any(job => job.Tries &lt; 3)</c>, or a member that counts and then sets what ends
/// the loop, <c>session.Advance(reply)</c>.
/// </summary>
internal static class LikelyCaps
{
    private const int MaxDepth = 12;

    /// <summary>Whether the loop has one.</summary>
    public static bool Any(Loop loop) => loop.Exits().Any(exit => IsMeasured(exit.Node, loop) || IsHandedCount(exit.Node, loop) || IsOfElements(exit.Node, loop) || IsLatched(exit.Node, loop)) || GoesThrough(loop);

    /// <summary>Whether the test compares a number of an object that a call of the loop may have changed.</summary>
    private static bool IsMeasured(FlowNode at, Loop loop)
    {
        foreach (var (side, limit) in Comparisons.In(loop.Whole(at.Condition!)))
        {
            var measured = Plain(side, loop);
            if (measured is not IPropertyReferenceOperation { Arguments.IsEmpty: true, Instance: { } instance, Property.DeclaringSyntaxReferences.IsEmpty: true } || CollectionMembers.IsFrameworkCollection(instance.Type)
                || Variable.Referenced(loop.Whole(instance)) is not { } owner || limit is not null && !loop.IsInvariant(limit))
            {
                continue;
            }

            var told = loop.Writes(owner).Where(write => write.Kind == WriteKind.Mutate && write.Operation is IInvocationOperation { Instance: { } receiver } call && Variable.Referenced(loop.Whole(receiver))?.Equals(owner) == true
                && call.TargetMethod.DeclaringSyntaxReferences.IsEmpty && loop.Spending.Of(call, loop.Graph.Model) is null).ToList();
            if (told.Count > 0 && !loop.Writes(owner).Any(write => write.Kind == WriteKind.Assign))
                return true;
        }

        return false;
    }

    /// <summary>The condition with the lambdas in it.</summary>
    private static IEnumerable<IOperation> Asked(IOperation condition, Loop loop) => loop.Whole(condition).DescendantsAndSelf().Concat(condition.DescendantsAndSelf()
        .OfType<Microsoft.CodeAnalysis.FlowAnalysis.IFlowAnonymousFunctionOperation>().Select(lambda => loop.Graph.Unlowered(lambda.Syntax)).OfType<IOperation>().SelectMany(body => body.Descendants()));

    /// <summary>Whether the test asks elements for a number that the loop moves, or for something that the loop gives each that it comes past.</summary>
    private static bool IsOfElements(FlowNode at, Loop loop)
    {
        var asked = Asked(at.Condition!, loop).ToList();
        foreach (var local in asked.OfType<ILocalReferenceOperation>().ToList())
        {
            if (loop.OnlyValue(Variable.Of(local.Local), at) is { } value)
                asked.AddRange(Asked(value, loop));
        }

        foreach (var part in asked.OfType<IMemberReferenceOperation>())
        {
            if (part is not { Instance: IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } } || Variable.Referenced(part) is not { } member)
                continue;
            var writes = loop.Writes(member).Where(write => write.Kind != WriteKind.Expose).ToList();
            if (writes.Count > 0 && (writes.All(write => write.Kind == WriteKind.Step && write.Direction == writes[0].Direction) ? Comparisons.Any(asked, new HashSet<ISymbol>([member.Symbol!], SymbolEqualityComparer.Default))
                : IsAskedForNull(part) && writes.All(write => write is { Kind: WriteKind.Assign, Value: { } given } && IsThere(loop.Whole(given)))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAskedForNull(IOperation part) => part.Parent switch
    {
        IIsPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } or IConstantPatternOperation { Value: IConversionOperation { Operand.ConstantValue: { HasValue: true, Value: null } } } } => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } test => test.RightOperand is IConversionOperation { Operand.ConstantValue: { HasValue: true, Value: null } } || test.RightOperand.ConstantValue is { HasValue: true, Value: null },
        _ => false,
    };

    /// <summary>Whether the value is none that is said to be null at times.</summary>
    private static bool IsThere(IOperation value)
    {
        value = Conversions.Unwrap(value);
        return value.ConstantValue is not { HasValue: true, Value: null } && value switch
        {
            IAwaitOperation { Operation: { Type: INamedTypeSymbol { TypeArguments: { Length: 1 } result } } } => result[0].NullableAnnotation != NullableAnnotation.Annotated,
            IPropertyReferenceOperation { Property: var property } => property.NullableAnnotation != NullableAnnotation.Annotated,
            IInvocationOperation { TargetMethod: var method } => method.ReturnNullableAnnotation != NullableAnnotation.Annotated,
            ILocalReferenceOperation { Local: var local } => local.NullableAnnotation != NullableAnnotation.Annotated,
            _ => false,
        };
    }

    /// <summary>Whether the test hands an object of which each turn moves a part to somebody who may well look at that part.</summary>
    private static bool IsHandedCount(FlowNode at, Loop loop)
    {
        foreach (var call in Asked(at.Condition!, loop).OfType<IInvocationOperation>())
        {
            foreach (var argument in call.Arguments)
            {
                if (Variable.Referenced(argument.Value) is not { } holder || argument.Parameter is not { Type.IsReferenceType: true })
                    continue;
                var parts = loop.Writes(holder).Where(write => write.Kind == WriteKind.Mutate && !write.IsNested && loop.EveryTurnPasses(at, [write.Node])).Select(write => write.Operation switch
                {
                    IIncrementOrDecrementOperation step => Variable.Referenced(step.Target),
                    ICompoundAssignmentOperation sum => Variable.Referenced(sum.Target),
                    _ => null,
                }).OfType<Variable>().ToList();
                if (parts.Count == 0)
                    continue;
                if (loop.Spending.Members.Target(call) is not { } member || loop.Spending.Members.Body(member) is not { } body
                    || Comparisons.Any(body.Descendants(), new HashSet<ISymbol>(parts.Select(part => part.Symbol).OfType<ISymbol>(), SymbolEqualityComparer.Default)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether a member that the loop calls sets what the test reads, and compares a number that it moves itself: <c>if (isGood || ++_n >= 5) Done = true;</c></summary>
    private static bool IsLatched(FlowNode at, Loop loop)
    {
        var read = new HashSet<ISymbol>(Asked(at.Condition!, loop).OfType<IMemberReferenceOperation>().Where(member => !member.Member.DeclaringSyntaxReferences.IsEmpty).Select(member => member.Member.OriginalDefinition), SymbolEqualityComparer.Default);
        if (read.Count == 0)
            return false;
        var looked = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        foreach (var call in loop.Nodes.SelectMany(node => node.Evaluated).SelectMany(root => root.DescendantsAndSelf()).OfType<IInvocationOperation>())
        {
            if (loop.Effort.IsSpent)
                return false;
            loop.Effort.Add(1);
            if (loop.Spending.Members.Target(call) is not { } member || !looked.Add(member) || loop.Spending.Members.Body(member) is not { } body)
                continue;
            var isSet = false;
            var moved = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
            foreach (var operation in body.Descendants())
            {
                loop.Effort.Add(1);
                isSet |= operation is ISimpleAssignmentOperation { Target: IMemberReferenceOperation set } && read.Contains(set.Member.OriginalDefinition);
                if (Comparisons.Moved(operation) is IMemberReferenceOperation counter)
                    moved.Add(counter.Member.OriginalDefinition);
            }

            if (isSet && moved.Count > 0 && (Comparisons.Any(body.Descendants(), moved) || body.Descendants().SelectMany(Comparisons.In).Any(comparison => Comparisons.SizeOf(comparison.Side) is { } collection && moved.Contains(collection))))
                return true;
        }

        return false;
    }

    /// <summary>Whether what a call gives for its own arguments is counted on the way, and the count is looked at.</summary>
    private static bool GoesThrough(Loop loop)
    {
        foreach (var node in loop.Nodes.OrderBy(node => node.Id))
        {
            foreach (var call in node.Evaluated.SelectMany(root => root.DescendantsAndSelf()).OfType<IInvocationOperation>())
            {
                if (call.Arguments.IsEmpty || loop.Spending.Of(call, loop.Graph.Model) is not { IsDirect: false } || loop.Effort.IsSpent)
                    continue;
                var given = Given(call, loop);
                if (given.Count == 0 || loop.Spending.Members.Target(call) is not { } member || loop.Spending.Members.Body(member) is not { } body)
                    continue;
                var carried = Carried(call, member, given, loop);
                if (carried.Count == 0)
                    continue;
                loop.Effort.Add(loop.Nodes.Count);
                var counted = Counted(body, carried);
                if (IsGivenBack(body, carried))
                    continue;
                if (counted.Overlaps(carried))
                    counted.UnionWith(given.Select(variable => variable.Symbol!));
                if (counted.Count > 0 && (Comparisons.Any(body.Descendants(), counted) || loop.Nodes.Any(test => test.Condition is not null && Comparisons.Any(test.Condition.DescendantsAndSelf().Concat(loop.Whole(test.Condition).DescendantsAndSelf()), counted))))
                    return true;
            }
        }

        return false;
    }

    /// <summary>The variables that are given what the call returns.</summary>
    private static List<Variable> Given(IInvocationOperation call, Loop loop)
    {
        var assignment = (IOperation)call;
        for (var depth = 0; depth < MaxDepth && assignment is not IAssignmentOperation; depth++)
        {
            if (assignment.Parent is not (IAwaitOperation or IConversionOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } or IArgumentOperation or IAssignmentOperation) || assignment.Parent is not { } parent)
                break;
            assignment = parent;
        }

        var target = assignment is IAssignmentOperation written ? loop.Whole(written.Target) : null;
        return target is null ? [] : [.. target.DescendantsAndSelf().Where(part => part is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation).Select(part => Variable.Referenced(part)).OfType<Variable>()];
    }

    /// <summary>The parameters that are handed what an earlier turn was given.</summary>
    private static HashSet<ISymbol> Carried(IInvocationOperation call, IMethodSymbol member, List<Variable> given, Loop loop)
    {
        var carried = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is not { } parameter || parameter.Ordinal >= member.Parameters.Length || Variable.Root(loop.Whole(argument.Value)) is not { } handed)
                continue;
            if (given.Contains(handed) || loop.Writes(handed).Any(write => write is { Kind: WriteKind.Assign, Value: { } value } && Variable.Root(loop.Whole(value)) is { } source && given.Contains(source)))
                carried.Add(member.Parameters[parameter.Ordinal]);
        }

        return carried;
    }

    /// <summary>What of the parameters the body moves by a constant, and the locals that hold it then.</summary>
    private static HashSet<ISymbol> Counted(IOperation body, HashSet<ISymbol> carried)
    {
        var counted = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in body.Descendants())
        {
            var moved = operation switch
            {
                IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum when Steps.Constant(sum.RightOperand) is not (null or 0) => sum.LeftOperand,
                ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum when Steps.Constant(sum.Value) is not (null or 0) => sum.Target,
                IIncrementOrDecrementOperation step => step.Target,
                _ => null,
            };
            if (moved is null || Comparisons.Part(moved) is not var (symbol, owner) || !carried.Contains(owner))
                continue;
            counted.Add(symbol);
            if (operation.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } })
                counted.Add(local);
        }

        return counted;
    }

    /// <summary><c>return isGood ? n + 1 : n;</c>: in some cases it is what it was.</summary>
    private static bool IsGivenBack(IOperation body, HashSet<ISymbol> carried)
    {
        var given = new Stack<IOperation>(body.Descendants().OfType<IReturnOperation>().Select(result => result.ReturnedValue).OfType<IOperation>());
        while (given.Count > 0)
        {
            switch (Conversions.Unwrap(ReturnedSteps.Only(given.Pop(), body)))
            {
                case IConditionalOperation { WhenTrue: var one, WhenFalse: { } other }:
                    given.Push(one);
                    given.Push(other);
                    break;
                case ITupleOperation tuple:
                    foreach (var element in tuple.Elements.Where(element => element.Type is { IsValueType: true }))
                        given.Push(element);
                    break;
                case IParameterReferenceOperation { Parameter: var parameter } when carried.Contains(parameter):
                    return true;
            }
        }

        return false;
    }

    private static IOperation Plain(IOperation side, Loop loop)
    {
        side = loop.Whole(Conversions.Unwrap(side));
        return side is ICoalesceOperation coalesce ? Conversions.Unwrap(coalesce.Value) : Conversions.Unwrap(side);
    }
}
