using Microsoft.Extensions.AI;

/// <summary>Sequences that do or do not come to an end, and chains over them.</summary>
class CallsSequences(IChatClient chat)
{
    async Task LocalIterator() { foreach (var i in Forever()) await {|CCA1001:AskAsync("x")|}; static IEnumerable<int> Forever() { while (true) yield return 1; } }
    async Task InLambda() { Func<Task> run = async () => { foreach (var i in Endless()) await {|CCA1001:AskAsync("x")|}; }; await run(); }
    async Task Selected() { foreach (var i in Endless().Select(i => i + 1).Where(i => i > 3)) await {|CCA1001:AskAsync("x")|}; }
    async Task Skipped() { foreach (var i in Endless().Skip(3).Cast<object>().Append("x")) await {|CCA1001:AskAsync("x")|}; }
    async Task Concatenated(int[] xs) { foreach (var i in xs.Concat(Endless())) await {|CCA1001:AskAsync("x")|}; }
    async Task Chunked() { foreach (var chunk in Endless().Chunk(3)) await {|CCA1001:AskAsync("x")|}; }
    async Task QueryForm() { foreach (var i in from x in Endless() where x > 2 select x * 2) await {|CCA1001:AskAsync("x")|}; }
    async Task InVariable() { var all = Endless(); foreach (var i in all) await {|CCA1001:AskAsync("x")|}; }
    async Task InVariableSelected() { var all = Endless().Select(i => i * 2); foreach (var i in all) await {|CCA1001:AskAsync("x")|}; }
    async Task Property() { foreach (var i in Numbers) await {|CCA1001:AskAsync("x")|}; }
    async Task OwnType(Feed feed) { foreach (var i in feed) await {|CCA1001:AskAsync("x")|}; }
    async Task Async() { await foreach (var i in EndlessAsync().WithCancellation(default)) await {|CCA1001:AskAsync("x")|}; }
    async Task HugeRange() { foreach (var i in Enumerable.Range(0, int.MaxValue)) await {|CCA1001:AskAsync("x")|}; }
    async Task ByHand() { var e = Shown(Endless()).GetEnumerator(); while (e.MoveNext()) await {|CCA1001:AskAsync("x")|}; }
    async Task Helper() { foreach (var i in Shown(Endless())) await {|CCA1001:AskAsync("x")|}; }
    async Task ForIterator() { foreach (var i in ForForever()) await {|CCA1001:AskAsync("x")|}; }
    async Task GotoIterator() { foreach (var i in GotoForever()) await {|CCA1001:AskAsync("x")|}; }

    // The iterator itself asks, and nothing stops whoever reads it.
    async Task Drained() { await foreach (var reply in {|CCA1001:AskForeverAsync()|}) Console.Write(reply); }
    async Task UntilDone() { await foreach (var reply in {|CCA1002:AskForeverAsync()|}) if (reply == "done") break; }

    // Bounded.
    async Task Taken() { foreach (var i in Endless().Take(3)) await AskAsync("x"); }
    async Task TakenThenSelected() { foreach (var i in Endless().Where(i => i > 2).Take(3).Select(i => i + 1)) await AskAsync("x"); }
    async Task TakenRange() { foreach (var i in Endless().Take(..3)) await AskAsync("x"); }
    async Task TakenInVariable() { var some = Endless().Take(3); foreach (var i in some) await AskAsync("x"); }
    async Task Zipped(int[] xs) { foreach (var (i, x) in Endless().Zip(xs)) await AskAsync("x"); }
    async Task ZippedOther(int[] xs) { foreach (var (x, i) in xs.Zip(Endless())) await AskAsync("x"); }
    async Task Repeated() { foreach (var i in Enumerable.Repeat("x", 5)) await AskAsync(i); }
    async Task Ranged(int n) { foreach (var i in Enumerable.Range(0, n)) await AskAsync("x"); }
    async Task First() { foreach (var c in Endless().First().ToString()) await AskAsync("x"); }
    async Task Own(List<int> list) { foreach (var i in Shown(list)) await AskAsync("x"); }
    async Task ArgumentOnly(List<int> list) { foreach (var i in list.Where(x => Endless().First() > x)) await AskAsync("x"); }
    async Task FeedOnce(Feed feed) { foreach (var i in feed.Take(3)) await AskAsync("x"); }
    async Task StoredTask() { var task = AskAsync("x"); while (true) { await task; Console.Write("again"); } }
    async Task CountedIterator() { foreach (var i in Counted()) await AskAsync("x"); }
    async Task BreakingIterator() { foreach (var i in Breaking()) await AskAsync("x"); }
    async Task FinitePages() { await foreach (var reply in AskThriceAsync()) Console.Write(reply); }
    async Task CountedConsumer() { var n = 0; await foreach (var reply in AskForeverAsync()) if (++n > 3) break; }

    static IEnumerable<int> Endless() { var i = 0; while (true) yield return i++; }
    static IEnumerable<int> ForForever() { for (var i = 0; ; i++) yield return i; }
    static IEnumerable<int> GotoForever() { again: yield return 1; goto again; }
    static IEnumerable<int> Counted() { for (var i = 0; i < 3; i++) yield return i; }
    static IEnumerable<int> Breaking() { var i = 0; while (true) { if (i++ > 3) yield break; yield return i; } }
    static IEnumerable<int> Numbers { get { var i = 0; while (true) yield return i++; } }
    static IEnumerable<T> Shown<T>(IEnumerable<T> source) { foreach (var item in source) { Console.Write(item); yield return item; } }
    static async IAsyncEnumerable<int> EndlessAsync() { var i = 0; while (true) { await Task.Yield(); yield return i++; } }
    async IAsyncEnumerable<string> AskForeverAsync() { while (true) yield return await {|CCA1009:AskAsync("x")|}; }
    async IAsyncEnumerable<string> AskThriceAsync() { for (var i = 0; i < 3; i++) yield return await AskAsync("x"); }
    async Task<string> AskAsync(string prompt) => (await chat.GetResponseAsync(prompt)).Text;
}

class Feed : IEnumerable<int>
{
    public IEnumerator<int> GetEnumerator() { while (true) yield return 1; }
    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
