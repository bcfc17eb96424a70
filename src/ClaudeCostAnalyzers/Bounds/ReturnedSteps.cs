using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Counters that go through a member and come back moved on: <c>(turn, done) = await RunTurn(turn);</c> where every return of
/// <c>RunTurn</c> gives <c>turn + 1</c>.
/// </summary>
internal static class ReturnedSteps
{
    /// <summary>The write as a step, where it is one.</summary>
    public static VariableWrite Of(VariableWrite write, ICalledMembers members)
    {
        if (write is not { Kind: WriteKind.Assign, IsNested: false, Value: { } value } || Called(value) is not { } call)
            return write;
        var handed = call.Arguments.FirstOrDefault(argument => argument.Parameter is { RefKind: RefKind.None } && Variable.Referenced(argument.Value) is { } variable && variable.Equals(write.Variable));
        if (handed?.Parameter is not { } parameter || members.Target(call) is not { } member || members.Body(member) is not { } body)
            return write;
        var counter = Variable.Of(parameter);
        var element = Element(write);
        (int Direction, long Size)? step = null;
        foreach (var operation in body.Descendants())
        {
            if (operation is IAssignmentOperation { Target: IParameterReferenceOperation assigned } && Variable.Of(assigned.Parameter).Equals(counter))
                return write;
            if (operation is IAnonymousFunctionOperation or ILocalFunctionOperation or IIncrementOrDecrementOperation)
                return write;
            if (operation is not IReturnOperation { ReturnedValue: { } returned })
                continue;
            if (Moved(returned, element, counter, body) is not { } moved || (step is { } other && other.Direction != moved.Direction))
                return write;
            step = (moved.Direction, Math.Min(step?.Size ?? moved.Size, moved.Size));
        }

        return step is var (direction, size) ? new VariableWrite(write.Variable, write.Node, WriteKind.Step, write.Operation, null, direction, size) : write;
    }

    /// <summary><c>var next = turn + 1; return next;</c>: the one value of a local that nothing writes again.</summary>
    public static IOperation Only(IOperation value, IOperation body)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        if (value is not ILocalReferenceOperation { Local: var local })
            return value;
        IOperation? only = null;
        foreach (var operation in body.Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer.Value: { } given } declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local):
                    only = given;
                    break;
                case ILocalReferenceOperation reference when SymbolEqualityComparer.Default.Equals(reference.Local, local) && IsWritten(reference):
                    return value;
            }
        }

        while (only is IConversionOperation outer)
            only = outer.Operand;
        return only ?? value;
    }

    private static bool IsWritten(IOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == reference,
        ITupleOperation { Parent: IDeconstructionAssignmentOperation } or IArgumentOperation { Parameter.RefKind: not RefKind.None } => true,
        _ => false,
    };

    private static IInvocationOperation? Called(IOperation value)
    {
        while (true)
        {
            switch (value)
            {
                case IConversionOperation conversion:
                    value = conversion.Operand;
                    break;
                case var waiting when AwaitedTasks.Of(waiting) is { } task:
                    value = task;
                    break;
                default:
                    return value as IInvocationOperation;
            }
        }
    }

    /// <summary>Which part of the result the variable is given; null: all of it.</summary>
    public static int? Element(VariableWrite write)
    {
        // `(state, text) = (Next(state), reply)`: the part is written out.
        if (write.Value is { } value && IsPartOfTuple(value))
            return null;
        var target = write.Operation is IDeconstructionAssignmentOperation deconstruction ? deconstruction.Target : null;
        if (target is IDeclarationExpressionOperation declaration)
            target = declaration.Expression;
        if (target is not ITupleOperation tuple)
            return null;
        for (var i = 0; i < tuple.Elements.Length; i++)
        {
            // Where the value branches, lowering has put the targets aside before.
            if ((Variable.Referenced(tuple.Elements[i]) is { } variable && variable.Equals(write.Variable))
                || (tuple.Elements[i] is IFlowCaptureReferenceOperation { Syntax: IdentifierNameSyntax name } && name.Identifier.ValueText == write.Variable.Symbol?.Name))
            {
                return i;
            }
        }

        return null;
    }

    private static bool IsPartOfTuple(IOperation value)
    {
        var parent = value.Parent;
        while (parent is IConversionOperation or IAwaitOperation)
            parent = parent.Parent;
        return parent is ITupleOperation;
    }

    private static (int Direction, long Size)? Moved(IOperation returned, int? element, Variable counter, IOperation body)
    {
        returned = Only(returned, body);
        if (element is { } index)
        {
            if (returned is not ITupleOperation tuple || index >= tuple.Elements.Length)
                return null;
            returned = Only(tuple.Elements[index], body);
        }

        return Steps.OfAssignment(counter, returned) is (WriteKind.Step, not 0 and var direction, > 0 and var size) ? (direction, size) : null;
    }
}
