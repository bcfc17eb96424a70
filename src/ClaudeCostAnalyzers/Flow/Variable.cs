using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>
/// Something that holds a value from one turn to the next: a local, parameter, field or property, or a temporary of the
/// lowered graph. Fields and properties are told apart by their symbol alone, whatever object they belong to.
/// </summary>
internal readonly struct Variable : IEquatable<Variable>
{
    private readonly CaptureId? _capture;

    private Variable(ISymbol? symbol, CaptureId? capture)
    {
        Symbol = symbol;
        _capture = capture;
    }

    /// <summary>Null for a temporary of the lowered graph.</summary>
    public ISymbol? Symbol { get; }

    public static Variable Of(ISymbol symbol) => new(symbol.OriginalDefinition, null);

    public static Variable Of(CaptureId capture) => new(null, capture);

    /// <summary>The variable that the operation reads or writes as a whole, or null when it is an expression of another kind.</summary>
    public static Variable? Referenced(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation local => Of(local.Local),
        IParameterReferenceOperation parameter => Of(parameter.Parameter),
        IFieldReferenceOperation field => Of(field.Field),
        IPropertyReferenceOperation { Arguments.Length: 0 } property => Of(property.Property),
        IFlowCaptureReferenceOperation capture => Of(capture.Id),
        IDeclarationExpressionOperation declaration => Referenced(declaration.Expression),
        IConversionOperation { OperatorMethod: null } conversion => Referenced(conversion.Operand),
        _ => null,
    };

    /// <summary>The variable at the root of a chain of members, elements and conversions: <c>x</c> of <c>x.Items[0].Name</c>.</summary>
    public static Variable? Root(IOperation? operation)
    {
        Variable? found = null;
        while (operation is not null)
        {
            if (Referenced(operation) is { } variable)
                found = variable;
            operation = operation switch
            {
                IFieldReferenceOperation field => field.Instance,
                IPropertyReferenceOperation property => property.Instance,
                IArrayElementReferenceOperation element => element.ArrayReference,
                IConversionOperation conversion => conversion.Operand,
                IAwaitOperation await => await.Operation,
                _ => null,
            };
        }

        return found;
    }

    public bool Equals(Variable other) => Symbol is null
        ? other.Symbol is null && _capture.Equals(other._capture)
        : SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol);

    public override bool Equals(object? obj) => obj is Variable other && Equals(other);

    public override int GetHashCode() => Symbol is null ? _capture.GetHashCode() : SymbolEqualityComparer.Default.GetHashCode(Symbol);

    public override string ToString() => Symbol?.Name ?? "temporary";
}

/// <summary>What a write does to the variable.</summary>
internal enum WriteKind
{
    /// <summary>Replaces the value.</summary>
    Assign,

    /// <summary>Moves a number by a constant, in the direction of <see cref="VariableWrite.Direction"/>.</summary>
    Step,

    /// <summary>Adds to a number something that is not a constant.</summary>
    Accumulate,

    /// <summary>Adds to a collection: <see cref="VariableWrite.Direction"/> is 1 when it surely has more elements afterwards, else 0.</summary>
    Grow,

    /// <summary>Takes from a collection or string: <see cref="VariableWrite.Direction"/> is -1 when it surely has fewer elements afterwards, else 0.</summary>
    Shrink,

    /// <summary>Changes the object that the variable refers to in a way that cannot be seen.</summary>
    Mutate,

    /// <summary>Hands the object to a member that may change it.</summary>
    Expose,
}

/// <summary>One place that writes a variable.</summary>
/// <param name="Variable">What is written.</param>
/// <param name="Node">Where.</param>
/// <param name="Kind">How.</param>
/// <param name="Operation">The writing operation.</param>
/// <param name="Value">What the new value is made of; null when nothing but constants.</param>
/// <param name="Direction">1 up, -1 down, 0 unknown.</param>
/// <param name="Size">How far a step moves; 0 when it is a factor or not known.</param>
internal sealed record VariableWrite(
    Variable Variable, FlowNode Node, WriteKind Kind, IOperation Operation, IOperation? Value, int Direction = 0, long Size = 0)
{
    /// <summary>The write stands in a lambda or local function that the node makes or calls.</summary>
    public bool IsNested { get; init; }
}
