using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Cancellation tokens that fire by themselves: the source was given a time before the loop began.</summary>
internal static class TimedTokens
{
    private const int MaxDepth = 10;

    /// <summary>Whether the token, or the source of one, fires after a time that was set outside the loop.</summary>
    public static bool IsTimed(IOperation token, Loop loop) => IsTimed(token, loop, isBefore: false, 0);

    /// <param name="token">The token, its source, or what it is made of.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="isBefore">Whether that is evaluated before the loop: a source that each turn makes anew gives each turn its time.</param>
    /// <param name="depth">How far it was followed.</param>
    private static bool IsTimed(IOperation token, Loop loop, bool isBefore, int depth)
    {
        if (depth > MaxDepth)
            return false;
        switch (token)
        {
            case IConversionOperation conversion:
                return IsTimed(conversion.Operand, loop, isBefore, depth + 1);
            case IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source }:
                return IsTimed(source, loop, isBefore, depth + 1);
            case IObjectCreationOperation { Type.Name: "CancellationTokenSource" } creation:
                return isBefore && creation.Arguments.Length > 0 && IsFinite(creation.Arguments[0].Value);
            case IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } linked:
                return linked.Arguments.Any(argument => argument.Value is IArrayCreationOperation { Initializer: { } elements }
                    ? elements.ElementValues.Any(element => IsTimed(element, loop, isBefore, depth + 1))
                    : IsTimed(argument.Value, loop, isBefore, depth + 1));
        }

        if (Variable.Referenced(token) is not { } variable)
            return false;
        var writes = loop.Graph.Variables.Writes(variable).Where(write => write.Kind == WriteKind.Assign).ToList();
        if (writes.Count == 0 && variable.Symbol is IFieldSymbol { IsReadOnly: true } field)
            return (field.IsStatic || token is IMemberReferenceOperation { Instance: IInstanceReferenceOperation }) && IsMadeWithTime(field, loop) && !loop.Graph.Invocations("CancelAfter").Any(call => loop.Nodes.Contains(call.Node));
        if (writes.Count == 0 && variable.Symbol is ILocalSymbol captured)
            return IsTimedAround(captured, loop);
        if (writes.Count == 0 || writes.Any(write => loop.Nodes.Contains(write.Node)))
            return false;
        var made = writes.All(write => write.Value is { } value && IsTimed(value, loop, isBefore: true, depth + 1));
        // A new time takes the place of the source's own, but not of that of a source that it is linked to.
        return CancelledAfter(variable, loop) is { } cancelled ? cancelled || (made && writes.All(write => write.Value is IInvocationOperation)) : made;
    }

    /// <summary><c>readonly CancellationTokenSource _life = new(TimeSpan.FromMinutes(30));</c></summary>
    private static bool IsMadeWithTime(IFieldSymbol field, Loop loop) => field.DeclaringSyntaxReferences.Any(reference =>
        reference.SyntaxTree == loop.Graph.Model.SyntaxTree && reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } value }
        && loop.Graph.Unlowered(value) is { } made && IsTimed(made, loop, isBefore: true, 1));

    /// <summary>
    /// Whether a token or source that belongs to the member around this local function or lambda was given a time there, once and for all:
    /// by what it is made of, or by <c>CancelAfter</c> outside of the function.
    /// </summary>
    private static bool IsTimedAround(ILocalSymbol captured, Loop loop)
    {
        var function = loop.Graph.Source.OriginalOperation.Syntax;
        if (captured.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: { } value } declaration
            || declaration.SyntaxTree != function.SyntaxTree || function.Span.Contains(declaration.Span) || SourceMember.Around(declaration) is not { } member)
        {
            return false;
        }

        bool? cancelled = null;
        foreach (var node in member.DescendantNodes())
        {
            if (node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax target } && target.Identifier.ValueText == captured.Name)
                return false;
            if (node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CancelAfter", Expression: IdentifierNameSyntax source }, ArgumentList.Arguments: { Count: 1 } times }
                || source.Identifier.ValueText != captured.Name)
            {
                continue;
            }

            // A function that is run again pushes the deadline on.
            if (function.Span.Contains(node.Span))
                return false;
            cancelled = cancelled == true || (loop.Graph.Model.GetOperation(times[0].Expression) is { } time && IsFinite(time));
        }

        return cancelled ?? (loop.Graph.Model.GetOperation(value) is { } made && IsTimed(made, loop, isBefore: true, 1));
    }

    /// <summary>
    /// Whether <c>CancelAfter</c> is called on the source before the loop, and not again within it, which would push the
    /// deadline on; null: it is not called.
    /// </summary>
    private static bool? CancelledAfter(Variable source, Loop loop)
    {
        bool? found = null;
        foreach (var (node, call) in loop.Graph.Invocations("CancelAfter"))
        {
            // `cts.CancelAfter(timeout ?? s_usual)`: lowering has put the source aside.
            if (call.Instance is not { } instance || Variable.Root(loop.Whole(instance)) is not { } root || !root.Equals(source))
                continue;
            if (loop.Nodes.Contains(node))
                return false;
            found = found == true || (call.Arguments.Length > 0 && IsFinite(call.Arguments[0].Value));
        }

        return found;
    }

    public static bool IsFinite(IOperation time)
    {
        while (time is IConversionOperation conversion)
            time = conversion.Operand;
        if (Steps.Constant(time) is { } milliseconds)
            return milliseconds >= 0;
        return time is not IFieldReferenceOperation { Field.Name: "InfiniteTimeSpan" or "Infinite" or "MaxValue" } && time.Type?.Name is "TimeSpan" or "Int32" or "Int64";
    }

    /// <summary>
    /// Whether the node ends the loop when a timed token fires: it hands the token to a call that waits, or tests it by
    /// throwing, and no handler in the loop takes the cancellation for just another failure.
    /// </summary>
    public static bool Ends(FlowNode node, Loop loop)
    {
        var takes = false;
        foreach (var operation in node.Evaluated.SelectMany(root => root.DescendantsAndSelf()).SelectMany(operation => Awaited(operation, loop)))
        {
            takes |= operation switch
            {
                IInvocationOperation { TargetMethod.Name: "ThrowIfCancellationRequested", Instance: { } token } => IsTimed(token, loop),
                // Giving up the wait does not stop the request; the loop would send the next one.
                IInvocationOperation { TargetMethod.Name: "WaitAsync", Arguments.Length: 1 } => false,
                IArgumentOperation { Value.Type.Name: "CancellationToken", Parent: IInvocationOperation { TargetMethod.Name: not "Register" and not "CreateLinkedTokenSource" } } argument => IsTimed(argument.Value, loop),
                _ => false,
            };
        }

        return takes && !CancellationHandlers.Swallow(node, loop);
    }

    /// <summary>The operation itself; of a lambda whose run the turn awaits, what the lambda does, unless it may take the cancellation for itself.</summary>
    private static IEnumerable<IOperation> Awaited(IOperation operation, Loop loop)
    {
        yield return operation;
        if (operation is not IFlowAnonymousFunctionOperation lambda || !KnownMembers.IsRun(lambda) || !IsAwaited(lambda, loop) || loop.Graph.Unlowered(lambda.Syntax) is not { } body)
            yield break;
        var inner = body.Descendants().ToList();
        if (inner.Any(part => part is ITryOperation or IAnonymousFunctionOperation or ILocalFunctionOperation))
            yield break;
        foreach (var part in inner)
            yield return part;
    }

    private static bool IsAwaited(IOperation lambda, Loop loop)
    {
        for (var around = lambda.Parent; around is not null; around = around.Parent)
        {
            if (around is IAwaitOperation)
                return true;
            // `var running = Task.Run(...); await running;`
            if (around is ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var running } })
                return loop.Nodes.SelectMany(node => node.Evaluated).SelectMany(root => root.DescendantsAndSelf()).OfType<IAwaitOperation>().Any(await => Awaits(await.Operation, running));
            if (around is IInvocationOperation { TargetMethod.Name: not ("Run" or "ConfigureAwait" or "Unwrap" or "WhenAll" or "Select" or "ToList" or "ToArray" or "ForEachAsync") } or not (IInvocationOperation or IArgumentOperation or IDelegateCreationOperation or IConversionOperation))
                return false;
        }

        return false;
    }

    private static bool Awaits(IOperation task, ILocalSymbol running)
    {
        while (AwaitedTasks.Of(task) is { } inner)
            task = inner;
        return task is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, running);
    }
}
