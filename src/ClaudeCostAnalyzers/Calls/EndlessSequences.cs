using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// Finds where a sequence comes from that never ends: along a chain of queries and through variables, to an iterator that
/// yields for ever or to a member that is known. <c>Select</c> hands on what it is given, <c>Take</c> ends it.
/// </summary>
internal sealed class EndlessSequences(MemberBodies bodies, ConfiguredMembers configured, Iterators iterators)
{
    private const int MaxSteps = 32;

    /// <summary>So many elements are as good as no end.</summary>
    private const double Endless = 1_000_000_000;

    /// <summary>What these give ends, or is one element, whatever they are given.</summary>
    private static readonly HashSet<string> s_ends =
    [
        "Take", "TakeLast", "TakeWhile", "TakeUntil", "TakeUntilCanceled", "Timeout", "Empty", "Intersect", "IntersectBy", "Join", "GroupJoin",
    ];

    /// <summary>The member that the endless sequence comes from; null: none, as far as can be seen.</summary>
    public ISymbol? Origin(IOperation collection, CancellationToken cancellation)
    {
        var pending = new Stack<IOperation>();
        pending.Push(collection);
        for (var steps = 0; pending.Count > 0 && steps < MaxSteps; steps++)
        {
            var current = pending.Pop();
            if (Look(current, pending, cancellation) is { } origin)
                return origin;
        }

        return null;
    }

    private ISymbol? Look(IOperation operation, Stack<IOperation> pending, CancellationToken cancellation)
    {
        switch (operation)
        {
            case IConversionOperation conversion:
                pending.Push(conversion.Operand);
                return null;
            case IParenthesizedOperation parenthesized:
                pending.Push(parenthesized.Operand);
                return null;
            case IAwaitOperation await:
                pending.Push(await.Operation);
                return null;
            case ITranslatedQueryOperation query:
                pending.Push(query.Operation);
                return null;
            case ISimpleAssignmentOperation assignment:
                pending.Push(assignment.Value);
                return null;
            case IConditionalOperation { WhenTrue: { } yes, WhenFalse: { } no }:
                pending.Push(yes);
                pending.Push(no);
                return null;
            case IInvocationOperation call:
                return OfCall(call, pending, cancellation);
            case IPropertyReferenceOperation { Property: var property } reference:
                if (configured.IsEndless(property) || (property.GetMethod is { } getter && iterators.IsEndless(getter, cancellation)))
                    return property;
                Returned(property.GetMethod, pending, cancellation);
                return OfType(reference.Type, cancellation);
            case ILocalReferenceOperation local:
                Given(local, pending, cancellation);
                return OfType(local.Type, cancellation);
            case Microsoft.CodeAnalysis.FlowAnalysis.IFlowCaptureReferenceOperation capture when bodies.Model(capture.Syntax.SyntaxTree)?.GetOperation(capture.Syntax, cancellation) is { } whole:
                if (whole is not Microsoft.CodeAnalysis.FlowAnalysis.IFlowCaptureReferenceOperation)
                    pending.Push(whole);
                return null;
            default:
                return OfType(operation.Type, cancellation);
        }
    }

    private ISymbol? OfCall(IInvocationOperation call, Stack<IOperation> pending, CancellationToken cancellation)
    {
        var method = call.TargetMethod;
        if (OwnQueues.IsCompleted(call))
            return null;
        if (configured.IsEndless(method) || iterators.IsEndless(method, cancellation))
            return method;
        if (IsHuge(call))
            return method;
        if ((!Iterators.IsSequence(method.ReturnType) && method.Name is not ("GetEnumerator" or "GetAsyncEnumerator")) || s_ends.Contains(method.Name))
            return OfType(method.ReturnType, cancellation);
        if (Iterators.PassedOn(method, cancellation) is { } passed)
        {
            Push(call.Arguments.FirstOrDefault(argument => SymbolEqualityComparer.Default.Equals(argument.Parameter?.OriginalDefinition, passed))?.Value);
            return null;
        }

        if (!method.DeclaringSyntaxReferences.IsEmpty)
        {
            Returned(method, pending, cancellation);
            return null;
        }

        var source = call.Instance ?? (method.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
        if (method.Name == "Zip")
        {
            // As long as the shortest.
            var all = call.Arguments.Where(argument => Iterators.IsSequence(argument.Value.Type) || argument.Value is IConversionOperation).Select(argument => argument.Value).ToList();
            if (all.Count > 1 && all.All(one => Origin(one, cancellation) is not null))
                Push(source);
            return null;
        }

        Push(source);
        if (method.Name is "Concat" or "Union" or "Merge" && call.Arguments.Length > 1)
            Push(call.Arguments[call.Arguments.Length - 1].Value);
        return null;

        void Push(IOperation? operation)
        {
            if (operation is not null)
                pending.Push(operation);
        }
    }

    /// <summary><c>Enumerable.Range(0, int.MaxValue)</c></summary>
    private static bool IsHuge(IInvocationOperation call) =>
        call is { TargetMethod: { Name: "Range" or "Repeat", ContainingType.Name: "Enumerable" or "AsyncEnumerable" }, Arguments: { Length: 2 } arguments } && Steps.Constant(arguments[1].Value) >= Endless;

    /// <summary>The type's own enumerator never ends.</summary>
    private ISymbol? OfType(ITypeSymbol? type, CancellationToken cancellation)
    {
        if (type is not INamedTypeSymbol { DeclaringSyntaxReferences.IsEmpty: false } own)
            return null;
        foreach (var member in own.GetMembers())
        {
            if (member is IMethodSymbol { Parameters: { Length: <= 1 } } method && (method.Name.EndsWith("GetEnumerator", StringComparison.Ordinal) || method.Name.EndsWith("GetAsyncEnumerator", StringComparison.Ordinal))
                && iterators.IsEndless(method, cancellation))
            {
                return method;
            }
        }

        return null;
    }

    /// <summary>What a member returns that only hands a sequence on: <c>IEnumerable&lt;int> Even() => All().Where(i => i % 2 == 0)</c></summary>
    private void Returned(IMethodSymbol? member, Stack<IOperation> pending, CancellationToken cancellation)
    {
        if (member is null)
            return;
        foreach (var reference in member.OriginalDefinition.DeclaringSyntaxReferences)
        {
            var value = reference.GetSyntax(cancellation) switch
            {
                MethodDeclarationSyntax { ExpressionBody.Expression: var expression } => expression,
                MethodDeclarationSyntax { Body.Statements: { Count: 1 } statements } => (statements[0] as ReturnStatementSyntax)?.Expression,
                LocalFunctionStatementSyntax { ExpressionBody.Expression: var expression } => expression,
                AccessorDeclarationSyntax { ExpressionBody.Expression: var expression } => expression,
                ArrowExpressionClauseSyntax { Expression: var expression } => expression,
                _ => null,
            };
            if (value is not null && bodies.Model(value.SyntaxTree)?.GetOperation(value, cancellation) is { } operation)
                pending.Push(operation);
        }
    }

    /// <summary>The one value of a local that is never given another.</summary>
    private void Given(ILocalReferenceOperation local, Stack<IOperation> pending, CancellationToken cancellation)
    {
        if (local.Local.DeclaringSyntaxReferences is not { Length: 1 } references || references[0].GetSyntax(cancellation) is not VariableDeclaratorSyntax { Initializer.Value: { } value } declarator)
            return;
        var scope = declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        if (scope is null || scope.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment => assignment.Left is IdentifierNameSyntax name && name.Identifier.ValueText == local.Local.Name))
            return;
        if (bodies.Model(value.SyntaxTree)?.GetOperation(value, cancellation) is { } operation)
            pending.Push(operation);
    }
}
