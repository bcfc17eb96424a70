namespace ClaudeCost.Http;

/// <summary>Addresses in regions for which a provider charges more, where the address says so.</summary>
internal static class Regions
{
    /// <summary>
    /// Claude in a region of Bedrock or Vertex costs 1.1 times what it costs at the global endpoint, and OpenAI's addresses with
    /// data residency cost 1.1 times the plain one. A reply of Anthropic's own says where it was served, and that counts.
    /// </summary>
    public static bool CostMore(Uri address, Endpoint endpoint, string? model)
    {
        var host = address.Host;
        if (host.EndsWith(".api.openai.com", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (endpoint.Format != ApiFormat.AnthropicMessages && !(endpoint.Format == ApiFormat.Converse && model?.Contains("claude") == true))
        {
            return false;
        }

        return host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase)
            ? model?.StartsWith("global.", StringComparison.OrdinalIgnoreCase) != true
            : host.EndsWith("aiplatform.googleapis.com", StringComparison.OrdinalIgnoreCase)
                && address.AbsolutePath.IndexOf("/locations/global/", StringComparison.OrdinalIgnoreCase) < 0;
    }
}
