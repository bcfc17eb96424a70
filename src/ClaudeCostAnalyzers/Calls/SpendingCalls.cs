using System.Collections.Immutable;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>Tells the bounds which operations spend, by the catalogue.</summary>
internal sealed class SpendingCalls(Compilation compilation, LlmApis apis) : ISpending
{
    /// <summary>Whether anything that the text names may spend: a cheap test before anything is bound.</summary>
    public bool MaySpend(SyntaxNode body)
    {
        _ = compilation;
        foreach (var node in body.DescendantNodes())
        {
            if (node is SimpleNameSyntax name && apis.IsCandidateName(name.Identifier.ValueText))
                return true;
        }

        return false;
    }

    public SpendingCall? Of(IOperation operation, SemanticModel model)
    {
        if (operation is not IInvocationOperation invocation || apis.Find(invocation.TargetMethod) is not { Sends: true })
            return null;
        var name = InWords(invocation);
        return new SpendingCall(operation, name, name, ImmutableArray.Create(operation.Syntax.GetLocation()));
    }

    public bool WaitsForHuman(IOperation operation, SemanticModel model) =>
        operation is IInvocationOperation invocation && Of(operation, model) is null && HumanGates.Is(invocation.TargetMethod);

    public bool IsEndless(IOperation collection, SemanticModel model)
    {
        foreach (var operation in collection.DescendantsAndSelf())
        {
            if (operation is IInvocationOperation call && KnownMembers.IsEndless(call.TargetMethod))
                return true;
        }

        return false;
    }

    /// <summary><c>Messages.Create</c>: the member with what it is called on, as the code says it.</summary>
    private static string InWords(IInvocationOperation invocation)
    {
        var receiver = invocation.Instance ?? (invocation.TargetMethod.IsExtensionMethod && invocation.Arguments.Length > 0 ? invocation.Arguments[0].Value : null);
        while (receiver is IConversionOperation conversion)
            receiver = conversion.Operand;
        var owner = receiver switch
        {
            IMemberReferenceOperation member => member.Member.Name,
            _ => receiver?.Type?.Name ?? invocation.TargetMethod.ContainingType.Name,
        };
        return owner + "." + invocation.TargetMethod.Name;
    }
}
