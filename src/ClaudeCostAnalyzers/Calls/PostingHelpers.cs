using System.Collections.Concurrent;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Catalog.Endpoints;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// Members of one's own that post to a URL that they are handed: <c>Http.PostJsonAsync("https://api.openai.com/v1/chat/completions", json)</c>.
/// What they cost is decided where they are called, as far as the URL can be read there. Safe for concurrent use.
/// </summary>
internal sealed class PostingHelpers(MemberBodies bodies, LlmApis apis)
{
    private readonly ConcurrentDictionary<IMethodSymbol, int> places = new(SymbolEqualityComparer.Default);

    /// <summary>Whether <paramref name="call"/> hands such a member the URL of a model's endpoint.</summary>
    /// <param name="call">The call, lowered or not.</param>
    /// <param name="model">The model of its file.</param>
    /// <param name="cancellation">Ends the search.</param>
    public bool Post(IInvocationOperation call, SemanticModel model, CancellationToken cancellation)
    {
        if (!apis.MayPost || call.TargetMethod.DeclaringSyntaxReferences.IsEmpty || call.TargetMethod.MethodKind == MethodKind.DelegateInvoke)
            return false;
        var method = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        if (!method.Parameters.Any(IsUrl))
            return false;
        var place = places.GetOrAdd(method, helper => PlaceOfUrl(helper, cancellation));
        return place >= 0 && apis.IsEndpoint(call, method.Parameters[place].Name, model, cancellation);
    }

    private static bool IsUrl(IParameterSymbol parameter) => parameter.RefKind == RefKind.None && (parameter.Type.SpecialType == SpecialType.System_String || parameter.Type is { Name: "Uri", ContainingNamespace.Name: "System" });

    /// <summary>The parameter that says where the member posts to; -1: it posts nothing, or not there.</summary>
    private int PlaceOfUrl(IMethodSymbol helper, CancellationToken cancellation)
    {
        // Most files name no member that posts: nothing of them is bound.
        if (!helper.DeclaringSyntaxReferences.Any(declaration => TreeText.Of(declaration.SyntaxTree).HasAny(EndpointTable.Shared.SenderWords)))
            return -1;
        foreach (var (body, _) in bodies.Of(helper, cancellation))
        {
            var operations = body.DescendantsAndSelf().ToList();
            foreach (var sent in operations.OfType<IInvocationOperation>().Where(operation => apis.MayPostWith(operation.TargetMethod)))
            {
                foreach (var argument in sent.Arguments)
                {
                    if (UrlWithin(argument.Value, operations) is { } parameter && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol.OriginalDefinition, helper))
                        return parameter.Ordinal;
                }
            }
        }

        return -1;
    }

    /// <summary>
    /// The parameter that is the URL, or of which the <c>Uri</c> or the request is made that is sent. A request must be a post:
    /// <c>new HttpRequestMessage(HttpMethod.Post, url)</c>.
    /// </summary>
    private static IParameterSymbol? UrlWithin(IOperation value, IReadOnlyList<IOperation> operations)
    {
        for (var depth = 0; depth < 8; depth++)
        {
            switch (value)
            {
                case IConversionOperation conversion:
                    value = conversion.Operand;
                    break;
                case IParameterReferenceOperation { Parameter: var parameter }:
                    return IsUrl(parameter) ? parameter : null;
                case IObjectCreationOperation { Type.Name: "Uri", Arguments: { Length: > 0 } arguments }:
                    value = arguments[0].Value;
                    break;
                case IObjectCreationOperation { Type.Name: "HttpRequestMessage", Arguments: { Length: 2 } arguments } when IsPost(arguments[0].Value):
                    value = arguments[1].Value;
                    break;
                case ILocalReferenceOperation { Local: var local } when operations.OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator =>
                    SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))?.GetVariableInitializer() is { } initial:
                    value = initial.Value;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool IsPost(IOperation method) => method is IPropertyReferenceOperation { Property.Name: "Post" };
}
