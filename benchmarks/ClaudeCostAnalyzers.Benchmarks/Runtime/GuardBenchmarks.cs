using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BenchmarkDotNet.Attributes;
using ClaudeCost;

namespace ClaudeCostAnalyzers.Benchmarks.Runtime;

/// <summary>One request from its start to the end of its reply, with the guard and without, for bodies of 1, 16 and 256 KB. Nothing is sent.</summary>
[MemoryDiagnoser]
public class GuardBenchmarks
{
    private const string Reply = """{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"text","text":"ok"}],"stop_reason":"end_turn","usage":{"input_tokens":12,"output_tokens":4}}""";

    private static readonly byte[] s_reply = Encoding.UTF8.GetBytes(Reply);

    private readonly HttpMessageInvoker guarded = new(new BudgetHandler(new Answering()));
    private readonly HttpMessageInvoker plain = new(new Answering());
    private byte[] body = [];
    private BudgetScope? scope;
    private DirectoryInfo? folder;
    private LedgerWriter? ledger;
    private AlertService? alerts;

    [Params(1, 16, 256)]
    public int Kilobytes { get; set; }

    /// <summary>Begins no scope: within one, requests that nothing guards are traced to be found out.</summary>
    [GlobalSetup(Target = nameof(Unguarded))]
    public void SetupBody()
    {
        const string Start = """{"model":"claude-haiku-4-5","max_tokens":64,"messages":[{"role":"user","content":""" + "\"";
        const string End = "\"}]}";
        body = Encoding.UTF8.GetBytes(Start + new string('x', Kilobytes * 1024 - Start.Length - End.Length) + End);
    }

    [GlobalSetup(Target = nameof(Guarded))]
    public void Setup()
    {
        SetupBody();
        scope = BudgetScope.Begin(new Budget { MaxCostUsd = 1_000_000_000m });

        // The tracing ends after 1,000 requests that were seen.
        for (var i = 0; i < 1_200; i++)
        {
            Guarded();
        }
    }

    /// <summary>With a ledger in files and alerts at the default thresholds, which nobody receives: what the call itself waits for.</summary>
    public void SetupRecorded()
    {
        folder = Directory.CreateTempSubdirectory("claude-cost-benchmark");
        ledger = BudgetLedger.Start(folder.FullName);
        alerts = BudgetAlerts.Start(new BudgetAlertOptions { Sinks = [new Nobody()] });
        Setup();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        scope?.Dispose();
        alerts?.Dispose();
        ledger?.Dispose();
        folder?.Delete(recursive: true);
    }

    [Benchmark(Baseline = true)]
    public long Unguarded() => Send(plain);

    [Benchmark]
    public long Guarded() => Send(guarded);

    /// <summary>Waits until the ledger and the alerts have caught up.</summary>
    public void CatchUp()
    {
        ledger?.Flush(TimeSpan.FromMinutes(1));
        alerts?.Flush(TimeSpan.FromMinutes(1));
    }

    private long Send(HttpMessageInvoker client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.anthropic.com/v1/messages") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = client.SendAsync(request, default).GetAwaiter().GetResult();
        using var reply = response.Content.ReadAsStream();
        Span<byte> piece = stackalloc byte[1024];
        long read = 0;
        for (int count; (count = reply.Read(piece)) > 0; read += count)
        {
        }

        return read;
    }

    private sealed class Answering : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new ByteArrayContent(s_reply);

            // As .NET's own client does with what comes from the network.
            content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request });
        }
    }

    private sealed class Nobody : IAlertSink
    {
        public string Name => "nobody";

        public Task SendAsync(BudgetAlert alert, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
