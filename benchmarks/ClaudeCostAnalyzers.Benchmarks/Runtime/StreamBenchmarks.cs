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
    private static readonly Provider s_anthropic = new(
        "https://api.anthropic.com/v1/messages",
        """{"model":"claude-haiku-4-5","max_tokens":64,"stream":true,"messages":[{"role":"user","content":"Hi"}]}""",
        """data: {"type":"message_start","message":{"id":"msg_1","model":"claude-haiku-4-5","usage":{"input_tokens":25,"output_tokens":1}}}""",
        "event: content_block_delta\n" + """data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}""");

    private static readonly Provider s_openAi = new(
        "https://api.openai.com/v1/chat/completions",
        """{"model":"gpt-4o-mini","max_completion_tokens":64,"stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Hi"}]}""",
        """data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}""",
        """data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}],"usage":null}""");

    private readonly byte[] buffer = new byte[4096];
    private Stream plain = Stream.Null;
    private Stream guarded = Stream.Null;
    private BudgetScope? scope;

    [Params(false, true)]
    public bool OpenAi { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var provider = OpenAi ? s_openAi : s_anthropic;
        plain = new Pieces(provider);
        scope = BudgetScope.Begin(new Budget { MaxCostUsd = 1_000_000_000m });
        guarded = Ask(provider);
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

    private static Stream Ask(Provider provider)
    {
        using var client = new HttpMessageInvoker(new BudgetHandler(new Answering(provider)));
        using var request = new HttpRequestMessage(HttpMethod.Post, provider.Address) { Content = new StringContent(provider.Question) };
        return client.SendAsync(request, default).GetAwaiter().GetResult().Content.ReadAsStream();
    }

    private int Read(Stream reply)
    {
        var read = reply.ReadAsync(buffer);
        return read.IsCompletedSuccessfully ? read.Result : throw new InvalidOperationException("A reply in memory made a reader wait.");
    }

    private sealed class Provider(string address, string question, string first, string later)
    {
        public string Address => address;

        public string Question => question;

        public byte[] First { get; } = Encoding.UTF8.GetBytes(first + "\n\n");

        public byte[] Later { get; } = Encoding.UTF8.GetBytes(later + "\n\n");
    }

    private sealed class Answering(Provider provider) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new StreamContent(new Pieces(provider));
            content.Headers.ContentType = new MediaTypeHeaderValue("text/event-stream");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request });
        }
    }

    /// <summary>A reply that begins as all do, and then says hello without an end.</summary>
    private sealed class Pieces(Provider provider) : Stream
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
            var next = begun ? provider.Later : provider.First;
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
