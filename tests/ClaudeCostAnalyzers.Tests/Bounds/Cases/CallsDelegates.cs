using Microsoft.Extensions.AI;

/// <summary>Calls of delegates that are given their functions elsewhere.</summary>
class CallsDelegates
{
    private readonly IChatClient _chat;
    private readonly Func<string, Task<string>> _byConstructor;
    private readonly Func<Task> _byGroup;
    private Func<Task>? _byMethod;
    private Func<Task> _either;
    private readonly Func<Task> _quiet;
    private readonly Func<Task> _handed;
    private readonly Dictionary<string, Func<Task>> _table;
    private Func<Task> Made { get; }
    private Func<Task> Computed => () => AskAsync("x");
    public event Func<Task>? Ticked;
    public event EventHandler? Silent;
    public event EventHandler? Loud;

    public CallsDelegates(IChatClient chat, Func<Task> handed)
    {
        _chat = chat;
        _byConstructor = text => AskAsync(text);
        _byGroup = AskPlainAsync;
        _either = chat is null ? FreeAsync : AskPlainAsync;
        _quiet = FreeAsync;
        _handed = handed;
        _table = new() { ["ask"] = () => AskAsync("x"), ["free"] = FreeAsync };
        Made = () => AskAsync("x");
        Ticked += AskPlainAsync;
        Silent += (_, _) => Console.Write("x");
        Loud += OnLoud;
    }

    void OnLoud(object? sender, EventArgs e) => _chat.GetResponseAsync("x").Wait();
    static CallsDelegates Create(IChatClient chat) => new(chat, FreeAsync);

    async Task Constructor() { while (true) await {|CCA1001:_byConstructor("x")|}; }
    async Task Group() { while (true) await {|CCA1001:_byGroup()|}; }
    async Task Invoke() { while (true) await {|CCA1001:_byGroup.Invoke()|}; }
    async Task Method() { _byMethod = AskPlainAsync; while (true) await {|CCA1001:_byMethod()|}; }
    async Task Either() { while (true) await {|CCA1001:_either()|}; }
    async Task Property() { while (true) await {|CCA1001:Made()|}; }
    async Task ComputedProperty() { while (true) await {|CCA1001:Computed()|}; }
    async Task Event() { while (true) { if (Ticked is { } ticked) await {|CCA1001:ticked()|}; } }
    void Raised() { while (true) Loud?{|CCA1001:.Invoke(this, EventArgs.Empty)|}; }
    async Task Returned() { var ask = Make(); while (true) await {|CCA1001:ask()|}; }
    async Task ReturnedAtOnce() { while (true) await {|CCA1001:Make()()|}; }
    async Task Local() { Func<Task> ask; ask = () => AskAsync("x"); while (true) await {|CCA1001:ask()|}; }
    async Task Copy() { var copy = _byGroup; while (true) await {|CCA1001:copy()|}; }
    async Task Table() { while (true) await {|CCA1001:_table["ask"]()|}; }
    async Task InVariable() { Func<Task> ask = () => AskAsync("x"); while (true) await Task.Run({|CCA1001:ask|}); }
    async Task InField() { while (true) await Task.Run({|CCA1001:_byGroup|}); }
    async Task Judge() { Func<string, Task<string>> ask = AskAsync; while (true) { var r = await {|CCA1002:ask("x")|}; if (r == "done") break; } }
    async Task Repeated() { Func<Task> ask = () => AskAsync("x"); await RetryForever({|CCA1004:ask|}); }
    async Task RepeatedField() => await RetryForever({|CCA1004:_byGroup|});

    async Task Quiet() { while (true) await _quiet(); }
    async Task Handed() { while (true) await _handed(); }
    async Task Counted() { for (var i = 0; i < 3; i++) { await _byGroup(); await Task.Run(_byGroup); } }
    void RaisedSilent() { while (true) Silent?.Invoke(this, EventArgs.Empty); }
    async Task FreeTable() { var table = new Dictionary<string, Func<Task>> { ["free"] = FreeAsync }; while (true) await table["free"](); }
    async Task Shadow() { Func<Task> ask = FreeAsync; while (true) await ask(); }
    async Task RepeatedFree() => await RetryForever(_quiet);
    async Task Parameter(Func<Task> ask) { while (true) await ask(); }
    void Stored(Sink sink) { while (true) { sink.OnReply = () => AskAsync("x"); _byMethod = AskPlainAsync; sink.Keep(() => AskAsync("x")); sink.KeepList(() => AskAsync("x")); Thread.Sleep(1); } }

    private Func<Task> Make() { if (_chat is null) return FreeAsync; return () => AskAsync("x"); }
    async Task<string> AskAsync(string prompt) => (await _chat.GetResponseAsync(prompt)).Text;
    async Task AskPlainAsync() { await _chat.GetResponseAsync("x"); }
    static Task FreeAsync() => Task.CompletedTask;
    static async Task RetryForever(Func<Task> action) { while (true) { try { await action(); return; } catch (Exception) { await Task.Delay(1000); } } }
}

class Sink
{
    private Func<Task>? _kept;
    private readonly List<Func<Task>> _list = [];
    public Func<Task>? OnReply { get; set; }
    public void Keep(Func<Task> action) => _kept = action;
    public void KeepList(Func<Task> action) { ArgumentNullException.ThrowIfNull(action); _list.Add(action); }
}

/// <summary>Functions that objects are given when they are made.</summary>
class Poller(Func<Task> poll) { public async Task RunAsync() { while (true) await {|CCA1001:poll()|}; } }
class FreePoller(Func<Task> free) { public async Task RunAsync() { while (true) await free(); } }
class FieldPoller
{
    private readonly Func<Task> _action;
    private Func<Task>? _later;
    public FieldPoller(Func<Task>? action, Func<Task> other) { _action = action ?? throw new ArgumentNullException(); Second = other; }
    public Func<Task> Second { get; }
    public void OnLater(Func<Task> later) => _later = later;
    public async Task RunAsync() { while (true) await {|CCA1001:_action()|}; }
    public async Task RunSecondAsync() { while (true) await Second(); }
    public async Task RunLaterAsync() { while (true) if (_later is not null) await {|CCA1001:_later()|}; }
}
record RecordPoller(Func<Task> Ask) { public async Task RunAsync() { while (true) await {|CCA1001:Ask()|}; } }
delegate Task Step(string text);
class CustomPoller { readonly Step _step; public CustomPoller(Step step) => _step = step; public async Task RunAsync() { while (true) await {|CCA1001:_step("x")|}; } }
class DerivedPoller(IChatClient chat) : BasePoller(() => chat.GetResponseAsync("x"));
class BasePoller(Func<Task> ask) { public async Task RunAsync() { while (true) await {|CCA1001:ask()|}; } }

class Makers(IChatClient chat)
{
    async Task Run()
    {
        await new Poller(() => chat.GetResponseAsync("x")).RunAsync();
        await new FreePoller(() => Task.CompletedTask).RunAsync();
        FieldPoller poller = new(() => chat.GetResponseAsync("x"), other: () => Task.CompletedTask);
        poller.OnLater(AskAsync);
        await new RecordPoller(() => chat.GetResponseAsync("x")).RunAsync();
        await new CustomPoller(text => chat.GetResponseAsync(text)).RunAsync();
    }

    async Task AskAsync() { await chat.GetResponseAsync("x"); }
}

/// <summary>Lambdas that come back to themselves.</summary>
class RecursiveLambdas(IChatClient chat)
{
    async Task Self() { Func<string, Task<string>> ask = null!; ask = async text => { var r = await chat.GetResponseAsync(text); return r.Text == "" ? await {|CCA1003:ask(r.Text)|} : r.Text; }; await ask("x"); }
    async Task Counted() { Func<int, Task> count = null!; count = async n => { if (n == 0) return; await chat.GetResponseAsync("x"); await count(n - 1); }; await count(3); }
}

/// <summary>Chains of functions, each of which calls the next one: no recursion.</summary>
class Pipelines(IChatClient chat)
{
    async Task Copies(List<Func<Func<Task>, Task>> steps)
    {
        Func<Task> pipeline = async () => { await chat.GetResponseAsync("x"); };
        foreach (var step in steps)
        {
            var next = pipeline;
            pipeline = async () => { Console.Write("before"); await next(); await step(next); };
        }

        await pipeline();
    }

    async Task Decorated()
    {
        var inner = new DelegateDecorator(async () => { await chat.GetResponseAsync("x"); });
        var outer = new DelegateDecorator(inner.RunAsync);
        await outer.RunAsync();
    }

    Func<Task> Wrap(Func<Task> inner) => async () => { Console.Write("before"); await inner(); };
    async Task Wrapped() { var once = Wrap(async () => { await chat.GetResponseAsync("x"); }); await Wrap(once)(); }
    void Expression(List<System.Linq.Expressions.Expression<Func<Task>>> jobs) { while (true) { Read(() => chat.GetResponseAsync("x")); Thread.Sleep(1); } }
    static void Read(System.Linq.Expressions.Expression<Func<Task>> expression) => Console.Write(expression);
}

class DelegateDecorator(Func<Task> inner) { public async Task RunAsync() { Console.Write("x"); await inner(); } }
