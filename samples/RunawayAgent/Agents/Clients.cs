using Anthropic;

namespace RunawayAgent.Agents;

internal static class Clients
{
    // Made up: it has the shape of a key and opens nothing.
    private const string ApiKey = "sk-ant-api03-1UnQaZoQIp2ppj7mosYowutxl47HYqcily3_7bKP8oHF-KiuJHD68NeCFIej4evm1Rl5b3HC3xAMn6BaaXSQ2PDiCzU51AA";

    /// <summary>A client of the service, or of the model played at <paramref name="address"/>.</summary>
    public static AnthropicClient Create(Uri? address) =>
        address is null
            ? new AnthropicClient { ApiKey = ApiKey }
            : new AnthropicClient { ApiKey = ApiKey, BaseUrl = address.ToString() };
}
