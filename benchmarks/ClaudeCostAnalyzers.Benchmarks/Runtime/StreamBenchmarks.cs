using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BenchmarkDotNet.Attributes;
using ClaudeCost;

namespace ClaudeCostAnalyzers.Benchmarks.Runtime;

/// <summary>The reading of one piece of a streamed reply, with the guard and without.</summary>
[MemoryDiagnoser]
public class StreamBenchmarks
{
    private static readonly byte[] s_start = Event("message_start", """{"type":"message_start","message":{"id":"msg_1","model":"claude-haiku-4-5","usage":{"input_tokens":25,"output_tokens":1}}}""");
    private static readonly byte[] s_delta = Event("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}""");

    private readonly byte[] buffer = new byte[4096];
    private Stream plain = Stream.Null;
    private Stream guarded = Stream.Null;
    private BudgetScope? scope;

    [GlobalSetup]
    public void Setup()
    {
        plain = new Deltas();
        scope = BudgetScope.Begin(new Budget { MaxCostUsd = 1_000_000_000m });
        guarded = Ask();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        guarded.Dispose();
        scope?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public int Unguarded() => Read(plain);

    [Benchmark]
    public int Guarded() => Read(guarded);

    private static byte[] Event(string name, string data) => Encoding.UTF8.GetBytes($"event: {name}\ndata: {data}\n\n");

    private static Stream Ask()
    {
        using var client = new HttpMessageInvoker(new BudgetHandler(new Answering()));
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.anthropic.com/v1/messages")
        {
            Content = new StringContent("""{"model":"claude-haiku-4-5","max_tokens":64,"stream":true,"messages":[{"role":"user","content":"Hi"}]}"""),
        };
        return client.SendAsync(request, default).GetAwaiter().GetResult().Content.ReadAsStream();
    }

    private int Read(Stream reply)
    {
        var read = reply.ReadAsync(buffer);
        return read.IsCompletedSuccessfully ? read.Result : throw new InvalidOperationException("A reply in memory made a reader wait.");
    }

    private sealed class Answering : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new StreamContent(new Deltas());
            content.Headers.ContentType = new MediaTypeHeaderValue("text/event-stream");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request });
        }
    }

    /// <summary>A reply that begins as all do, and then says hello without an end.</summary>
    private sealed class Deltas : Stream
    {
        private bool begun;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var next = begun ? s_delta : s_start;
            begun = true;
            next.CopyTo(buffer.Span);
            return new(next.Length);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
