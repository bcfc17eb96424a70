using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Catalog;

/// <summary>Describes an overload that has no row of its own by the rows of its siblings and by its parameters.</summary>
internal static class DriftedMember
{
    /// <summary>A row for <paramref name="definition"/>, whose type and name are those of <paramref name="overloads"/>.</summary>
    public static LlmMember Describe(IMethodSymbol definition, string id, ImmutableArray<LlmMember> overloads)
    {
        var known = overloads[0];
        var token = -1;
        var requestOptions = -1;
        var options = -1;
        var iterations = -1;
        OutputCap? cap = null;
        foreach (var parameter in definition.Parameters)
        {
            var type = parameter.Type.OriginalDefinition.GetDocumentationCommentId();
            if (type == "T:System.Threading.CancellationToken")
                token = parameter.Ordinal;
            else if (type == "T:System.ClientModel.Primitives.RequestOptions")
                requestOptions = parameter.Ordinal;
            else if (known.IterationsParameter >= 0 && type == "T:System.Nullable`1")
                iterations = parameter.Ordinal;
            else if (overloads.FirstOrDefault(overload => overload.OutputCap is { } candidate && candidate.AppliesTo(type)) is { } overload)
                (options, cap) = (parameter.Ordinal, overload.OutputCap);
        }

        return known with
        {
            DocumentationId = id,
            OptionsParameter = options,
            TokenParameter = token,
            RequestOptionsParameter = requestOptions,
            IterationsParameter = iterations,
            TimeoutParameter = -1,
            OutputCap = cap,
        };
    }
}
