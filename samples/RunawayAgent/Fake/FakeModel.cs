using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RunawayAgent.Fake;

/// <summary>
/// A model played on this machine, as unhelpful as a model can be: it always wants one more tool call, is never pleased
/// with a draft, and has no capacity for translations. It costs nothing and needs no key.
/// </summary>
internal sealed class FakeModel : IAsyncDisposable
{
    private readonly WebApplication server;
    private int requests;

    private FakeModel(WebApplication server) => this.server = server;

    /// <summary>Requests that have arrived: what a real model would have charged for.</summary>
    public int Requests => Volatile.Read(ref requests);

    public Uri Address => new(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<FakeModel> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var model = new FakeModel(builder.Build());
        model.server.MapPost("/v1/messages", model.ReplyAsync);
        await model.server.StartAsync();
        return model;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task<IResult> ReplyAsync(HttpRequest request)
    {
        Interlocked.Increment(ref requests);
        var body = (await JsonNode.ParseAsync(request.Body))!;
        var prompt = body["messages"]!.ToJsonString();
        if (prompt.Contains("Translate"))
            return Overloaded(request.HttpContext.Response);
        if (body["tools"] is not null)
            return Message(body, "tool_use", new JsonObject { ["type"] = "tool_use", ["id"] = $"toolu_{Requests}", ["name"] = "search", ["input"] = new JsonObject { ["query"] = $"attempt {Requests}" } });
        return Message(body, "end_turn", Text(prompt.Contains("GRADE") ? "Our product is good.\nGRADE: 6" : "Product is good"));
    }

    private static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };

    private static IResult Message(JsonNode body, string stopReason, JsonObject content) => Results.Text(
        new JsonObject
        {
            ["id"] = "msg_fake",
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = body["model"]!.DeepClone(),
            ["content"] = new JsonArray(content),
            ["stop_reason"] = stopReason,
            ["stop_sequence"] = null,
            ["usage"] = new JsonObject { ["input_tokens"] = 900, ["output_tokens"] = 250 },
        }.ToJsonString(),
        "application/json");

    private static IResult Overloaded(HttpResponse response)
    {
        // Without it the client adds retries of its own, and their delays, to those of the program.
        response.Headers["x-should-retry"] = "false";
        return Results.Text("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", "application/json", statusCode: 529);
    }
}
