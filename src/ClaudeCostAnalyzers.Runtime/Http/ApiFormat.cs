namespace ClaudeCost.Http;

/// <summary>How a request says what it asks for, and its reply what was used.</summary>
internal enum ApiFormat
{
    /// <summary>Anthropic Messages.</summary>
    AnthropicMessages,

    /// <summary>Anthropic Message Batches: many messages, billed when they are done, at the batch price.</summary>
    AnthropicBatch,

    /// <summary>OpenAI chat completions and legacy completions, and what is compatible with them.</summary>
    OpenAiChat,

    /// <summary>OpenAI responses.</summary>
    OpenAiResponses,

    /// <summary>OpenAI embeddings.</summary>
    OpenAiEmbeddings,

    /// <summary>Gemini's <c>generateContent</c>, at Google's API for developers or at Vertex AI.</summary>
    Gemini,

    /// <summary>Amazon Bedrock's <c>Converse</c>.</summary>
    Converse,

    /// <summary>A batch whose calls stand in a file at the provider.</summary>
    OpaqueBatch,

    /// <summary>Billable, but neither its worst case nor its usage can be read: charged by rule.</summary>
    Opaque,
}
