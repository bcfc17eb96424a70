using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClaudeCostAnalyzers.Package.Tests.Packed;

/// <summary>A model played on this machine: with tools it asks for one more call for ever, without them it answers.</summary>
internal sealed class FakeModel : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentQueue<JsonNode> requests = [];

    private readonly bool overloaded;

    private FakeModel(WebApplication server, bool overloaded) => (this.server, this.overloaded) = (server, overloaded);

    /// <summary>The bodies of all requests, in the order of their arrival.</summary>
    public IReadOnlyList<JsonNode> Requests => [.. requests];

    public string Address => server.Urls.First();

    /// <param name="overloaded">Whether it refuses every request for want of capacity.</param>
    public static async Task<FakeModel> StartAsync(bool overloaded = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var model = new FakeModel(builder.Build(), overloaded);
        model.server.MapPost("/v1/messages", model.ReplyAsync);
        await model.server.StartAsync();
        return model;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task<IResult> ReplyAsync(HttpRequest request)
    {
        var body = (await JsonNode.ParseAsync(request.Body))!;
        requests.Enqueue(body);
        if (overloaded)
            return Results.Text("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", "application/json", statusCode: 529);
        var wantsTool = body["tools"] is not null;
        var content = wantsTool
            ? """{"type":"tool_use","id":"toolu_1","name":"search","input":{}}"""
            : """{"type":"text","text":"First look, then book."}""";
        return Results.Text(
            $$$"""
            {"id":"msg_1","type":"message","role":"assistant","model":{{{body["model"]!.ToJsonString()}}},"content":[{{{content}}}],
             "stop_reason":"{{{(wantsTool ? "tool_use" : "end_turn")}}}","stop_sequence":null,"usage":{"input_tokens":20,"output_tokens":10}}
            """,
            "application/json");
    }
}
