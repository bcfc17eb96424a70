using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClaudeCost.Tests.Properties;

/// <summary>A request to OpenAI chat completions or responses, as a program means it, before it is JSON.</summary>
public sealed record OpenAiAsk
{
    public bool IsResponse { get; init; }

    public required string Model { get; init; }

    public required string Text { get; init; }

    /// <summary><c>max_tokens</c> of chat.</summary>
    public long? OldCap { get; init; }

    /// <summary><c>max_completion_tokens</c> of chat, <c>max_output_tokens</c> of responses.</summary>
    public long? Cap { get; init; }

    public int Answers { get; init; } = 1;

    public string? Tier { get; init; }

    public string? Effort { get; init; }

    public int Images { get; init; }

    /// <summary>A file, a stored prompt, an earlier response, a conversation: content whose size the request does not show.</summary>
    public string? Hidden { get; init; }

    public bool SoundIn { get; init; }

    public bool SoundOut { get; init; }

    public string? Prediction { get; init; }

    /// <summary>Types of tools that the provider runs; in chat the only one is <c>web_search_options</c>.</summary>
    public string[] Tools { get; init; } = [];

    public int? MostToolCalls { get; init; }

    public bool EscapesEverything { get; init; }

    /// <summary>The request, with its fields in an order that follows from <paramref name="order"/>.</summary>
    public byte[] ToJson(int order)
    {
        var parts = new JsonArray(new JsonObject { ["type"] = IsResponse ? "input_text" : "text", ["text"] = Text });
        for (var i = 0; i < Images; i++)
        {
            parts.Add(IsResponse
                ? new JsonObject { ["image_url"] = "https://example.com/a.png", ["type"] = "input_image", ["detail"] = "high" }
                : new JsonObject { ["image_url"] = new JsonObject { ["url"] = "data:image/png;base64,AAAA" }, ["type"] = "image_url" });
        }

        if (SoundIn)
        {
            parts.Add(new JsonObject { ["type"] = "input_audio", ["input_audio"] = new JsonObject { ["data"] = "AAAA", ["format"] = "wav" } });
        }

        if (Hidden == "file")
        {
            parts.Add(IsResponse ? new JsonObject { ["file_id"] = "f", ["type"] = "input_file" } : new JsonObject { ["type"] = "file", ["file"] = new JsonObject { ["file_id"] = "f" } });
        }

        var message = new JsonObject { ["content"] = parts, ["role"] = "user" };
        var fields = new List<(string, JsonNode?)> { ("model", Model), (IsResponse ? "input" : "messages", new JsonArray(message)) };
        void Add(bool condition, string name, Func<JsonNode> value)
        {
            if (condition)
            {
                fields.Add((name, value()));
            }
        }

        var tools = new JsonArray(IsResponse
            ? new JsonObject { ["type"] = "function", ["name"] = "mine", ["parameters"] = new JsonObject { ["type"] = "object", ["description"] = Text } }
            : new JsonObject { ["type"] = "function", ["function"] = new JsonObject { ["name"] = "mine", ["parameters"] = new JsonObject { ["type"] = "object", ["description"] = Text } } });
        foreach (var tool in IsResponse ? Tools : [])
        {
            tools.Add(tool == "mcp" ? new JsonObject { ["server_url"] = "https://example.com", ["type"] = tool } : new JsonObject { ["type"] = tool });
        }

        Add(true, "tools", () => tools);
        Add(IsResponse, "instructions", () => Text);
        Add(OldCap is not null && !IsResponse, "max_tokens", () => OldCap!.Value);
        Add(Cap is not null, IsResponse ? "max_output_tokens" : "max_completion_tokens", () => Cap!.Value);
        Add(Answers > 1 && !IsResponse, "n", () => Answers);
        Add(Tier is not null, "service_tier", () => Tier!);
        Add(Effort is not null, IsResponse ? "reasoning" : "reasoning_effort", () => IsResponse ? new JsonObject { ["effort"] = Effort } : Effort!);
        Add(SoundOut && !IsResponse, "modalities", () => new JsonArray("text", "audio"));
        Add(SoundOut && !IsResponse, "audio", () => new JsonObject { ["voice"] = "alloy", ["format"] = "wav" });
        Add(Prediction is not null && !IsResponse, "prediction", () => new JsonObject { ["type"] = "content", ["content"] = Prediction });
        Add(Tools.Length > 0 && !IsResponse, "web_search_options", () => new JsonObject { ["search_context_size"] = "high" });
        Add(MostToolCalls is not null && IsResponse, "max_tool_calls", () => MostToolCalls!.Value);
        Add(Hidden == "previous" && IsResponse, "previous_response_id", () => "resp_1");
        Add(Hidden == "conversation" && IsResponse, "conversation", () => new JsonObject { ["id"] = "conv_1" });
        Add(Hidden == "prompt" && IsResponse, "prompt", () => new JsonObject { ["id"] = "pmpt_1" });
        new Random(order).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(fields));
        var body = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return Encoding.UTF8.GetBytes(body.ToJsonString(new JsonSerializerOptions
        {
            Encoder = EscapesEverything ? JavaScriptEncoder.Default : JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }));
    }
}
