using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClaudeCost.Tests.Properties;

/// <summary>A request to Anthropic Messages, as a program means it, before it is JSON.</summary>
public sealed record Ask
{
    public required string Model { get; init; }

    public required string Text { get; init; }

    public long? Cap { get; init; }

    public long Thinking { get; init; }

    /// <summary>The lifetime of the cache; "auto" for the mark at the top of the request.</summary>
    public string? Lifetime { get; init; }

    public bool Fast { get; init; }

    public int Images { get; init; }

    /// <summary>A file, an address or a PDF: content whose size the request does not show.</summary>
    public bool Hidden { get; init; }

    public string[] Fallbacks { get; init; } = [];

    public int? Searches { get; init; }

    public bool SearchesOpen { get; init; }

    public (string Model, int Uses, int Cap)? Advisor { get; init; }

    public bool EscapesEverything { get; init; }

    /// <summary>The request, with its fields in an order that follows from <paramref name="order"/>.</summary>
    public byte[] ToJson(int order)
    {
        var mark = Lifetime switch
        {
            null => null,
            "1h" => new JsonObject { ["type"] = "ephemeral", ["ttl"] = "1h" },
            _ => new JsonObject { ["type"] = "ephemeral" },
        };
        var blocks = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = Text });
        for (var i = 0; i < Images; i++)
        {
            blocks.Add(new JsonObject
            {
                ["source"] = new JsonObject { ["data"] = new string('A', 400), ["media_type"] = "image/png", ["type"] = "base64" },
                ["type"] = "image",
            });
        }

        if (Hidden)
        {
            blocks.Add(new JsonObject { ["type"] = "document", ["source"] = new JsonObject { ["type"] = "file", ["file_id"] = "f" } });
        }

        if (Lifetime is not null and not "auto")
        {
            ((JsonObject)blocks[0]!)["cache_control"] = mark;
        }

        var tools = new JsonArray(new JsonObject { ["name"] = "mine", ["input_schema"] = new JsonObject { ["type"] = "object" } });
        if (Searches is not null || SearchesOpen)
        {
            var search = new JsonObject { ["type"] = "web_search_20250305", ["name"] = "web_search" };
            if (Searches is { } most)
            {
                search["max_uses"] = most;
            }

            tools.Add(search);
        }

        if (Advisor is { } advisor)
        {
            tools.Add(new JsonObject { ["type"] = "advisor_20260301", ["name"] = "advisor", ["model"] = advisor.Model, ["max_uses"] = advisor.Uses, ["max_tokens"] = advisor.Cap });
        }

        var fields = new List<(string, JsonNode?)>
        {
            ("model", Model),
            ("messages", new JsonArray(new JsonObject { ["role"] = "user", ["content"] = blocks })),
            ("tools", tools),
            ("system", Text),
        };
        void Add(bool condition, string name, Func<JsonNode> value)
        {
            if (condition)
            {
                fields.Add((name, value()));
            }
        }

        Add(Cap is not null, "max_tokens", () => Cap!.Value);
        Add(Thinking > 0, "thinking", () => new JsonObject { ["type"] = "enabled", ["budget_tokens"] = Thinking });
        Add(Fast, "speed", () => "fast");
        Add(Lifetime == "auto", "cache_control", () => mark!);
        Add(Fallbacks.Length > 0, "fallbacks", () => new JsonArray([.. Fallbacks.Select(model => (JsonNode)new JsonObject { ["model"] = model })]));
        new Random(order).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(fields));
        var body = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return Encoding.UTF8.GetBytes(body.ToJsonString(new JsonSerializerOptions
        {
            Encoder = EscapesEverything ? JavaScriptEncoder.Default : JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }));
    }
}
