using System.Collections.Concurrent;
using ClaudeCost.Pricing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClaudeCost.Tests.Server;

/// <summary>
/// A model provider on 127.0.0.1 that speaks Anthropic Messages, OpenAI chat, responses and embeddings, streamed and not, does
/// what a script says, and keeps its own bill.
/// </summary>
public sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Func<ReceivedRequest, Answer> script;
    private readonly ConcurrentQueue<ReceivedRequest> requests = new();
    private readonly Lock billLock = new();
    private readonly ConcurrentDictionary<int, decimal> bills = new();
    private decimal billed;
    private int number;

    private ModelServer(WebApplication app, Func<ReceivedRequest, Answer> script)
    {
        this.app = app;
        this.script = script;
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public IReadOnlyList<ReceivedRequest> Requests => [.. requests];

    public int Count => requests.Count;

    /// <summary>What all work done so far costs, in USD, by the server's own prices.</summary>
    public decimal BilledUsd
    {
        get
        {
            lock (billLock)
            {
                return billed;
            }
        }
    }

    /// <summary>What one request cost, by its number.</summary>
    public decimal BillOf(int number) => bills.TryGetValue(number, out var bill) ? bill : 0;

    public static Task<ModelServer> StartAsync(Answer answer) => StartAsync(_ => answer);

    public static async Task<ModelServer> StartAsync(Func<ReceivedRequest, Answer>? script = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(options => options.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new ModelServer(app, script ?? (_ => new Answer()));
        app.Run(server.HandleAsync);
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Address = new Uri(addresses.Addresses.First());
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(soon.Token);
        await app.DisposeAsync();

        // The next server may get the same port, and what the guard has learnt of this one does not hold for it.
        PriorityTiers.Forget(Address);
        BoundFactors.Forget(Address);
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var request = new ReceivedRequest(
            Interlocked.Increment(ref number),
            context.Request.Method,
            context.Request.Path + context.Request.QueryString.Value,
            await reader.ReadToEndAsync(),
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        requests.Enqueue(request);

        var answer = script(request);
        var billable = context.Request.Method == "POST" && !context.Request.Path.Value!.EndsWith("/count_tokens", StringComparison.Ordinal);
        if (billable && (answer.Status == 200 || answer.BilledAnyway))
        {
            // Billed before a byte of the reply leaves: the worst moment for whoever keeps a budget.
            lock (billLock)
            {
                billed += bills[request.Number] = ServerPrices.Usd(answer.ServedModel ?? request.Model, answer);
            }
        }

        await answer.Gate.WaitAsync(context.RequestAborted);
        await Task.Delay(answer.Delay, context.RequestAborted);
        try
        {
            await new ReplyWriter(context, request, answer).WriteAsync();
        }
        catch (OperationCanceledException)
        {
            // The client is gone.
        }
    }
}
