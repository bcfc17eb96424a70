using System.Text;
using ClaudeCost.Tests.Server;
using ClaudeCost.Usage;

namespace ClaudeCost.Tests;

/// <summary>Messages of AWS, however they are cut, and what is wrong with them.</summary>
public sealed class EventStreamTests
{
    private const string Metadata = """{"usage":{"inputTokens":10,"outputTokens":42,"cacheReadInputTokens":5},"metrics":{"latencyMs":1}}""";

    // The message without headers and payload, from AWS's own test vectors.
    private static readonly byte[] Empty = Convert.FromHexString("000000100000000005C248EB7D98C8FF");

    private static byte[] Whole => [.. Empty, .. AwsMessage.Event("contentBlockDelta", """{"delta":{"text":"\"usage\":{\"inputTokens\":1}"}}"""), .. AwsMessage.Event("metadata", Metadata)];

    [Fact]
    public void Messages_are_written_in_the_tests_as_AWS_writes_them() => Assert.Equal(Empty, AwsMessage.Of([], []));

    [Fact]
    public void A_stream_is_read_however_it_is_cut_into_pieces()
    {
        var bytes = Whole;
        for (var size = 1; size <= bytes.Length; size++)
        {
            var meter = Fed(ReplyFormat.Converse, bytes, size);
            Assert.True(meter.IsFinal);
            meter.End(clean: true);
            Assert.Equal((10, 5, 42), (meter.Usage!.Input, meter.Usage.CacheRead, meter.Usage.Output));
            Assert.Null(meter.Problem);
        }
    }

    [Fact]
    public void A_stream_that_is_cut_anywhere_is_not_final()
    {
        var bytes = Whole;
        for (var length = 0; length < bytes.Length; length++)
        {
            var meter = Fed(ReplyFormat.Converse, bytes[..length], 7);
            meter.End(clean: length % 2 == 0);
            Assert.False(meter.IsFinal);
        }
    }

    [Fact]
    public void A_bit_that_is_wrong_anywhere_is_never_believed()
    {
        // The checksum of a text that nobody reads does not matter; all else is found out.
        var bytes = AwsMessage.Event("metadata", Metadata);
        for (var at = 0; at < bytes.Length; at++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= 4;
            var meter = Fed(ReplyFormat.Converse, damaged, 64);
            meter.End(clean: true);
            Assert.False(meter.IsFinal);
            Assert.NotNull(meter.Problem);
        }
    }

    [Theory]
    [InlineData("exception", "metadata")]
    [InlineData("error", "metadata")]
    [InlineData("event", "something")]
    public void Only_events_with_usage_are_believed(string message, string type)
    {
        var meter = Fed(ReplyFormat.Converse, AwsMessage.Of([(":message-type", message), (":event-type", type)], Encoding.UTF8.GetBytes(Metadata)), 1_000);
        meter.End(clean: true);
        Assert.False(meter.IsFinal);
    }

    [Theory]
    [InlineData("""{"bytes":"!!!"}""")]
    [InlineData("""{"bytes":1}""")]
    [InlineData("""{"bytes":""")]
    [InlineData("[]")]
    [InlineData("")]
    public void A_piece_that_is_not_what_it_should_be_tells_nothing(string payload)
    {
        var meter = Fed(ReplyFormat.Anthropic, AwsMessage.Event("chunk", payload), 1_000);
        meter.End(clean: true);
        Assert.False(meter.IsFinal);
    }

    [Fact]
    public void Escaped_base64_is_read()
    {
        var inner = Convert.ToBase64String("""{"amazon-bedrock-invocationMetrics":{"inputTokenCount":7,"outputTokenCount":8,"x":"???>>>~~~"}}"""u8);
        Assert.Contains('/', inner);
        var meter = Fed(ReplyFormat.Anthropic, AwsMessage.Event("chunk", $$"""{"bytes":"{{inner.Replace("/", "\\/", StringComparison.Ordinal)}}"}"""), 1_000);
        Assert.True(meter.IsFinal);
        Assert.Equal((7, 8), (meter.Usage!.Input, meter.Usage.Output));
    }

    [Theory]
    [InlineData("""{"promptTokenCount":100,"candidatesTokenCount":10,"thoughtsTokenCount":20,"totalTokenCount":130}""", 100, 30)]
    [InlineData("""{"promptTokenCount":100,"candidatesTokenCount":30,"thoughtsTokenCount":20,"totalTokenCount":130}""", 100, 30)]
    [InlineData("""{"promptTokenCount":100,"candidatesTokenCount":30,"thoughtsTokenCount":20}""", 100, 50)]
    [InlineData("""{"promptTokenCount":100,"totalTokenCount":100}""", 100, 0)]
    [InlineData("""{"promptTokenCount":100,"toolUsePromptTokenCount":50,"candidatesTokenCount":10,"totalTokenCount":160}""", 150, 10)]
    [InlineData("""{"promptTokenCount":100,"cachedContentTokenCount":60,"candidatesTokenCount":10,"totalTokenCount":110}""", 40, 10)]
    [InlineData("""{"promptTokenCount":100,"candidatesTokenCount":10,"totalTokenCount":500}""", 100, 400)]
    public void Counts_of_Gemini_are_read_as_Google_means_them_and_the_dearer_way_where_they_disagree(string counts, long input, long output)
    {
        var meter = Fed(ReplyFormat.Gemini, Encoding.UTF8.GetBytes($$$"""{"candidates":[{"finishReason":"STOP"}],"usageMetadata":{{{counts}}} }"""), 50);
        meter.End(clean: true);
        Assert.True(meter.IsFinal);
        Assert.Equal((input, output), (meter.Usage!.Input, meter.Usage.Output));
    }

    [Theory]
    [InlineData("""{"candidatesTokenCount":10}""")]
    [InlineData("""{"promptTokenCount":10,"cachedContentTokenCount":11,"candidatesTokenCount":10}""")]
    [InlineData("""{"promptTokenCount":10,"candidatesTokenCount":-1}""")]
    [InlineData("""{"promptTokenCount":10,"candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":1290}]}""")]
    public void Counts_of_Gemini_that_cannot_be_priced_are_not_final(string counts)
    {
        var meter = Fed(ReplyFormat.Gemini, Encoding.UTF8.GetBytes($$$"""{"candidates":[{"finishReason":"STOP"}],"usageMetadata":{{{counts}}} }"""), 50);
        meter.End(clean: true);
        Assert.False(meter.IsFinal);
    }

    [Fact]
    public void A_prompt_that_Google_blocks_costs_its_input()
    {
        var meter = Fed(ReplyFormat.Gemini, "data: {\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{\"promptTokenCount\":10,\"totalTokenCount\":10}}\n\n"u8.ToArray(), 50);
        meter.End(clean: true);
        Assert.True(meter.IsFinal);
        Assert.Equal((10, 0), (meter.Usage!.Input, meter.Usage.Output));
    }

    private static ReplyMeter Fed(ReplyFormat format, byte[] bytes, int size)
    {
        var meter = new ReplyMeter(format, null);
        for (var at = 0; at < bytes.Length; at += size)
        {
            meter.Feed(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
        }

        return meter;
    }
}
