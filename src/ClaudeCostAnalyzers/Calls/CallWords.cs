using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

internal static class CallWords
{
    /// <summary><c>Messages.Create</c>: the member with what it is called on, as the code says it.</summary>
    public static string Of(IInvocationOperation invocation)
    {
        var receiver = invocation.Instance ?? (invocation.TargetMethod.IsExtensionMethod && invocation.Arguments.Length > 0 ? invocation.Arguments[0].Value : null);
        while (receiver is IConversionOperation conversion)
            receiver = conversion.Operand;
        var owner = receiver switch
        {
            // `agents[i].RunAsync(..)`: the kind of element, since an indexer has no name.
            IPropertyReferenceOperation { Property.IsIndexer: true, Type: { } element } => element.Name,
            IMemberReferenceOperation member => member.Member.Name,
            // Lowered into a temporary: the text still says which member it was.
            IFlowCaptureReferenceOperation { Syntax: MemberAccessExpressionSyntax member } => member.Name.Identifier.ValueText,
            _ => receiver?.Type?.Name ?? invocation.TargetMethod.ContainingType.Name,
        };
        return owner + "." + invocation.TargetMethod.Name;
    }

    /// <summary>A member that is called by this code's own name for it.</summary>
    public static string Of(IMethodSymbol target) => target switch
    {
        { MethodKind: MethodKind.Constructor } => "new " + target.ContainingType.Name,
        { AssociatedSymbol: IPropertySymbol { IsIndexer: true } indexer } => indexer.ContainingType.Name + "[]",
        { AssociatedSymbol: { } property } => property.Name,
        { MethodKind: MethodKind.UserDefinedOperator } => "operator " + SyntaxFacts.GetText(SyntaxFacts.GetOperatorKind(target.Name)),
        { MethodKind: MethodKind.Conversion } => "the conversion to " + target.ReturnType.Name,
        { MethodKind: MethodKind.AnonymousFunction } => "the lambda",
        _ => target.Name,
    };
}
