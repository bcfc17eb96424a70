using ClaudeCostAnalyzers.Rules.Values;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Retries;

/// <summary>
/// A <c>foreach</c> that tries the same again for each of a few elements: <c>foreach (var delay in new[] { 1, 2, 4 })</c>. Its
/// element says how long to wait, or nothing; a loop whose elements are asked about is one over work.
/// </summary>
internal static class DelayList
{
    private static readonly string[] s_waits = ["Delay", "Sleep", "Wait", "Log", "Write", "From"];

    /// <summary>How many elements the loop has, where the source says it; null: not known, or the elements are work.</summary>
    public static double? CountOf(CommonForEachStatementSyntax loop, SemanticModel model, KnownValues values, CancellationToken cancellation)
    {
        if (loop is not ForEachStatementSyntax { Identifier.ValueText: var element }
            || loop.Statement.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == element && !IsWait(name)))
        {
            return null;
        }

        var source = model.GetOperation(loop.Expression, cancellation);
        while (source is IConversionOperation conversion && !IsWritten(source.Syntax))
            source = conversion.Operand;
        // From a variable to what it is given is one step; more would be a puzzle.
        ISymbol? variable = source is ILocalReferenceOperation local ? local.Local : (source as IFieldReferenceOperation)?.Field;
        return Count(variable is null ? source : values.OnlyValue(variable, cancellation), values, cancellation);
    }

    /// <summary>Whether the element goes to a member that waits or logs, or is made a time of.</summary>
    private static bool IsWait(IdentifierNameSyntax name) => name.Ancestors().TakeWhile(node => node is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax or InterpolationSyntax)
        .OfType<InvocationExpressionSyntax>().Any(call => SimpleNames.TextOf(call.Expression) is { } called && s_waits.Any(wait => called.StartsWith(wait, StringComparison.Ordinal)));

    private static double? Count(IOperation? source, KnownValues values, CancellationToken cancellation)
    {
        while (source is IConversionOperation conversion && !IsWritten(source.Syntax))
            source = conversion.Operand;
        switch (source)
        {
            case IArrayCreationOperation { Initializer: { } elements }:
                return elements.ElementValues.Length;
            case IInvocationOperation { TargetMethod: { Name: "Range" or "Repeat", ContainingType.Name: "Enumerable" }, Arguments: { Length: 2 } arguments }:
                return values.Number(arguments[1].Value, cancellation);
            // The collection expression is younger than the compiler that this is built for.
            case { Syntax: var written } when IsWritten(written):
                return written.ChildNodes().All(element => element.GetType().Name == "ExpressionElementSyntax") ? written.ChildNodes().Count() : null;
            default:
                return null;
        }
    }

    private static bool IsWritten(SyntaxNode syntax) => syntax.GetType().Name == "CollectionExpressionSyntax";
}
