using System.Text;
using System.Text.Json;
using ClaudeCost.Usage;
using FsCheck;
using FsCheck.Fluent;

namespace ClaudeCost.Tests.Properties;

/// <summary>The guard's own reader says of every document what .NET's says, and finds it wrong at the same token.</summary>
public sealed class JsonCursorProperties
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(20_000).WithReplay(20261122, 7);

    // The default, and what the guard used .NET's reader with.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    private const string Marks = "{}[],:\"\\/0-etn ";

    private static readonly string[] Words =
    [
        "", "usage", "model", "input_tokens", "é", "日本語のテキスト", "\\\"", "\\\\", "\\/\\b\\f\\n\\r\\t", "\\u00e9", "\\uD83D\\uDE00", "\\ud800", "\\uZZZZ", "\\u12", "\\x", "\\",
        "\u0001", "\n", "\u007f", new string('x', 15), new string('x', 16), new string('y', 63), new string('z', 64), new string('z', 65), new string('w', 200) + "\\n" + new string('w', 200),
    ];

    private static readonly string[] Numbers = ["0", "-0", "7", "12", "-3.25", "1e2", "1E+2", "1e-2", "9223372036854775807", "9223372036854775808", "01", "1.", ".5", "-", "1e", "+1", "00", "1/", "1.0"];

    private static readonly string[] Odd = ["true", "false", "null", "tru", "True", "nul", "truex", "NaN", "//", "/* */", "\uFEFF", "}", "]", ",", ":", "{", "["];

    private static readonly Gen<string> Space = Gen.Frequency((20, Gen.Constant("")), (4, Gen.Elements(" ", "\n", "\r\n", "\t ")), (1, Gen.Elements("\u000b", "\u00a0")));

    private static readonly Gen<string> Text = UpTo(3, Gen.Elements(Words)).Select(words => "\"" + string.Concat(words) + "\"");

    // Most are no JSON: a document of many such parts would nearly always be none.
    private static readonly Gen<string> PlainText = UpTo(3, Gen.Elements(Words[..9].Append(new string('x', 70)).ToArray())).Select(words => "\"" + string.Concat(words) + "\"");

    private static readonly Gen<string> Leaf = Gen.Frequency(
        (60, PlainText), (40, Gen.Elements(Numbers[..10])), (20, Gen.Elements(Odd[..3])), (2, Text), (2, Gen.Elements(Numbers)), (1, Gen.Elements(Odd)));

    private static readonly Gen<byte[]> Documents =
        from json in Gen.Sized(size => Value(Math.Min(size, 30)))
        from spaces in Space.Two()
        from harm in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 3)))
        from places in Gen.Choose(0, int.MaxValue - 1).ArrayOf(2 * harm)
        select Harmed(Encoding.UTF8.GetBytes(spaces.Item1 + json + spaces.Item2), places);

    [Fact]
    public void Each_document_has_the_same_tokens_as_for_the_reader_of_NET() =>
        Prop.ForAll(Documents.ToArbitrary(), document => Assert.Equal(TokensOfNet(document, -1), TokensOfCursor(document, -1))).Check(Fixed);

    [Fact]
    public void What_is_passed_over_ends_at_the_same_token() =>
        Prop.ForAll((from document in Documents from at in Gen.Choose(0, 20) select (document, at)).ToArbitrary(), entry =>
            Assert.Equal(TokensOfNet(entry.document, entry.at), TokensOfCursor(entry.document, entry.at))).Check(Fixed.WithMaxTest(5_000));

    [Fact]
    public void Its_members_are_the_same() =>
        Prop.ForAll(Documents.ToArbitrary(), document => Assert.Equal(MembersOfNet(document), MembersOfCursor(document))).Check(Fixed.WithMaxTest(10_000));

    [Fact]
    public void Each_part_of_a_reply_is_as_wrong_as_for_the_reader_of_NET()
    {
        const string Reply = """
            {"id":"msg_1","content":[{"type":"text","text":"He said \"no\" \u00e9 and then something that is longer than one block of sixty-four bytes"},{}],
             "n":[-1.5e3,0,true,false,null,[]],"usage":{"input_tokens":12,"output_tokens":4}}
            """;
        var whole = Encoding.UTF8.GetBytes(Reply);
        for (var length = 0; length <= whole.Length; length++)
        {
            Assert.Equal(TokensOfNet(whole[..length], -1), TokensOfCursor(whole[..length], -1));
            for (var other = 0; other < 256 && length < whole.Length; other += other is > 0x20 and < 0x7E ? 1 : 5)
            {
                byte[] changed = [.. whole];
                changed[length] = (byte)other;
                Assert.Equal(TokensOfNet(changed, -1), TokensOfCursor(changed, -1));
            }
        }
    }

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(130)]
    [InlineData(256)]
    [InlineData(257)]
    public void Deep_documents_have_the_same_tokens(int depth)
    {
        foreach (var mixed in new[] { false, true })
        {
            var opening = string.Concat(Enumerable.Range(0, depth).Select(i => mixed && i % 3 == 0 ? "{\"a\":" : "["));
            var closing = string.Concat(Enumerable.Range(0, depth).Reverse().Select(i => mixed && i % 3 == 0 ? "}" : "]"));
            foreach (var end in new[] { closing, closing.Replace('}', ']'), closing + "]", closing[1..] })
            {
                var document = Encoding.UTF8.GetBytes(opening + "1" + end);
                Assert.Equal(TokensOfNet(document, -1), TokensOfCursor(document, -1));
            }
        }
    }

    private static Gen<List<T>> UpTo<T>(int most, Gen<T> items) => from count in Gen.Choose(0, most) from list in items.ListOf(count) select list.ToList();

    private static Gen<string> Value(int size) => size < 2 ? Leaf : Gen.Frequency<string>(
        (1, Leaf),
        (3, from items in UpTo(4, Value(size / 3)) from space in Space select "[" + space + string.Join("," + space, items) + "]"),
        (6, from items in UpTo(4, Gen.Zip(PlainText, Value(size / 3))) from space in Space select "{" + string.Join(space + ",", items.Select(item => item.Item1 + space + ":" + space + item.Item2)) + space + "}"));

    /// <summary>Some bytes left out, doubled or replaced, or the end cut off.</summary>
    private static byte[] Harmed(byte[] document, int[] places)
    {
        for (var i = 0; i + 1 < places.Length && document.Length > 0; i += 2)
        {
            var at = places[i] % document.Length;
            document = (places[i + 1] % 5) switch
            {
                0 => [.. document[..at], .. document[(at + 1)..]],
                1 => [.. document[..at], document[at], .. document[at..]],
                2 => [.. document[..at], (byte)(places[i + 1] >> 8), .. document[(at + 1)..]],
                3 => document[..at],
                _ => [.. document[..at], (byte)Marks[(places[i + 1] >> 8) % Marks.Length], .. document[at..]],
            };
        }

        return document;
    }

    private static List<string> TokensOfNet(ReadOnlySpan<byte> document, int skipAt)
    {
        var tokens = new List<string>();
        var json = new Utf8JsonReader(document, Options);
        try
        {
            for (var i = 0; json.Read(); i++)
            {
                var token = $"{json.TokenType} {json.CurrentDepth} {json.TokenStartIndex} {json.BytesConsumed}";
                if (json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    token += $" {Convert.ToHexString(json.ValueSpan)} {json.ValueIsEscaped} {WordOf(ref json)} {IsUsage(ref json)}";
                }
                else if (json.TokenType == JsonTokenType.Number)
                {
                    token += $" {Convert.ToHexString(json.ValueSpan)} {json.TryGetInt64(out var number)} {number} {WordOf(ref json)} {IsUsage(ref json)}";
                }
                else
                {
                    token += $" {WordOf(ref json)} {IsUsage(ref json)}";
                }

                tokens.Add(token);
                if (i == skipAt)
                {
                    json.Skip();
                }
            }

            tokens.Add("end");
        }
        catch (JsonException)
        {
            tokens.Add("no JSON");
        }

        return tokens;

        static string WordOf(ref Utf8JsonReader json)
        {
            try
            {
                return json.GetString() ?? "(null)";
            }
            catch (InvalidOperationException)
            {
                return "(no text)";
            }
        }

        static string IsUsage(ref Utf8JsonReader json)
        {
            try
            {
                return json.ValueTextEquals("usage"u8).ToString();
            }
            catch (InvalidOperationException)
            {
                return "(no text)";
            }
        }
    }

    private static List<string> TokensOfCursor(ReadOnlySpan<byte> document, int skipAt)
    {
        var tokens = new List<string>();
        var json = new JsonCursor(document);
        try
        {
            for (var i = 0; json.Read(); i++)
            {
                var token = $"{json.TokenType} {json.CurrentDepth} {json.TokenStartIndex} {json.BytesConsumed}";
                if (json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    token += $" {Convert.ToHexString(json.ValueSpan)} {json.ValueIsEscaped} {WordOf(ref json)} {IsUsage(ref json)}";
                }
                else if (json.TokenType == JsonTokenType.Number)
                {
                    token += $" {Convert.ToHexString(json.ValueSpan)} {json.TryGetInt64(out var number)} {number} {WordOf(ref json)} {IsUsage(ref json)}";
                }
                else
                {
                    token += $" {WordOf(ref json)} {IsUsage(ref json)}";
                }

                tokens.Add(token);
                if (i == skipAt)
                {
                    json.Skip();
                }
            }

            tokens.Add("end");
        }
        catch (JsonException)
        {
            tokens.Add("no JSON");
        }

        return tokens;

        static string WordOf(ref JsonCursor json)
        {
            try
            {
                return json.GetString() ?? "(null)";
            }
            catch (InvalidOperationException)
            {
                return "(no text)";
            }
        }

        static string IsUsage(ref JsonCursor json)
        {
            try
            {
                return json.ValueTextEquals("usage"u8).ToString();
            }
            catch (InvalidOperationException)
            {
                return "(no text)";
            }
        }
    }

    /// <summary>Names and values of all members, where every container is gone through.</summary>
    private static List<string> MembersOfNet(ReadOnlySpan<byte> document)
    {
        var members = new List<string>();
        var json = new Utf8JsonReader(document, Options);
        try
        {
            while (json.Read())
            {
                var name = default(byte[]);
                if (json.TokenType == JsonTokenType.PropertyName)
                {
                    name = json.ValueIsEscaped ? Encoding.UTF8.GetBytes(json.GetString()!) : json.ValueSpan.ToArray();
                    json.Read();
                }

                members.Add($"{(name is null ? "-" : Convert.ToHexString(name))} {json.TokenType} {json.CurrentDepth} {json.TokenStartIndex} {json.BytesConsumed}");
            }

            members.Add("end");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            members.Add(exception is JsonException ? "no JSON" : "no text");
        }

        return members;
    }

    private static List<string> MembersOfCursor(ReadOnlySpan<byte> document)
    {
        var members = new List<string>();
        var json = new JsonCursor(document);
        var inObject = new Stack<bool>([false]);
        try
        {
            while (true)
            {
                ReadOnlySpan<byte> name = default;
                var isMember = inObject.Peek() && json.ReadMember(out name);
                if (!inObject.Peek() && !json.Read())
                {
                    break;
                }

                members.Add($"{(isMember ? Convert.ToHexString(name) : "-")} {json.TokenType} {json.CurrentDepth} {json.TokenStartIndex} {json.BytesConsumed}");
                if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    inObject.Push(json.TokenType == JsonTokenType.StartObject);
                }
                else if (json.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    inObject.Pop();
                }
            }

            members.Add("end");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            members.Add(exception is JsonException ? "no JSON" : "no text");
        }

        return members;
    }
}
