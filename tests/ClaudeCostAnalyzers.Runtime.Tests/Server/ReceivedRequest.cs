using System.Text.Json;

namespace ClaudeCost.Tests.Server;

/// <summary>One request as it reached the model server.</summary>
public sealed record ReceivedRequest(int Number, string Method, string Path, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json { get; } = Parse(Body);

    public string Model => (Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("model", out var model) ? model.GetString() : null) ?? ModelInPath;

    /// <summary>As Bedrock and Google have it: <c>/model/claude/converse</c>, <c>/models/gemini:generateContent</c>.</summary>
    private string ModelInPath
    {
        get
        {
            var segments = Path.Split('?')[0].Split('/');
            var at = Array.FindIndex(segments, segment => segment is "model" or "models");
            if (at < 0 || at + 1 == segments.Length)
            {
                return "";
            }

            return segments[at] == "models" ? segments[at + 1].Split(':')[0] : Uri.UnescapeDataString(segments[at + 1]);
        }
    }

    public bool IsStream => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;

    private static JsonElement Parse(string body)
    {
        try
        {
            return JsonDocument.Parse(body).RootElement;
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
