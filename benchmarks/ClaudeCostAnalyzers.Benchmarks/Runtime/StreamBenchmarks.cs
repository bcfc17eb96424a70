using System.Text;
using BenchmarkDotNet.Attributes;
using ClaudeCost.Usage;

namespace ClaudeCostAnalyzers.Benchmarks.Runtime;

/// <summary>What the meter adds to one piece of a streamed reply.</summary>
[MemoryDiagnoser]
public class StreamBenchmarks
{
    private static readonly byte[] s_start = Event("message_start", """{"type":"message_start","message":{"id":"msg_1","model":"claude-haiku-4-5","usage":{"input_tokens":25,"output_tokens":1}}}""");
    private static readonly byte[] s_delta = Event("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}""");

    private readonly ReplyMeter meter = new(ReplyFormat.Anthropic, null);

    [GlobalSetup]
    public void Setup() => meter.Feed(s_start);

    [Benchmark]
    public void Delta() => meter.Feed(s_delta);

    private static byte[] Event(string name, string data) => Encoding.UTF8.GetBytes($"event: {name}\ndata: {data}\n\n");
}
