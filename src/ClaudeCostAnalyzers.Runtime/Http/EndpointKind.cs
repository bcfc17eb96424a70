namespace ClaudeCost;

/// <summary>What answers at an address; see <see cref="BudgetGuard.Recognize"/>.</summary>
public enum EndpointKind
{
    /// <summary>Anthropic Messages.</summary>
    AnthropicMessages,

    /// <summary>Anthropic message batches.</summary>
    AnthropicBatches,

    /// <summary>OpenAI chat completions, and what is compatible with them.</summary>
    OpenAiChat,

    /// <summary>OpenAI responses.</summary>
    OpenAiResponses,

    /// <summary>OpenAI embeddings.</summary>
    OpenAiEmbeddings,

    /// <summary>Gemini's <c>generateContent</c> and <c>streamGenerateContent</c>.</summary>
    Gemini,

    /// <summary>Amazon Bedrock's <c>Converse</c> and <c>ConverseStream</c>.</summary>
    BedrockConverse,

    /// <summary>A model in a format of its own: each request is charged by rule, at the largest context window and output at the dearest price.</summary>
    Other,

    /// <summary>A model that costs no dollars, like one on the machine itself. Calls and tokens are counted.</summary>
    Free,

    /// <summary>No model, whatever the address looks like: not counted.</summary>
    NotAModel,
}
