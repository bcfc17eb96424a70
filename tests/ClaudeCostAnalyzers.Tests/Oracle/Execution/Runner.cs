using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.AI;

namespace ClaudeCostAnalyzers.Tests.Oracle.Execution;

/// <summary>What one execution did.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Calls">How often each site called.</param>
internal sealed record Outcome(End End, IReadOnlyDictionary<string, int> Calls);

/// <summary>Executes programs, each execution with a world of its own. Everything in it completes at once: no execution waits or leaves work behind.</summary>
internal static class Runner
{
    /// <summary>A program that makes so many calls may be endless.</summary>
    public const int FewCalls = 60;

    /// <summary>A program that makes so many very likely is.</summary>
    public const int ManyCalls = 600;

    /// <summary>A program that makes so many is. No bounded one comes near: its limits are small.</summary>
    public const int CertainCalls = 3_000;

    private const int StepsPerCall = 40;

    /// <summary>Recursion without end has to be stopped by its steps, not by its stack.</summary>
    private const int StackBytes = 256 << 20;

    public static Func<Script, int, Outcome> Prepare(Type program)
    {
        var entry = program.GetMethod("RunAsync", BindingFlags.Public | BindingFlags.Instance)!;
        var create = program.GetConstructors()[0];
        return (script, maxCalls) =>
        {
            var world = new World(script, maxCalls, maxCalls * StepsPerCall);
            var instance = create.Invoke([new ScriptedModel(world), world]);
            try
            {
                var run = entry.CreateDelegate<Func<string, int, int, Task>>(instance)(script.First, script.Start, script.Limit);
                (run.IsCompleted ? run : Task.WhenAny(run, world.Stopped).GetAwaiter().GetResult()).GetAwaiter().GetResult();
            }
#pragma warning disable CA1031 // However the program fails, it has ended.
            catch (Exception)
#pragma warning restore CA1031
            {
            }

            return new Outcome(world.End, world.Calls);
        };
    }

    /// <summary>Does the work on threads whose stacks are deep enough for recursion, one for each processor.</summary>
    public static T[] OnDeepStacks<T>(int count, Func<int, T> work)
    {
        var results = new T[count];
        var next = -1;
        ConcurrentQueue<Exception> failures = [];
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(
            () =>
            {
                try
                {
                    for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                        results[i] = work(i);
                }
#pragma warning disable CA1031 // Thrown again where it is awaited.
                catch (Exception thrown)
#pragma warning restore CA1031
                {
                    failures.Enqueue(thrown);
                }
            },
            StackBytes)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return failures.IsEmpty ? results : throw new AggregateException("the oracle failed", failures);
    }
}
