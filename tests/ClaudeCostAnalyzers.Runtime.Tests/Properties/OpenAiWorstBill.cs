using System.Text;

namespace ClaudeCost.Tests.Properties;

/// <summary>
/// The most that OpenAI can bill for a request, worked out from what the request means, with prices and sizes of its own: nothing
/// here is taken from the code that it checks.
/// </summary>
internal static class OpenAiWorstBill
{
    /// <summary>A model that takes and gives sound, with no price in the catalogue.</summary>
    public const string Sounding = "gpt-4o-audio-preview";

    // USD per million tokens, tokens.
    private static readonly Dictionary<string, Model> Models = new()
    {
        ["gpt-4o"] = new(2.5m, 10m, 128_000, 16_384) { Priority = 1.7m },
        ["gpt-4o-mini"] = new(0.15m, 0.6m, 128_000, 16_384) { Priority = 1.67m, TokensPerImage = 2_833 + (8 * 5_667) },
        ["gpt-4.1-nano"] = new(0.1m, 0.4m, 1_047_576, 32_768) { Priority = 2m, TokensPerImage = 3_779 },
        ["gpt-5"] = new(1.25m, 10m, 400_000, 128_000) { Priority = 2m },
        ["gpt-5.4-mini"] = new(0.75m, 4.5m, 400_000, 128_000) { Priority = 2m, TokensPerImage = 3_779 },
        ["gpt-5.4"] = new(2.5m, 15m, 1_050_000, 128_000) { Priority = 2m, LongAbove = 272_000, LongIn = 5m, LongOut = 22.5m },
        ["o3"] = new(2m, 8m, 200_000, 100_000) { Priority = 1.75m },

        // Everything at the price of sound.
        [Sounding] = new(40m, 80m, 128_000, 16_384) { Priority = 1m },
    };

    // The dearest listed fee of each tool, in USD for one use.
    private static readonly Dictionary<string, decimal> Fees = new()
    {
        ["web_search"] = 0.01m, ["web_search_preview"] = 0.025m, ["file_search"] = 0.0025m, ["code_interpreter"] = 1.92m, ["image_generation"] = 0.25m, ["mcp"] = 0m,
    };

    public static IReadOnlyList<string> Names { get; } = [.. Models.Keys.Where(name => name != Sounding)];

    public static (decimal Usd, long Input, long Output) Of(OpenAiAsk ask, bool priorityByDefault)
    {
        var model = Models[ask.Model];
        string[] tools = ask.IsResponse ? ask.Tools : ask.Tools.Length > 0 ? ["web_search_preview"] : [];
        var own = tools.Count(tool => tool != "mcp");

        // One cap on the uses of all tools of OpenAI's own; ten of each are what is taken where nobody caps them.
        var uses = own == 0 ? 0 : ask is { IsResponse: true, MostToolCalls: { } most } ? most : 10L * own;
        var turns = 1 + uses + (tools.Contains("mcp") ? 10 : 0);
        var isHidden = ask.Hidden is not null || ask.Images > 0 || ask.SoundIn;
        var prompt = (turns > 1 || isHidden ? model.Window : Math.Min(model.Window, Tokens(ask))) + (ask.Images * model.TokensPerImage);
        var input = prompt * turns;
        long? cap = ask.IsResponse ? ask.Cap : ask.Cap is null && ask.OldCap is null ? null : Math.Max(ask.Cap ?? 0, ask.OldCap ?? 0);
        var output = (cap ?? model.MostOutput) * (ask.IsResponse ? 1 : ask.Answers);

        // What was predicted wrongly comes on top: at most a token for each byte.
        output += ask.IsResponse || ask.Prediction is null ? 0 : Encoding.UTF8.GetByteCount(ask.Prediction);
        var isLong = prompt > model.LongAbove;
        var factor = ask.Tier == "priority" || (priorityByDefault && ask.Tier is null or "auto") ? model.Priority : 1m;
        var usd = ((input * (isLong ? model.LongIn : model.In)) + (output * (isLong ? model.LongOut : model.Out))) * factor / 1_000_000m;
        return (usd + (uses * (own == 0 ? 0m : tools.Max(tool => Fees[tool]))), input, output);
    }

    /// <summary>The worst that was ever measured of any tokenizer: 1.75 tokens for an ASCII byte, 3.25 for another. OpenAI's have no more than bytes.</summary>
    private static long Tokens(OpenAiAsk ask)
    {
        var utf8 = Encoding.UTF8.GetBytes(ask.Text);
        var ascii = utf8.Count(b => b < 0x80);

        // The text stands in it as a message and in a tool, and in responses as instructions too.
        return ((ask.IsResponse ? 3 : 2) * (long)Math.Ceiling((1.75m * ascii) + (3.25m * (utf8.Length - ascii)))) + 100;
    }

    private sealed record Model(decimal In, decimal Out, long Window, long MostOutput)
    {
        public decimal Priority { get; init; } = 1m;

        public long TokensPerImage { get; init; }

        public long LongAbove { get; init; } = long.MaxValue;

        public decimal LongIn { get; init; }

        public decimal LongOut { get; init; }
    }
}
