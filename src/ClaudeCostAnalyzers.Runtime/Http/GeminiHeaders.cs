using ClaudeCost.Usage;

namespace ClaudeCost.Http;

/// <summary>The tier that served a call at Google's API for developers: a call that asked for priority may get the standard one (its page on priority inference).</summary>
internal static class GeminiHeaders
{
    public static TokenUsage? Read(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("x-gemini-service-tier", out var values) || values.FirstOrDefault() is not { } tier)
        {
            return null;
        }

        var told = new TokenUsage();
        GeminiReply.NoteTier(told, tier);
        return told;
    }
}
