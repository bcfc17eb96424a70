using System.Collections.Immutable;
using ClaudeCostAnalyzers.Catalog.Endpoints;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Catalog;

/// <summary>Calls on clients that are seen to be free: models on one's own machine, whoever's protocol they speak. Safe for concurrent use.</summary>
internal sealed class FreeClients(ImmutableArray<SdkCatalog> sdks)
{
    /// <summary>Longer chains of builders and variables are out of sight.</summary>
    private const int MaxDepth = 16;

    private readonly LocalAddresses addresses = new(sdks);
    private readonly bool any = sdks.Any(sdk => !sdk.FreeClients.IsEmpty);

    /// <summary>Whether <paramref name="call"/> is made on a client that costs nothing, as far as its file shows.</summary>
    public bool IsOn(IInvocationOperation call, LlmMember member, SemanticModel model, CancellationToken cancellation)
    {
        if (call.Syntax.SyntaxTree != model.SyntaxTree || !any && !LocalAddresses.MayBeIn(model.SyntaxTree))
            return false;
        // A lowered call has temporaries for operands; the call as it is written has the operands.
        var written = model.GetOperation(call.Syntax, cancellation) as IInvocationOperation ?? call;
        var client = member.ClientParameter < 0 ? Receiver(written) : written.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == member.ClientParameter)?.Value;
        return IsFree(client, model, MaxDepth, cancellation);
    }

    private bool IsFree(IOperation? client, SemanticModel model, int depth, CancellationToken cancellation)
    {
        for (; client is not null && depth > 0; depth--)
        {
            if (IsFreeType(client.Type))
                return true;
            switch (client)
            {
                case IConversionOperation conversion:
                    client = conversion.Operand;
                    break;
                case IParenthesizedOperation inner:
                    client = inner.Operand;
                    break;
                case IInvocationOperation made when IsFreeFactory(made.TargetMethod):
                    return !made.Arguments.Any(argument => NamesMember(argument.Syntax));
                case IInvocationOperation call:
                    // A builder's chain: what it was begun with.
                    client = Receiver(call);
                    break;
                case IPropertyReferenceOperation { Instance: { } owner } part when addresses.IsOfSdk(part.Type):
                    // A service of the SDK's client.
                    client = owner;
                    break;
                case IObjectCreationOperation wrapper when addresses.IsGivenTo(wrapper, model, cancellation):
                    return true;
                case IObjectCreationOperation wrapper:
                    client = wrapper.Arguments.FirstOrDefault()?.Value;
                    break;
                case ILocalReferenceOperation { Local: var local }:
                    return AreFree(local, Declaration(local, model, cancellation)?.FirstAncestorOrSelf<MemberDeclarationSyntax>(), model, depth / 2, cancellation);
                case IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field }:
                    return AreFree(field, Declaration(field, model, cancellation)?.FirstAncestorOrSelf<TypeDeclarationSyntax>(), model, depth / 2, cancellation);
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>Whether all that the variable is given, and at least one such value, is free.</summary>
    private bool AreFree(ISymbol variable, SyntaxNode? scope, SemanticModel model, int depth, CancellationToken cancellation)
    {
        if (scope is null)
            return false;
        var values = scope.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Where(assignment => assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && SimpleNames.TextOf(assignment.Left) == variable.Name)
            .Select(assignment => assignment.Right).ToList();
        if (Declaration(variable, model, cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } initial })
            values.Add(initial);
        return values.Count > 0 && values.TrueForAll(value => IsFree(model.GetOperation(value, cancellation), model, depth, cancellation));
    }

    private bool IsFreeType(ITypeSymbol? type) =>
        type?.OriginalDefinition.GetDocumentationCommentId() is { } id && sdks.Any(sdk => sdk.FreeClients.Contains(id));

    private bool IsFreeFactory(IMethodSymbol method) =>
        (method.ReducedFrom ?? method).OriginalDefinition.GetDocumentationCommentId() is { } id && SdkCatalog.TypeAndName(id) is var name
        && sdks.Any(sdk => sdk.FreeClients.Any(free => SdkCatalog.TypeAndName(free) == name));

    /// <summary>Whether a lambda in it may call a model.</summary>
    private bool NamesMember(SyntaxNode argument) =>
        argument.DescendantNodes().OfType<SimpleNameSyntax>().Any(name => sdks.Any(sdk => sdk.HasMember(name.Identifier.ValueText)));

    private static IOperation? Receiver(IInvocationOperation call) => call.Instance ?? call.Arguments.FirstOrDefault()?.Value;

    private static SyntaxNode? Declaration(ISymbol symbol, SemanticModel model, CancellationToken cancellation) =>
        symbol.DeclaringSyntaxReferences.Length == 1 && symbol.DeclaringSyntaxReferences[0].SyntaxTree == model.SyntaxTree
            ? symbol.DeclaringSyntaxReferences[0].GetSyntax(cancellation)
            : null;
}
