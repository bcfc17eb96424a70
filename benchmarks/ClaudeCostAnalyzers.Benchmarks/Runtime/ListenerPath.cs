using System.Diagnostics;
using System.Text;
using ClaudeCost;

namespace ClaudeCostAnalyzers.Benchmarks.Runtime;

/// <summary>
/// A request of 1 KB and its reply through .NET's own HTTP client, with nothing wired: the guard sees it as a listener of the client's events.
/// The connection lies in memory.
/// </summary>
internal sealed class ListenerPath : IDisposable
{
    private const string Reply = """{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"text","text":"ok"}],"stop_reason":"end_turn","usage":{"input_tokens":12,"output_tokens":4}}""";
    private const string Start = """{"model":"claude-haiku-4-5","max_tokens":64,"messages":[{"role":"user","content":""" + "\"";
    private const string End = "\"}]}";

    private static readonly byte[] s_answer = Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {Encoding.UTF8.GetByteCount(Reply)}\r\n\r\n{Reply}");

    private readonly byte[] body = Encoding.UTF8.GetBytes(Start + new string('x', 1024 - Start.Length - End.Length) + End);
    private readonly HttpClient client;
    private BudgetScope? scope;

    public ListenerPath()
    {
        // Both contents end alike: the one that is guarded, and the one that is not.
        var end = Encoding.UTF8.GetBytes(End);
        client = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectCallback = (_, _) => new ValueTask<Stream>(new AnsweringConnection(end, s_answer)) });
    }

    /// <summary>Lets .NET trace requests for a listener that does nothing with them, until it is disposed.</summary>
    public static IDisposable Trace() => Idle.Start();

    /// <summary>From now on requests are guarded.</summary>
    public void Guard()
    {
        scope = BudgetScope.Begin(new Budget { MaxCostUsd = 1_000_000_000m });

        // The tracing ends after 1,000 requests that were seen.
        for (var i = 0; i < 1_200; i++)
        {
            Send();
        }

        if (scope.Usage is not { SuspectCalls: 0, CallsInFlight: 0, Calls: 1_200 })
        {
            throw new InvalidOperationException($"The guard has not seen the requests as it should: {scope.Usage}");
        }
    }

    public long Send()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://model.test/v1/messages") { Content = new ByteArrayContent(body) };
        using var response = client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).GetAwaiter().GetResult();
        using var reply = response.Content.ReadAsStream();
        Span<byte> piece = stackalloc byte[1024];
        long read = 0;
        for (int count; (count = reply.Read(piece)) > 0; read += count)
        {
        }

        return read;
    }

    public void Dispose()
    {
        scope?.Dispose();
        client.Dispose();
    }

    private sealed class Idle : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private IDisposable? all;
        private IDisposable? subscription;

        public static IDisposable Start()
        {
            var idle = new Idle();
            idle.all = DiagnosticListener.AllListeners.Subscribe(idle);
            return idle;
        }

        public void OnNext(DiagnosticListener value) =>
            subscription = value.Name == "HttpHandlerDiagnosticListener" ? value.Subscribe(this, static (_, _, _) => true) : subscription;

        public void OnNext(KeyValuePair<string, object?> value)
        {
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose()
        {
            subscription?.Dispose();
            all?.Dispose();
        }
    }
}
