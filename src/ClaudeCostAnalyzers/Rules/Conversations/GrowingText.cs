using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Conversations;

/// <summary>Conversations that are kept as text: a string that is added to, or a <c>StringBuilder</c>.</summary>
internal static class GrowingText
{
    /// <summary>Requests, messages and texts in each other; deeper ones are not looked into.</summary>
    private const int MaxSteps = 64;

    /// <summary>Whether the variable holds a string.</summary>
    public static bool IsText(ISymbol variable) => TypeOf(variable) is { SpecialType: SpecialType.System_String };

    /// <summary>The variables of text that are sent with <paramref name="value"/>: by themselves, within a longer text, or in a message.</summary>
    public static IEnumerable<ISymbol> SentBy(IOperation value)
    {
        var open = new Stack<IOperation>();
        open.Push(value);
        for (var steps = 0; open.Count > 0 && steps < MaxSteps; steps++)
        {
            var current = open.Pop();
            switch (current)
            {
                case IConversionOperation conversion:
                    open.Push(conversion.Operand);
                    break;
                case IObjectCreationOperation creation:
                    foreach (var argument in creation.Arguments)
                        open.Push(argument.Value);
                    break;
                case IArrayCreationOperation { Initializer: { } elements }:
                    foreach (var element in elements.ElementValues)
                        open.Push(element);
                    break;
                // The collection expression is younger than the compiler that this is built for.
                case { Syntax: var written } when written.GetType().Name == "CollectionExpressionSyntax":
                    foreach (var element in current.ChildOperations)
                        open.Push(element);
                    break;
                default:
                    foreach (var part in Parts(current))
                    {
                        if (part is not null)
                            yield return part;
                    }

                    break;
            }
        }
    }

    /// <summary>The variables that a text is put together of, at its outermost: <c>a + "b"</c>, <c>$"{a} b"</c>, <c>builder.ToString()</c>.</summary>
    public static IEnumerable<ISymbol?> Parts(IOperation? text)
    {
        var open = new Stack<IOperation?>();
        open.Push(text);
        for (var steps = 0; open.Count > 0 && steps < MaxSteps; steps++)
        {
            switch (open.Pop())
            {
                case IParenthesizedOperation inner:
                    open.Push(inner.Operand);
                    break;
                case IConversionOperation conversion:
                    open.Push(conversion.Operand);
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } sum:
                    open.Push(sum.LeftOperand);
                    open.Push(sum.RightOperand);
                    break;
                case IInterpolatedStringOperation interpolated:
                    foreach (var hole in interpolated.Parts.OfType<IInterpolationOperation>())
                        open.Push(hole.Expression);
                    break;
                case IInvocationOperation { TargetMethod.Name: "ToString", Arguments.IsEmpty: true, Instance: { Type.Name: "StringBuilder" } builder }:
                    yield return Variable(builder);
                    break;
                case { Type: { SpecialType: SpecialType.System_String } or { Name: "StringBuilder" } } part:
                    yield return Variable(part);
                    break;
            }
        }
    }

    private static ISymbol? Variable(IOperation value) => value switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
        _ => null,
    };

    private static ITypeSymbol? TypeOf(ISymbol variable) => variable switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}
