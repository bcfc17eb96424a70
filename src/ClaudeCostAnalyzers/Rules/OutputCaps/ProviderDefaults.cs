using System.Collections.Immutable;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.OutputCaps;

/// <summary>
/// What may cap the output of a provider-neutral client although the call does not: the provider's own default, or options
/// that a builder sets for every call. One per compilation; safe for concurrent use.
/// </summary>
internal sealed class ProviderDefaults
{
    private const int MaxDepth = 16;

    private readonly LlmApis apis;
    private readonly NameUses names;
    private readonly Lazy<bool> isConfigured;

    public ProviderDefaults(LlmApis apis, NameUses names, Compilation compilation)
    {
        this.apis = apis;
        this.names = names;
        var referenced = new HashSet<string>(compilation.ReferencedAssemblyNames.Select(assembly => assembly.Name), StringComparer.OrdinalIgnoreCase);
        OnlyCappedProviders = apis.Sdks.Any(sdk => !sdk.ChatClients.IsEmpty) && !apis.Sdks.SelectMany(sdk => sdk.Adapters).Any(referenced.Contains);
        var methods = apis.Sdks.SelectMany(sdk => sdk.ConfiguringMethods).ToList();
        var caps = apis.Sdks.SelectMany(sdk => sdk.Caps.Values).Where(cap => cap.ProviderNeutral).SelectMany(cap => cap.Opaque.Add(cap.Name)).ToImmutableHashSet(StringComparer.Ordinal);
        isConfigured = new(() => compilation.SyntaxTrees.Any(tree => methods.Any(method => Calls(tree, method, caps))));
    }

    /// <summary>Whether every provider that the compilation references caps its output by default.</summary>
    public bool OnlyCappedProviders { get; }

    /// <summary>Whether some builder in the compilation may cap every call. Read once, when a finding depends on it.</summary>
    public bool IsConfigured => isConfigured.Value;

    /// <summary>Whether <paramref name="client"/> is seen to come from a provider that caps its output by default.</summary>
    public bool IsCapped(IOperation? client, SemanticModel model, CancellationToken cancellation) => IsCapped(client, model, MaxDepth, cancellation);

    private bool IsCapped(IOperation? client, SemanticModel model, int depth, CancellationToken cancellation)
    {
        for (; client is not null && depth > 0; depth--)
        {
            switch (client)
            {
                case IConversionOperation conversion:
                    client = conversion.Operand;
                    break;
                case IAwaitOperation await:
                    client = await.Operation;
                    break;
                case IInvocationOperation call:
                    var id = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition.GetDocumentationCommentId();
                    if (id is not null && apis.Sdks.Any(sdk => sdk.ChatClients.Contains(id)))
                        return true;
                    // A builder's chain: what it was begun with.
                    client = call.Instance ?? call.Arguments.FirstOrDefault()?.Value;
                    break;
                case IObjectCreationOperation wrapper:
                    client = wrapper.Arguments.FirstOrDefault()?.Value;
                    break;
                case ILocalReferenceOperation { Local: var local }:
                    return Values(local, NameUses.MemberAround, model, cancellation).Any(value => IsCapped(value, model, depth / 2, cancellation));
                case IFieldReferenceOperation { Field: var field }:
                    return Values(field, NameUses.OutermostTypeAround, model, cancellation).Any(value => IsCapped(value, model, depth / 2, cancellation));
                case IPropertyReferenceOperation { Property: var property }:
                    return Values(property, NameUses.OutermostTypeAround, model, cancellation).Any(value => IsCapped(value, model, depth / 2, cancellation));
                default:
                    return false;
            }
        }

        return false;
    }

    private IEnumerable<IOperation?> Values(ISymbol variable, Func<SyntaxNode, SyntaxNode?> scopeOf, SemanticModel model, CancellationToken cancellation)
    {
        if (variable.DeclaringSyntaxReferences.Length != 1 || variable.DeclaringSyntaxReferences[0].SyntaxTree != model.SyntaxTree)
            yield break;
        var declaration = variable.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        var initial = declaration switch
        {
            VariableDeclaratorSyntax declarator => declarator.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value ?? property.ExpressionBody?.Expression,
            _ => null,
        };
        if (initial is not null)
            yield return model.GetOperation(initial, cancellation);
        if (scopeOf(declaration) is not { } scope)
            yield break;
        foreach (var use in names.UsesOf(variable, scope, model, cancellation))
        {
            var expression = NameUses.WholeExpression(use);
            if (expression.Parent is AssignmentExpressionSyntax assignment && assignment.Left == expression)
                yield return model.GetOperation(assignment.Right, cancellation);
        }
    }

    /// <summary>
    /// Whether the file calls a method of this name with an argument that may set a cap. By name alone: the other files'
    /// symbols are not at hand, and a call too many only makes the rule silent.
    /// </summary>
    private static bool Calls(SyntaxTree tree, string method, ImmutableHashSet<string> caps) => TreeText.Of(tree).Has(method)
        && tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
            call.Expression is MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } && name.Identifier.ValueText == method && call.ArgumentList.Arguments.Any(argument => MayCap(argument.Expression, caps)));

    /// <summary>A lambda caps where it names the cap, or hands the options to somebody who may; anything else may.</summary>
    private static bool MayCap(ExpressionSyntax argument, ImmutableHashSet<string> caps)
    {
        if (argument is not SimpleLambdaExpressionSyntax { Parameter.Identifier.ValueText: var options } lambda)
            return true;
        return lambda.Body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => caps.Contains(name.Identifier.ValueText)
            || name.Identifier.ValueText == options && !(name.Parent is MemberAccessExpressionSyntax access && access.Expression == name && access.Parent is not InvocationExpressionSyntax));
    }
}
