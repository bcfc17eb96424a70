using System.ClientModel;
using System.Net;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

// Retries as applications write them.
class WildRetries(IAnthropicClient claude, ChatClient gpt, IChatClient chat, MessageCreateParams request, Action<string> log, Random random)
{
    private const int MaxAttempts = 5;
    private readonly TimeSpan[] _delays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)];
    private int _failures;

    // ---- capped ----
    async Task<string> Backoff()
    {
        var delay = TimeSpan.FromSeconds(1);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await chat.GetResponseAsync("x")).Text;
            }
            catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.TooManyRequests && attempt < MaxAttempts)
            {
                await Task.Delay(delay + TimeSpan.FromMilliseconds(random.Next(250)));
                delay *= 2;
            }
        }
    }

    async Task<Message> CountsDownInHandler()
    {
        var left = 4;
        while (true)
        {
            try { return await claude.Messages.Create(request); }
            catch (AnthropicRateLimitException)
            {
                if (left-- == 0) throw;
                await Task.Delay(2000);
            }
        }
    }

    async Task<string> DelaysArray()
    {
        for (var i = 0; ; i++)
        {
            try { return (await chat.GetResponseAsync("x")).Text; }
            catch (Exception) when (i < _delays.Length) { await Task.Delay(_delays[i]); }
        }
    }

    async Task<string> ForeachOverDelays()
    {
        Exception? last = null;
        foreach (var delay in _delays)
        {
            try { return (await chat.GetResponseAsync("x")).Text; }
            catch (Exception e) { last = e; }
            await Task.Delay(delay);
        }
        throw last!;
    }

    async Task<string> DelayDoublesToLimit()
    {
        var ms = 500;
        while (true)
        {
            try { return (await chat.GetResponseAsync("x")).Text; }
            catch (Exception)
            {
                if (ms > 60_000) throw;
                await Task.Delay(ms);
                ms *= 2;
            }
        }
    }

    async Task<string> TimeSpanDoublesToLimit()
    {
        var wait = TimeSpan.FromSeconds(1);
        while (true)
        {
            try { return (await chat.GetResponseAsync("x")).Text; }
            catch (ClientResultException) when (wait < TimeSpan.FromMinutes(1))
            {
                await Task.Delay(wait);
                wait *= 2;
            }
        }
    }

    async Task<string> GotoCapped()
    {
        var tries = 0;
    retry:
        try
        {
            return (await chat.GetResponseAsync("x")).Text;
        }
        catch (TimeoutException)
        {
            if (tries >= 2) throw;
        }
        tries++;
        goto retry;
    }

    async Task<string?> ExceptionKept()
    {
        Exception? failure;
        var n = 0;
        do
        {
            try { failure = null; return (await chat.GetResponseAsync("x")).Text; }
            catch (Exception e) { failure = e; n++; }
        } while (failure is not null && n < MaxAttempts);
        return null;
    }

    async Task<string> ConsecutiveFailuresField()
    {
        while (true)
        {
            try { var r = await chat.GetResponseAsync("x"); _failures = 0; return r.Text; }
            catch (Exception e)
            {
                _failures++;
                if (_failures >= 3) throw new InvalidOperationException("circuit open", e);
            }
        }
    }

    async Task<string> TwoHandlersTwoCounters()
    {
        int rateLimits = 0, timeouts = 0;
        while (true)
        {
            try { return (await chat.GetResponseAsync("x")).Text; }
            catch (HttpRequestException) when (rateLimits < 5) { rateLimits++; await Task.Delay(1000); }
            catch (TaskCanceledException) when (timeouts < 2) { timeouts++; }
        }
    }

    async Task<string> DeadlineRetry(TimeSpan patience)
    {
        var giveUp = DateTimeOffset.UtcNow + patience;
        while (true)
        {
            try { return (await chat.GetResponseAsync("x")).Text; }
            catch (HttpRequestException)
            {
                if (DateTimeOffset.UtcNow >= giveUp) throw;
                await Task.Delay(100);
            }
        }
    }

    async Task<string> SecondChanceModel(string model, string fallback)
    {
        while (true)
        {
            try { return (await chat.GetResponseAsync("x", new ChatOptions { ModelId = model })).Text; }
            catch (Exception) when (model != fallback) { model = fallback; }
        }
    }

    async Task<string> OnceWithoutStream()
    {
        var stream = true;
        while (true)
        {
            try
            {
                if (!stream) return (await chat.GetResponseAsync("x")).Text;
                var text = "";
                await foreach (var u in chat.GetStreamingResponseAsync("x")) text += u.Text;
                return text;
            }
            catch (NotSupportedException) when (stream)
            {
                stream = false;
            }
        }
    }

    async Task NestedTryFinally(SemaphoreSlim gate)
    {
        var attempt = 0;
        var done = false;
        while (!done)
        {
            await gate.WaitAsync();
            try
            {
                try { await chat.GetResponseAsync("x"); done = true; }
                catch (HttpRequestException e) { log(e.Message); if (attempt == 2) throw; }
                finally { attempt++; }
            }
            finally { gate.Release(); }
        }
    }

    async Task<string> StatusInResult()
    {
        ClientResult<ChatCompletion>? result = null;
        for (int tries = 3; tries > 0 && result is null; --tries)
        {
            try { result = await gpt.CompleteChatAsync(new UserChatMessage("x")); }
            catch (ClientResultException ex) when (ex.Status is 429 or >= 500) { await Task.Delay(1000 * (4 - tries)); }
        }
        return result!.Value.Id;
    }

    async Task<string> RethrowsAlways()
    {
        while (true)
        {
            try { return (await chat.GetResponseAsync("x")).Text; }
            catch (Exception e) { log(e.Message); throw; }
        }
    }

    async Task<string> ThrowEx()
    {
        for (; ; )
        {
            try { return (await chat.GetResponseAsync("x")).Text; }
            catch (Exception ex) { log(ex.Message); throw new InvalidOperationException("failed", ex); }
        }
    }

    // ---- not capped ----
    async Task<string> RateLimitForEver()
    {
        var delay = 1000;
        while (true)
        {
            try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; }
            catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.TooManyRequests)
            {
                await Task.Delay(delay);
                delay = Math.Min(delay * 2, 60_000);
            }
        }
    }

    async Task<string> BackoffExponentNotCompared()
    {
        for (var attempt = 0; ; attempt++)
        {
            try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; }
            catch (HttpRequestException) { await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, Math.Min(attempt, 6)))); }
        }
    }

    async Task<Message> TransientByHelper()
    {
        while (true)
        {
            try { return await {|CCA1004:claude.Messages.Create(request)|}; }
            catch (Exception e) when (IsTransient(e)) { await Task.Delay(500); }
        }
    }

    async Task<Message> TransientInsideHandler()
    {
        while (true)
        {
            try { return await {|CCA1004:claude.Messages.Create(request)|}; }
            catch (Exception e)
            {
                if (!IsTransient(e)) throw;
                await Task.Delay(500);
            }
        }
    }

    async Task<string> CounterResetOnEachTurn()
    {
        while (true)
        {
            var tries = 0;
            try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; }
            catch (Exception) { if (++tries > 3) throw; }
        }
    }

    async Task<string> LimitNeverReached()
    {
        var tries = 0;
        while (true)
        {
            try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; }
            catch (Exception) when (tries >= 0) { tries++; }
        }
    }

    async Task<string> OnlyOneHandlerCounts()
    {
        var timeouts = 0;
        while (true)
        {
            try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; }
            catch (TaskCanceledException) when (timeouts++ < 2) { }
            catch (HttpRequestException) { await Task.Delay(1000); }
        }
    }

    async Task<string?> LogsAttempts(int maxRetries)
    {
        var attempt = 0;
        string? text = null;
        while (text is null)
        {
            try { text = (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; }
            catch (Exception) { log($"attempt {++attempt} of {maxRetries}"); }
        }
        return text;
    }

    async Task GotoInHandler()
    {
    again:
        try { await {|CCA1004:chat.GetResponseAsync("x")|}; }
        catch (HttpRequestException e)
        {
            if (e.StatusCode == HttpStatusCode.TooManyRequests) { await Task.Delay(10_000); goto again; }
            throw;
        }
    }

    async Task<string> SuccessFlagWithFinally()
    {
        var success = false;
        var text = "";
        while (!success)
        {
            try { text = (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; success = true; }
            catch (Exception e) { log(e.Message); }
            finally { log("attempt over"); }
        }
        return text;
    }

    async Task<string> RetryAfterHeader()
    {
        while (true)
        {
            TimeSpan wait;
            try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; }
            catch (ClientResultException e) when (e.Status == 429)
            {
                wait = e.GetRawResponse()?.Headers.TryGetValue("retry-after", out var s) == true && int.TryParse(s, out var secs) ? TimeSpan.FromSeconds(secs) : TimeSpan.FromSeconds(10);
            }
            await Task.Delay(wait);
        }
    }

    async Task<string> UnlessCancelled(CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            try { return (await {|CCA1004:chat.GetResponseAsync("x", cancellationToken: ct)|}).Text; }
            catch (OperationCanceledException) when (ct.IsCancellationRequested) { throw; }
            catch (Exception e) { log(e.ToString()); }
        }
    }

    static bool IsTransient(Exception e) => e is HttpRequestException { StatusCode: HttpStatusCode.TooManyRequests } or TimeoutException;
}
