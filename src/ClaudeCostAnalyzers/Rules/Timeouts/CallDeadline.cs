using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Timeouts;

/// <summary>What ends a call besides its client's timeout.</summary>
internal enum Deadline
{
    /// <summary>Nothing in sight.</summary>
    None,

    /// <summary>A token that its caller gives: the caller's affair.</summary>
    Outside,

    /// <summary>A time that is seen, or a budget.</summary>
    Seen,
}

/// <summary>Finds what ends a call, as far as its file shows.</summary>
internal static class CallDeadline
{
    // Syntax only: whoever holds the text holds this.
    private static readonly ConditionalWeakTable<SyntaxNode, HashSet<string>> s_timed = new();

    /// <summary>Longer chains of variables and sources are out of sight.</summary>
    private const int MaxDepth = 8;

    public static Deadline Of(IInvocationOperation call, SemanticModel model, CancellationToken cancellation)
    {
        if (EnclosingBudgets.Cover(call, model, cancellation) || IsWaitedFor(call.Syntax))
            return Deadline.Seen;
        var token = call.Arguments.FirstOrDefault(argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Type.Name: "CancellationToken" })?.Value;
        return OfToken(token, model, MaxDepth, cancellation);
    }

    private static Deadline OfToken(IOperation? token, SemanticModel model, int depth, CancellationToken cancellation)
    {
        while (token is IConversionOperation conversion)
            token = conversion.Operand;
        switch (token)
        {
            case null or IDefaultValueOperation:
            case IPropertyReferenceOperation { Property: { Name: "None", IsStatic: true } }:
                return Deadline.None;
            case IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source }:
                return OfSource(source, model, depth - 1, cancellation);
            case IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } }:
                // A pipeline's or a scheduler's own token.
                return Deadline.Seen;
            case ILocalReferenceOperation { Local: var local } when depth > 0 && Initial(local, model, cancellation) is { } initial:
                return OfToken(initial, model, depth - 1, cancellation);
            default:
                return Deadline.Outside;
        }
    }

    private static Deadline OfSource(IOperation source, SemanticModel model, int depth, CancellationToken cancellation)
    {
        if (depth <= 0)
            return Deadline.Outside;
        switch (source)
        {
            case IObjectCreationOperation creation:
                return creation.Arguments.Length == 0 ? Deadline.None : IsNever(creation.Arguments[0].Value) ? Deadline.None : Deadline.Seen;
            case IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } linked:
                return linked.Arguments.SelectMany(argument => argument.Value is IArrayCreationOperation { Initializer: { } all } ? all.ElementValues : (IEnumerable<IOperation>)[argument.Value])
                    .Select(value => OfToken(value, model, depth - 1, cancellation)).DefaultIfEmpty().Max();
            case ILocalReferenceOperation or IFieldReferenceOperation:
                var variable = source is ILocalReferenceOperation local ? (ISymbol)local.Local : ((IFieldReferenceOperation)source).Field;
                if (IsTimedLater(variable, source.Syntax))
                    return Deadline.Seen;
                return Initial(variable, model, cancellation) is { } initial ? OfSource(initial, model, depth - 1, cancellation) : Deadline.Outside;
            default:
                return Deadline.Outside;
        }
    }

    private static bool IsNever(IOperation time) => time.ConstantValue is { HasValue: true, Value: -1 }
        || time is IMemberReferenceOperation { Member.Name: "InfiniteTimeSpan" or "Infinite" or "MaxValue" };

    /// <summary><c>source.CancelAfter(..)</c> somewhere in the type around it.</summary>
    private static bool IsTimedLater(ISymbol source, SyntaxNode use) => s_timed.GetValue(ScopeOf(use), static scope =>
    [
        .. scope.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Where(access => access.Name.Identifier.ValueText == "CancelAfter")
            .Select(access => (access.Expression as IdentifierNameSyntax)?.Identifier.ValueText).OfType<string>(),
    ]).Contains(source.Name);

    private static IOperation? Initial(ISymbol variable, SemanticModel model, CancellationToken cancellation) =>
        variable.DeclaringSyntaxReferences.Length == 1 && variable.DeclaringSyntaxReferences[0].SyntaxTree == model.SyntaxTree
        && variable.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } initial }
            ? model.GetOperation(initial, cancellation)
            : null;

    /// <summary>The code that belongs together with a place: the outermost type around it, or the file.</summary>
    public static SyntaxNode ScopeOf(SyntaxNode place) =>
        place.AncestorsAndSelf().OfType<BaseTypeDeclarationSyntax>().LastOrDefault() ?? place.SyntaxTree.GetRoot();

    /// <summary><c>call.WaitAsync(time)</c></summary>
    private static bool IsWaitedFor(SyntaxNode call)
    {
        var at = call;
        while (at.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
            at = at.Parent;
        return at.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitAsync" or "Wait", Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } } access && access.Expression == at;
    }
}
