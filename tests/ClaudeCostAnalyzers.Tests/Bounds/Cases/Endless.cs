using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

class Endless(IChatClient chat)
{
    private bool _running = true;
    private volatile bool _stop;

    async Task WhileTrue() { while (true) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task ForEver() { for (; ; ) { await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task Cancellation(CancellationToken ct) { while (!ct.IsCancellationRequested) await {|CCA1001:chat.GetResponseAsync("x", cancellationToken: ct)|}; }
    async Task Flag() { while (_running) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task OwnFlag() { _running = true; while (_running) { await {|CCA1001:chat.GetResponseAsync("x")|}; if (_stop) break; } }
    async Task BreakOnFailure() { while (true) { try { await {|CCA1001:chat.GetResponseAsync("x")|}; } catch (Exception) { break; } } }
    async Task SwallowsFailure() { while (true) { try { await {|CCA1001:chat.GetResponseAsync("x")|}; } catch (Exception e) { Console.WriteLine(e); } } }
    async Task Goto() { again: await {|CCA1001:chat.GetResponseAsync("x")|}; goto again; }
    void InLambda() { Task.Run(async () => { while (true) await {|CCA1001:chat.GetResponseAsync("x")|}; }); }
    async Task InLocalFunction() { await Run(); async Task Run() { while (true) await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task LambdaInLoop() { while (true) await Task.Run(() => {|CCA1001:chat.GetResponseAsync("x")|}); }
    async Task CtrlC() { var running = true; Console.CancelKeyPress += (_, e) => running = false; while (running) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    string Property { get { while (true) { {|CCA1001:chat.GetResponseAsync("x")|}.Wait(); } } }
    async Task InUsing() { while (true) { using var stream = new MemoryStream(); await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task InLock() { while (true) { lock (this) { _ = {|CCA1001:chat.GetResponseAsync("x")|}.Result; } } }
    async Task InFinally() { while (true) { try { Console.WriteLine(); } finally { await {|CCA1001:chat.GetResponseAsync("x")|}; } } }

    // Services: by design, but unlimited.
    async Task Delay(CancellationToken ct) { while (!ct.IsCancellationRequested) { await {|CCA1005:chat.GetResponseAsync("x", cancellationToken: ct)|}; await Task.Delay(1000, ct); } }
    async Task Heartbeat() { while (true) { await {|CCA1005:chat.GetResponseAsync("x")|}; Thread.Sleep(1000); } }
    async Task Timer(PeriodicTimer timer, CancellationToken ct) { while (await timer.WaitForNextTickAsync(ct)) await {|CCA1005:chat.GetResponseAsync("x")|}; }
    async Task ReadAll(Channel<string> work) { await foreach (var item in work.Reader.ReadAllAsync()) await {|CCA1005:chat.GetResponseAsync(item)|}; }
    async Task Read(Channel<string> work, CancellationToken ct) { while (!ct.IsCancellationRequested) { var item = await work.Reader.ReadAsync(ct); await {|CCA1005:chat.GetResponseAsync(item)|}; } }
    async Task WaitToRead(ChannelReader<string> work) { while (await work.WaitToReadAsync()) while (work.TryRead(out var item)) await {|CCA1005:chat.GetResponseAsync(item)|}; }
    void Consume(BlockingCollection<string> work) { foreach (var item in work.GetConsumingEnumerable()) {|CCA1005:chat.GetResponseAsync(item)|}.Wait(); }
    async Task FailsAndWaits(CancellationToken ct) { while (!ct.IsCancellationRequested) { try { await {|CCA1005:chat.GetResponseAsync("x")|}; } catch (Exception) { } await Task.Delay(1000); } }
    async Task ToolsInWorker(Channel<string> work) { await foreach (var item in work.Reader.ReadAllAsync()) { while (true) { var r = await {|CCA1002:chat.GetResponseAsync(item)|}; if (r.Text == "ok") break; } } }

    // Stored, not run.
    void Stored() { var list = new List<Func<Task>>(); while (true) { list.Add(() => chat.GetResponseAsync("x")); } }
    // Opaque.
    async Task SomebodysOwnCount(Meter meter) { while (meter.Count < 20) await {|CCA1009:chat.GetResponseAsync("x")|}; }
    class Meter { public int Count => Environment.ProcessorCount; }
    async Task Opaque() { while (!File.Exists("stop")) await {|CCA1009:chat.GetResponseAsync("x")|}; }
    async IAsyncEnumerable<string> Yielding() { while (true) { yield return (await {|CCA1009:chat.GetResponseAsync("x")|}).Text; } }
}
