using System.Text;
using System.Text.Json;
using ClaudeCost.Http;
using ClaudeCost.Pricing;
using ClaudeCost.Tests.Server;
using FsCheck;
using FsCheck.Fluent;

namespace ClaudeCost.Tests;

/// <summary>What is read from a request, and what it may cost at worst.</summary>
public sealed class WorstCaseTests
{
    private const string User = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    [Fact]
    public void Text_is_bounded_by_its_bytes_and_the_window()
    {
        var ascii = Input(Anthropic(new string('a', 10_000)));
        Assert.InRange(ascii, 20_000, 24_000);
        var other = Input(Anthropic(string.Concat(Enumerable.Repeat("Ⱥ", 10_000))));
        Assert.InRange(other, 80_000, 84_000);

        // Escaped as JSON allows, the same text is bounded no lower.
        var escaped = Input(Anthropic(string.Concat(Enumerable.Repeat("\\u023a", 10_000))));
        Assert.True(escaped >= 80_000);
        Assert.Equal(200_000, Input(Anthropic(new string('a', 500_000))));
    }

    [Fact]
    public void The_output_is_bounded_by_the_cap()
    {
        Assert.Equal(500, Output("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":500," + User + "}"));
        Assert.Equal(64_000, Output("{\"model\":\"claude-haiku-4-5\"," + User + "}"));
        Assert.Equal(64_000, Output("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":\"many\"," + User + "}"));
        Assert.Equal(0, Output("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":0," + User + "}"));
        Assert.Equal(900, Output("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":900,\"max_tokens\":100," + User + "}"));
        Assert.Equal(200_000, Output("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":500,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1000}," + User + "}"));
        Assert.Equal(300, Output("{\"model\":\"gpt-4o\",\"n\":3,\"max_completion_tokens\":100," + User + "}", ApiFormat.OpenAiChat));
        Assert.Equal(70, Output("{\"model\":\"gpt-5.4\",\"max_output_tokens\":70,\"input\":\"Hi\"}", ApiFormat.OpenAiResponses));
        Assert.Equal(0, Of("{\"model\":\"text-embedding-3-small\",\"input\":\"Hi\"}", ApiFormat.OpenAiEmbeddings).Amounts.OutputTokens);
    }

    [Fact]
    public void A_prompt_that_is_cached_is_charged_at_the_write_price()
    {
        var plain = Cost(Anthropic("Hi", ""));
        var five = Cost(Anthropic("Hi", ",\"cache_control\":{\"type\":\"ephemeral\"}"));
        var hour = Cost(Anthropic("Hi", ",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}"));
        var unknown = Cost(Anthropic("Hi", ",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1y\"}"));
        Assert.True(plain < five);
        Assert.True(five < hour);
        Assert.True(unknown >= hour);
    }

    [Theory]
    [InlineData("\"speed\":\"fast\"", 6)]
    [InlineData("\"service_tier\":\"priority\"", 6)]
    [InlineData("\"service_tier\":\"auto\"", 1)]
    public void A_dearer_mode_multiplies(string field, int factor)
    {
        var plain = Cost("{\"model\":\"claude-opus-4-6\",\"max_tokens\":100," + User + "}");
        var mode = Cost("{\"model\":\"claude-opus-4-6\",\"max_tokens\":100," + field + "," + User + "}");
        Assert.InRange(mode, plain * factor, (plain * factor) + (factor * 5_000_000m));
    }

    [Theory]
    [InlineData("{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://x/y.png\"}}")]
    [InlineData("{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}")]
    [InlineData("{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"AAAA\"}}")]
    [InlineData("{\"type\":\"document\",\"source\":{\"data\":\"AAAA\",\"media_type\":\"application/pdf\",\"type\":\"base64\"}}")]
    [InlineData("{\"type\":\"container_upload\",\"file_id\":\"f\"}")]
    public void Content_of_unknown_size_takes_the_window(string block)
    {
        var reservation = Of(WithBlock(block));
        Assert.Equal(200_000, reservation.Amounts.Tokens - reservation.Amounts.OutputTokens);
        Assert.Contains("context window", reservation.Why);
    }

    [Theory]
    [InlineData("\"previous_response_id\":\"resp_1\"")]
    [InlineData("\"conversation\":{\"id\":\"c\"}")]
    [InlineData("\"prompt\":{\"id\":\"p\"}")]
    [InlineData("\"instructions\":[{\"type\":\"input_image\",\"image_url\":\"https://x\"}]")]
    public void What_only_the_provider_holds_takes_the_window(string field)
    {
        var reservation = Of("{\"model\":\"gpt-5.4\",\"max_output_tokens\":10,\"input\":\"Hi\"," + field + "}", ApiFormat.OpenAiResponses);
        Assert.Equal(1_050_000, reservation.Amounts.Tokens - 10);
    }

    [Fact]
    public void An_image_in_the_body_counts_as_an_image_and_not_as_text()
    {
        var data = new string('A', 100_000);
        var one = Input(WithBlock("{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"" + data + "\"}}"));
        Assert.InRange(one, 5_120, 10_000);
    }

    [Fact]
    public void A_tool_whose_schema_has_a_source_is_text()
    {
        var tool = "\"tools\":[{\"name\":\"t\",\"input_schema\":{\"type\":\"object\",\"properties\":{\"source\":{\"type\":\"string\"},\"role\":{\"type\":\"string\"}}}}]";
        Assert.InRange(Input("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":1," + tool + "," + User + "}"), 1, 5_000);
    }

    [Fact]
    public void A_tool_that_the_provider_runs_reads_the_window_again_with_each_use()
    {
        var capped = Of("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":1,\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\",\"max_uses\":3}]," + User + "}");
        Assert.Equal(4 * 200_000, capped.Amounts.Tokens - 1);
        Assert.True(capped.Amounts.NanoUsd >= 30_000_000);
        var open = Of("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":1,\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]," + User + "}");
        Assert.Equal(11 * 200_000, open.Amounts.Tokens - 1);
        var client = Of("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":1,\"tools\":[{\"type\":\"bash_20250124\",\"name\":\"bash\"},{\"name\":\"mine\",\"input_schema\":{}}]," + User + "}");
        Assert.InRange(client.Amounts.Tokens, 1, 5_000);
    }

    [Fact]
    public void Fallback_models_are_each_charged()
    {
        var one = Of("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":1000," + User + "}").Amounts;
        var two = Of("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":1000,\"fallbacks\":[{\"model\":\"claude-opus-4-6\"}]," + User + "}").Amounts;
        Assert.True(two.NanoUsd >= one.NanoUsd * 6);
        Assert.Equal(2_000, two.OutputTokens);
    }

    [Fact]
    public void A_long_prompt_is_charged_at_its_tier()
    {
        var shorter = Cost("{\"model\":\"claude-haiku-5-5\",\"max_tokens\":0,\"messages\":[{\"role\":\"user\",\"content\":\"" + new string('a', 40_000) + "\"}]}");
        var longer = Cost("{\"model\":\"claude-haiku-5-5\",\"max_tokens\":0,\"messages\":[{\"role\":\"user\",\"content\":\"" + new string('a', 60_000) + "\"}]}");
        Assert.True(longer > shorter * 6);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"model\"")]
    [InlineData("{\"model\":\"claude-haiku-4-5\"")]
    [InlineData("{\"model\":\"claude-haiku-4-5\"} {}")]
    [InlineData("{\"model\":\"\\ud800\"}")]
    public void What_is_no_JSON_object_is_not_read(string body) => Assert.Null(RequestScan.Read(Encoding.UTF8.GetBytes(body), ApiFormat.AnthropicMessages));

    [Theory]
    [InlineData("{\"service_tier\":{\"a\":1},\"model\":\"claude-haiku-4-5\",\"max_tokens\":7}")]
    [InlineData("{\"max_tokens\":{\"max_tokens\":1},\"model\":\"claude-haiku-4-5\",\"max_tokens\":7}")]
    [InlineData("{\"thinking\":[1],\"fallbacks\":\"none\",\"tools\":{},\"model\":\"claude-haiku-4-5\",\"max_tokens\":7}")]
    [InlineData("{\"tools\":[1,[{\"type\":2}],{\"type\":{}}],\"mcp_servers\":{},\"inference_geo\":[],\"model\":\"claude-haiku-4-5\",\"max_tokens\":7}")]
    [InlineData("{\"metadata\":{\"model\":\"x\",\"max_tokens\":1},\"mo\\u0064el\":\"claude-haiku-4-5\",\"max_tokens\":7}")]
    [InlineData("{\"modalities\":{},\"audio\":[],\"web_search_options\":null,\"container\":null,\"model\":\"claude-haiku-4-5\",\"max_tokens\":7}")]
    [InlineData("{\"messages\":[{\"content\":[{\"source\":[{}],\"cache_control\":null,\"ttl\":{}}]}],\"model\":\"claude-haiku-4-5\",\"max_tokens\":7}")]
    public void Odd_values_do_not_throw_the_reading_off(string body)
    {
        var facts = RequestScan.Read(Encoding.UTF8.GetBytes(body), ApiFormat.AnthropicMessages)!;
        Assert.Equal("claude-haiku-4-5", facts.Model);
        Assert.Equal(7, facts.MaxOutputTokens);
    }

    [Fact]
    public void Two_different_models_are_charged_at_the_dearest_price()
    {
        var facts = RequestScan.Read("{\"model\":\"claude-haiku-4-5\",\"model\":\"claude-haiku-4-5-x\"}"u8, ApiFormat.AnthropicMessages)!;
        Assert.NotNull(facts.UnknownPrice);
    }

    [Fact]
    public void No_reservation_is_below_the_worst_bill()
    {
        var requests =
            from model in Gen.Elements("claude-haiku-4-5", "claude-sonnet-4-6", "claude-opus-4-6", "claude-fable-5")
            from text in ArbMap.Default.GeneratorFor<string>()
            from times in Gen.Choose(1, 2_000)
            from cap in Gen.Choose(0, 64_000)
            from lifetime in Gen.Elements(null, "5m", "1h")
            select (model, text: string.Concat(Enumerable.Repeat(text ?? "", times)), cap, lifetime);

        Prop.ForAll(requests.ToArbitrary(), request =>
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
            {
                ["model"] = request.model,
                ["max_tokens"] = request.cap,
                ["system"] = new object[] { new { type = "text", text = request.text, cache_control = request.lifetime is null ? null : new { type = "ephemeral", ttl = request.lifetime } } },
                ["messages"] = new object[] { new { role = "user", content = request.text } },
            });
            var reserved = WorstCase.Of(RequestScan.Read(body, ApiFormat.AnthropicMessages)!, PriceCatalog.Default, anthropic: true, embeddings: false).Amounts;

            // The worst rates of tokens per byte that were ever measured, all of them written to the cache, in the dearer region.
            var utf8 = Encoding.UTF8.GetBytes(request.text);
            var ascii = utf8.Count(b => b < 0x80);
            var window = request.model == "claude-haiku-4-5" ? 200_000 : 1_000_000;
            var tokens = Math.Min(window, 2 * (long)Math.Ceiling((1.75 * ascii) + (3.25 * (utf8.Length - ascii))));
            var worst = new Answer
            {
                Input = request.lifetime is null ? tokens : 0,
                CacheWrite5m = request.lifetime == "5m" ? tokens : 0,
                CacheWrite1h = request.lifetime == "1h" ? tokens : 0,
                Output = request.cap,
            };
            return Money.ToUsd(reserved.NanoUsd) >= 1.1m * ServerPrices.Usd(request.model, worst)
                && reserved.Tokens >= tokens + request.cap
                && reserved.OutputTokens == request.cap;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    private static string Anthropic(string text, string more = "") =>
        "{\"model\":\"claude-haiku-4-5\",\"max_tokens\":0,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"" + more + "}]}]}";

    private static string WithBlock(string block) =>
        "{\"model\":\"claude-haiku-4-5\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":[" + block + "]}]}";

    private static Reservation Of(string body, ApiFormat format = ApiFormat.AnthropicMessages) => WorstCase.Of(
        RequestScan.Read(Encoding.UTF8.GetBytes(body), format)!, PriceCatalog.Default, format == ApiFormat.AnthropicMessages, format == ApiFormat.OpenAiEmbeddings);

    private static long Output(string body, ApiFormat format = ApiFormat.AnthropicMessages) => Of(body, format).Amounts.OutputTokens;

    private static long Input(string body)
    {
        var amounts = Of(body).Amounts;
        return amounts.Tokens - amounts.OutputTokens;
    }

    private static decimal Cost(string body) => Of(body).Amounts.NanoUsd;
}
