using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// A part of a record that a local holds, and that changes only when the local is given another record:
/// <c>state = state with { Phase = Phase.Review }</c>.
/// </summary>
internal static class RecordParts
{
    private const int MaxDepth = 8;

    /// <summary>The local or parameter whose part the loop asks for; null: there are several, or the part may be written in place.</summary>
    /// <param name="part">A property.</param>
    /// <param name="loop">The loop.</param>
    public static Variable? Owner(Variable part, Loop loop)
    {
        if (part.Symbol is not IPropertySymbol { IsStatic: false, IsAbstract: false, IsVirtual: false, ContainingType.IsRecord: true, DeclaringSyntaxReferences: { Length: 1 } declared } property || property.SetMethod is { IsInitOnly: false }
            || !IsAuto(declared[0].GetSyntax()) || !loop.Tests.TryGetValue(part, out var tests))
        {
            return null;
        }

        Variable? found = null;
        foreach (var test in tests)
        {
            foreach (var read in test.Condition!.DescendantsAndSelf().Select(loop.Whole).SelectMany(whole => whole.DescendantsAndSelf()).OfType<IPropertyReferenceOperation>())
            {
                if (Variable.Referenced(read) is not { } named || !named.Equals(part))
                    continue;
                var owner = read.Instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.PatternInput } ? Matched(read) : read.Instance;
                if (owner is not null)
                    owner = loop.Whole(owner);
                if (owner is not (ILocalReferenceOperation or IParameterReferenceOperation) || Variable.Referenced(owner) is not { } holder || (found is { } other && !other.Equals(holder)))
                    return null;
                found = holder;
            }
        }

        return found;
    }

    /// <summary><c>state = state with { Moves = state.Moves.Add(move) }</c>: what makes a changed copy of the variable for it; null: it is given something else.</summary>
    /// <param name="write">The write of the variable.</param>
    /// <param name="loop">The loop.</param>
    public static IWithOperation? Copied(VariableWrite write, Loop loop) => write is { IsNested: false, Value: { } value }
        && Conversions.Unwrap(loop.Whole(value)) is IWithOperation { Operand: var old } copy && Variable.Referenced(loop.Whole(old))?.Equals(write.Variable) == true ? copy : null;

    /// <summary>What a write of the owner means for the part; null where it leaves the part as it is.</summary>
    /// <param name="write">The write of the owner.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="part">The part.</param>
    /// <param name="loop">The loop.</param>
    public static VariableWrite? Of(VariableWrite write, Variable owner, Variable part, Loop loop)
    {
        // What is called with it cannot change a part that is written when it is made.
        if (write.Kind != WriteKind.Assign)
            return null;
        var value = write.Value;
        for (var depth = 0; value is not null && depth < MaxDepth; depth++)
        {
            value = loop.Whole(value);
            switch (value)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    value = conversion.Operand;
                    continue;
                case ILocalReferenceOperation or IParameterReferenceOperation when Variable.Referenced(value) is { } same && same.Equals(owner):
                    return null;
                case IWithOperation { Operand: var from, Initializer: var given }:
                    if (Given(given, part) is { } set)
                        return new VariableWrite(part, write.Node, WriteKind.Assign, write.Operation, set) { IsNested = write.IsNested };
                    value = from;
                    continue;
                case IObjectCreationOperation creation:
                    return Given(creation, part) is { } made ? new VariableWrite(part, write.Node, WriteKind.Assign, write.Operation, made) { IsNested = write.IsNested } : Unknown();
                default:
                    return Unknown();
            }
        }

        return Unknown();

        VariableWrite Unknown() => new(part, write.Node, WriteKind.Accumulate, write.Operation, write.Value) { IsNested = write.IsNested };
    }

    /// <summary>What a new record is given for the part.</summary>
    public static IOperation? Given(IObjectCreationOperation creation, Variable part) =>
        Given(creation.Initializer, part) ?? creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == part.Symbol!.Name)?.Value;

    /// <summary>What <c>{ Part = value }</c> gives the part; null where it leaves it as it is.</summary>
    public static IOperation? Given(IObjectOrCollectionInitializerOperation? initializer, Variable part) => initializer?.Initializers.OfType<ISimpleAssignmentOperation>()
        .FirstOrDefault(assignment => Variable.Referenced(assignment.Target) is { } target && target.Equals(part))?.Value;

    /// <summary>What is matched against the pattern that asks for the part at its outermost level.</summary>
    private static IOperation? Matched(IOperation part)
    {
        var pattern = part.Parent?.Parent;
        while (pattern is IPatternOperation and not IRecursivePatternOperation || (pattern?.Parent is IPatternOperation and not IRecursivePatternOperation))
            pattern = pattern.Parent;
        return (pattern?.Parent as IIsPatternOperation)?.Value;
    }

    private static bool IsAuto(SyntaxNode declaration) => declaration switch
    {
        ParameterSyntax => true,
        PropertyDeclarationSyntax { ExpressionBody: null, AccessorList.Accessors: var accessors } => accessors.All(accessor => accessor is { Body: null, ExpressionBody: null }),
        _ => false,
    };
}
