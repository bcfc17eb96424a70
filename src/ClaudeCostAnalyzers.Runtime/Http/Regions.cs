namespace ClaudeCost.Http;

/// <summary>Addresses in regions for which a provider charges more, where the address says so.</summary>
internal static class Regions
{
    /// <summary>
    /// Claude in a region of Bedrock or Vertex costs 1.1 times what it costs at the global endpoint, and OpenAI's addresses with
    /// data residency cost 1.1 times the plain one. A reply of Anthropic's own says where it was served, and that counts.
    /// </summary>
    public static RegionalPrice Of(Uri address, Endpoint endpoint)
    {
        var host = address.Host;
        if (IsOfOpenAi(address))
        {
            return RegionalPrice.More;
        }

        if (host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase))
        {
            return endpoint.Format switch
            {
                ApiFormat.AnthropicMessages => RegionalPrice.MoreUnlessGlobal,
                ApiFormat.Converse => RegionalPrice.MoreForClaudeUnlessGlobal,
                _ => RegionalPrice.Same,
            };
        }

        return endpoint.Format == ApiFormat.AnthropicMessages && host.EndsWith("aiplatform.googleapis.com", StringComparison.OrdinalIgnoreCase)
            && address.AbsolutePath.IndexOf("/locations/global/", StringComparison.OrdinalIgnoreCase) < 0 ? RegionalPrice.More : RegionalPrice.Same;
    }

    /// <summary>Whether it is an address of OpenAI with data residency.</summary>
    public static bool IsOfOpenAi(Uri address) => address.Host.EndsWith(".api.openai.com", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a call of the model costs more.</summary>
    public static bool IsMore(this RegionalPrice price, string? model) => price switch
    {
        RegionalPrice.Same => false,
        RegionalPrice.More => true,
        RegionalPrice.MoreForClaudeUnlessGlobal when model?.Contains("claude") != true => false,
        _ => model?.StartsWith("global.", StringComparison.OrdinalIgnoreCase) != true,
    };
}
