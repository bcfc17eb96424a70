using System.Text;
using ClaudeCost.Pricing;

namespace ClaudeCost.Tests;

public sealed class PriceCatalogTests
{
    [Fact]
    public void Every_price_has_a_date_and_a_source()
    {
        var prices = PriceCatalog.Default.Models.Select(PriceCatalog.Default.Find).ToArray();
        Assert.True(prices.Length >= 40);
        Assert.All(prices, price =>
        {
            Assert.Matches(@"^20\d\d-\d\d-\d\d$", price!.Date);
            Assert.False(string.IsNullOrWhiteSpace(price.Source));
            Assert.True(price.Rates.Input > 0);
            Assert.True(price.ContextWindow >= 8_000);
        });
    }

    [Theory]
    [InlineData("claude-haiku-4-5", 1, 5)]
    [InlineData("claude-opus-5-5", 4, 20)]
    [InlineData("claude-sonnet-4-6", 3, 15)]
    [InlineData("gpt-5.5", 5, 30)]
    [InlineData("gpt-4o-mini", 0.15, 0.6)]
    public void Prices_are_the_listed_ones(string model, decimal input, decimal output)
    {
        var price = PriceCatalog.Default.Find(model)!;
        Assert.Equal(input * 1_000m, price.Rates.Input);
        Assert.Equal(output * 1_000m, price.Rates.Output);
    }

    [Theory]
    [InlineData("claude-haiku-4-5-20251001", "claude-haiku-4-5-20251001")]
    [InlineData("claude-opus-4-6-20260205", "claude-opus-4-6")]
    [InlineData("claude-sonnet-4-6-latest", "claude-sonnet-4-6")]
    [InlineData("Claude-Haiku-4-5", "claude-haiku-4-5")]
    [InlineData("anthropic/claude-opus-4.6", "claude-opus-4-6")]
    [InlineData("claude-haiku-4-5@20251001", "claude-haiku-4-5")]
    [InlineData("us.anthropic.claude-haiku-4-5-20251001-v1:0", "claude-haiku-4-5-20251001")]
    [InlineData("anthropic.claude-opus-4-6-v1", "claude-opus-4-6")]
    [InlineData("gpt-5.4-2026-03-05", "gpt-5.4")]
    [InlineData("openai/gpt-4o", "gpt-4o")]
    public void Other_names_of_a_model_find_it(string name, string id) => Assert.Equal(id, PriceCatalog.Default.Find(name)?.Id);

    [Theory]
    [InlineData("gpt-5-pro")]
    [InlineData("gpt-4o-mini-audio-preview")]
    [InlineData("claude-haiku-4-5-turbo")]
    [InlineData("gpt-6-astra-fast")]
    [InlineData("claude-fable-5-2")]
    [InlineData("ft:gpt-4o:acme::abc")]
    [InlineData("-20251001")]
    [InlineData("@")]
    [InlineData("/")]
    [InlineData("")]
    [InlineData(null)]
    public void What_only_begins_alike_is_unknown(string? name) => Assert.Null(PriceCatalog.Default.Find(name));

    [Fact]
    public void The_dearest_price_is_at_least_every_other()
    {
        var dearest = PriceCatalog.Default.Dearest;
        foreach (var price in PriceCatalog.Default.Models.Select(PriceCatalog.Default.Find))
        {
            var rates = price!.DearestRates(long.MaxValue);
            Assert.Equal(dearest.Rates, Rates.Max(dearest.Rates, rates));
            Assert.True(dearest.ContextWindow >= price.ContextWindow);
            Assert.True(dearest.MaxOutputTokens >= price.MaxOutputTokens);
        }

        Assert.Equal(125_000m, dearest.Rates.Output);
    }

    [Fact]
    public void A_file_adds_and_replaces_models()
    {
        var catalog = Load("""
            {
              // A comment does no harm.
              "models": {
                "my-local-model": { "input": 0, "output": 0, "context_window": 32768, "max_output_tokens": 8192 },
                "claude-haiku-4-5": { "input": 0.8, "output": 4, "date": "2026-12-01", "source": "our contract" },
                "long": { "input": 1, "output": 2, "long_prompt": { "above_tokens": 1000, "input": 3, "output": 4 } },
              }
            }
            """);
        Assert.Equal(0m, catalog.Find("my-local-model")!.Rates.CacheWrite1h);
        Assert.Equal(800m, catalog.Find("claude-haiku-4-5")!.Rates.Input);
        Assert.Equal("our contract", catalog.Find("claude-haiku-4-5")!.Source);

        // What the file leaves out is taken conservatively.
        Assert.Equal(1_600m, catalog.Find("claude-haiku-4-5")!.Rates.CacheWrite1h);
        Assert.Equal(800m, catalog.Find("claude-haiku-4-5")!.Rates.CacheRead);
        Assert.Equal(2_000m, catalog.Find("long")!.RatesFor(1_000).Output);
        Assert.Equal(4_000m, catalog.Find("long")!.RatesFor(1_001).Output);
        Assert.True(catalog.Contains("claude-opus-4-6"));
        Assert.Equal(1_000m, PriceCatalog.Default.Find("claude-haiku-4-5")!.Rates.Input);
    }

    [Theory]
    [InlineData("", 1, "not JSON")]
    [InlineData("prices!", 1, "not JSON")]
    [InlineData("{\n \"models\": {\n  \"a\": {", 3, "not JSON")]
    [InlineData("[]", 1, "'models'")]
    [InlineData("{}", 1, "'models'")]
    [InlineData("{\"prices\":{}}", 1, "'prices' is no field")]
    [InlineData("{\"models\":{\n\"a\":{\"input\":-1,\"output\":1}}}", 2, "'input' must be")]
    [InlineData("{\"models\":{\n\"a\":{\"input\":\"1\",\"output\":1}}}", 2, "'input' must be")]
    [InlineData("{\"models\":{\n\"a\":{\n\"input\":1}}}", 3, "no 'output' price")]
    [InlineData("{\"models\":{\n\n\"a\":{\"input\":1,\"output\":1,\"outptu\":2}}}", 3, "'outptu' is no field")]
    [InlineData("{\"models\":{\"a\":{\"input\":1,\"output\":1},\n\"A\":{\"input\":1,\"output\":1}}}", 2, "second time")]
    [InlineData("{\"models\":{\"a\":{\"input\":1,\n\"input\":0,\"output\":1}}}", 2, "'input' stands here a second time")]
    [InlineData("{\"models\":{\"a\":{\"input\":1,\"output\":1,\"long_prompt\":{\"above_tokens\":9,\"above_tokens\":8}}}}", 1, "'above_tokens' stands here a second time")]
    [InlineData("{\"models\":{\"a\":{\"input\":1,\"output\":1}},\n\"models\":{}}", 2, "'models' stands here a second time")]
    [InlineData("{\"models\":{\"a\":{\"input\":1,\"output\":1,\"max_output_tokens\":0}}}", 1, "'max_output_tokens' of 'a' is 0")]
    [InlineData("{\"models\":{\"a\":{\"input\":1,\"output\":1,\"date\":\"yesterday\"}}}", 1, "yyyy-MM-dd")]
    [InlineData("{\"models\":{\"a\":{\"input\":1,\"output\":1,\"context_window\":0}}}", 1, "whole number")]
    [InlineData("{\"models\":{\"a\":{\"input\":1,\"output\":1,\"long_prompt\":{\"input\":1,\"output\":1}}}}", 1, "above_tokens")]
    [InlineData("{\"models\":{\"a\":{\"input\":1e99,\"output\":1}}}", 1, "'input' must be")]
    [InlineData("{\"unit\":\"EUR\",\"models\":{}}", 1, "'unit' must be")]
    [InlineData("{\"models\":{}} x", 1, "not JSON")]
    [InlineData("{\"models\":7}", 1, "one field per model")]
    public void A_bad_file_is_refused_with_its_name_line_and_remedy(string content, long line, string says)
    {
        var exception = Assert.Throws<PriceCatalogException>(() => Load(content));
        Assert.Equal("my-prices.json", exception.File);
        Assert.Equal(line, exception.Line);
        Assert.Contains(says, exception.Message);
        Assert.Contains($"'my-prices.json', line {line}", exception.Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var exception = Assert.Throws<PriceCatalogException>(() => PriceCatalog.Load("/no/such/prices.json"));
        Assert.Contains("/no/such/prices.json", exception.Message);
        Assert.Throws<ArgumentNullException>(() => PriceCatalog.Load((string)null!));
        Assert.Throws<ArgumentNullException>(() => PriceCatalog.Load((Stream)null!));
    }

    [Fact]
    public void A_file_with_a_byte_order_mark_is_read()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """{"models":{"x":{"input":1,"output":2}}}""", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            Assert.True(PriceCatalog.Load(path).Contains("x"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static PriceCatalog Load(string content) => PriceCatalog.Load(new MemoryStream(Encoding.UTF8.GetBytes(content)), "my-prices.json");
}
