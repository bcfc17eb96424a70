using System.Text;
using ClaudeCost.Pricing;
using ClaudeCost.Usage;

namespace ClaudeCost.Tests;

public sealed class ReplyMeterTests
{
    private const string Start = """data: {"type":"message_start","message":{"model":"claude-haiku-4-5","usage":{"input_tokens":10,"cache_read_input_tokens":5,"output_tokens":1}}}""";
    private const string Text = """data: {"type":"content_block_delta","delta":{"text":"say \"usage\":{\"output_tokens\":9} and message_stop"}}""";
    private const string Delta = """data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":42}}""";
    private const string Done = """data: {"type":"message_stop"}""";

    public static TheoryData<string> LineEnds => ["\n", "\r\n", "\r"];

    [Theory]
    [MemberData(nameof(LineEnds))]
    public void A_stream_is_read_however_it_is_cut_into_pieces(string end)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join(end + end, "event: message_start" + end + Start, Text, ": a comment", Delta, Done) + end + end);
        for (var size = 1; size <= bytes.Length; size++)
        {
            var meter = new ReplyMeter(ReplyFormat.Anthropic, null);
            for (var at = 0; at < bytes.Length; at += size)
            {
                meter.Feed(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
            }

            Assert.True(meter.IsFinal);
            meter.End(clean: true);
            Assert.Equal((10, 5, 42), (meter.Usage!.Input, meter.Usage.CacheRead, meter.Usage.Output));
            Assert.Equal("claude-haiku-4-5", meter.Model);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_placeholder_of_a_cut_stream_is_not_final(bool clean)
    {
        var meter = Fed(ReplyFormat.Anthropic, Start + "\n\n" + Text + "\n\n");
        meter.End(clean);
        Assert.False(meter.IsFinal);
        Assert.Equal(10, meter.Usage!.Input);
    }

    [Fact]
    public void A_last_line_without_its_end_counts()
    {
        var meter = Fed(ReplyFormat.Anthropic, Start + "\n\n" + Delta);
        Assert.False(meter.IsFinal);
        meter.End(clean: true);
        Assert.True(meter.IsFinal);
    }

    [Theory]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3}}""", false, true)]
    [InlineData("""{"choices":[{"delta":{}}],"usage":{"prompt_tokens":7,"completion_tokens":3}}""", false, false)]
    [InlineData("""{"choices":[{"delta":{}}],"usage":{"prompt_tokens":7,"completion_tokens":3}}""", true, true)]
    [InlineData("""{"choices":[],"usage":null}""", true, false)]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":-7,"completion_tokens":3}}""", true, false)]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":99999999999999}}""", true, false)]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":8}}}""", true, false)]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"completion_tokens_details":{"audio_tokens":2}}}""", true, false)]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"output_tokens_details":{"audio_tokens":2}}}""", true, false)]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"input_tokens_details":{"audio_tokens":2}}}""", true, false)]
    public void Chat_usage_is_final_when_the_stream_says_so(string chunk, bool done, bool final)
    {
        var meter = Fed(ReplyFormat.Chat, "data: " + chunk + "\n\n" + (done ? "data: [DONE]\n\n" : ""));
        Assert.Equal(final, meter.IsFinal);
    }

    [Theory]
    [InlineData(nameof(ReplyFormat.Chat), """{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":0}}""", """{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3}}""", "[DONE]")]
    [InlineData(nameof(ReplyFormat.Anthropic), """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":7,"output_tokens":1}}""", """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":3}}""", """{"type":"message_stop"}""")]
    public void What_is_reported_again_counts_until_the_stream_is_over(string format, string first, string second, string end)
    {
        var meter = Fed(Enum.Parse<ReplyFormat>(format), $"data: {first}\n\n");
        Assert.True(meter.IsFinal);
        Assert.False(meter.IsOver);
        meter.Feed(Encoding.UTF8.GetBytes($"data: {second}\n\ndata: {end}\n\n"));
        Assert.True(meter.IsOver);
        Assert.Equal((7, 3), (meter.Usage!.Input, meter.Usage.Output));
    }

    [Fact]
    public void Thoughts_that_only_the_total_counts_are_output()
    {
        var meter = Fed(ReplyFormat.Chat, """{"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":115,"prompt_tokens_details":{"cached_tokens":4}}}""");
        meter.End(clean: true);
        Assert.Equal((6, 4, 105), (meter.Usage!.Input, meter.Usage.CacheRead, meter.Usage.Output));
    }

    [Fact]
    public void A_byte_order_mark_hides_no_event()
    {
        var meter = Fed(ReplyFormat.Anthropic, "\uFEFF" + Start + "\n\n" + Delta + "\n\n");
        Assert.True(meter.IsFinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Deflated_replies_are_read_with_and_without_a_header(bool header)
    {
        var packed = new MemoryStream();
        using (Stream packer = header
            ? new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionMode.Compress)
            : new System.IO.Compression.DeflateStream(packed, System.IO.Compression.CompressionMode.Compress))
        {
            packer.Write(Encoding.UTF8.GetBytes(Start + "\n\n" + Delta + "\n\n"));
        }

        var meter = new ReplyMeter(ReplyFormat.Anthropic, "deflate");
        meter.Feed(packed.ToArray());
        meter.End(clean: true);
        Assert.Equal((10, 42), (meter.Usage!.Input, meter.Usage.Output));
        Assert.Null(meter.Problem);
    }

    [Theory]
    [InlineData("response.completed", true)]
    [InlineData("response.incomplete", true)]
    [InlineData("response.in_progress", false)]
    public void Responses_are_final_with_the_event_that_ends_them(string type, bool final)
    {
        var meter = Fed(ReplyFormat.Responses, $$$"""data: {"type":"{{{type}}}","response":{"model":"gpt-5.4","usage":{"input_tokens":7,"output_tokens":3} } }""" + "\n\n");
        Assert.Equal(final, meter.IsFinal);
    }

    [Theory]
    [InlineData("response.completed", "response.in_progress", true)]
    [InlineData("response.in_progress", "response.completed", false)]
    public void What_an_event_is_stands_in_the_event_and_not_in_the_reply_that_it_holds(string type, string inside, bool final)
    {
        var meter = Fed(ReplyFormat.Responses, $$$"""data: {"type":"{{{type}}}","response":{"model":"gpt-5.4","usage":{"input_tokens":7,"output_tokens":3},"type":"{{{inside}}}"} }""" + "\n\n");
        Assert.Equal(final, meter.IsFinal);
    }

    [Fact]
    public void Details_that_are_not_known_hide_nothing_that_follows()
    {
        var meter = Fed(ReplyFormat.Chat, """
            {"usage":{"completion_tokens_details":{"reasoning_tokens":2,"of":{"them":[1]},"audio_tokens":0},"prompt_tokens_details":{"text_tokens":9,"cached_tokens":4},
             "prompt_tokens":9,"completion_tokens":3},"service_tier":"flex"}
            """);
        meter.End(clean: true);
        Assert.True(meter.IsFinal);
        Assert.Equal((5, 4, 3, true), (meter.Usage!.Input, meter.Usage.CacheRead, meter.Usage.Output, meter.Usage.Half));
    }

    [Theory]
    [InlineData("""{"candidates":[null,7,"x",{"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":2}}""", true)]
    [InlineData("""{"candidates":[null,{"finishReason":null}],"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":2}}""", false)]
    public void Candidates_that_are_none_are_passed_over(string piece, bool final)
    {
        var meter = Fed(ReplyFormat.Gemini, "data: " + piece + "\n\n");
        meter.End(clean: false);
        Assert.Equal(final, meter.IsFinal);
        Assert.Equal((5, 2), (meter.Usage!.Input, meter.Usage.Output));
    }

    [Fact]
    public void A_tier_that_headers_tell_is_no_usage()
    {
        var meter = new ReplyMeter(ReplyFormat.Anthropic, null, told: new TokenUsage { Fast = true });
        meter.Feed("""{"model":"claude-haiku-4-5"}"""u8);
        meter.End(clean: true);
        Assert.False(meter.IsFinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"usage":{"input_tokens":1}}""")]
    [InlineData("""{"usage":{"input_tokens":1,"output_tokens":2}""")]
    [InlineData("<html></html>")]
    [InlineData("""{"error":{"usage":{"input_tokens":1,"output_tokens":2}}}""")]
    public void A_reply_without_whole_usage_is_not_final(string reply)
    {
        var meter = Fed(ReplyFormat.Anthropic, reply);
        meter.End(clean: true);
        Assert.False(meter.IsFinal);
        Assert.NotNull(meter.Problem);
    }

    [Theory]
    [InlineData(nameof(ReplyFormat.Anthropic), """ "cache_read_input_tokens":@""", "2000000000")]
    [InlineData(nameof(ReplyFormat.Anthropic), """ "cache_creation_input_tokens":@""", "-1")]
    [InlineData(nameof(ReplyFormat.Anthropic), """ "cache_creation":{"ephemeral_5m_input_tokens":@}""", "\"9\"")]
    [InlineData(nameof(ReplyFormat.Anthropic), """ "cache_creation":{"ephemeral_1h_input_tokens":@}""", "{}")]
    [InlineData(nameof(ReplyFormat.Anthropic), """ "server_tool_use":{"web_search_requests":@}""", "[4]")]
    [InlineData(nameof(ReplyFormat.Chat), """ "total_tokens":@""", "9e18")]
    [InlineData(nameof(ReplyFormat.Chat), """ "completion_tokens_details":{"audio_tokens":@}""", "true")]
    [InlineData(nameof(ReplyFormat.Converse), """ "cacheReadInputTokens":@""", "2000000000")]
    [InlineData(nameof(ReplyFormat.Converse), """ "cacheWriteInputTokens":@""", "\"9\"")]
    [InlineData(nameof(ReplyFormat.Converse), """ "cacheDetails":[{"ttl":"5m","inputTokens":@}]""", "-9")]
    public void What_is_no_count_is_not_taken_for_a_count_of_zero(string format, string field, string wrong)
    {
        var whole = format == nameof(ReplyFormat.Anthropic) ? """ "input_tokens":7,"output_tokens":3""" : format == nameof(ReplyFormat.Chat) ? """ "prompt_tokens":7,"completion_tokens":3""" : """ "inputTokens":7,"outputTokens":3""";
        Assert.False(IsFinal(wrong));

        // What is left open is no count that was given wrong.
        Assert.True(IsFinal("null"));

        bool IsFinal(string count)
        {
            var meter = Fed(Enum.Parse<ReplyFormat>(format), $$$"""{"usage":{{{{whole}}},{{{field.Replace("@", count)}}}}}""");
            meter.End(clean: true);
            Assert.Equal((7, 3), (meter.Usage!.Input, meter.Usage.Output));
            Assert.Equal(meter.IsFinal, meter.Problem is null);
            return meter.IsFinal;
        }
    }

    [Fact]
    public void Iterations_are_charged_at_their_models()
    {
        var meter = Fed(ReplyFormat.Anthropic, """
            {"model":"claude-haiku-4-5","usage":{"input_tokens":100,"output_tokens":10,
             "iterations":[{"type":"message","input_tokens":100,"output_tokens":10},
                           {"type":"compaction","model":"claude-opus-4-6","input_tokens":1000,"output_tokens":100}]}}
            """);
        meter.End(clean: true);
        Assert.True(meter.IsFinal);

        var amounts = Settlement.Of(meter.Usage!, meter.Model, null, null, PriceCatalog.Default, 1);

        Assert.Equal((100 * 1_000) + (10 * 5_000) + (1_000 * 5_000) + (100 * 25_000), amounts.NanoUsd);
        Assert.Equal(1_210, amounts.Tokens);
        Assert.Equal(110, amounts.OutputTokens);
    }

    [Fact]
    public void Cache_writes_that_are_not_split_are_charged_at_the_lifetime_asked_for()
    {
        var usage = new TokenUsage { Input = 0, Output = 0, CacheWrite = 1_000 };
        long Cost(RequestFacts? facts) => Settlement.Of(usage, "claude-haiku-4-5", facts, null, PriceCatalog.Default, 1).NanoUsd;
        Assert.Equal(1_250_000, Cost(new RequestFacts { Cache = CacheMark.FiveMinutes }));
        Assert.Equal(2_000_000, Cost(new RequestFacts { Cache = CacheMark.OneHour }));
        Assert.Equal(2_000_000, Cost(null));

        // Those that are split are charged as the reply says, whatever was asked for, with a sum of them or without.
        foreach (var sum in new[] { "", "\"cache_creation_input_tokens\":300," })
        {
            var meter = Fed(ReplyFormat.Anthropic, $$$$"""{"usage":{"input_tokens":0,"output_tokens":0,{{{{sum}}}}"cache_creation":{"ephemeral_1h_input_tokens":200,"ephemeral_5m_input_tokens":100}}}""");
            meter.End(clean: true);
            Assert.Equal((200 * 2_000) + (100 * 1_250), Settlement.Of(meter.Usage!, "claude-haiku-4-5", new RequestFacts { Cache = CacheMark.FiveMinutes }, null, PriceCatalog.Default, 1).NanoUsd);
        }
    }

    [Theory]
    [InlineData("us", 1.1)]
    [InlineData("global", 1)]
    public void A_region_that_costs_more_is_charged(string geo, decimal factor)
    {
        var meter = Fed(ReplyFormat.Anthropic, $$$"""{"usage":{"input_tokens":1000,"output_tokens":0,"inference_geo":"{{{geo}}}"} }""");
        meter.End(clean: true);
        Assert.Equal((long)(1_000_000 * factor), Settlement.Of(meter.Usage!, "claude-haiku-4-5", null, null, PriceCatalog.Default, 1).NanoUsd);
    }

    [Fact]
    public void A_model_that_is_not_known_is_charged_as_the_one_asked_for_or_the_dearest()
    {
        var usage = new TokenUsage { Input = 1_000, Output = 0 };
        long Cost(string? served, string? asked) => Settlement.Of(usage, served, null, asked, PriceCatalog.Default, 1).NanoUsd;
        Assert.Equal(1_000_000, Cost("nobody", "claude-haiku-4-5"));
        Assert.Equal(5_000_000, Cost("claude-opus-4-6", "claude-haiku-4-5"));
        Assert.Equal(25_000_000, Cost("nobody", null));
    }

    [Fact]
    public void A_meter_that_begins_again_knows_nothing_of_the_reply_before()
    {
        var meter = Fed(ReplyFormat.Anthropic, """{"model":"a","usage":{"input_tokens":9,"output_tokens":9,"cache_read_input_tokens":7,"iterations":[{"input_tokens":1}],"speed":"fast"},"service_tier":"batch"}""");
        meter.End(clean: true);
        Assert.Equal(7, meter.Usage!.CacheRead);
        foreach (var cut in new[] { "{\"usage\":{\"input_tokens\":5,\"cache_read_input_tokens\":3,", "data: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":5}}}\n\ndata: x", "no reply" })
        {
            meter.Begin(ReplyFormat.Anthropic, null);
            meter.Feed(Encoding.UTF8.GetBytes(cut));
            meter.End(clean: true);
            Assert.False(meter.IsFinal);
        }

        meter.Begin(ReplyFormat.Chat, null);
        meter.Feed("""{"usage":{"prompt_tokens":2,"completion_tokens":1}}"""u8);
        meter.End(clean: true);
        Assert.True(meter.IsFinal);
        Assert.Null(meter.Problem);
        Assert.Null(meter.Model);
        Assert.Equivalent(new TokenUsage { Input = 2, Output = 1 }, meter.Usage, strict: true);
    }

    private static ReplyMeter Fed(ReplyFormat format, string text)
    {
        var meter = new ReplyMeter(format, null);
        meter.Feed(Encoding.UTF8.GetBytes(text));
        return meter;
    }
}
