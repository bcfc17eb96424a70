using System.Collections.Concurrent;
using System.Diagnostics;
using ClaudeCost;
using Microsoft.Extensions.AI;

class Others(IChatClient chat, TextReader input, TimeProvider time)
{
    // Finite collections.
    async Task Foreach(IEnumerable<string> xs) { foreach (var x in xs) await chat.GetResponseAsync(x); }
    async Task AwaitForeach(IAsyncEnumerable<string> xs) { await foreach (var x in xs) await chat.GetResponseAsync(x); }
    async Task Index(List<string> xs) { for (var i = 0; i < xs.Count; i++) await chat.GetResponseAsync(xs[i]); }
    async Task ForeachOverReply() { await foreach (var u in chat.GetStreamingResponseAsync("x")) await chat.GetResponseAsync(u.Text); }
    async Task GrowingIndex(List<string> xs) { for (var i = 0; i < xs.Count; i++) xs.Add((await {|CCA1002:chat.GetResponseAsync(xs[i])|}).Text); }
    async Task Nested(string[] xs, string[] ys) { foreach (var x in xs) foreach (var y in ys) await chat.GetResponseAsync(x + y); }
    async Task Page() { string? next = null; do { var page = await GetPage(next); foreach (var x in page.Items) await {|CCA1009:chat.GetResponseAsync(x)|}; next = page.Next; } while (next != null); }

    // Draining.
    async Task Drain(Queue<string> q) { while (q.Count > 0) await chat.GetResponseAsync(q.Dequeue()); }
    async Task TryDrain(ConcurrentQueue<string> q) { while (q.TryDequeue(out var x)) await chat.GetResponseAsync(x); }
    async Task DrainStack(Stack<string> q) { while (q.Any()) { var x = q.Pop(); await chat.GetResponseAsync(x); } }
    async Task DrainList(List<string> q) { while (q.Count != 0) { var x = q[0]; q.RemoveAt(0); await chat.GetResponseAsync(x); } }
    async Task Skip(List<string> q) { while (q.Count > 0) { await chat.GetResponseAsync(q[0]); q = q.Skip(10).ToList(); } }
    async Task Shrink(string text) { while (text.Length > 0) { await chat.GetResponseAsync(text); text = text.Substring(1); } }
    async Task Range(string text) { while (text.Length > 0) { await chat.GetResponseAsync(text); text = text[1..]; } }

    // Clock.
    async Task Deadline() { var end = DateTime.UtcNow.AddMinutes(5); while (DateTime.UtcNow < end) await chat.GetResponseAsync("x"); }
    async Task Elapsed() { var sw = Stopwatch.StartNew(); while (sw.Elapsed < TimeSpan.FromMinutes(1)) await chat.GetResponseAsync("x"); }
    async Task ElapsedInside() { var sw = Stopwatch.StartNew(); while (true) { await chat.GetResponseAsync("x"); if (sw.ElapsedMilliseconds > 1000) break; } }
    async Task Subtract() { var start = DateTime.Now; while ((DateTime.Now - start).TotalSeconds < 30) await chat.GetResponseAsync("x"); }
    async Task Provider() { var start = time.GetTimestamp(); while (time.GetElapsedTime(start) < TimeSpan.FromMinutes(1)) await chat.GetResponseAsync("x"); }
    async Task Ticks() { var end = Environment.TickCount64 + 1000; while (Environment.TickCount64 < end) await chat.GetResponseAsync("x"); }
    async Task LocalElapsed() { var sw = Stopwatch.StartNew(); while (true) { await chat.GetResponseAsync("x"); var elapsed = sw.Elapsed; if (elapsed > TimeSpan.FromSeconds(10)) return; } }
    async Task PushedOn() { var end = DateTime.UtcNow; while (DateTime.UtcNow < end) { await {|CCA1001:chat.GetResponseAsync("x")|}; end = DateTime.UtcNow.AddMinutes(1); } }
    async Task Restarted() { var sw = Stopwatch.StartNew(); while (sw.Elapsed < TimeSpan.FromMinutes(1)) { await {|CCA1001:chat.GetResponseAsync("x")|}; sw.Restart(); } }

    // Timed tokens.
    async Task Timed() { using var cts = new CancellationTokenSource(TimeSpan.FromMinutes(1)); while (!cts.IsCancellationRequested) await chat.GetResponseAsync("x"); }
    async Task TimedToken() { using var cts = new CancellationTokenSource(60_000); while (true) await chat.GetResponseAsync("x", cancellationToken: cts.Token); }
    async Task CancelAfter(CancellationToken ct) { using var cts = CancellationTokenSource.CreateLinkedTokenSource(ct); cts.CancelAfter(TimeSpan.FromMinutes(1)); while (true) { cts.Token.ThrowIfCancellationRequested(); await chat.GetResponseAsync("x"); } }
    async Task LocalToken() { var cts = new CancellationTokenSource(TimeSpan.FromMinutes(1)); var token = cts.Token; while (true) { await chat.GetResponseAsync("x", null, token); } }
    async Task PerTurn() { while (true) { using var cts = new CancellationTokenSource(TimeSpan.FromMinutes(1)); await {|CCA1001:chat.GetResponseAsync("x", cancellationToken: cts.Token)|}; } }
    async Task Infinite() { using var cts = new CancellationTokenSource(Timeout.InfiniteTimeSpan); while (true) await {|CCA1001:chat.GetResponseAsync("x", cancellationToken: cts.Token)|}; }
    async Task Untimed() { using var cts = new CancellationTokenSource(); while (true) await {|CCA1001:chat.GetResponseAsync("x", cancellationToken: cts.Token)|}; }
    async Task Swallowed() { using var cts = new CancellationTokenSource(1000); while (true) { try { await {|CCA1004:chat.GetResponseAsync("x", cancellationToken: cts.Token)|}; } catch (Exception) { } } }
    async Task NotSwallowed() { using var cts = new CancellationTokenSource(1000); while (true) { try { await chat.GetResponseAsync("x", cancellationToken: cts.Token); } catch (HttpRequestException) { } } }
    async Task WaitOnly() { while (true) { var r = await {|CCA1001:chat.GetResponseAsync("x")|}.WaitAsync(TimeSpan.FromSeconds(5)); } }

    // Budget.
    async Task Scope() { using var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 }); while (true) await chat.GetResponseAsync("x"); }
    async Task ScopeOfPace() { using var budget = BudgetScope.Begin(new Budget { MaxConcurrentCalls = 5 }); while (true) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task ScopeOfPaceAndSum() { using var budget = BudgetScope.Begin(new Budget { MaxConcurrentCalls = 5, MaxCalls = 5 }); while (true) await chat.GetResponseAsync("x"); }
    async Task ScopeBlock() { using (BudgetScope.Begin(new Budget { MaxCalls = 5 })) { while (true) await chat.GetResponseAsync("x"); } }
    async Task ScopeOver() { using (BudgetScope.Begin(new Budget { MaxCalls = 5 })) { } while (true) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task ScopeEachTurn() { while (true) { using var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 }); await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task ScopeSometimes(bool b) { var budget = b ? BudgetScope.Begin(new Budget { MaxCalls = 5 }) : null; while (true) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task ScopeAroundLambda() { using var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 }); await Task.Run(async () => { while (true) await chat.GetResponseAsync("x"); }); }
    async Task ScopeAroundLocalFunction() { using var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 }); await Run(); async Task Run() { while (true) await chat.GetResponseAsync("x"); } }
    async Task ScopeOuter() { while (true) { Console.ReadLine(); using var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 }); while (true) { var r = await chat.GetResponseAsync("x"); if (r.Text == "ok") break; } } }
    async IAsyncEnumerable<string> ScopeIsLostAtYield() { using var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 }); while (true) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; yield return r.Text; if (r.Text == "ok") yield break; } }
    [RequiresBudget] async Task Required() { while (true) await chat.GetResponseAsync("x"); }

    // Human.
    async Task Repl() { while (true) { Console.Write("> "); var line = Console.ReadLine(); if (line == "exit") break; await chat.GetResponseAsync(line ?? ""); } }
    async Task ReplCondition() { string? line; while ((line = Console.ReadLine()) != null) await chat.GetResponseAsync(line); }
    async Task Interface(IUi ui) { while (true) { var line = await ui.ReadInputAsync(); await chat.GetResponseAsync(line); } }
    async Task Helper() { while (true) await chat.GetResponseAsync(GetUserInput()); }
    async Task Key() { while (Console.ReadKey().Key != ConsoleKey.Escape) await chat.GetResponseAsync("x"); }
    async Task ToolsUnderRepl() { while (true) { var line = Console.ReadLine(); while (true) { var r = await {|CCA1002:chat.GetResponseAsync(line!)|}; if (r.Text == "ok") break; } } }
    async Task NotAPerson(IUsers users) { while (true) { var u = await users.GetUserAsync(1); await {|CCA1001:chat.GetResponseAsync(u)|}; } }
    async Task HumanOnOneWay() { while (true) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.Text == "ask") Console.ReadLine(); if (r.Text == "ok") break; } }

    // Input read to its end.
    async Task Lines() { string? line; while ((line = await input.ReadLineAsync()) != null) await chat.GetResponseAsync(line); }
    async Task Rows(System.Data.Common.DbDataReader rows) { while (await rows.ReadAsync()) await chat.GetResponseAsync(rows.GetString(0)); }
    async Task EndOfStream(StreamReader reader) { while (!reader.EndOfStream) { await chat.GetResponseAsync(await reader.ReadToEndAsync()); } }
    async Task Buffer(Stream stream, byte[] buffer) { int n; while ((n = await stream.ReadAsync(buffer)) > 0) await chat.GetResponseAsync("x"); }

    // Latches.
    async Task Once() { var asked = false; while (true) { if (!asked) { await chat.GetResponseAsync("x"); asked = true; } await Task.Delay(100); } }
    async Task FirstOrModel() { var first = true; var text = ""; while (first || text != "ok") { first = false; text = (await {|CCA1002:chat.GetResponseAsync("x")|}).Text; } }

    static string GetUserInput() => "";
    static Task<(string[] Items, string? Next)> GetPage(string? next) => throw new InvalidOperationException();
    interface IUi { Task<string> ReadInputAsync(); }
    interface IUsers { Task<string> GetUserAsync(int id); }
}
