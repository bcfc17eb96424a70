namespace ClaudeCost.Tests.Server;

/// <summary>
/// The prices that the model server bills by, in USD per million tokens. Written down here a second time on purpose: the bill
/// must not depend on the catalogue that it checks.
/// </summary>
internal static class ServerPrices
{
    private static readonly Dictionary<string, (decimal In, decimal Out, decimal Write5m, decimal Write1h, decimal Read)> PerMillion = new()
    {
        ["claude-haiku-5-5"] = (0.1m, 0.5m, 0.125m, 0.2m, 0.01m),
        ["claude-sonnet-5-5"] = (2m, 10m, 2.5m, 4m, 0.1m),
        ["claude-haiku-4-5"] = (1m, 5m, 1.25m, 2m, 0.1m),
        ["claude-sonnet-4-6"] = (3m, 15m, 3.75m, 6m, 0.3m),
        ["claude-opus-4-6"] = (5m, 25m, 6.25m, 10m, 0.5m),
        ["claude-fable-5"] = (10m, 50m, 12.5m, 20m, 1m),
        ["anthropic.claude-haiku-4-5-20251001-v1:0"] = (1m, 5m, 1.25m, 2m, 0.1m),
        ["global.anthropic.claude-sonnet-4-6"] = (3m, 15m, 3.75m, 6m, 0.3m),
        ["gemini-2.5-flash"] = (0.3m, 2.5m, 0m, 0m, 0.03m),
        ["gemini-2.5-pro"] = (1.25m, 10m, 0m, 0m, 0.125m),
        ["dime"] = (0m, 100m, 0m, 0m, 0m),
        ["gpt-4o"] = (2.5m, 10m, 2.5m, 2.5m, 1.25m),
        ["gpt-4o-mini"] = (0.15m, 0.6m, 0.15m, 0.15m, 0.075m),
        ["gpt-5.4"] = (2.5m, 15m, 2.5m, 2.5m, 0.25m),
        ["text-embedding-3-small"] = (0.02m, 0m, 0.02m, 0.02m, 0.02m),
    };

    public static decimal Usd(string model, Answer answer)
    {
        var price = PerMillion.TryGetValue(model, out var known) ? known : (In: 25m, Out: 125m, Write5m: 31.25m, Write1h: 50m, Read: 2.5m);
        return ((answer.Input * price.In) + (answer.Output * price.Out) + (answer.CacheWrite5m * price.Write5m)
            + (answer.CacheWrite1h * price.Write1h) + (answer.CacheRead * price.Read)) / 1_000_000m
            + (answer.WebSearches * 0.01m);
    }
}
