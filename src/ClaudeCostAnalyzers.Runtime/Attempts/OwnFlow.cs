namespace ClaudeCost.Attempts;

/// <summary>Starts threads that outlive the scope in which they are started, and must not belong to it.</summary>
internal static class OwnFlow
{
    public static void Start(Thread thread)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            thread.Start();
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            thread.Start();
        }
    }
}
