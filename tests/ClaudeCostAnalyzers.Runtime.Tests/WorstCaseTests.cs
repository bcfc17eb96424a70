using System.Text;
using ClaudeCost.Http;
using ClaudeCost.Pricing;

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

    [Theory]
    [InlineData("8.0")]
    [InlineData("0.8e1")]
    [InlineData("\"8\"")]
    [InlineData("7.5")]
    public void A_count_is_read_however_it_is_written(string eight)
    {
        Assert.Equal(800, Output("{\"model\":\"gpt-4o\",\"n\":" + eight + ",\"max_tokens\":100," + User + "}", ApiFormat.OpenAiChat));
        Assert.Equal(800, Output("{\"contents\":[],\"generationConfig\":{\"candidateCount\":" + eight + ",\"maxOutputTokens\":100}}", ApiFormat.Gemini));
        Assert.Equal(9 * 200_000, Input("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":10,\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\",\"max_uses\":" + eight + "}]," + User + "}"));
    }

    [Fact]
    public void Only_a_number_is_a_cap()
    {
        Assert.Equal(100, Output("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":1e2," + User + "}"));
        Assert.Equal(64_000, Output("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":\"100\"," + User + "}"));
        Assert.Equal(64_000, Output("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":-1," + User + "}"));

        // Zero is what some gateways drop, and others take for no cap.
        Assert.Equal(16_384, Output("{\"model\":\"gpt-4o\",\"max_tokens\":0," + User + "}", ApiFormat.OpenAiChat));
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
    public void A_prompt_that_is_cached_by_itself_is_charged_at_the_write_price()
    {
        var plain = Cost("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":0," + User + "}");
        Assert.Equal(CacheMark.FiveMinutes, Facts("{\"model\":\"claude-haiku-4-5\",\"cache_control\":{\"type\":\"ephemeral\"}," + User + "}").Cache);
        Assert.Equal(CacheMark.OneHour, Facts("{\"model\":\"claude-haiku-4-5\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}," + User + "}").Cache);
        Assert.True(Cost("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":0,\"cache_control\":{\"type\":\"ephemeral\"}," + User + "}") > plain * 1.2m);
    }

    [Theory]
    [InlineData("{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"DATA\"}}}")]
    [InlineData("{\"type\":\"text\",\"text\":\"x\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"DATA\"}}")]
    [InlineData("{\"type\":\"document\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"DATA\"}}")]
    public void What_only_looks_like_an_image_is_text(string block) =>
        Assert.InRange(Input(WithBlock(block.Replace("DATA", new string('A', 50_000)))), 100_000, 199_999);

    [Theory]
    [InlineData("{\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"DATA\"},\"type\":\"image\"}")]
    [InlineData("{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"DATA\"}}]}")]
    public void An_image_is_one_wherever_it_stands(string block) =>
        Assert.InRange(Input(WithBlock(block.Replace("DATA", new string('A', 90_000)))), 5_120, 10_000);

    [Fact]
    public void Text_that_the_provider_packed_counts_more_than_its_bytes_show()
    {
        var thought = Input(WithBlock("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"" + new string('A', 10_000) + "\"}"));
        Assert.InRange(thought, 40_000, 44_000);
    }

    [Fact]
    public void A_cap_by_the_name_of_another_format_is_no_cap()
    {
        Assert.Equal(64_000, Output("{\"model\":\"claude-haiku-4-5\",\"max_output_tokens\":1," + User + "}"));
        Assert.Equal(16_384, Output("{\"model\":\"gpt-4o\",\"max_output_tokens\":1," + User + "}", ApiFormat.OpenAiChat));
        Assert.Equal(128_000, Output("{\"model\":\"gpt-5.4\",\"max_tokens\":1,\"input\":\"Hi\"}", ApiFormat.OpenAiResponses));
    }

    [Fact]
    public void Each_prompt_of_a_legacy_completion_is_answered()
    {
        Assert.Equal(3 * 2 * 10, Output("{\"model\":\"gpt-4o\",\"max_tokens\":10,\"n\":2,\"prompt\":[\"a\",\"b\",\"c\"]}", ApiFormat.OpenAiChat));
        Assert.Equal(2 * 10, Output("{\"model\":\"gpt-4o\",\"max_tokens\":10,\"prompt\":[[1,2],[3]]}", ApiFormat.OpenAiChat));
        Assert.Equal(10, Output("{\"model\":\"gpt-4o\",\"max_tokens\":10,\"prompt\":[1,2,3]}", ApiFormat.OpenAiChat));
        Assert.Equal(10, Output("{\"model\":\"gpt-4o\",\"max_tokens\":10,\"prompt\":\"a\"}", ApiFormat.OpenAiChat));
    }

    [Fact]
    public void What_was_predicted_wrongly_is_output_on_top()
    {
        var output = Output("{\"model\":\"gpt-4o\",\"max_tokens\":10,\"prediction\":{\"type\":\"content\",\"content\":\"" + new string('a', 1_000) + "\"}," + User + "}", ApiFormat.OpenAiChat);
        Assert.InRange(output, 4_000, 5_000);
    }

    [Fact]
    public void An_advisor_is_charged_at_its_own_model()
    {
        var plain = Of("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":10,\"tools\":[{\"type\":\"web_fetch_20250910\",\"name\":\"f\",\"max_uses\":2}]," + User + "}").Amounts;
        var advised = Of("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":10,\"tools\":[{\"type\":\"advisor_20260301\",\"name\":\"a\",\"model\":\"claude-opus-4-6\",\"max_uses\":2,\"max_tokens\":500}]," + User + "}").Amounts;

        // Twice the advisor's whole window at $5 a million tokens and 500 tokens at $25, in the dearer region.
        Assert.Equal(plain.NanoUsd + (long)(1.1m * 2 * ((1_000_000 * 5_000m) + (500 * 25_000m))), advised.NanoUsd);
        Assert.Equal(plain.OutputTokens + 1_000, advised.OutputTokens);
    }

    [Fact]
    public void A_fallback_has_its_own_window_cap_and_mode()
    {
        var amounts = Of("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":100,\"fallbacks\":[{\"model\":\"claude-opus-4-6\",\"max_tokens\":4000}],\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"url\",\"url\":\"https://x\"}}]}]}").Amounts;
        Assert.Equal(200_000 + 1_000_000, amounts.InputTokens);
        Assert.Equal(2 * 4_000, amounts.OutputTokens);
        Assert.True(Facts("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":1,\"fallbacks\":[{\"model\":\"claude-opus-4-6\",\"speed\":\"fast\"}]," + User + "}").Fast);
    }

    [Theory]
    [InlineData("\"max_tokens\":1", "Bounded(Measured)")]
    [InlineData("\"max_tokens\":1,\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"w\",\"max_uses\":1}]", "Bounded(Proven)")]
    [InlineData("\"stream\":true", "Unbounded(The request sets no cap on output tokens.)")]
    [InlineData("\"max_tokens\":1,\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"w\"}]", "Unbounded(The request has a tool that the provider runs, without a cap on its uses.)")]
    [InlineData("\"max_tokens\":1,\"turbo\":true", "Unbounded(The request has a field that is not known (turbo).)")]
    [InlineData("\"max_tokens\":1,\"container\":\"c\"", "Unbounded(The request refers to content that only the provider holds (container).)")]
    [InlineData("\"max_tokens\":1,\"fallbacks\":\"default\"", "Unbounded(The request may be answered by a model without a known price (not named).)")]
    [InlineData("\"max_tokens\":1,\"metadata\":{\"user_id\":\"u\"},\"temperature\":0.5,\"cache_control\":{\"type\":\"ephemeral\"}", "Bounded(Measured)")]
    public void A_bound_says_how_strong_it_is_or_why_there_is_none(string fields, string bound) =>
        Assert.Equal(bound, Of("{\"model\":\"claude-haiku-4-5\"," + fields + "," + User + "}").Bound.ToString());

    [Fact]
    public void A_prompt_that_could_fill_the_window_has_a_proven_bound() =>
        Assert.Equal("Bounded(Proven)", Of("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"" + new string('a', 150_000) + "\"}]}").Bound.ToString());

    [Fact]
    public void A_batch_whose_items_nobody_can_read_is_taken_for_the_largest_one()
    {
        var amounts = WorstCase.OfUnreadableBatch(PriceCatalog.Default, "no items").Amounts;
        Assert.Equal(100_000, amounts.Calls);
        Assert.True(amounts.NanoUsd >= 100_000 * (WorstCase.OfUnreadable(PriceCatalog.Default, "").Amounts.NanoUsd / 2));
    }

    [Fact]
    public void A_model_that_broke_its_bound_has_a_higher_one_from_then_on_at_that_address()
    {
        var body = Encoding.UTF8.GetBytes("{\"model\":\"claude-opus-4-7\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"" + new string('a', 10_000) + "\"}]}");
        long Bound(string address)
        {
            var facts = RequestScan.Read(body, ApiFormat.AnthropicMessages)!;
            facts.Address = new Uri(address);
            return WorstCase.Of(facts, PriceCatalog.Default, anthropic: true, embeddings: false).Amounts.InputTokens;
        }

        var before = Bound("https://one.invalid/v1/messages");
        BoundFactors.Learn(new Uri("https://one.invalid/v1/messages"), "claude-opus-4-7", bound: 100, actual: 150);
        Assert.InRange(Bound("https://one.invalid/other/v1/messages"), before * 1.5m, before * 1.6m);
        BoundFactors.Learn(new Uri("https://one.invalid/v1/messages"), "claude-opus-4-7", bound: 100, actual: 50);
        Assert.InRange(Bound("https://one.invalid/v1/messages"), before * 1.5m, before * 1.6m);
        Assert.Equal(before, Bound("https://two.invalid/v1/messages"));
    }

    [Fact]
    public void Two_different_models_are_charged_at_the_dearest_price()
    {
        var facts = RequestScan.Read("{\"model\":\"claude-haiku-4-5\",\"model\":\"claude-haiku-4-5-x\"}"u8, ApiFormat.AnthropicMessages)!;
        Assert.NotNull(facts.UnknownPrice);
    }

    private static string Anthropic(string text, string more = "") =>
        "{\"model\":\"claude-haiku-4-5\",\"max_tokens\":0,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"" + more + "}]}]}";

    private static string WithBlock(string block) =>
        "{\"model\":\"claude-haiku-4-5\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":[" + block + "]}]}";

    private static RequestFacts Facts(string body) => RequestScan.Read(Encoding.UTF8.GetBytes(body), ApiFormat.AnthropicMessages)!;

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
