using System.Runtime.CompilerServices;

namespace ClaudeCost.Alerts;

/// <summary>What has been said of a budget in its current window. Forgotten with the budget.</summary>
internal sealed class OncePerWindow<T>
    where T : notnull
{
    private readonly ConditionalWeakTable<Books, Said> all = new();

    /// <summary>Whether it is said for the first time in this window.</summary>
    public bool IsFirst(Books books, long window, T what)
    {
        var said = all.GetValue(books, static _ => new Said());

        // Events of an old window may come in late; windows only go forward.
        if (window > said.Window)
        {
            said.Window = window;
            said.What.Clear();
        }

        return window == said.Window && said.What.Add(what);
    }

    private sealed class Said
    {
        public long Window { get; set; }

        public HashSet<T> What { get; } = [];
    }
}
