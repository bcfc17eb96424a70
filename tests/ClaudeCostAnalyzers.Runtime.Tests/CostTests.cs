using ClaudeCost.Http;
using ClaudeCost.Pricing;
using ClaudeCost.Usage;

namespace ClaudeCost.Tests;

/// <summary>Whole numbers do the arithmetic of prices; they must come to what exact decimals come to.</summary>
public sealed class CostTests
{
    [Fact]
    public void Prices_come_to_what_exact_decimals_come_to()
    {
        var random = new Random(20261121);
        for (var i = 0; i < 20_000; i++)
        {
            // From a millionth of a cent to a thousand dollars for a million tokens, with more digits than whole numbers take at times.
            var nano = Math.Round((decimal)Math.Pow(10, (random.NextDouble() * 9) - 3), random.Next(0, 10));
            var multiplier = random.Next(3) switch { 0 => 1m, 1 => 1.1m, _ => random.Next(1, 6_000) / 1_000m };
            var exact = 0m;
            var cost = default(Cost);
            for (var parts = random.Next(1, 5); parts > 0; parts--)
            {
                var tokens = (long)Math.Pow(10, random.NextDouble() * 15);
                exact += tokens * (nano * multiplier);
                cost += new Rate(nano * multiplier).Of(tokens);
            }

            Assert.Equal(WorstCase.Nano(exact), cost.CeilingNano());
        }
    }

    [Fact]
    public void Sums_beyond_a_long_are_exact_too()
    {
        var rate = new Rate(1_000_000m);
        var cost = rate.Of(9_000_000) + rate.Of(9_000_000) + rate.Of(1);
        Assert.Equal(18_000_001_000_000, cost.CeilingNano());
        Assert.Equal(long.MaxValue, (rate.Of(long.MaxValue) + rate.Of(long.MaxValue)).CeilingNano());
        Assert.Equal(0, default(Cost).CeilingNano());
        Assert.Equal(1, new Rate(0.000_000_1m).Of(1).CeilingNano());
        Assert.Equal(7, Cost.Max(Cost.OfNano(6.5m), new Rate(6m).Of(1)).CeilingNano());
        Assert.Equal(0, new Rate(5m).Of(null).CeilingNano());
    }

    [Fact]
    public void A_multiplied_rate_is_remembered_for_its_multiplier()
    {
        var price = PriceCatalog.Default.Find("claude-haiku-4-5")!;
        foreach (var multiplier in new[] { 1m, 1.1m, 0.5m, 1m, 6.6m })
        {
            Assert.Equal(price.Rates.Output * multiplier, price.At(multiplier).For(1).Output.Nano);
        }

        for (var i = 1; i < 100; i++)
        {
            Assert.Equal(price.Rates.Input * i, price.At(i).Dearest(1).Input.Nano);
        }
    }

    [Fact]
    public void Usage_that_is_cleared_knows_nothing_of_before()
    {
        var usage = new TokenUsage();
        var properties = typeof(TokenUsage).GetProperties().Where(property => property.CanWrite).ToList();
        foreach (var property in properties)
        {
            object value = property.Name switch { nameof(TokenUsage.Model) => "m", nameof(TokenUsage.Iterations) => new List<TokenUsage>(), _ => property.PropertyType == typeof(long?) ? 1L : true };
            property.SetValue(usage, value);
        }

        var copy = usage.Copy();
        usage.Clear();
        var fresh = new TokenUsage();
        Assert.All(properties, property =>
        {
            Assert.Equal(property.GetValue(fresh), property.GetValue(usage));
            Assert.NotEqual(property.GetValue(fresh), property.GetValue(copy));
        });
    }

    [Fact]
    public void An_address_is_found_again_by_its_text_and_by_nothing_less()
    {
        using var first = Post("https://h/openai/deployments/one/chat/completions?api-version=1");
        using var same = Post("https://h/openai/deployments/one/chat/completions?api-version=1");
        using var other = Post("https://h/openai/deployments/two/chat/completions?api-version=1");
        Assert.Same(Destination.Of(first), Destination.Of(same));
        Assert.Equal("one", Destination.Of(same)!.Model);
        Assert.Equal("two", Destination.Of(other)!.Model);

        // What holds a key is found out anew each time.
        using var keyed = Post("https://h/v1beta/models/m:generateContent?key=k");
        Assert.NotSame(Destination.Of(keyed), Destination.Of(keyed));
        using var get = new HttpRequestMessage(HttpMethod.Get, first.RequestUri);
        Assert.Null(Destination.Of(get));

        // More addresses than are remembered, in turns.
        for (var i = 0; i < 1_000; i++)
        {
            using var request = Post($"https://h/openai/deployments/d{i % 200}/chat/completions");
            Assert.Equal($"d{i % 200}", Destination.Of(request)!.Model);
        }

        static HttpRequestMessage Post(string uri) => new(HttpMethod.Post, uri);
    }
}
