using System.Diagnostics;

namespace ClaudeCostAnalyzers.Benchmarks.Runtime;

/// <summary>
/// The runtime guard's times on a machine that does other work as well: of many short rounds the fastest, in which nothing came in between.
/// BenchmarkDotNet's means are those of a quiet machine.
/// </summary>
internal static class LeastTimes
{
    private static readonly int[] s_kilobytes = [1, 16, 256];

    // What calling the thing that is measured takes, whatever it is.
    private static readonly Lazy<double> s_call = new(() => Least(static () => true).Nanoseconds);

    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_measured = TimeSpan.FromSeconds(3);

    public static void Print()
    {
        Print("one interlocked operation and a release", MachineFloor.LockWord);
        Print("two of them", MachineFloor.TwoLockWords);
        Print("the time of day", MachineFloor.TimeOfDay);
        Print("an environment variable", MachineFloor.EnvironmentVariable);

        // First, while there is no scope: within one, requests that nothing guards are traced to be found out.
        var plain = s_kilobytes.Select(kilobytes => Print($"a request of {kilobytes} KB, unguarded", GuardOf(kilobytes, guarded: false).Unguarded)).ToArray();
        using var listener = new ListenerPath();
        var unlistened = Print("a request of 1 KB through HttpClient, unguarded", listener.Send);
        double traced;
        using (ListenerPath.Trace())
        {
            traced = Print("a request of 1 KB through HttpClient, only traced", listener.Send);
        }

        Console.WriteLine(FormattableString.Invariant($"{"    .NET's tracing of it",-50} {traced - unlistened,10:0.0} ns"));
        listener.Guard();
        var listened = Print("a request of 1 KB through HttpClient, listened to", listener.Send);
        Console.WriteLine(FormattableString.Invariant($"{"    the guard's part, as a listener",-50} {listened - traced,10:0.0} ns"));
        listener.Dispose();

        foreach (var (kilobytes, unguarded) in s_kilobytes.Zip(plain))
        {
            var guard = GuardOf(kilobytes, guarded: true);
            var guarded = Print($"a request of {kilobytes} KB, guarded", guard.Guarded);
            PrintPart(guarded - unguarded);
            guard.Cleanup();
        }

        // In bursts that the ledger's queue holds: a longer one would measure how it adds up what it cannot take.
        var recorded = GuardOf(1, guarded: false);
        recorded.SetupRecorded();
        Print("a request of 1 KB, guarded, with ledger and alerts", recorded.Guarded, recorded.CatchUp);
        recorded.Cleanup();

        var reserve = new ReserveBenchmarks();
        Print("reserve and settle in one scope", reserve.OneScope);
        Print("reserve and settle in six nested scopes", reserve.SixScopes);
        Print("the same, with time limits", reserve.SixScopesWithTimeout);

        foreach (var openAi in new[] { false, true })
        {
            var stream = new StreamBenchmarks { OpenAi = openAi };
            stream.Setup();
            var provider = openAi ? "OpenAI" : "Anthropic";
            var unread = Print($"a piece of a stream of {provider}, unguarded", stream.Unguarded);
            PrintPart(Print($"a piece of a stream of {provider}, guarded", stream.Guarded) - unread);
            stream.Cleanup();
        }
    }

    private static GuardBenchmarks GuardOf(int kilobytes, bool guarded)
    {
        var guard = new GuardBenchmarks { Kilobytes = kilobytes };
        if (guarded)
        {
            guard.Setup();
        }
        else
        {
            guard.SetupBody();
        }

        return guard;
    }

    private static void PrintPart(double nanoseconds) => Console.WriteLine(FormattableString.Invariant($"{"    the guard's part",-50} {nanoseconds,10:0.0} ns"));

    private static double Print(string what, Action once) => Print(what, () =>
    {
        once();
        return true;
    });

    private static double Print<T>(string what, Func<T> once, Action? between = null)
    {
        var (least, bytes) = Least(once, between);
        least -= s_call.Value;
        Console.WriteLine(FormattableString.Invariant($"{what,-50} {least,10:0.0} ns {bytes,8:0} B"));
        return least;
    }

    private static (double Nanoseconds, double Bytes) Least<T>(Func<T> once, Action? between = null)
    {
        var times = 1;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < s_warmUp)
        {
            var start = clock.Elapsed;
            Repeat(once, times);
            times = clock.Elapsed - start < s_round ? times * 2 : times;
            between?.Invoke();
        }

        var least = double.MaxValue;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var rounds = 0;
        for (clock.Restart(); clock.Elapsed < s_measured; rounds++)
        {
            var start = Stopwatch.GetTimestamp();
            Repeat(once, times);
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalNanoseconds / times);
            between?.Invoke();
        }

        return (least, (double)(GC.GetAllocatedBytesForCurrentThread() - before) / rounds / times);
    }

    private static void Repeat<T>(Func<T> once, int times)
    {
        for (var i = 0; i < times; i++)
        {
            once();
        }
    }
}
