using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

// Work lists, queues, pages, files, producers and consumers.
class WildQueues(IChatClient chat, Action<string> log, WildQueues.IStore store, WildQueues.IQueue queue)
{
    private readonly ConcurrentQueue<string> _inbox = new();
    private readonly BlockingCollection<string> _jobs = [];
    private readonly SemaphoreSlim _signal = new(0);
    private volatile bool _disposed;

    // ---- bounds ----
    async Task Drain(Queue<string> work) { while (work.TryDequeue(out var item)) { var r = await chat.GetResponseAsync(item); log(r.Text); } }
    async Task DrainInbox() { while (!_inbox.IsEmpty) { if (_inbox.TryDequeue(out var m)) await chat.GetResponseAsync(m); } }
    async Task DrainPriority(PriorityQueue<string, int> work) { while (work.Count > 0) await chat.GetResponseAsync(work.Dequeue()); }
    async Task DrainPriorityTry(PriorityQueue<string, int> work) { while (work.TryDequeue(out var x, out var p)) await chat.GetResponseAsync(x + p); }
    async Task DrainLinked(LinkedList<string> work) { while (work.First is { } node) { work.RemoveFirst(); await chat.GetResponseAsync(node.Value); } }
    async Task DrainSet(HashSet<string> open) { while (open.Count > 0) { var x = open.First(); open.Remove(x); await chat.GetResponseAsync(x); } }
    async Task WalkLinked(LinkedListNode<string>? node) { while (node != null) { await chat.GetResponseAsync(node.Value); node = node.Next; } }
    async Task WalkParents(DirectoryInfo? dir) { while (dir is not null) { await chat.GetResponseAsync(dir.Name); dir = dir.Parent; } }
    async Task WalkExceptions(Exception? e) { for (; e != null; e = e.InnerException) await chat.GetResponseAsync(e.Message); }
    async Task TreeWorklist(string root) { var open = new Stack<string>(); open.Push(root); while (open.Count > 0) { var dir = open.Pop(); foreach (var sub in Directory.GetDirectories(dir)) open.Push(sub); await chat.GetResponseAsync(dir); } }
    async Task Visited(string start) { var seen = new HashSet<string>(); var open = new Queue<string>([start]); while (open.Count > 0) { var url = open.Dequeue(); if (!seen.Add(url)) continue; await {|CCA1009:chat.GetResponseAsync(url)|}; foreach (var next in await store.LinksAsync(url)) open.Enqueue(next); } }
    async Task VisitedCapped(string start) { var seen = new HashSet<string>(); var open = new Queue<string>([start]); while (open.Count > 0 && seen.Count < 50) { var url = open.Dequeue(); if (!seen.Add(url)) continue; var r = await chat.GetResponseAsync(url); foreach (var next in r.Text.Split('\n')) open.Enqueue(next); } }
    async Task FileLines(string path) { foreach (var line in File.ReadLines(path)) await chat.GetResponseAsync(line); }
    async Task AsyncLines(string path) { await foreach (var line in File.ReadLinesAsync(path)) { if (line.Length == 0) continue; await chat.GetResponseAsync(line); } }
    async Task ReaderLines(StreamReader reader) { while (true) { var line = await reader.ReadLineAsync(); if (line is null) break; await chat.GetResponseAsync(line); } }
    async Task ReadBlocks(StreamReader reader) { var buffer = new char[4000]; int n; while ((n = await reader.ReadBlockAsync(buffer, 0, buffer.Length)) > 0) await chat.GetResponseAsync(new string(buffer, 0, n)); }
    async Task Enumerator(IEnumerable<string> xs) { using var e = xs.GetEnumerator(); while (e.MoveNext()) await chat.GetResponseAsync(e.Current); }
    async Task EnumeratorBatch(IEnumerable<string> xs) { using var e = xs.GetEnumerator(); var more = e.MoveNext(); while (more) { await chat.GetResponseAsync(e.Current); more = e.MoveNext(); } }
    async Task Pages() { string? cursor = null; do { var page = await store.PageAsync(cursor); foreach (var item in page.Items) await {|CCA1009:chat.GetResponseAsync(item)|}; cursor = page.Next; } while (cursor is not null); }
    async Task PagesNumbered() { var page = 1; List<string> items; do { items = await store.ItemsAsync(page++); foreach (var item in items) await chat.GetResponseAsync(item); } while (items.Count == 100); }
    async Task PagesCapped() { for (var page = 1; page <= 10; page++) { var items = await store.ItemsAsync(page); if (items.Count == 0) break; foreach (var item in items) await chat.GetResponseAsync(item); } }
    async Task TotalPages() { int page = 0, total; do { page++; total = await store.TotalAsync(); await {|CCA1009:chat.GetResponseAsync($"{page}")|}; } while (page < total); }
    async Task ChunksOfText(string text) { var position = 0; while (position < text.Length) { var length = Math.Min(2000, text.Length - position); await chat.GetResponseAsync(text.Substring(position, length)); position += length; } }
    async Task ChunksByIndexOf(string text) { var start = 0; while (start < text.Length) { var end = text.IndexOf('\n', start); if (end < 0) end = text.Length; await {|CCA1009:chat.GetResponseAsync(text[start..end])|}; start = end + 1; } }
    async Task SpanOfText(string text) { var rest = text; while (rest.Length > 0) { var n = Math.Min(rest.Length, 1000); await chat.GetResponseAsync(rest[..n]); rest = rest[n..]; } }
    async Task ReduceSummaries(List<string> parts) { while (parts.Count > 1) { var next = new List<string>(); foreach (var pair in parts.Chunk(2)) next.Add((await chat.GetResponseAsync(string.Join("\n", pair))).Text); parts = next; } }
    async Task Matches(string text) { for (var m = System.Text.RegularExpressions.Regex.Match(text, "a"); m.Success; m = m.NextMatch()) await chat.GetResponseAsync(m.Value); }
    async Task WhenAnyDrain(string[] xs) { var tasks = xs.Select(x => chat.GetResponseAsync(x)).ToList(); while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); log((await t).Text); } }
    async Task WhenAnyThenAsk(List<Task<string>> tasks) { while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); await chat.GetResponseAsync(await t); } }
    async Task RemoveAll(List<string> open) { while (open.Count > 0) { var x = open[^1]; open.RemoveAt(open.Count - 1); await chat.GetResponseAsync(x); } }
    async Task ForBackwards(List<string> xs) { for (var i = xs.Count - 1; i >= 0; i--) { if ((await chat.GetResponseAsync(xs[i])).Text == "drop") xs.RemoveAt(i); } }
    async Task RemoveOrAdvance(List<string> xs) { var i = 0; while (i < xs.Count) { if ((await chat.GetResponseAsync(xs[i])).Text == "drop") xs.RemoveAt(i); else i++; } }
    async Task TrimHistory(List<ChatMessage> history) { while (history.Count > 20) { var r = await chat.GetResponseAsync(history.Take(5)); history.RemoveRange(0, 5); log(r.Text); } }
    async Task DictionaryDrain(Dictionary<string, string> open) { while (open.Count > 0) { var (k, v) = open.First(); open.Remove(k); await chat.GetResponseAsync(v); } }
    async Task ForeachToArray(List<string> xs) { foreach (var x in xs.ToArray()) { var r = await chat.GetResponseAsync(x); xs.Add(r.Text); } }
    async Task Groups(IEnumerable<string> xs) { foreach (var g in xs.GroupBy(x => x[0]).OrderBy(g => g.Key)) foreach (var x in g) await chat.GetResponseAsync(x); }
    async Task Zip(List<string> a, List<string> b) { foreach (var (x, y) in a.Zip(b)) await chat.GetResponseAsync(x + y); }
    async Task TakeOfEndless() { foreach (var n in Naturals().Take(5)) await chat.GetResponseAsync($"{n}"); static IEnumerable<int> Naturals() { var i = 0; while (true) yield return i++; } }

    // a queue that the member itself closes
    async Task OwnChannel(string[] docs) { var work = Channel.CreateBounded<string>(8); var fill = Task.Run(async () => { foreach (var d in docs) await work.Writer.WriteAsync(d); work.Writer.Complete(); }); await foreach (var d in work.Reader.ReadAllAsync()) await chat.GetResponseAsync(d); await fill; }
    async Task OwnChannelWhile(string[] docs) { var work = Channel.CreateUnbounded<string>(); var writer = work.Writer; foreach (var d in docs) writer.TryWrite(d); writer.Complete(); while (await work.Reader.WaitToReadAsync()) while (work.Reader.TryRead(out var d)) await chat.GetResponseAsync(d); }
    async Task OwnChannelWorkers(string[] docs) { var work = Channel.CreateBounded<string>(new BoundedChannelOptions(16)); var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () => { await foreach (var d in work.Reader.ReadAllAsync()) await chat.GetResponseAsync(d); })).ToArray(); try { foreach (var d in docs) await work.Writer.WriteAsync(d); } finally { work.Writer.TryComplete(); } await Task.WhenAll(workers); }
    void OwnCollection(string[] docs) { using var work = new BlockingCollection<string>(); foreach (var d in docs) work.Add(d); work.CompleteAdding(); foreach (var d in work.GetConsumingEnumerable()) chat.GetResponseAsync(d).Wait(); }

    // ---- services: information ----
    // a queue that somebody else fills, or the model
    async Task HandedChannel(CancellationToken ct) { var work = Channel.CreateBounded<string>(8); queue.Subscribe(work.Writer); await foreach (var d in work.Reader.ReadAllAsync(ct)) await {|CCA1005:chat.GetResponseAsync(d)|}; }
    async Task OwnCrawl(string start) { var work = Channel.CreateUnbounded<string>(); work.Writer.TryWrite(start); var open = 1; await foreach (var page in work.Reader.ReadAllAsync()) { var r = await {|CCA1005:chat.GetResponseAsync(page)|}; foreach (var link in r.Text.Split('\n')) { open++; work.Writer.TryWrite(link); } if (--open == 0) work.Writer.Complete(); } }
    async Task Worker(ChannelReader<string> jobs, CancellationToken ct) { try { await foreach (var job in jobs.ReadAllAsync(ct)) { try { await {|CCA1005:chat.GetResponseAsync(job, cancellationToken: ct)|}; } catch (Exception e) when (e is not OperationCanceledException) { log(e.Message); } } } catch (OperationCanceledException) { } }
    async Task WorkerWhile(ChannelReader<string> jobs, CancellationToken ct) { while (await jobs.WaitToReadAsync(ct)) { while (jobs.TryRead(out var job)) { var r = await {|CCA1005:chat.GetResponseAsync(job)|}; log(r.Text); } } }
    async Task OwnQueue(CancellationToken ct) { while (!ct.IsCancellationRequested) { var job = await queue.DequeueAsync(ct); if (job is null) continue; await {|CCA1005:chat.GetResponseAsync(job)|}; } }
    async Task Signalled(CancellationToken ct) { while (!_disposed) { await _signal.WaitAsync(ct); if (_inbox.TryDequeue(out var m)) await {|CCA1005:chat.GetResponseAsync(m)|}; } }
    void Taking() { while (!_jobs.IsCompleted) { var job = _jobs.Take(); {|CCA1005:chat.GetResponseAsync(job)|}.GetAwaiter().GetResult(); } }
    async Task Debounced(CancellationToken ct) { while (true) { await _signal.WaitAsync(ct); while (await _signal.WaitAsync(TimeSpan.FromMilliseconds(300), ct)) { } await {|CCA1005:chat.GetResponseAsync("x")|}; } }

    // ---- no bounds ----
    async Task FeedsItself(Queue<string> work) { while (work.Count > 0) { var r = await {|CCA1002:chat.GetResponseAsync(work.Dequeue())|}; foreach (var task in r.Text.Split('\n')) work.Enqueue(task); } }
    async Task FeedsItselfTry(Stack<string> work) { while (work.TryPop(out var x)) { var r = await {|CCA1002:chat.GetResponseAsync(x)|}; if (r.Text.Length > 0) work.Push(r.Text); } }
    async Task FeedsOwnChannel(Channel<string> jobs) { await foreach (var job in jobs.Reader.ReadAllAsync()) { var r = await {|CCA1005:chat.GetResponseAsync(job)|}; await jobs.Writer.WriteAsync(r.Text); } }
    async Task NeverTaken(Queue<string> work) { while (work.Count > 0) { var x = work.Peek(); await {|CCA1001:chat.GetResponseAsync(x)|}; } }
    async Task PutsBack(Queue<string> work) { while (work.Count > 0) { var x = work.Dequeue(); await {|CCA1009:chat.GetResponseAsync(x)|}; work.Enqueue(x); } }
    async Task IndexNotMoved(List<string> xs) { var i = 0; while (i < xs.Count) { await {|CCA1001:chat.GetResponseAsync(xs[i])|}; } }
    async Task UntilShort(string text) { while (text.Length > 1000) text = (await {|CCA1002:chat.GetResponseAsync("shorten: " + text)|}).Text; }
    async Task SpinsOnEmpty() { while (true) { if (_inbox.TryDequeue(out var m)) await {|CCA1001:chat.GetResponseAsync(m)|}; } }
    async Task Cycles(string[] models) { var i = 0; while (true) { await {|CCA1001:chat.GetResponseAsync(models[i++ % models.Length])|}; } }

    internal interface IStore { Task<string[]> LinksAsync(string url); Task<(string[] Items, string? Next)> PageAsync(string? cursor); Task<List<string>> ItemsAsync(int page); Task<int> TotalAsync(); }
    internal interface IQueue { void Subscribe(ChannelWriter<string> writer); Task<string?> DequeueAsync(CancellationToken ct); }
}
