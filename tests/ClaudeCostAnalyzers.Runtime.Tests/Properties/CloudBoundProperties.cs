using System.Text;
using System.Text.Json.Nodes;
using ClaudeCost.Http;
using ClaudeCost.Pricing;
using FsCheck;
using FsCheck.Fluent;

namespace ClaudeCost.Tests.Properties;

/// <summary>What is reserved for a request to Gemini, or to Claude by Bedrock's Converse, is never below the worst bill for it. Prices and sizes are the test's own.</summary>
public sealed class CloudBoundProperties
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(3_000).WithReplay(20261121, 9);

    private static Gen<Ask> Asks =>
        from text in Properties.Asks.Text
        from cap in Gen.Frequency((4, Gen.Choose(1, 60_000).Select(number => (long?)number)), (1, Gen.Constant((long?)null)))
        from otherCap in Gen.Frequency((3, Gen.Constant((long?)null)), (1, Gen.Choose(1, 60_000).Select(number => (long?)number)))
        from answers in Gen.Frequency((4, Gen.Constant(1)), (1, Gen.Choose(2, 8)))
        from thinking in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1_024, 60_000)))
        from pictures in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 5)))
        from hidden in Gen.Elements(false, false, false, true)
        from searches in Gen.Elements(false, false, false, true)
        from lifetime in Gen.Elements(null, "5m", "1h")
        from priority in Gen.Elements(false, false, true)
        from order in Gen.Choose(0, 1_000)
        select new Ask(text, cap, otherCap, answers, thinking, pictures, hidden, searches, lifetime, priority, order);

    [Fact]
    public void No_reservation_is_below_the_worst_bill_of_Gemini() => Prop.ForAll(Asks.ToArbitrary(), ask =>
    {
        // gemini-2.5-pro: 1.25 and 10 USD per million tokens, twice and 1.5 times above 200,000, twice in the priority tier.
        var turns = ask.Searches ? 11 : 1;
        var prompt = ask.Searches || ask.Hidden || ask.Pictures > 0 ? 1_048_576 : Math.Min(1_048_576, TokensOf(ask.Text, 2) + 100);
        var output = (ask.Cap is { } cap ? ask.Thinking > cap ? cap + ask.Thinking : cap : 65_536) * ask.Answers;
        var isLong = prompt > 200_000;
        var usd = ((prompt * turns * (isLong ? 2.5m : 1.25m)) + (output * (isLong ? 15m : 10m))) * (ask.Priority ? 2m : 1m) / 1_000_000m;
        usd += ask.Searches ? 10 * 0.045m : 0m;

        var facts = RequestScan.Read(GeminiOf(ask), ApiFormat.Gemini)!;
        facts.Model = "gemini-2.5-pro";
        return IsEnough(WorstCase.Of(facts, PriceCatalog.Default, anthropic: false, embeddings: false), usd, prompt * turns, output)
            && WorstCase.Of(facts, PriceCatalog.Default, anthropic: false, embeddings: false).Bound.IsBounded == !(ask.Cap is null || ask.Hidden || ask.Pictures > 0 || ask.Searches);
    }).Check(Fixed);

    [Fact]
    public void No_reservation_is_below_the_worst_bill_of_Claude_by_Converse() => Prop.ForAll(Asks.ToArbitrary(), ask =>
    {
        // claude-haiku-4-5: 1 and 5 USD per million tokens; writes to the cache 1.25 and 2 times that; 1.1 times outside the global endpoint.
        var prompt = ask.Hidden ? 200_000 : Math.Min(200_000, TokensOf(ask.Text, 2) + (4_784L * ask.Pictures) + 804);
        var output = ask.Cap is { } cap ? Math.Max(cap, ask.OtherCap ?? 0) is var most && ask.Thinking > most ? 200_000 : most : 64_000;
        var usd = ((prompt * (ask.Lifetime switch { null => 1m, "1h" => 2m, _ => 1.25m })) + (output * 5m)) * 1.1m / 1_000_000m;

        var facts = RequestScan.Read(ConverseOf(ask), ApiFormat.Converse)!;
        facts.Model = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
        facts.Regional = Regions.Of(new Uri("https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse"), Endpoint.Match(HttpMethod.Post, new Uri("https://h/model/m/converse"), out _)!).IsMore(facts.Model);
        RequestScan.NoteConverseModel(facts, facts.Model);
        return IsEnough(WorstCase.Of(facts, PriceCatalog.Default, anthropic: false, embeddings: false), usd, prompt, output);
    }).Check(Fixed);

    private static bool IsEnough(in Reservation reservation, decimal usd, long input, long output)
    {
        var held = reservation.Amounts;
        return Money.ToUsd(held.NanoUsd) >= usd && held.InputTokens >= input && held.OutputTokens >= output && held.Tokens >= input + output;
    }

    private static long TokensOf(string text, int times)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var ascii = utf8.Count(b => b < 0x80);
        return times * (long)Math.Ceiling((1.75m * ascii) + (3.25m * (utf8.Length - ascii)));
    }

    private static byte[] GeminiOf(Ask ask)
    {
        var parts = new JsonArray(new JsonObject { ["text"] = ask.Text });
        for (var i = 0; i < ask.Pictures; i++)
        {
            parts.Add(new JsonObject { ["inlineData"] = new JsonObject { ["mimeType"] = "image/png", ["data"] = "AAAA" } });
        }

        var config = new JsonObject { ["temperature"] = 0.5 };
        if (ask.Cap is { } cap)
        {
            config[ask.Order % 2 == 0 ? "maxOutputTokens" : "max_output_tokens"] = cap;
        }

        if (ask.Thinking > 0)
        {
            config["thinkingConfig"] = new JsonObject { ["thinkingBudget"] = ask.Thinking };
        }

        config["candidateCount"] = ask.Answers;
        var tools = new JsonArray(new JsonObject { ["functionDeclarations"] = new JsonArray(new JsonObject { ["name"] = "f", ["description"] = ask.Text }) });
        if (ask.Searches)
        {
            tools.Add(new JsonObject { ["googleSearch"] = new JsonObject() });
        }

        return Body(
            ask.Order,
            ("contents", new JsonArray(new JsonObject { ["role"] = "user", ["parts"] = parts })),
            ("generationConfig", config),
            ("tools", tools),
            ("cachedContent", ask.Hidden ? "cachedContents/1" : null),
            ("serviceTier", ask.Priority ? "priority" : null));
    }

    private static byte[] ConverseOf(Ask ask)
    {
        var content = new JsonArray(new JsonObject { ["text"] = ask.Text });
        for (var i = 0; i < ask.Pictures; i++)
        {
            content.Add(new JsonObject { ["image"] = new JsonObject { ["format"] = "png", ["source"] = new JsonObject { ["bytes"] = new string('A', 400) } } });
        }

        if (ask.Hidden)
        {
            content.Add(new JsonObject { ["document"] = new JsonObject { ["format"] = "pdf", ["name"] = "d", ["source"] = new JsonObject { ["bytes"] = "AAAA" } } });
        }

        if (ask.Lifetime is { } lifetime)
        {
            content.Add(new JsonObject { ["cachePoint"] = new JsonObject { ["type"] = "default", ["ttl"] = lifetime } });
        }

        var more = new JsonObject();
        if (ask.OtherCap is { } other)
        {
            more["max_tokens"] = other;
        }

        if (ask.Thinking > 0)
        {
            more["thinking"] = new JsonObject { ["type"] = "enabled", ["budget_tokens"] = ask.Thinking };
        }

        return Body(
            ask.Order,
            ("messages", new JsonArray(new JsonObject { ["content"] = content, ["role"] = "user" })),
            ("system", new JsonArray(new JsonObject { ["text"] = ask.Text })),
            ("inferenceConfig", ask.Cap is { } cap ? new JsonObject { ["maxTokens"] = cap } : null),
            ("additionalModelRequestFields", more));
    }

    private static byte[] Body(int order, params (string Name, JsonNode? Value)[] fields)
    {
        new Random(order).Shuffle(fields);
        return Encoding.UTF8.GetBytes(new JsonObject(fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value))).ToJsonString());
    }

    public sealed record Ask(string Text, long? Cap, long? OtherCap, int Answers, int Thinking, int Pictures, bool Hidden, bool Searches, string? Lifetime, bool Priority, int Order);
}
