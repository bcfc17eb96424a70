namespace ClaudeCost.Http;

/// <summary>Keeps things by name, and of many only those that came last. Thread-safe.</summary>
/// <param name="most">How many are kept.</param>
internal sealed class LatestOnes<T>(int most)
    where T : class
{
    private readonly Dictionary<string, T> all = new(StringComparer.Ordinal);
    private readonly Queue<string> oldest = new();
    private volatile bool any;

    /// <summary>Whether there is anything, told without a lock.</summary>
    public bool Any => any;

    public void Set(string name, T thing)
    {
        lock (all)
        {
            if (!all.ContainsKey(name))
            {
                oldest.Enqueue(name);
            }

            all[name] = thing;
            any = true;
            while (oldest.Count > most)
            {
                all.Remove(oldest.Dequeue());
            }
        }
    }

    public T? Find(string name)
    {
        lock (all)
        {
            return all.TryGetValue(name, out var thing) ? thing : null;
        }
    }

    public void Remove(string name)
    {
        lock (all)
        {
            all.Remove(name);
            if (all.Count == 0)
            {
                oldest.Clear();
                any = false;
            }
        }
    }
}
