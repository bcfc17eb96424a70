using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// How many elements there are, which stays as it is though the elements change:
/// <c>for (var i = 0; i &lt; texts.Length; i++) texts[i] = await Ask(texts[i]);</c>
/// </summary>
internal static class Sizes
{
    private const int MaxDepth = 20;

    /// <summary>Whether the expression is the size of a collection of the framework, and the loop does not change that size.</summary>
    public static bool Stay(IOperation operation, Loop loop) => Measured(operation) is { } collection && Keeps(collection, loop);

    private static IOperation? Measured(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property: { Name: "Length" or "LongLength" or "Count", DeclaringSyntaxReferences.IsEmpty: true } property, Arguments.Length: 0, Instance: { } instance }
            when IsFramework(property.ContainingType) => instance,
        // A list of one's own: how many it says that it holds.
        IPropertyReferenceOperation { Property: { Name: "Length" or "Count", Type.SpecialType: SpecialType.System_Int32 }, Instance: { Type: { } own } instance } when IsIndexed(own) => instance,
        IInvocationOperation { TargetMethod.Name: "GetLength" or "GetLongLength" or "GetUpperBound", Instance: { Type.TypeKind: TypeKind.Array } instance, Arguments: { Length: 1 } index }
            when index[0].Value.ConstantValue.HasValue => instance,
        IInvocationOperation { TargetMethod: { Name: "Count" or "LongCount", IsExtensionMethod: true, ContainingType.Name: "Enumerable" }, Arguments: { Length: 1 } arguments } => arguments[0].Value,
        _ => null,
    };

    private static bool IsIndexed(ITypeSymbol type) => !type.DeclaringSyntaxReferences.IsEmpty
        && type.GetMembers().Any(member => member is IPropertySymbol { IsIndexer: true, Parameters: { Length: 1 } place } && place[0].Type.SpecialType == SpecialType.System_Int32);

    private static bool IsFramework(INamedTypeSymbol? type) => type is { SpecialType: SpecialType.System_Array or SpecialType.System_String }
        || type?.OriginalDefinition.ContainingNamespace?.ToDisplayString() is { } space && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal));

    /// <summary>Whether the expression names the same collection in every turn, and no turn adds to it or takes from it.</summary>
    private static bool Keeps(IOperation collection, Loop loop)
    {
        collection = Conversions.Unwrap(collection);
        var texts = new HashSet<string>();
        var member = Variable.Referenced(collection);
        var part = collection;
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            texts.Add(part.Syntax.ToString());
            // The array itself: nothing but another array in its place has another length.
            if (Variable.Referenced(part) is { } variable && !loop.Writes(variable).All(write => (part == collection && collection.Type is IArrayTypeSymbol && write.Kind == WriteKind.Mutate)
                || IsHarmless(write, collection, member, texts, loop)))
            {
                return false;
            }

            switch (part)
            {
                case ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or IMemberReferenceOperation { Instance: null }:
                    return true;
                case IPropertyReferenceOperation { Instance: { } instance } property when property.Arguments.All(argument => loop.IsInvariant(argument.Value)):
                    part = Conversions.Unwrap(instance);
                    break;
                case IFieldReferenceOperation { Instance: { } owner }:
                    part = Conversions.Unwrap(owner);
                    break;
                case IArrayElementReferenceOperation element when element.Indices.All(index => loop.IsInvariant(index)):
                    part = Conversions.Unwrap(element.ArrayReference);
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    private static bool IsHarmless(VariableWrite write, IOperation collection, Variable? member, HashSet<string> texts, Loop loop)
    {
        switch (write.Kind)
        {
            case WriteKind.Expose:
                return true;
            case WriteKind.Grow or WriteKind.Shrink:
                // `report.Log.Add(...)` is a write to the report, too; its parts stay as many.
                return write.Operation is IInvocationOperation { Instance: { } instance } && Variable.Referenced(loop.Whole(instance)) is { } other && member is { } own && !other.Equals(own);
            // `agents[i].Run()` may change the agent; the list stays as long as it is.
            case WriteKind.Mutate when IsCallOnElement(write.Operation, collection, loop):
                return true;
            // `context.Client.Ask()` may change the client; `context.Items` are another part.
            case WriteKind.Mutate when write.Operation is IInvocationOperation { Instance: { } receiver } && Conversions.Unwrap(loop.Whole(receiver)) is IMemberReferenceOperation { Instance: not (null or IInstanceReferenceOperation) } called:
                return !texts.Contains(called.Syntax.ToString());
            case WriteKind.Mutate when !IsFramework(collection.Type as INamedTypeSymbol) && collection.Type is not IArrayTypeSymbol:
                // Only what is said to be an element is known to be no more.
                return !write.IsNested && Target(write.Operation) is IPropertyReferenceOperation { Property: { IsIndexer: true, Parameters: { Length: 1 } place } }
                    && place[0].Type.SpecialType == SpecialType.System_Int32;
            case WriteKind.Mutate when !write.IsNested && Target(write.Operation) is { } target:
                return !texts.Contains(target.Syntax.ToString()) && !(target is IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { Type: { } type } owner }
                    && CollectionMembers.IsKeyed(type) && owner.Syntax.ToString() == collection.Syntax.ToString());
            default:
                return false;
        }
    }

    /// <summary>Whether the call's object is an element of the collection, or a part of one.</summary>
    private static bool IsCallOnElement(IOperation operation, IOperation collection, Loop loop)
    {
        var text = collection.Syntax.ToString();
        var part = operation is IInvocationOperation { Instance: { } receiver } ? Conversions.Unwrap(loop.Whole(receiver)) : null;
        for (var depth = 0; part is not null && depth < MaxDepth; depth++)
        {
            switch (part)
            {
                case IArrayElementReferenceOperation element:
                    part = Conversions.Unwrap(element.ArrayReference);
                    break;
                case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } owner }:
                    part = Conversions.Unwrap(owner);
                    break;
                case IMemberReferenceOperation { Instance: { } whole }:
                    part = Conversions.Unwrap(whole);
                    continue;
                default:
                    return false;
            }

            if (part.Syntax.ToString() == text)
                return true;
        }

        return false;
    }

    private static IOperation? Target(IOperation operation) => operation switch
    {
        IAssignmentOperation assignment => assignment.Target,
        IIncrementOrDecrementOperation step => step.Target,
        _ => null,
    };
}
