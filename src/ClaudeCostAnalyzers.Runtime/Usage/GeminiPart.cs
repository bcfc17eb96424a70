namespace ClaudeCost.Usage;

/// <summary>What one reply of Gemini, or a piece of a streamed one, says of the call.</summary>
internal struct GeminiPart
{
    public string? Model { get; set; }

    public TokenUsage? Usage { get; set; }

    /// <summary>Whether it says why the answer ended, so that its counts are the last ones.</summary>
    public bool HasEnd { get; set; }
}
