using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// Members that an operation runs although it is no call: user-defined operators and conversions, and what the compiler
/// calls for <c>using</c>, <c>foreach</c>, <c>await</c> and deconstruction. Each with the type of the object it runs on.
/// </summary>
internal static class UnwrittenCalls
{
    /// <param name="operation">The operation, lowered or not.</param>
    /// <param name="bodies">Whence the semantic models are.</param>
    /// <param name="may">Whether a member of that name is of interest: a cheap test before anything is bound.</param>
    public static IEnumerable<(IMethodSymbol Method, ITypeSymbol? On)> Of(IOperation operation, MemberBodies bodies, Func<string, bool> may) => operation switch
    {
        IBinaryOperation { OperatorMethod: { } method } => Single(method),
        IUnaryOperation { OperatorMethod: { } method } => Single(method),
        ICompoundAssignmentOperation { OperatorMethod: { } method } => Single(method),
        IIncrementOrDecrementOperation { OperatorMethod: { } method } => Single(method),
        IConversionOperation { OperatorMethod: { } method } => Single(method),
        IUsingOperation { Resources: var resources } statement => MayDispose(may) ? Disposals(resources, statement.IsAsynchronous, bodies) : [],
        IUsingDeclarationOperation { DeclarationGroup: var resources } statement => MayDispose(may) ? Disposals(resources, statement.IsAsynchronous, bodies) : [],
        IForEachLoopOperation loop => MayEnumerate(may) ? Enumeration(loop, bodies) : [],
        IAwaitOperation { Syntax: AwaitExpressionSyntax syntax } => may("GetAwaiter") || may("GetResult") ? Awaiting(syntax, bodies) : [],
        IDeconstructionAssignmentOperation { Syntax: AssignmentExpressionSyntax syntax } => may(WellKnownMemberNames.DeconstructMethodName) ? Deconstruction(syntax, bodies) : [],
        IRecursivePatternOperation { DeconstructSymbol: IMethodSymbol method } => Single(method),
        _ => [],
    };

    private static bool MayDispose(Func<string, bool> may) => may("Dispose") || may("DisposeAsync");

    private static bool MayEnumerate(Func<string, bool> may) =>
        may("GetEnumerator") || may("GetAsyncEnumerator") || may("MoveNext") || may("MoveNextAsync") || may("Current") || may(WellKnownMemberNames.DeconstructMethodName) || MayDispose(may);

    private static (IMethodSymbol, ITypeSymbol?)[] Single(IMethodSymbol method) => [(method, null)];

    private static IEnumerable<(IMethodSymbol, ITypeSymbol?)> Disposals(IOperation resources, bool isAsynchronous, MemberBodies bodies)
    {
        if (resources is not IVariableDeclarationGroupOperation group)
            return Disposal(resources.Type, isAsynchronous, resources.Syntax, bodies);
        return group.Declarations.SelectMany(declaration => declaration.Declarators).SelectMany(variable => Disposal(variable.Symbol.Type, isAsynchronous, resources.Syntax, bodies));
    }

    /// <summary>The type's own member, as the pattern or the interface has it.</summary>
    private static IEnumerable<(IMethodSymbol, ITypeSymbol?)> Disposal(ITypeSymbol? type, bool isAsynchronous, SyntaxNode at, MemberBodies bodies)
    {
        var (name, contract) = isAsynchronous ? ("DisposeAsync", "System.IAsyncDisposable") : ("Dispose", "System.IDisposable");
        if (type is null || bodies.CompilationOf(at.SyntaxTree)?.GetTypeByMetadataName(contract)?.GetMembers(name).FirstOrDefault() is not IMethodSymbol member)
            yield break;
        if (type.FindImplementationForInterfaceMember(member) is IMethodSymbol implementation)
            yield return (implementation, type);
        else if (type.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(own => own.Parameters.IsEmpty) is { } pattern)
            yield return (pattern, type);
        else
            yield return (member, type);
    }

    private static IEnumerable<(IMethodSymbol, ITypeSymbol?)> Enumeration(IForEachLoopOperation loop, MemberBodies bodies)
    {
        if (loop.Syntax is not CommonForEachStatementSyntax syntax || bodies.Model(syntax.SyntaxTree) is not { } model)
            yield break;
        var info = model.GetForEachStatementInfo(syntax);
        var collection = loop.Collection;
        while (collection is IConversionOperation { OperatorMethod: null } conversion)
            collection = conversion.Operand;
        if (info.GetEnumeratorMethod is { } begin)
            yield return (begin, collection.Type);
        if (info.MoveNextMethod is { } move)
            yield return (move, info.GetEnumeratorMethod?.ReturnType);
        if (info.CurrentProperty?.GetMethod is { } current)
            yield return (current, info.GetEnumeratorMethod?.ReturnType);
        if (info.DisposeMethod is { } dispose)
            yield return (dispose, info.GetEnumeratorMethod?.ReturnType);
        if (syntax is ForEachVariableStatementSyntax parts)
        {
            foreach (var part in Methods(model.GetDeconstructionInfo(parts)))
                yield return part;
        }
    }

    private static IEnumerable<(IMethodSymbol, ITypeSymbol?)> Awaiting(AwaitExpressionSyntax syntax, MemberBodies bodies)
    {
        if (bodies.Model(syntax.SyntaxTree) is not { } model)
            yield break;
        var info = model.GetAwaitExpressionInfo(syntax);
        if (info.GetAwaiterMethod is { } begin)
            yield return (begin, null);
        if (info.GetResultMethod is { } end)
            yield return (end, null);
    }

    private static IEnumerable<(IMethodSymbol, ITypeSymbol?)> Deconstruction(AssignmentExpressionSyntax syntax, MemberBodies bodies) =>
        bodies.Model(syntax.SyntaxTree) is { } model ? Methods(model.GetDeconstructionInfo(syntax)) : [];

    private static IEnumerable<(IMethodSymbol, ITypeSymbol?)> Methods(DeconstructionInfo info)
    {
        var pending = new Stack<DeconstructionInfo>();
        pending.Push(info);
        while (pending.Count > 0)
        {
            var current = pending.Pop();
            if (current.Method is { } method)
                yield return (method, null);
            foreach (var nested in current.Nested)
                pending.Push(nested);
        }
    }
}
