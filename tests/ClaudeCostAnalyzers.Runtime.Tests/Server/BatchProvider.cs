using System.Text;
using System.Text.Json;

namespace ClaudeCost.Tests.Server;

/// <summary>Message batches of Anthropic on a <see cref="ModelServer"/>, with a bill of their own: half the price of tokens, the whole one of searches.</summary>
internal sealed class BatchProvider
{
    // How the calls of a batch end, one after the other, and what those that succeed use.
    private static readonly Answer?[] Ends =
    [
        new Answer { Input = 120, Output = 40 },
        new Answer { Input = 10, Output = 999, CacheWrite1h = 700, CacheRead = 300 },
        null,
        new Answer { Input = 55, Output = 7, CacheWrite5m = 410, WebSearches = 2 },
    ];

    private readonly Dictionary<string, string> results = [];

    public decimal BilledUsd { get; private set; }

    /// <summary>Whether a batch that is asked for is over.</summary>
    public bool IsOver { get; set; } = true;

    /// <summary>Whether its calls are all cancelled, for which nothing is billed.</summary>
    public bool CancelsAll { get; set; }

    /// <summary>The results as they are sent.</summary>
    public Func<string, string> Send { get; set; } = results => results;

    public Dictionary<string, string> Headers { get; } = [];

    public Answer Play(ReceivedRequest request)
    {
        var segments = request.Path.Split('?')[0].Split('/');
        var body = request.Method == "POST" ? Take(request)
            : segments[^1] == "results" ? Send(results[segments[^2]])
            : ObjectOf(segments[^1]);
        return new Answer { Body = body, Input = 0, Output = 0, Headers = segments[^1] == "results" ? Headers : [] };
    }

    private string Take(ReceivedRequest request)
    {
        var id = $"msgbatch_{results.Count + 1}";
        var lines = new StringBuilder();
        var number = 0;
        foreach (var item in request.Json.GetProperty("requests").EnumerateArray())
        {
            var model = item.GetProperty("params").GetProperty("model").GetString()!;
            var end = CancelsAll ? null : Ends[number++ % Ends.Length];
            var result = end is null ? """{"type":"canceled"}""" : $$"""{"type":"succeeded","message":{{MessageOf(model, end)}}}""";
            lines.Append("{\"custom_id\":").Append(JsonSerializer.Serialize(item.GetProperty("custom_id").GetString())).Append(",\"result\":").Append(result).Append("}\n");
            if (end is not null)
            {
                var searches = end.WebSearches * 0.01m;
                BilledUsd += ((ServerPrices.Usd(model, end) - searches) / 2) + searches;
            }
        }

        results[id] = lines.ToString();
        return ObjectOf(id);
    }

    private static string MessageOf(string model, Answer end) =>
        $$$"""
        {"id":"msg_1","type":"message","role":"assistant","model":"{{{model}}}","content":[{"type":"text","text":"She said \"usage\": {\"input_tokens\": 1}"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":{{{end.Input}}},"cache_creation_input_tokens":{{{end.CacheWrite5m + end.CacheWrite1h}}},"cache_read_input_tokens":{{{end.CacheRead}}},"cache_creation":{"ephemeral_5m_input_tokens":{{{end.CacheWrite5m}}},"ephemeral_1h_input_tokens":{{{end.CacheWrite1h}}}},"output_tokens":{{{end.Output}}},"server_tool_use":{"web_search_requests":{{{end.WebSearches}}}},"service_tier":"batch"}}
        """;

    private string ObjectOf(string id) =>
        $$"""
        {"id":"{{id}}","type":"message_batch","processing_status":"{{(IsOver ? "ended" : "in_progress")}}","request_counts":{"processing":{{(IsOver ? 0 : 4)}},"succeeded":{{(CancelsAll || !IsOver ? 0 : 3)}},"errored":0,"canceled":1,"expired":0},"created_at":"2026-11-22T10:00:00Z","expires_at":"2026-11-23T10:00:00Z","ended_at":null,"archived_at":null,"cancel_initiated_at":null,"results_url":null}
        """;
}
