using Microsoft.Extensions.AI;

class Retry(IChatClient chat)
{
    async Task<string> NoCap() { while (true) { try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; } catch { await Task.Delay(1000); } } }
    async Task<string> NoCapTyped() { while (true) { try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; } catch (HttpRequestException) { await Task.Delay(1000); } } }
    async Task<string> LoggedCounter() { var n = 0; while (true) { try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; } catch (Exception e) { n++; Console.WriteLine($"attempt {n}: {e.Message}"); } } }
    async Task<string> RethrowsSome() { while (true) { try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; } catch (Exception e) { if (e is ArgumentException) throw; await Task.Delay(1000); } } }
    async Task<string> TransientFilter() { while (true) { try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; } catch (HttpRequestException e) when (e.StatusCode == System.Net.HttpStatusCode.TooManyRequests) { await Task.Delay(1000); } } }
    async Task<string> Flag() { var retry = false; string text = ""; do { retry = false; try { text = (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; } catch (Exception) { retry = true; } } while (retry); return text; }
    async Task<string?> NullResult() { string? text = null; while (text == null) { try { text = (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; } catch (Exception) { } } return text; }
    async Task Success() { var ok = false; while (!ok) { try { await {|CCA1004:chat.GetResponseAsync("x")|}; ok = true; } catch (Exception) { await Task.Delay(10); } } }
    async Task<string> GotoRetry() { again: try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; } catch (Exception) { goto again; } }
    async Task CountsBack() { for (var i = 0; i < 3; i++) { try { await {|CCA1004:chat.GetResponseAsync("x")|}; } catch (Exception) { i--; } } }
    async Task CountsOnlySuccess() { var n = 0; while (n < 3) { try { await {|CCA1004:chat.GetResponseAsync("x")|}; n++; } catch (Exception) { } } }
    async Task Requeues(Queue<string> work) { while (work.Count > 0) { var w = work.Dequeue(); try { await {|CCA1004:chat.GetResponseAsync(w)|}; } catch (Exception) { work.Enqueue(w); } } }
    async Task<string> ThrowInside() { while (true) { try { var r = await {|CCA1004:chat.GetResponseAsync("x")|}; if (r.Text == "") throw new InvalidOperationException(); return r.Text; } catch (InvalidOperationException) { } } }
    async Task<string> WithFinally(SemaphoreSlim gate) { while (true) { gate.Wait(); try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; } catch (HttpRequestException) { } finally { gate.Release(); } } }
    async Task<string> Cancellable(CancellationToken ct) { while (!ct.IsCancellationRequested) { try { return (await {|CCA1004:chat.GetResponseAsync("x", cancellationToken: ct)|}).Text; } catch (Exception e) when (e is not OperationCanceledException) { await Task.Delay(100, ct); } } return ""; }

    async Task TallyByKey(Dictionary<string, int> attempts, string id) { while (true) { try { await chat.GetResponseAsync(id); return; } catch (HttpRequestException) { attempts.TryGetValue(id, out var n); attempts[id] = n + 1; if (attempts[id] >= 3) throw; } } }

    // Bounded.
    async Task<string> CountInHandler() { var tries = 0; while (true) { try { return (await chat.GetResponseAsync("x")).Text; } catch { if (++tries >= 3) throw; await Task.Delay(100); } } }
    async Task<string> CountInFilter() { for (var i = 0; ; i++) { try { return (await chat.GetResponseAsync("x")).Text; } catch (Exception) when (i < 3) { await Task.Delay(100); } } }
    async Task<string> CountInFilterOfWhile(int max) { var attempt = 0; while (true) { try { attempt++; return (await chat.GetResponseAsync("x")).Text; } catch (HttpRequestException) when (attempt < max) { } } }
    async Task<string?> CountedFor() { for (var i = 0; i < 3; i++) { try { return (await chat.GetResponseAsync("x")).Text; } catch (HttpRequestException) { } } return null; }
    async Task<string> HandedToPlan() { var attempt = 0; while (true) { try { return (await chat.GetResponseAsync("x")).Text; } catch (Exception e) { attempt++; if (!TryPlanRetry(attempt, e, out var delay)) throw; await Task.Delay(delay); } } }
    async Task<string> CountInFinally() { var n = 0; while (n < 3) { try { return (await chat.GetResponseAsync("x")).Text; } catch (Exception) { } finally { n++; } } return ""; }
    async Task<string> OnceWithoutTools() { var retried = false; while (true) { try { return (await chat.GetResponseAsync("x")).Text; } catch (Exception) { if (!retried) { retried = true; continue; } throw; } } }
    async Task<string> Exits() { while (true) { try { return (await chat.GetResponseAsync("x")).Text; } catch (Exception) { break; } } return ""; }
    async Task<string> DeadlineInFilter(DateTime deadline) { while (true) { try { return (await chat.GetResponseAsync("x")).Text; } catch (Exception) when (DateTime.UtcNow < deadline) { await Task.Delay(100); } } }
    async Task Fallback(string[] models) { foreach (var m in models) { try { await chat.GetResponseAsync(m); return; } catch (Exception) { } } }
    static bool TryPlanRetry(int attempt, Exception e, out TimeSpan delay) { delay = TimeSpan.FromSeconds(1); return attempt < 3; }
    // A deadline of each attempt says nothing about how many there are.
    async Task DeadlinePerAttempt() { while (true) { try { using var deadline = new CancellationTokenSource(1000); await {|CCA1004:chat.GetResponseAsync("x", cancellationToken: deadline.Token)|}; break; } catch (HttpRequestException) { await Task.Delay(1); } } }
    async Task DeadlineBlockPerAttempt() { while (true) { try { using (var deadline = new CancellationTokenSource(1000)) { await {|CCA1004:chat.GetResponseAsync("x", cancellationToken: deadline.Token)|}; } break; } catch (HttpRequestException) { } } }
    async Task DeadlineFinallyPerAttempt() { while (true) { try { var deadline = new CancellationTokenSource(1000); try { await {|CCA1004:chat.GetResponseAsync("x", cancellationToken: deadline.Token)|}; } finally { deadline.Dispose(); } break; } catch (HttpRequestException) { } } }
    async Task DeadlineOfAll() { using var deadline = new CancellationTokenSource(1000); while (true) { try { await chat.GetResponseAsync("x", cancellationToken: deadline.Token); break; } catch (HttpRequestException) { } } }
    async Task DeadlineOfTime() { using var client = new Anthropic.AnthropicClient { MaxRetries = 0 }; while (true) { try { using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120)); var reply = await {|CCA1004:client.Messages.Create(new Anthropic.Models.Messages.MessageCreateParams { Model = "m", MaxTokens = 64, Messages = [] }, deadline.Token)|}; Console.WriteLine(reply.StopReason); break; } catch (Anthropic.Exceptions.AnthropicApiException) { await Task.Delay(1); } } }
    async Task DeadlineOfTimeUsed() { while (true) { try { using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120)); var reply = await {|CCA1004:chat.GetResponseAsync("x", cancellationToken: deadline.Token)|}; Console.WriteLine(reply.Text); break; } catch (HttpRequestException) { await Task.Delay(1); } } }
    async Task UsedResource(IServiceProvider services) { while (true) { try { using var resource = (IDisposable?)services.GetService(typeof(string)); await {|CCA1004:chat.GetResponseAsync("x")|}; break; } catch (HttpRequestException) { } } }
    async Task UsedBlock(IServiceProvider services) { while (true) { try { using (var resource = (IDisposable?)services.GetService(typeof(string))) { await {|CCA1004:chat.GetResponseAsync("x")|}; break; } } catch (HttpRequestException) { } } }
    async Task AwaitUsed(Func<IAsyncDisposable> make) { while (true) { try { await using var resource = make(); await {|CCA1004:chat.GetResponseAsync("x")|}; break; } catch (HttpRequestException) { } } }
}
