using System.Text;

namespace ClaudeCost.Tests.Properties;

/// <summary>
/// The most that a provider can bill for a request, worked out from what the request means, with prices and sizes of its own: nothing
/// here is taken from the code that it checks.
/// </summary>
internal static class WorstBill
{
    // USD per million tokens, tokens.
    private static readonly Dictionary<string, Model> Models = new()
    {
        ["claude-haiku-4-5"] = new(1m, 5m, 200_000, 64_000),
        ["claude-sonnet-4-6"] = new(3m, 15m, 1_000_000, 64_000),
        ["claude-opus-4-6"] = new(5m, 25m, 1_000_000, 128_000) { Fast = 6m },
        ["claude-opus-4-8"] = new(5m, 25m, 1_000_000, 128_000) { Fast = 2m },
        ["claude-fable-5"] = new(10m, 50m, 1_000_000, 128_000),
        ["claude-sonnet-4-5"] = new(3m, 15m, 1_000_000, 64_000) { LongAbove = 200_000, LongIn = 6m, LongOut = 22.5m },
        ["claude-haiku-5-5"] = new(0.1m, 0.5m, 1_000_000, 128_000) { LongAbove = 100_000, LongIn = 0.5m, LongOut = 2.5m },
    };

    public static IReadOnlyList<string> Names { get; } = [.. Models.Keys];

    public static bool HasFastMode(string model) => Models[model].Fast > 1m;

    /// <param name="ask">The request.</param>
    /// <param name="discount">What its tokens cost, of their price. Searches have no discount.</param>
    public static (decimal Usd, long Input, long Output) Of(Ask ask, decimal discount = 1m)
    {
        var total = (Usd: 0m, Input: 0L, Output: 0L);
        var searches = ask.SearchesOpen ? 10 : ask.Searches ?? 0;
        var turns = 1 + searches + (ask.Advisor?.Uses ?? 0);
        foreach (var name in ask.Fallbacks.Prepend(ask.Model))
        {
            var model = Models[name];

            // With tools of the provider each turn can fill the window.
            var prompt = turns > 1 || ask.Hidden ? model.Window : Math.Min(model.Window, Tokens(ask));
            var output = ask.Cap is not { } cap ? model.MostOutput : ask.Thinking > cap ? model.Window : cap;
            Add(model, prompt, turns, output, ask.Fast ? model.Fast : 1m, ask.Lifetime);
        }

        if (ask.Advisor is { } advisor)
        {
            var model = Models[advisor.Model];
            Add(model, model.Window, advisor.Uses, (long)advisor.Uses * advisor.Cap, ask.Fast ? model.Fast : 1m, ask.Lifetime);
        }

        // The dearer region, which a workspace may choose without the request showing it, and $10 for 1,000 searches.
        return total with { Usd = (total.Usd * 1.1m * discount) + (searches * 0.01m) };

        void Add(Model model, long prompt, int times, long output, decimal factor, string? lifetime)
        {
            var isLong = prompt > model.LongAbove;
            var write = lifetime switch { null => 1m, "1h" => 2m, _ => 1.25m };
            var input = prompt * times;
            total.Usd += ((input * (isLong ? model.LongIn : model.In) * write) + (output * (isLong ? model.LongOut : model.Out))) * factor / 1_000_000m;
            total.Input += input;
            total.Output += output;
        }
    }

    /// <summary>The worst that was ever measured: 1.75 tokens for an ASCII byte, 3.25 for another, 4,784 for an image, and what tools add.</summary>
    private static long Tokens(Ask ask)
    {
        var utf8 = Encoding.UTF8.GetBytes(ask.Text);
        var ascii = utf8.Count(b => b < 0x80);

        // The text stands in it twice: as the system prompt and as a message.
        return (2 * (long)Math.Ceiling((1.75m * ascii) + (3.25m * (utf8.Length - ascii)))) + (4_784L * ask.Images) + 804;
    }

    private sealed record Model(decimal In, decimal Out, long Window, long MostOutput)
    {
        public decimal Fast { get; init; } = 1m;

        public long LongAbove { get; init; } = long.MaxValue;

        public decimal LongIn { get; init; }

        public decimal LongOut { get; init; }
    }
}
