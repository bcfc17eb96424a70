using Spectre.Console;

namespace ClaudeCostAnalyzers.Tool.Reporting;

/// <summary>Shows what is going on while it goes on: a spinner on a terminal, a line per step elsewhere.</summary>
internal static class Progress
{
    /// <param name="console">The console for progress: standard error, so that the report can be piped.</param>
    /// <param name="live">Whether a spinner can be drawn.</param>
    /// <param name="work">The work; it says by the given progress what it does.</param>
    public static Task<T> ShowAsync<T>(IAnsiConsole console, bool live, Func<IProgress<string>, Task<T>> work) => live
        ? console.Status().StartAsync("Starting", context => work(new Step(text => context.Status(Markup.Escape(text) + "…"))))
        : work(new Step(text => console.WriteLine(text + " ...")));

    /// <summary>Reports on the spot and in order; <see cref="Progress{T}"/> would post to the thread pool.</summary>
    private sealed class Step(Action<string> show) : IProgress<string>
    {
        public void Report(string value) => show(SafeText.Clean(value));
    }
}
