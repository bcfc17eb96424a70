using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using ClaudeCost;

namespace DigestWorker;

/// <summary>Writes a digest of every text that is put into a folder, for as long as it runs, and for so much an hour.</summary>
internal sealed class Digests(IAnthropicClient client, IConfiguration configuration, ILogger<Digests> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly string inbox = configuration["Inbox"] ?? "inbox";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The loop has no end, so the budget renews: each hour has room for this much, and never for more.
        using var budget = BudgetScope.Begin(new Budget
        {
            Name = "digests",
            Window = BudgetWindow.Hourly,
            MaxCalls = configuration.GetValue("CallsPerHour", 200L),
            MaxCostUsd = configuration.GetValue("UsdPerHour", 2m),
            Tags = new Dictionary<string, string> { ["job"] = "digests" },
        });
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = stoppingToken };
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // The loop's own token would end the calls in flight, which are paid for, when another one finds no room.
                var texts = Directory.EnumerateFiles(inbox, "*.txt").Order().Take(100).ToList();
                await Parallel.ForEachAsync(texts, parallel, (text, _) => DigestAsync(text, stoppingToken));
                await Task.Delay(Pause, stoppingToken);
            }
            catch (BudgetExceededException full) when (full.RenewsAt is { } renewsAt)
            {
                log.LogWarning("{Message} The work goes on then.", full.Message);

                // It may have come meanwhile, and a negative delay is an error.
                var wait = renewsAt - DateTimeOffset.UtcNow;
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, stoppingToken);
            }
        }
    }

    private async ValueTask DigestAsync(string path, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        Message reply;
        try
        {
            reply = await client.Messages.Create(
                new MessageCreateParams { Model = "claude-haiku-4-5", MaxTokens = 200, Messages = [new UserMessageParam($"Sum up in one sentence: {text}")] },
                cancellationToken);
        }
        catch (Exception problem) when (problem is AnthropicException or HttpRequestException or IOException)
        {
            // Refused, or the connection broke, perhaps in the middle of the reply. It stays in the folder and has its turn again.
            log.LogWarning("No digest of {Path}: {Problem}", path, problem.Message);
            return;
        }

        var digest = string.Concat(reply.Content.Select(block => block.TryPickText(out var part) ? part.Text : ""));
        await File.WriteAllTextAsync(Path.ChangeExtension(path, ".digest"), digest, cancellationToken);
        File.Delete(path);
    }
}
