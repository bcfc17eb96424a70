using System.Runtime.CompilerServices;

namespace ClaudeCostAnalyzers.Tests.Oracle.Execution;

/// <summary>Why an execution ended.</summary>
public enum End
{
    /// <summary>By itself.</summary>
    Returned,

    /// <summary>It made more calls than it may.</summary>
    Calls,

    /// <summary>It went on without calling.</summary>
    Steps,

    /// <summary>The person whom each turn waited for went home.</summary>
    Person,
}

/// <summary>Ends an execution that cannot be left hanging at a call. Handlers of the program may catch it, but every loop, label and function then throws it again.</summary>
public sealed class ExecutionEndedException : Exception;

/// <summary>What a call gets in a budget scope that is used up.</summary>
public sealed class ScopeUsedUpException : Exception;

/// <summary>Everything outside an executed program, and the count of what it spends. One for each execution.</summary>
public sealed class World(Script script, int maxCalls, int maxSteps)
{
    private const int PatienceOfPerson = 5;
    private const int TicksOfTimedSource = 10;

    private static readonly DateTime s_start = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly List<Scope> _scopes = [];
    private readonly List<(CancellationTokenSource Source, int Until)> _timed = [];
    private int _steps;
    private int _flags;
    private int _tests;
    private int _logs;
    private int _lines;
    private int _ticks;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public End End { get; private set; }

    /// <summary>Calls by the prompt, which names the place of the call.</summary>
    public Dictionary<string, int> Calls { get; } = [];

    public int TotalCalls { get; private set; }

    /// <summary>Completed once the execution hangs at a call that it may not make any more.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>The clock of the program: a second passes with each look at it and each call.</summary>
    public DateTime UtcNow => s_start.AddSeconds(Tick());

    public void Step()
    {
        Check();
        if (++_steps > maxSteps || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            Stop(End.Steps);
    }

    public bool Flag()
    {
        Check();
        return script.Flag(_flags++);
    }

    /// <summary>The outcome of a test of the reply: the real one, or any that the script wants.</summary>
    public bool Test(bool outcome, [CallerLineNumber] int line = 0)
    {
        Check();
        return script.Free ? script.Outcome(_tests++, line) : outcome;
    }

    public void Log(object? value)
    {
        _ = value;
        Check();
        if (script.Fault(_logs++))
            throw new IOException("the log is full");
    }

    public string ReadLine()
    {
        Check();
        if (++_lines > PatienceOfPerson)
            Stop(End.Person);
        return "x";
    }

    public Task Pause()
    {
        Tick();
        return Task.CompletedTask;
    }

    /// <summary>The same clock, in milliseconds.</summary>
    public long TickCount => Tick() * 1000L;

    public Watch StartWatch() => new(this);

    public CancellationTokenSource TimedSource()
    {
        var source = new CancellationTokenSource();
        CancelAfter(source);
        return source;
    }

    /// <summary>A second call takes the place of the first, as it does in the framework.</summary>
    public void CancelAfter(CancellationTokenSource source)
    {
        _timed.RemoveAll(timed => timed.Source == source);
        _timed.Add((source, _ticks + TicksOfTimedSource));
    }

    public IDisposable BeginScope(int calls)
    {
        var scope = new Scope(_scopes, calls);
        _scopes.Add(scope);
        return scope;
    }

    /// <summary>What the task gives; throws where the execution would hang for ever.</summary>
    public T Wait<T>(Task<T> task)
    {
        if (!task.IsCompleted)
            throw new ExecutionEndedException();
        return task.GetAwaiter().GetResult();
    }

    /// <summary>
    /// Counts a call and says what it gets. Null: one call too many, and the execution is to hang here. To throw through the thousands
    /// of frames of a recursion would take longer than all the rest.
    /// </summary>
    internal string? Call(string site, CancellationToken cancellation)
    {
        Check();
        Tick();
        cancellation.ThrowIfCancellationRequested();
        foreach (var scope in _scopes)
            scope.Charge();
        Calls[site] = Calls.GetValueOrDefault(site) + 1;
        var at = TotalCalls++;
        if (TotalCalls > maxCalls)
        {
            End = End.Calls;
            _stopped.TrySetResult();
            return null;
        }

        return script.Reply(at, site) switch
        {
            'o' => "ok",
            'm' => "more",
            'k' => "ok more",
            'b' => "!",
            'p' => "ok!",
            'q' => "more!",
            'a' => "ok more!",
            'u' => $"v{at}",
            't' => throw new HttpRequestException("scripted"),
            'i' => throw new InvalidOperationException("scripted"),
            _ => "",
        };
    }

    private int Tick()
    {
        Check();
        _ticks++;
        foreach (var (source, until) in _timed.ToArray())
        {
            if (until > _ticks)
                continue;
            _timed.Remove((source, until));
            try
            {
                source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The program is done with it.
            }
        }

        return _ticks;
    }

    private void Check()
    {
        if (End != End.Returned)
            throw new ExecutionEndedException();
    }

    private void Stop(End end)
    {
        End = end;
        throw new ExecutionEndedException();
    }

    /// <summary>A stopwatch by the world's clock.</summary>
    public sealed class Watch(World world)
    {
        private DateTime _start = world.UtcNow;

        public TimeSpan Elapsed => world.UtcNow - _start;

        public long ElapsedMilliseconds => (long)Elapsed.TotalMilliseconds;

        public void Restart() => _start = world.UtcNow;
    }

    private sealed class Scope(List<Scope> open, int calls) : IDisposable
    {
        private int _left = calls;

        public void Charge()
        {
            if (_left-- <= 0)
                throw new ScopeUsedUpException();
        }

        public void Dispose() => open.Remove(this);
    }
}
