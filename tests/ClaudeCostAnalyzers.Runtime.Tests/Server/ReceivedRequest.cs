using System.Text.Json;

namespace ClaudeCost.Tests.Server;

/// <summary>One request as it reached the model server.</summary>
public sealed record ReceivedRequest(int Number, string Method, string Path, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json { get; } = Parse(Body);

    public string Model => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("model", out var model) ? model.GetString() ?? "" : "";

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
