using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Where a state stands in a value: it is the value, or a property of the record that the value is, or an element of a tuple.</summary>
internal sealed class StatePlace
{
    private readonly Func<IOperation, bool>? _isOwner;
    private readonly Variable? _part;
    private readonly int? _element;

    private StatePlace(Func<IOperation, bool> isState, Func<IOperation, bool>? isOwner, Variable? part, int? element)
    {
        IsState = isState;
        _isOwner = isOwner;
        _part = part;
        _element = element;
    }

    /// <summary>Whether an operation reads the state.</summary>
    public Func<IOperation, bool> IsState { get; }

    /// <summary>Whether the state is only a part of the value.</summary>
    public bool IsPart => _part is not null || _element is not null;

    /// <summary>For the part of the value that is the state.</summary>
    public StatePlace Alone => Whole(IsState);

    /// <summary>The value is the state.</summary>
    /// <param name="isState">Whether an operation reads the state.</param>
    public static StatePlace Whole(Func<IOperation, bool> isState) => new(isState, null, null, null);

    /// <summary>The value is a record, and the state a property of it.</summary>
    /// <param name="isOwner">Whether an operation reads the record as it was.</param>
    /// <param name="part">The property.</param>
    public static StatePlace PropertyOf(Func<IOperation, bool> isOwner, Variable part) => new(
        operation => operation is IPropertyReferenceOperation { Instance: { } instance } && Variable.Referenced(operation) is { } read && read.Equals(part) && isOwner(instance),
        isOwner, part, null);

    /// <summary>The value is a tuple, and the state an element of it.</summary>
    /// <param name="isState">Whether an operation reads the state.</param>
    /// <param name="element">Which one.</param>
    public static StatePlace ElementOf(Func<IOperation, bool> isState, int element) => new(isState, null, null, element);

    /// <summary>Whether the state stands in the value as it was.</summary>
    public bool IsKept(IOperation value) => IsPart ? _isOwner?.Invoke(value) == true : IsState(value);

    /// <summary>What the value is handed that says what the state was: the state, or the record that it is a part of.</summary>
    public bool IsHanded(IOperation argument) => (_isOwner ?? IsState)(argument);

    /// <summary>The same in a member that was handed it.</summary>
    /// <param name="isParameter">Whether an operation reads the parameter.</param>
    public StatePlace InMember(Func<IOperation, bool> isParameter) => _part is { } part ? PropertyOf(isParameter, part) : new StatePlace(isParameter, null, null, _element);

    /// <summary>The part of a value that says what the state is; whether that is a whole again. Null: the value does not say.</summary>
    public (IOperation Value, bool IsWhole)? In(IOperation value)
    {
        switch (value)
        {
            case IWithOperation with when _part is { } part:
                return RecordParts.Given(with.Initializer, part) is { } set ? (set, false) : (with.Operand, true);
            case IObjectCreationOperation creation when _part is { } part:
                return RecordParts.Given(creation, part) is { } given ? (given, false) : null;
            case ITupleOperation tuple when _element is { } element && element < tuple.Elements.Length:
                return (tuple.Elements[element], false);
            default:
                return null;
        }
    }
}
