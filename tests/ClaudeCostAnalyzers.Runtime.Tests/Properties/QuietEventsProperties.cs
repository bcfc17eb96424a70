using System.Text;
using ClaudeCost.Usage;
using FsCheck;
using FsCheck.Fluent;

namespace ClaudeCost.Tests.Properties;

/// <summary>No event that counts is passed over, wherever it lies among others.</summary>
public sealed class QuietEventsProperties
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(20_000).WithReplay(20261122, 9);

    private static readonly string[] Words = ["\"usage\":{", "message_stop", "[DONE]"];

    private static readonly string[] Parts =
    [
        .. Words, "\"usage\"", "\"usage\":null", ":", " ", "{", "null", "\"", "u", "\"u", "_", "s", "[", "D", "\n", "\r\n", "data: ", "é", new string('x', 29), new string('x', 31), new string('x', 32), new string('x', 33), new string('y', 64),
    ];

    private static readonly string[] Events =
    [
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}\n\n",
        "data: {\"type\":\"message_start\",\"message\":{\"model\":\"claude-haiku-4-5\",\"usage\":{\"input_tokens\":25,\"output_tokens\":1}}}\n\n",
        "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":15}}\n\n",
        "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
        "data: {\"model\":\"gpt-5\",\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":null}\r\n\r\n",
        "data: {\"model\":\"gpt-5\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\r\n\r\n",
        "data: [DONE]\n\n",
        ": a comment that is longer than what is looked at at once\n\n",
    ];

    private static readonly Gen<byte[]> Text = Gen.Elements(Parts).ListOf().Select(static parts => Encoding.UTF8.GetBytes(string.Concat(parts) + "\n"));

    private static readonly Gen<byte[]> Stream = Gen.Elements(Events).ListOf().Select(static events => Encoding.UTF8.GetBytes(string.Concat(events)));

    [Fact]
    public void What_is_quiet_has_no_word_that_counts() =>
        Prop.ForAll(Text.ToArbitrary(), static text =>
            Assert.False(QuietEvents.Are(text) && (EventLine.HasUsage(text) || Array.Exists(Words, word => text.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0)))).Check(Fixed);

    [Fact]
    public void Each_word_is_found_wherever_it_stands()
    {
        foreach (var word in Words)
        {
            for (var length = word.Length + 1; length < 140; length++)
            {
                for (var at = 0; at < length - word.Length; at++)
                {
                    Assert.False(QuietEvents.Are(Encoding.UTF8.GetBytes(new string('x', at) + word + new string('x', length - 1 - at - word.Length) + "\n")));
                }
            }
        }
    }

    [Fact]
    public void A_piece_of_text_is_quiet_until_its_line_is_cut()
    {
        foreach (var piece in new[] { Events[0], Events[4], Events[0] + Events[4] + Events[0] })
        {
            var bytes = Encoding.UTF8.GetBytes(piece);
            Assert.True(QuietEvents.Are(bytes));
            Assert.False(QuietEvents.Are(bytes.AsSpan(0, bytes.Length - (piece.EndsWith("\r\n") ? 4 : 2))));
        }
    }

    [Fact]
    public void A_stream_says_the_same_in_pieces_of_any_length() =>
        Prop.ForAll((from stream in Stream from length in Gen.Choose(33, 400) from chat in Gen.Elements(true, false) select (stream, length, chat)).ToArbitrary(), static given =>
        {
            var format = given.chat ? ReplyFormat.Chat : ReplyFormat.Anthropic;
            Assert.Equal(ReadIn(1, given.stream, format), ReadIn(given.length, given.stream, format));
        }).Check(Fixed.WithMaxTest(5_000));

    private static (string?, long?, long?, bool, bool, string?) ReadIn(int length, byte[] stream, ReplyFormat format)
    {
        var meter = new ReplyMeter(format, null);
        foreach (var piece in stream.Chunk(length).Where(piece => !meter.IsQuiet(piece)))
        {
            meter.Feed(piece);
        }

        var over = meter.IsOver;
        meter.End(clean: true);
        return (meter.Model, meter.Usage?.Input, meter.Usage?.Output, meter.IsFinal, over, meter.Problem);
    }
}
