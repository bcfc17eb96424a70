namespace ClaudeCost.Attempts;

/// <summary>
/// Handles items one after the other, in order, on a thread of its own. Whoever adds one never waits: there is room for a number of
/// them, and no more.
/// </summary>
/// <typeparam name="T">What is handled.</typeparam>
internal sealed class BoundedWorker<T> : IDisposable
{
    private readonly object gate = new();
    private readonly Queue<T> waiting = new();
    private readonly int capacity;
    private readonly Action<T> handle;
    private bool busy;
    private bool closing;

    /// <param name="name">The thread's name.</param>
    /// <param name="capacity">How many items may wait.</param>
    /// <param name="handle">Handles one; must not throw.</param>
    public BoundedWorker(string name, int capacity, Action<T> handle)
    {
        this.capacity = capacity;
        this.handle = handle;
        OwnFlow.Start(new Thread(Run) { IsBackground = true, Name = name });
    }

    /// <summary>Adds an item; after the end it is ignored.</summary>
    /// <returns>False if there is no room for it.</returns>
    public bool TryAdd(T item)
    {
        lock (gate)
        {
            if (closing)
            {
                return true;
            }

            if (waiting.Count >= capacity)
            {
                return false;
            }

            waiting.Enqueue(item);
            Monitor.PulseAll(gate);
            return true;
        }
    }

    /// <summary>Waits until all is handled.</summary>
    /// <returns>False if the time was over first.</returns>
    public bool Flush(TimeSpan timeout)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        lock (gate)
        {
            while (busy || waiting.Count > 0)
            {
                var left = timeout - clock.Elapsed;
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                Monitor.Wait(gate, left);
            }

            return true;
        }
    }

    /// <summary>Takes nothing more. What waits is still handled; this does not wait for it.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closing = true;
            Monitor.PulseAll(gate);
        }
    }

    private void Run()
    {
        while (TryTake(out var item))
        {
            handle(item);
        }
    }

    private bool TryTake(out T item)
    {
        lock (gate)
        {
            busy = false;
            Monitor.PulseAll(gate);
            while (waiting.Count == 0 && !closing)
            {
                Monitor.Wait(gate);
            }

            if (waiting.Count == 0)
            {
                item = default!;
                return false;
            }

            busy = true;
            item = waiting.Dequeue();
            return true;
        }
    }
}
