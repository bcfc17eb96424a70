using ClaudeCost.Attempts;

namespace ClaudeCost.Ledger;

/// <summary>What has to be written before the process ends, by its last line or by an exception that nobody catches.</summary>
internal static class ProcessEnd
{
    private static readonly object Gate = new();
    private static readonly List<IDisposable> Open = [];
    private static bool watching;

    public static void DisposeThen(IDisposable what)
    {
        lock (Gate)
        {
            Open.Add(what);
            if (!watching)
            {
                watching = true;
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => End();
                AppDomain.CurrentDomain.UnhandledException += static (_, happening) =>
                {
                    if (happening.IsTerminating)
                    {
                        End();
                    }
                };
            }
        }
    }

    public static void Forget(IDisposable what)
    {
        lock (Gate)
        {
            Open.Remove(what);
        }
    }

    private static void End()
    {
        AttemptsInFlight.SettleAll();
        IDisposable[] all;
        lock (Gate)
        {
            all = [.. Open];
        }

        foreach (var one in all)
        {
            one.Dispose();
        }
    }
}
