using Microsoft.Extensions.AI;

// Work that is fetched from a store which the replies go back to: the store says when there is no more, not the model.
internal sealed record Job(int Id, string Text);
internal interface IJobs { Task<Job?> NextAsync(CancellationToken ct); Task<bool> HasPendingAsync(); Task<Job> TakeAsync(); Task<List<Job>> BatchAsync(int n); Task SaveAsync(string text, CancellationToken ct); Task CompleteAsync(int id, string text); Task ReportAsync(Job job, string text); void Enqueue(int parent, string text); }
internal interface ITalk { bool IsComplete { get; } string Opening { get; } string? Next(); void Add(string text); Task SaveAsync(string text); Task<bool> IsDoneAsync(); }
internal sealed class Rows(System.Data.Common.DbConnection db)
{
    public async Task<string?> NextAsync() { await using var command = db.CreateCommand(); command.CommandText = "select top 1 text from rows where summary is null"; return (string?)await command.ExecuteScalarAsync(); }
    public async Task SaveAsync(string row, string text) { await using var command = db.CreateCommand(); command.CommandText = "update rows"; await command.ExecuteNonQueryAsync(); }
}
internal sealed class Ticket { public int Id; public string Body = ""; public string? Answer { get; set; } public bool IsOpen { get; set; } = true; }
internal interface ITickets { Task<Ticket?> GetNextOpenAsync(); Task<int> CountOpenAsync(); Task UpdateAsync(Ticket ticket); }
internal sealed class WildStores(IChatClient chat, IJobs jobs)
{
    public async Task Saved(CancellationToken ct) { while (await jobs.NextAsync(ct) is { } job) { var r = await {|CCA1009:chat.GetResponseAsync(job.Text, cancellationToken: ct)|}; await jobs.SaveAsync(r.Text, ct); } }
    public async Task Completed(CancellationToken ct) { while (true) { var job = await jobs.NextAsync(ct); if (job is null) break; var r = await {|CCA1009:chat.GetResponseAsync(job.Text, cancellationToken: ct)|}; await jobs.CompleteAsync(job.Id, r.Text); } }
    public async Task Reported() { while (await jobs.HasPendingAsync()) { var job = await jobs.TakeAsync(); var r = await {|CCA1009:chat.GetResponseAsync(job.Text)|}; await jobs.ReportAsync(job, r.Text); } }
    public async Task Batches() { List<Job> batch; do { batch = await jobs.BatchAsync(10); foreach (var job in batch) await jobs.CompleteAsync(job.Id, (await {|CCA1009:chat.GetResponseAsync(job.Text)|}).Text); } while (batch.Count > 0); }
    public async Task InSource(Rows rows) { while (await rows.NextAsync() is { } row) { var r = await {|CCA1009:chat.GetResponseAsync(row)|}; await rows.SaveAsync(row, r.Text); } }
    // What the reply adds to the work is the model's.
    public async Task MoreWork(CancellationToken ct) { while (await jobs.NextAsync(ct) is { } job) { var r = await {|CCA1002:chat.GetResponseAsync(job.Text, cancellationToken: ct)|}; jobs.Enqueue(job.Id, r.Text); } }
    public async Task Both(CancellationToken ct) { while (await jobs.NextAsync(ct) is { } job) { var r = await {|CCA1002:chat.GetResponseAsync(job.Text, cancellationToken: ct)|}; await jobs.CompleteAsync(job.Id, r.Text); jobs.Enqueue(job.Id, r.Text); } }
    public async Task Talks(ITalk talk) { while (!talk.IsComplete) { var r = await {|CCA1002:chat.GetResponseAsync(talk.Opening)|}; talk.Add(r.Text); } }
    public async Task TalksOn(ITalk talk) { while (talk.Next() is { } prompt) { var r = await {|CCA1002:chat.GetResponseAsync(prompt)|}; talk.Add(r.Text); } }
    public async Task TalksUntilDone(ITalk talk) { while (!await talk.IsDoneAsync()) { var r = await {|CCA1002:chat.GetResponseAsync(talk.Opening)|}; await talk.SaveAsync(r.Text); } }
    // What is written into the work makes no more of it.
    public async Task Answered(ITickets tickets) { Ticket? ticket; while ((ticket = await tickets.GetNextOpenAsync()) is not null) { ticket.Answer = (await {|CCA1009:chat.GetResponseAsync(ticket.Body)|}).Text; await tickets.UpdateAsync(ticket); } }
    public async Task AnsweredAll(ITickets tickets) { while (await tickets.CountOpenAsync() > 0) { var ticket = await tickets.GetNextOpenAsync(); if (ticket == null) return; ticket.Answer = (await {|CCA1009:chat.GetResponseAsync(ticket.Body)|}).Text; await tickets.UpdateAsync(ticket); } }
    public async Task AnsweredAgain(Ticket? ticket) { while (ticket is { IsOpen: true }) { var r = await {|CCA1002:chat.GetResponseAsync(ticket.Body)|}; ticket.IsOpen = r.Text != "closed"; } }
}
