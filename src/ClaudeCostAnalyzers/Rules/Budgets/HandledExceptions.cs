using System.Collections.Concurrent;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Rules.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Budgets;

/// <summary>
/// Which exceptions Polly's retries handle. Checked against Polly 8.9.1: a retry strategy without <c>ShouldHandle</c> handles
/// every exception but <c>OperationCanceledException</c>; a policy handles what its builder names.
/// </summary>
internal sealed class HandledExceptions(INamedTypeSymbol stop, MemberBodies bodies)
{
    private const string ShouldHandle = "ShouldHandle";
    private const int MaxLinks = 64;

    private readonly KnownValues values = new(bodies);

    /// <summary>Found once for all the calls that run in a policy.</summary>
    private readonly ConcurrentDictionary<IInvocationOperation, SyntaxNode?> _stops = new();

    /// <summary>Where a retry that handles the budget's stop says so, or should have said otherwise; null: it does not, or that cannot be seen.</summary>
    public SyntaxNode? StopIn(IInvocationOperation link, CancellationToken cancellation) => _stops.GetOrAdd(link, _ => Find(link, cancellation));

    private SyntaxNode? Find(IInvocationOperation link, CancellationToken cancellation)
    {
        var name = link.TargetMethod.Name;
        if (name == "AddRetry")
            return OfStrategy(link, cancellation);
        return name is "Retry" or "RetryAsync" or "RetryForever" or "RetryForeverAsync" or "WaitAndRetry" or "WaitAndRetryAsync" or "WaitAndRetryForever" or "WaitAndRetryForeverAsync"
            ? Named(Receiver(link), cancellation)
            : null;
    }

    private SyntaxNode? OfStrategy(IInvocationOperation link, CancellationToken cancellation)
    {
        var options = Unwrap(link.Arguments.LastOrDefault()?.Value);
        ISymbol? variable = options is ILocalReferenceOperation { Local: var local } ? local : (options as IMemberReferenceOperation)?.Member;
        if (variable is not null)
        {
            if (IsSetLater(variable, cancellation))
                return null;
            options = Unwrap(values.OnlyValue(variable, cancellation));
        }

        // Types that derive from it have defaults of their own.
        if (options is not IObjectCreationOperation { Type: { Name: "RetryStrategyOptions" } type } made || !ResilienceLibrary.Owns(type))
            return null;
        var given = made.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>().FirstOrDefault(set => set.Target is IPropertyReferenceOperation { Property.Name: ShouldHandle });
        return given is null ? made.Syntax : Named(given.Value, cancellation);
    }

    private static bool IsSetLater(ISymbol variable, CancellationToken cancellation) => VariableValues.Scopes(variable, cancellation).SelectMany(scope => scope.DescendantNodes()).OfType<AssignmentExpressionSyntax>()
        .Any(set => set.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: ShouldHandle, Expression: var owner } && Functions.NameOf(owner) == variable.Name);

    /// <summary>The <c>Handle</c> or <c>Or</c> of a builder's chain that names a type which the stop is one of, and leaves nothing of it out.</summary>
    private SyntaxNode? Named(IOperation? chain, CancellationToken cancellation)
    {
        for (var links = 0; links < MaxLinks; links++)
        {
            chain = Unwrap(chain);
            if (chain is ILocalReferenceOperation { Local: var local })
                chain = Unwrap(values.OnlyValue(local, cancellation));
            else if (chain is IFieldReferenceOperation { Field: var field })
                chain = Unwrap(values.OnlyValue(field, cancellation));
            if (chain is not IInvocationOperation call || !ResilienceLibrary.Owns(call.TargetMethod.ContainingType))
                return null;
            if (call.TargetMethod is { Name: "Handle" or "Or", TypeArguments: { Length: 1 } handled } && call.Arguments.All(argument => argument.IsImplicit || argument.Parameter is { Ordinal: 0, Type.TypeKind: not TypeKind.Delegate })
                && IsStop(handled[0]))
            {
                return call.Syntax;
            }

            chain = Receiver(call);
        }

        return null;
    }

    private bool IsStop(ITypeSymbol handled)
    {
        for (INamedTypeSymbol? at = stop; at is not null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at, handled))
                return true;
        }

        return false;
    }

    private static IOperation? Receiver(IInvocationOperation call) => call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value : null);

    private static IOperation? Unwrap(IOperation? value)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value;
    }
}
