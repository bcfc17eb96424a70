using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

// Streams that other iterators hand on: one request, however the elements are taken from it.
internal static class StreamExtensions
{
    public static async IAsyncEnumerable<T> MapException<T>(this IAsyncEnumerable<T> source, Func<Exception, Exception?> map, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var enumerator = source.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            T current;
            try
            {
                if (!await enumerator.MoveNextAsync().ConfigureAwait(false))
                    yield break;
                current = enumerator.Current;
            }
            catch (Exception e) when (map(e) is { } mapped)
            {
                throw mapped;
            }

            yield return current;
        }
    }

    public static async IAsyncEnumerable<T> HandedOn<T>(this IAsyncEnumerable<T> source)
    {
        var enumerator = source.GetAsyncEnumerator();
        try
        {
            bool more;
            do
            {
                more = await enumerator.MoveNextAsync();
                if (more)
                    yield return enumerator.Current;
            }
            while (more);
        }
        finally
        {
            await enumerator.DisposeAsync();
        }
    }
}

internal class WildStreams(IChatClient chat, Action<string> log)
{
    public async Task Mapped(CancellationToken ct) { await foreach (var u in chat.GetStreamingResponseAsync("x", cancellationToken: ct).MapException(e => null, ct)) log(u.Text); }
    public async Task HandedOn() { await foreach (var u in chat.GetStreamingResponseAsync("x").HandedOn()) log(u.Text); }
    public async Task Both() { await foreach (var u in chat.GetStreamingResponseAsync("x").HandedOn().MapException(e => null)) { if (u.Text.Length == 0) break; } }
    public async Task ByHand(CancellationToken ct) { await using var e = chat.GetStreamingResponseAsync("x", cancellationToken: ct).GetAsyncEnumerator(ct); while (true) { string text; try { if (!await e.MoveNextAsync().ConfigureAwait(false)) break; text = e.Current.Text; } catch (HttpRequestException) { break; } log(text); } }
    public async Task Ahead() { var e = chat.GetStreamingResponseAsync("x").GetAsyncEnumerator(); var has = await e.MoveNextAsync(); while (has) { log(e.Current.Text); has = await e.MoveNextAsync(); } }
    public async Task<string> AskedAgain(CancellationToken ct) { while (true) { var text = ""; try { await foreach (var u in {|CCA1004:chat.GetStreamingResponseAsync("x", cancellationToken: ct)|}.MapException(e => null, ct)) text += u.Text; return text; } catch (IOException) { await Task.Delay(500, ct); } } }
    public async Task<string> Continued() { var all = ""; ChatFinishReason? why; do { why = null; await foreach (var u in {|CCA1002:chat.GetStreamingResponseAsync(all)|}) { all += u.Text; if (u.FinishReason is not null) why = u.FinishReason; } } while (why == ChatFinishReason.Length); return all; }
}
