namespace ClaudeCost.Usage;

/// <summary>Whose reply it is.</summary>
internal enum ReplyFormat
{
    /// <summary>Anthropic Messages: usage in the message; streamed, in <c>message_start</c> and cumulatively in <c>message_delta</c>.</summary>
    Anthropic,

    /// <summary>OpenAI chat completions: usage in the completion; streamed, in one of the last chunks if it was asked for.</summary>
    Chat,

    /// <summary>OpenAI responses: usage in the response; streamed, in the event that ends it.</summary>
    Responses,

    /// <summary>Gemini: usage in the reply; streamed, in every piece, and last in the one that says why the answer ended.</summary>
    Gemini,

    /// <summary>Bedrock's Converse: usage in the reply; streamed, in the event that comes last.</summary>
    Converse,

    /// <summary>OpenAI embeddings: usage in the list; never streamed, and nothing is put out.</summary>
    Embeddings,

    /// <summary>A batch of Anthropic or OpenAI: the object that stands for it.</summary>
    Batch,

    /// <summary>The results of a batch of Anthropic: a line for each call.</summary>
    BatchResults,
}
