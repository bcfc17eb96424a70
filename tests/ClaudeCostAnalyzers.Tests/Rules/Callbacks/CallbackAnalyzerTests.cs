using ClaudeCostAnalyzers.Rules;
using ClaudeCostAnalyzers.Rules.Callbacks;
using ClaudeCostAnalyzers.Tests.Docs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ClaudeCostAnalyzers.Tests.Rules.Callbacks;

/// <summary>CCA1005 for callbacks: each kind of registration, once and again and again.</summary>
public sealed class CallbackAnalyzerTests
{
    private static Task VerifyAsync(string members, string types = "")
    {
        var test = new CSharpAnalyzerVerifier<CallbackAnalyzer>.Test
        {
            TestCode = $$"""
                using ClaudeCost;
                using Microsoft.Extensions.AI;
                using System.Reactive.Linq;

                class C(IChatClient chat)
                {
                    async Task AskAsync() => await chat.GetResponseAsync("x");
                    void Ask() => AskAsync().Wait();
                    void Nothing() { }
                    {{members}}
                }
                {{types}}
                """,
        };
        test.TestState.Sources.Add(SchedulerStubs.Source);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("_ => Ask(), null, 0, 1000")]
    [InlineData("async _ => await chat.GetResponseAsync(\"x\"), null, TimeSpan.Zero, TimeSpan.FromMinutes(5)")]
    [InlineData("_ => { _ = AskAsync(); }, null, TimeSpan.Zero, period")]
    [InlineData("OnTick, null, 1000, 1000")]
    public Task Timer_with_a_period(string arguments) => VerifyAsync($"object M(TimeSpan period) => {{|CCA1005:new Timer|}}({arguments}); void OnTick(object? state) => Ask();");

    [Theory]
    [InlineData("_ => Ask(), null, 1000, Timeout.Infinite")]
    [InlineData("_ => Ask(), null, 1000, -1")]
    [InlineData("_ => Ask(), null, 1000, 0")]
    [InlineData("_ => Ask(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan")]
    [InlineData("_ => Ask(), null, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(-1)")]
    [InlineData("_ => Ask()")]
    [InlineData("_ => Nothing(), null, 0, 1000")]
    public Task Timer_that_runs_once_or_pays_nothing(string arguments) => VerifyAsync($"object M() => new Timer({arguments});");

    [Fact]
    public Task Parallel_loop_over_what_never_ends() => VerifyAsync("""
        System.Threading.Channels.ChannelReader<string> _reader = null!;
        System.Collections.Concurrent.BlockingCollection<string> _queue = new();
        ParallelOptions _four = new() { MaxDegreeOfParallelism = 4 };
        async Task SayAsync(string text, CancellationToken ct) => await chat.GetResponseAsync(text, cancellationToken: ct);
        Task A(CancellationToken ct) => Parallel.{|CCA1005:ForEachAsync|}(_reader.ReadAllAsync(ct), _four, async (text, token) => await SayAsync(text, token));
        async Task B(CancellationToken ct) { var work = _reader.ReadAllAsync(ct); await Parallel.{|CCA1005:ForEachAsync|}(work.Where(text => text != ""), _four, async (text, token) => await SayAsync(text, token)); }
        void C1() => Parallel.{|CCA1005:ForEach|}(_queue.GetConsumingEnumerable(), _four, text => Ask());
        Task D(string[] texts) => Parallel.ForEachAsync(texts, _four, async (text, token) => await SayAsync(text, token));
        Task E(IAsyncEnumerable<string> texts) => Parallel.ForEachAsync(texts, _four, async (text, token) => await SayAsync(text, token));
        Task F(CancellationToken ct) => Parallel.ForEachAsync(_reader.ReadAllAsync(ct).Take(10), _four, async (text, token) => await SayAsync(text, token));
        Task G(CancellationToken ct) => Parallel.ForEachAsync(_reader.ReadAllAsync(ct), _four, (text, token) => { Nothing(); return ValueTask.CompletedTask; });
        async Task H(CancellationToken ct) { using var budget = BudgetScope.Begin(new Budget { MaxCalls = 3 }); await Parallel.ForEachAsync(_reader.ReadAllAsync(ct), _four, async (text, token) => await SayAsync(text, token)); }
        async Task I(string[] texts)
        {
            var own = System.Threading.Channels.Channel.CreateUnbounded<string>();
            foreach (var text in texts) own.Writer.TryWrite(text);
            own.Writer.Complete();
            await Parallel.ForEachAsync(own.Reader.ReadAllAsync(), _four, async (text, token) => await SayAsync(text, token));
        }
        void J() => texts.ForEach(text => Ask());
        List<string> texts = [];
        """);

    [Fact]
    public Task Block_of_a_data_flow() => VerifyAsync("""
        System.Threading.Tasks.Dataflow.ActionBlock<string> A() => {|CCA1005:new|}(async text => await chat.GetResponseAsync(text));
        object B() => {|CCA1005:new System.Threading.Tasks.Dataflow.TransformBlock<string, string>|}(async text => (await chat.GetResponseAsync(text)).Text, new() { MaxDegreeOfParallelism = 2 });
        object C1() => new System.Threading.Tasks.Dataflow.ActionBlock<string>(text => Nothing());
        """, """
        class Completed(IChatClient chat)
        {
            async Task M(string[] texts)
            {
                var block = new System.Threading.Tasks.Dataflow.ActionBlock<string>(async text => await chat.GetResponseAsync(text));
                foreach (var text in texts) block.Post(text);
                block.Complete();
                await block.Completion;
            }
        }
        """);

    [Fact]
    public Task Timer_that_its_handler_ends_or_sets_again() => VerifyAsync("""
        Timer? _timer, _again, _sometimes, _provided;
        void A() => _timer = new Timer(_ => { _timer!.Dispose(); Ask(); }, null, 0, 1000);
        void B() => _again = {|CCA1005:new|}(_ => { Ask(); _again!.Change(5000, Timeout.Infinite); }, null, 0, Timeout.Infinite);
        void C1() => _sometimes = {|CCA1005:new Timer|}(_ => { if (DateTime.Now.Hour == 3) _sometimes!.Dispose(); Ask(); }, null, 0, 1000);
        void D() => _timer = new Timer(_ => { _timer?.Change(Timeout.Infinite, Timeout.Infinite); Ask(); }, null, 0, 1000);
        void E(TimeProvider time) { time.{|CCA1005:CreateTimer|}(_ => Ask(), null, TimeSpan.Zero, TimeSpan.FromSeconds(1)); time.CreateTimer(_ => Ask(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan); }
        """);

    [Fact]
    public Task Timer_that_is_given_its_period_later() => VerifyAsync("""
        Timer _timer = null!; Timer? _maybe, _once; ITimer _provided = null!;
        void A() { _timer = {|CCA1005:new Timer|}(_ => Ask(), null, Timeout.Infinite, Timeout.Infinite); _timer.Change(TimeSpan.Zero, TimeSpan.FromMinutes(5)); }
        void B() => _maybe = {|CCA1005:new|}(_ => Ask(), null, Timeout.Infinite, Timeout.Infinite);
        void StartB(int period) => _maybe?.Change(0, period);
        void C1() { _once = new Timer(_ => Ask(), null, Timeout.Infinite, Timeout.Infinite); _once.Change(500, Timeout.Infinite); }
        void D(TimeProvider time) => _provided = time.{|CCA1005:CreateTimer|}(_ => Ask(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        void StartD() => _provided.Change(TimeSpan.Zero, TimeSpan.FromHours(1));
        void E() { var local = new Timer(_ => Ask(), null, Timeout.Infinite, Timeout.Infinite); local.Change(Timeout.InfiniteTimeSpan, TimeSpan.FromHours(1)); }
        """);

    [Fact]
    public Task Timer_whose_handler_counts_its_runs() => VerifyAsync("""
        const int Most = 5;
        int _runs, _ticks, _steps;
        void A() { var timer = new Timer(_ => { if (Interlocked.Increment(ref _runs) > 10) return; Ask(); }, null, 0, 1000); }
        void B() { var timer = new System.Timers.Timer(1000); timer.Elapsed += async (_, _) => { Console.WriteLine("tick"); _ticks++; if (_ticks > Most) { timer.Stop(); return; } await AskAsync(); }; }
        void C1() { var timer = new System.Timers.Timer(1000); var runs = 0; timer.Elapsed += async (_, _) => { await AskAsync(); if (++runs >= 5) timer.Stop(); }; }
        void D() { var timer = new Timer(OnTick, null, 0, 1000); }
        async void OnTick(object? state) { try { if (_steps++ >= Most || state is null) return; await AskAsync(); } catch (Exception failure) { Console.WriteLine(failure.Message); } }
        """);

    [Fact]
    public Task Timer_whose_handler_counts_and_goes_on() => VerifyAsync("""
        int _reset, _late, _none, _below;
        void A() { var timer = {|CCA1005:new Timer|}(_ => { if (++_reset > 10) { _reset = 0; return; } Ask(); }, null, 0, 1000); }
        void B() { var timer = {|CCA1005:new Timer|}(_ => { Ask(); if (++_late > 10) return; }, null, 0, 1000); }
        void C1() { var timer = {|CCA1005:new Timer|}(_ => { var runs = 0; if (++runs > 10) return; Ask(); }, null, 0, 1000); }
        void D() { var timer = {|CCA1005:new Timer|}(_ => { if (++_none > int.MaxValue) return; Ask(); }, null, 0, 1000); }
        void E() { var timer = {|CCA1005:new Timer|}(_ => { if (++_below < 10) return; Ask(); }, null, 0, 1000); }
        """);

    [Fact]
    public Task Timers_timer() => VerifyAsync("""
        readonly System.Timers.Timer _timer = new(1000), _once = new(1000) { AutoReset = false }, _chained = new(1000) { AutoReset = false };
        void A() { {|CCA1005:_timer.Elapsed|} += (_, _) => Ask(); }
        void B() { {|CCA1005:_timer.Elapsed|} += OnElapsed; }
        void C1() { _once.Elapsed += OnElapsed; }
        void D() { {|CCA1005:_chained.Elapsed|} += (_, _) => { try { Ask(); } finally { _chained.Start(); } }; }
        void E() { var timer = new System.Timers.Timer(1000); timer.AutoReset = false; timer.Elapsed += OnElapsed; }
        void F() { var timer = new System.Timers.Timer { AutoReset = true }; {|CCA1005:timer.Elapsed|} += OnElapsed; }
        void G() { _timer.Elapsed += (s, _) => { ((System.Timers.Timer)s!).Stop(); Ask(); }; }
        void H() { {|CCA1005:_timer.Elapsed|} += async (_, _) => { _timer.Stop(); await AskAsync(); _timer.Start(); }; }
        void I() { _timer.Elapsed -= OnElapsed; _timer.Disposed += (_, _) => Ask(); }
        void OnElapsed(object? sender, System.Timers.ElapsedEventArgs e) => _ = AskAsync();
        """);

    [Fact]
    public Task User_interface_timers() => VerifyAsync("""
        void A(System.Windows.Forms.Timer timer) { {|CCA1005:timer.Tick|} += (_, _) => Ask(); }
        void B(System.Windows.Forms.Timer timer) { timer.Tick += (_, _) => { timer.Stop(); Ask(); }; }
        void C1(System.Windows.Threading.DispatcherTimer timer) { {|CCA1005:timer.Tick|} += OnTick; timer.Tick += Once; }
        object D() => {|CCA1005:new System.Windows.Threading.DispatcherTimer|}(TimeSpan.FromSeconds(1), 1, OnTick, this);
        void OnTick(object? sender, EventArgs e) => Ask();
        void Once(object? sender, EventArgs e) { ((System.Windows.Threading.DispatcherTimer)sender!).Tick -= Once; Ask(); }
        """);

    [Fact]
    public Task Observables() => VerifyAsync("""
        void A() { Observable.{|CCA1005:Interval|}(TimeSpan.FromSeconds(1)).Subscribe(_ => Ask()); }
        void B() { Observable.Interval(TimeSpan.FromSeconds(1)).Take(3).Subscribe(_ => Ask()); }
        void C1() { Observable.{|CCA1005:Timer|}(TimeSpan.Zero, TimeSpan.FromSeconds(1)).SelectMany(async _ => await chat.GetResponseAsync("x")).Subscribe(_ => { }); }
        void D() { Observable.Timer(TimeSpan.FromSeconds(1)).Subscribe(_ => Ask()); }
        void E() { Observable.Interval(TimeSpan.FromSeconds(1)).Subscribe(_ => Nothing()); }
        """);

    [Fact]
    public Task Recurring_jobs() => VerifyAsync("""
        void Hang(string cron) { Hangfire.RecurringJob.{|CCA1005:AddOrUpdate|}<Job>("a", job => job.RunAsync(), cron); Hangfire.RecurringJob.{|CCA1005:AddOrUpdate|}("b", () => AskAsync(), cron); Hangfire.BackgroundJob.Enqueue<Job>(job => job.RunAsync()); }
        object Cron() { Quartz.TriggerBuilder.Create().WithCronSchedule("0 * * * * ?"); return Quartz.JobBuilder.{|CCA1005:Create|}<Job>().Build(); }
        object Forever() { Quartz.TriggerBuilder.Create().WithSimpleSchedule(s => s.WithIntervalInSeconds(5).RepeatForever()); return Quartz.JobBuilder.{|CCA1005:Create|}(typeof(Job)).Build(); }
        object Once() { Quartz.TriggerBuilder.Create().StartNow().Build(); return Quartz.JobBuilder.Create<Job>().Build(); }
        void Coravel1(Coravel.Scheduling.Schedule.Interfaces.IScheduler s) { s.{|CCA1005:Schedule|}(() => Ask()).EveryMinute(); s.{|CCA1005:ScheduleAsync|}(AskAsync).EveryMinute(); s.{|CCA1005:Schedule|}<Job>().EveryMinute(); s.Schedule<Job>().EveryMinute().Once(); s.Schedule(() => Nothing()).EveryMinute(); }
        """, """
        class Job(IChatClient chat) : Quartz.IJob, Coravel.Invocable.IInvocable
        {
            public async Task RunAsync() => await chat.GetResponseAsync("x");
            public Task Execute(Quartz.IJobExecutionContext context) => RunAsync();
            public Task Invoke() => RunAsync();
        }
        """);

    [Fact]
    public Task Messages_of_a_bus() => VerifyAsync("""
        void Bus(Azure.Messaging.ServiceBus.ServiceBusProcessor p) { {|CCA1005:p.ProcessMessageAsync|} += async args => await AskAsync(); p.ProcessErrorAsync += async args => await AskAsync(); }
        void Rabbit(RabbitMQ.Client.Events.EventingBasicConsumer c) { {|CCA1005:c.Received|} += (_, _) => Ask(); c.Received += (_, _) => Nothing(); }
        void Mass(MassTransit.IRegistrationConfigurator x) { x.{|CCA1005:AddConsumer|}<Consumer>(); x.AddConsumer<Free>(); }
        """, """
        class Consumer(IChatClient chat) : MassTransit.IConsumer<string> { public async Task Consume(MassTransit.ConsumeContext<string> context) => await chat.GetResponseAsync(context.Message); }
        class Free : MassTransit.IConsumer<string> { public Task Consume(MassTransit.ConsumeContext<string> context) => Task.CompletedTask; }
        """);

    [Fact]
    public Task Files_and_messages_of_a_chat() => VerifyAsync("""
        void Folder(string path) { var w = new FileSystemWatcher(path) { EnableRaisingEvents = true }; {|CCA1005:w.Created|} += async (_, e) => await chat.GetResponseAsync(File.ReadAllText(e.FullPath)); w.Changed += (_, _) => Nothing(); }
        void Named(FileSystemWatcher w) { {|CCA1005:w.Renamed|} += OnRenamed; w.Error += (_, _) => Ask(); }
        void OnRenamed(object sender, RenamedEventArgs e) => Ask();
        void First(FileSystemWatcher w) => w.Created += (_, _) => { w.EnableRaisingEvents = false; Ask(); };
        void Bot(Discord.WebSocket.DiscordSocketClient c) => {|CCA1005:c.MessageReceived|} += async m => await chat.GetResponseAsync(m.ToString()!);
        """);

    [Fact]
    public Task Budgets() => VerifyAsync("""
        void Around() { var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 }); _ = new Timer(_ => Ask(), null, 0, 1000); }
        [RequiresBudget] void Duty() { _ = new Timer(_ => Ask(), null, 0, 1000); }
        void EachTime() { _ = {|CCA1005:new Timer|}(_ => { using var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 }); Ask(); }, null, 0, 1000); }
        """);

    [Fact]
    public async Task Message_names_the_timer_and_the_call()
    {
        var found = await Analysis.RunAsync(new CallbackAnalyzer(), """
            using Microsoft.Extensions.AI;
            class C(IChatClient chat) { object M() => new Timer(OnTick, null, 0, 1000); async void OnTick(object? state) => await chat.GetResponseAsync("x"); }
            """);
        var diagnostic = Assert.Single(found);
        Assert.Equal("'Timer' runs 'OnTick', which reaches 'IChatClient.GetResponseAsync', again and again for as long as the process lives, without a budget; begin a budget scope with a window, such as hourly, around it", diagnostic.GetMessage());
        Assert.Equal(2, diagnostic.AdditionalLocations.Count);
    }

    /// <summary>Each row is whole, and those of .NET name members that exist.</summary>
    [Fact]
    public void Rows_are_whole()
    {
        var compilation = CSharpCompilation.Create("Empty", references: TestReferences.Of(TestPackages.None));
        Assert.All(Registration.All, row =>
        {
            Assert.True(row.Kind switch { RegistrationKind.Call => !row.Handlers.IsEmpty, RegistrationKind.Job => row.Runs is not null, _ => true }, row.Id);
            if (compilation.GetTypeByMetadataName(row.Type) is { } type)
                Assert.NotEmpty(row.Id.EndsWith("#ctor", StringComparison.Ordinal) ? type.Constructors : type.GetMembers(row.Name));
        });
        Assert.All(["System.Threading.Timer", "System.TimeProvider", "System.Timers.Timer"], name => Assert.Contains(Registration.All, row => row.Type == name && compilation.GetTypeByMetadataName(name) is not null));
    }

    [Theory]
    [InlineData("A callback that fires", true)]
    [InlineData("A callback that is quiet", false)]
    public Task Page_does_what_it_says(string heading, bool fires)
    {
        var text = string.Join('\n', RulePages.Lines("CCA1005"));
        var code = RulePages.Code(text[text.IndexOf("### " + heading, StringComparison.Ordinal)..])!;
        return VerifyAsync($"Timer? _timer; Task SummariseAsync() => AskAsync(); void M() {{ {(fires ? code.Replace("new Timer", "{|CCA1005:new Timer|}") : code)} }}");
    }
}
