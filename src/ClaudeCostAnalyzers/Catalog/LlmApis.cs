using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Catalog;

/// <summary>The LLM APIs that one compilation can call. Immutable once made, safe for concurrent use.</summary>
internal sealed class LlmApis
{
    /// <summary>The APIs that <paramref name="compilation"/> references, or null when it references none: then nothing is registered.</summary>
    public static LlmApis? TryCreate(Compilation compilation)
    {
        foreach (var name in compilation.ReferencedAssemblyNames)
        {
            if (name.Name is "Anthropic" or "OpenAI" or "Microsoft.Extensions.AI.Abstractions")
                return new LlmApis();
        }

        return null;
    }

    /// <summary>Whether a member of this name may be catalogued: a cheap test before a symbol is bound.</summary>
    public bool IsCandidateName(string name) => name is "Create" or "CompleteChatAsync" or "GetResponseAsync";

    /// <summary>The catalogue's row for <paramref name="method"/>, or null when calling it costs nothing.</summary>
    public LlmMember? Find(IMethodSymbol method)
    {
        if (!IsCandidateName(method.Name))
            return null;
        var id = (method.ReducedFrom ?? method).OriginalDefinition.GetDocumentationCommentId() ?? "";
        return id.StartsWith("M:Anthropic.Services.") || id.StartsWith("M:OpenAI.Chat.ChatClient.") || id.StartsWith("M:Microsoft.Extensions.AI.")
            ? new LlmMember(id, "", LlmCallKind.Request, 0, method.Parameters.Length - 1)
            : null;
    }
}
