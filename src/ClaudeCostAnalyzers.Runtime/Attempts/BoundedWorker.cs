namespace ClaudeCost.Attempts;

/// <summary>
/// Handles items one after the other, in order, on a thread of its own. Whoever adds one never waits: there is room for a number of
/// them, and no more. One that is to be handled again later does not hold up the others.
/// </summary>
/// <typeparam name="T">What is handled.</typeparam>
internal sealed class BoundedWorker<T> : IDisposable
{
    private readonly object gate = new();
    private readonly Queue<T> waiting = new();
    private readonly List<(TimeSpan Due, T Item)> later = [];
    private readonly System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew();
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

            if (waiting.Count + later.Count >= capacity)
            {
                return false;
            }

            waiting.Enqueue(item);
            Monitor.PulseAll(gate);
            return true;
        }
    }

    /// <summary>Puts an item back that is being handled: it is handled again after the pause, or when the end comes.</summary>
    public void AddAgain(T item, TimeSpan pause)
    {
        lock (gate)
        {
            later.Add((clock.Elapsed + pause, item));
        }
    }

    /// <summary>Waits until all is handled.</summary>
    /// <returns>False if the time was over first.</returns>
    public bool Flush(TimeSpan timeout)
    {
        var end = clock.Elapsed + timeout;
        lock (gate)
        {
            while (busy || waiting.Count + later.Count > 0)
            {
                var left = end - clock.Elapsed;
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
            while (waiting.Count == 0 && !IsDue())
            {
                if (closing && later.Count == 0)
                {
                    item = default!;
                    return false;
                }

                Monitor.Wait(gate, later.Count == 0 ? Timeout.InfiniteTimeSpan : Pause());
            }

            busy = true;
            item = waiting.Count > 0 ? waiting.Dequeue() : Take(Next());
            return true;
        }
    }

    private bool IsDue() => later.Count > 0 && (closing || later[Next()].Due <= clock.Elapsed);

    // A little more: a wait may end early.
    private TimeSpan Pause() => later[Next()].Due - clock.Elapsed is { Ticks: > 0 } pause ? pause + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero;

    private int Next()
    {
        var next = 0;
        for (var i = 1; i < later.Count; i++)
        {
            next = later[i].Due < later[next].Due ? i : next;
        }

        return next;
    }

    private T Take(int index)
    {
        var item = later[index].Item;
        later.RemoveAt(index);
        return item;
    }
}
