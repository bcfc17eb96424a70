using Microsoft.Extensions.AI;

// Bots that poll for what came after the last: whoever writes to them says how much.
internal sealed record Update(int Id, string? Text);
internal interface IBot { Task<Update[]> GetUpdates(int offset, CancellationToken ct); }
internal sealed class WildPolls(IChatClient chat, IBot bot)
{
    private async Task<string> Ask(string p) => (await chat.GetResponseAsync(p)).Text;
    public async Task Poll(CancellationToken ct) { var offset = 0; while (!ct.IsCancellationRequested) { var updates = await bot.GetUpdates(offset, ct); foreach (var update in updates) { offset = update.Id + 1; if (update.Text is { } text) await {|CCA1005:Ask(text)|}; } } }
    public async Task PollInline(CancellationToken ct) { var offset = 0; while (!ct.IsCancellationRequested) foreach (var update in await bot.GetUpdates(offset, ct)) { if (update.Text is { } text) await {|CCA1005:Ask(text)|}; offset = update.Id + 1; } }
    public async Task PollSame(CancellationToken ct) { while (!ct.IsCancellationRequested) { var updates = await bot.GetUpdates(0, ct); foreach (var update in updates) await {|CCA1001:Ask(update.Text!)|}; } }
    public async Task PollAndMore(CancellationToken ct) { var offset = 0; while (!ct.IsCancellationRequested) { var updates = await bot.GetUpdates(offset, ct); foreach (var update in updates) { offset = update.Id + 1; } await {|CCA1001:Ask("x")|}; } }
}
