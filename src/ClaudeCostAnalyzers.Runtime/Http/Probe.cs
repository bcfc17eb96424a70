namespace ClaudeCost.Http;

/// <summary>
/// Finds out whether the guard sees requests at all, by making one that it must stop. Covers what no switch tells: platforms
/// without the events, and builds from which they were trimmed.
/// </summary>
internal static class Probe
{
    // Never sent where the guard works. Where it does not, nothing listens on port 1 of this machine.
    private static readonly Uri Address = new("http://127.0.0.1:1/claude-cost-guard-probe");

    /// <exception cref="PlatformNotSupportedException">The request was not seen before it was sent.</exception>
    public static void Run()
    {
        try
        {
#if NET
            using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
#else
            using var invoker = new HttpMessageInvoker(new HttpClientHandler { UseProxy = false });
#endif
            using var request = new HttpRequestMessage(HttpMethod.Post, Address);

            // The guard stops the request before anything asynchronous begins, so there is nothing to wait for.
            invoker.SendAsync(request, CancellationToken.None).GetAwaiter().GetResult().Dispose();
        }
        catch (SeenException)
        {
            return;
        }
        catch (Exception exception)
        {
            throw NotSeen(exception);
        }

        throw NotSeen(null);
    }

    public static bool IsProbe(HttpRequestMessage request) => ReferenceEquals(request.RequestUri, Address);

    /// <exception cref="SeenException">The request is the probe.</exception>
    public static void StopIfProbe(HttpRequestMessage request)
    {
        if (IsProbe(request))
        {
            throw new SeenException();
        }
    }

    private static PlatformNotSupportedException NotSeen(Exception? inner) => new(
        "A budget scope cannot guard this process: its HTTP client does not raise the event 'System.Net.Http.HttpRequestOut.Start' before a request is sent. "
        + "Run on .NET 8 or later (not in a browser), and keep System.Diagnostics.DiagnosticListener from being trimmed. Or give every client a BudgetHandler and set BudgetGuard.HandlersOnly.",
        inner);

    private sealed class SeenException : Exception;
}
