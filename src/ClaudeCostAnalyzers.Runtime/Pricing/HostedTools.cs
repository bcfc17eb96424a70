namespace ClaudeCost.Pricing;

/// <summary>What tools that a provider runs cost by the use, in nano-USD. Amounts of which nobody is sure are rounded up.</summary>
internal static class HostedTools
{
    /// <summary>Web search at Anthropic: $10 per 1,000 (prices page of its docs).</summary>
    public const decimal AnthropicWebSearch = 10_000_000m;

    /// <summary>Code execution at Anthropic: $0.05 for an hour of a container; no request runs longer than that.</summary>
    public const decimal AnthropicCodeExecution = 50_000_000m;

    private static readonly (string Type, decimal Nano)[] OpenAi =
    [
        // A container of the largest memory; the smallest one costs $0.03.
        ("code_interpreter", 1_920_000_000m),
        ("shell", 1_920_000_000m),

        // One picture of the largest size and quality, and its pieces shown on the way.
        ("image_generation", 1_000_000_000m),

        // Function-like: no fee.
        ("mcp", 0m),
        ("tool_search", 0m),
    ];

    /// <summary>The most that one use of a tool at OpenAI costs: above all of its listed fees for searches ($0.025) where the type is not in the list.</summary>
    public static decimal OfOpenAi(string type)
    {
        foreach (var (name, nano) in OpenAi)
        {
            if (type.StartsWith(name, StringComparison.Ordinal))
            {
                return nano;
            }
        }

        return 50_000_000m;
    }

    /// <summary>
    /// The most that one use of a tool at Google costs. Searches are $35 for 1,000 prompts or $14 for 1,000 queries, by model, and
    /// $45 for those of companies; maps are $25. Running code, and reading addresses and files, is billed by its tokens.
    /// </summary>
    public static decimal OfGemini(string tool) => tool is "codeexecution" or "urlcontext" or "filesearch" ? 0m : 50_000_000m;
}
