using ClaudeCost.Http;

namespace ClaudeCost.Attempts;

/// <summary>Names of providers and operations by OpenTelemetry's conventions for generative AI (<c>gen_ai.provider.name</c>, <c>gen_ai.operation.name</c>).</summary>
internal static class Providers
{
    private static readonly (string HostEnd, string Name)[] Hosts =
    [
        (".openai.azure.com", "azure.ai.openai"),
        (".services.ai.azure.com", "azure.ai.inference"),
        (".amazonaws.com", "aws.bedrock"),
        ("aiplatform.googleapis.com", "gcp.vertex_ai"),
        ("generativelanguage.googleapis.com", "gcp.gemini"),
        ("api.anthropic.com", "anthropic"),
        ("api.openai.com", "openai"),
        ("api.cohere.com", "cohere"),
        ("api.deepseek.com", "deepseek"),
        ("api.groq.com", "groq"),
        ("api.mistral.ai", "mistral_ai"),
        ("api.moonshot.ai", "moonshot_ai"),
        ("api.moonshot.cn", "moonshot_ai"),
        ("api.perplexity.ai", "perplexity"),
        ("api.x.ai", "x_ai"),
        (".ml.cloud.ibm.com", "ibm.watsonx.ai"),
    ];

    public static string? Of(Uri address, Endpoint endpoint)
    {
        foreach (var (end, name) in Hosts)
        {
            if (address.Host.EndsWith(end, StringComparison.OrdinalIgnoreCase))
            {
                return name;
            }
        }

        return endpoint.Format switch
        {
            ApiFormat.AnthropicMessages or ApiFormat.AnthropicBatch => "anthropic",
            ApiFormat.OpenAiChat or ApiFormat.OpenAiResponses or ApiFormat.OpenAiEmbeddings => "openai",
            ApiFormat.Converse => "aws.bedrock",
            ApiFormat.Gemini => "gcp.gemini",
            _ => null,
        };
    }

    public static string Operation(Endpoint endpoint) => endpoint.Format switch
    {
        ApiFormat.OpenAiEmbeddings => "embeddings",
        ApiFormat.Gemini => "generate_content",
        _ when endpoint.Tail.EndsWith(":embedContent", StringComparison.Ordinal) || endpoint.Tail.EndsWith(":batchEmbedContents", StringComparison.Ordinal) => "embeddings",
        _ when endpoint.Tail is "completions" or "v1/complete" => "text_completion",
        _ => "chat",
    };
}
