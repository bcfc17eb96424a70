// Workers that wait when there is nothing to do, and channels that a member makes, fills and completes.
using System.Threading.Channels;
using Microsoft.Extensions.AI;

#nullable enable
class Workers(IChatClient chat, Workers.IStore store)
{
    internal sealed record Job(string Id, string Prompt);
    internal interface IStore { Task<Job?> NextAsync(CancellationToken ct); Task<List<Job>> PendingAsync(); bool TryNext(out Job? job); Task CompleteAsync(string id, string result); Task FailAsync(string id, string why); }

    // ---- services: information ----
    async Task NoJob(CancellationToken ct) { while (!ct.IsCancellationRequested) { var job = await store.NextAsync(ct); if (job is null) { await Task.Delay(1000, ct); continue; } var r = await {|CCA1005:chat.GetResponseAsync(job.Prompt, cancellationToken: ct)|}; await store.CompleteAsync(job.Id, r.Text); } }
    async Task NoJobHandled(CancellationToken ct) { while (!ct.IsCancellationRequested) { var job = await store.NextAsync(ct); if (job is null) { await Task.Delay(1000, ct); continue; } try { var r = await {|CCA1005:chat.GetResponseAsync(job.Prompt, cancellationToken: ct)|}; await store.CompleteAsync(job.Id, r.Text); } catch (Exception e) when (e is not OperationCanceledException) { await store.FailAsync(job.Id, e.Message); } } }
    async Task EmptyBatch(CancellationToken ct) { while (true) { var jobs = await store.PendingAsync(); if (jobs.Count == 0) { await Task.Delay(5000, ct); continue; } foreach (var job in jobs) await {|CCA1005:chat.GetResponseAsync(job.Prompt)|}; } }
    async Task NotTaken(CancellationToken ct) { while (!ct.IsCancellationRequested) { if (!store.TryNext(out var job)) { await Task.Delay(100, ct); continue; } await {|CCA1005:chat.GetResponseAsync(job!.Prompt)|}; } }

    // ---- nothing to wait for ----
    async Task Spins(CancellationToken ct) { while (!ct.IsCancellationRequested) { var job = await store.NextAsync(ct); if (job is null) continue; await {|CCA1001:chat.GetResponseAsync(job.Prompt)|}; } }
    async Task WaitsOnFailure(CancellationToken ct) { while (!ct.IsCancellationRequested) { try { await {|CCA1001:chat.GetResponseAsync("x")|}; } catch (HttpRequestException) { await Task.Delay(1000, ct); } } }
    async Task WaitsOnSwitch(bool isSlow) { while (true) { if (isSlow) { await Task.Delay(1000); continue; } await {|CCA1001:chat.GetResponseAsync("x")|}; } }

    // ---- one's own channel ----
    async Task Filled(List<string> docs) { var channel = Channel.CreateUnbounded<string>(); foreach (var doc in docs) await channel.Writer.WriteAsync(doc); channel.Writer.Complete(); await foreach (var doc in channel.Reader.ReadAllAsync()) await chat.GetResponseAsync(doc); }
    async Task FilledMeanwhile(List<string> docs) { var channel = Channel.CreateBounded<string>(8); var fill = Task.Run(async () => { try { foreach (var doc in docs) await channel.Writer.WriteAsync(doc); } finally { channel.Writer.TryComplete(); } }); await foreach (var doc in channel.Reader.ReadAllAsync()) await chat.GetResponseAsync(doc); await fill; }
    async Task NeverCompleted(List<string> docs) { var channel = Channel.CreateUnbounded<string>(); foreach (var doc in docs) await channel.Writer.WriteAsync(doc); await foreach (var doc in channel.Reader.ReadAllAsync()) await {|CCA1005:chat.GetResponseAsync(doc)|}; }
    async Task FilledByReplies(string first) { var channel = Channel.CreateUnbounded<string>(); await channel.Writer.WriteAsync(first); await foreach (var doc in channel.Reader.ReadAllAsync()) { var r = await {|CCA1005:chat.GetResponseAsync(doc)|}; if (r.Text == "end") channel.Writer.Complete(); else await channel.Writer.WriteAsync(r.Text); } }
    async Task HandedOn(Action<ChannelWriter<string>> fill) { var channel = Channel.CreateUnbounded<string>(); fill(channel.Writer); await foreach (var doc in channel.Reader.ReadAllAsync()) await {|CCA1005:chat.GetResponseAsync(doc)|}; channel.Writer.Complete(); }
    async Task FilledForEver(Func<Task<string>> next) { var channel = Channel.CreateUnbounded<string>(); var fill = Task.Run(async () => { while (true) await channel.Writer.WriteAsync(await next()); }); await foreach (var doc in channel.Reader.ReadAllAsync()) await {|CCA1005:chat.GetResponseAsync(doc)|}; channel.Writer.Complete(); }
}
