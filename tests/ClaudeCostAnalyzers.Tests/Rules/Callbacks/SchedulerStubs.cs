namespace ClaudeCostAnalyzers.Tests.Rules.Callbacks;

/// <summary>Declarations of schedulers, buses and user interfaces that the tests do not reference, in their own namespaces.</summary>
internal static class SchedulerStubs
{
    public const string Source = """
        using System.Linq.Expressions;
        namespace System.Windows.Forms { public class Timer { public event EventHandler? Tick; public bool Enabled { get; set; } public void Start() { } public void Stop() { } } }
        namespace System.Windows.Threading
        {
            public class DispatcherTimer { public DispatcherTimer() { } public DispatcherTimer(TimeSpan interval, int priority, EventHandler callback, object dispatcher) { } public event EventHandler? Tick; public void Start() { } public void Stop() { } }
        }
        namespace System.Reactive.Linq
        {
            public static class Observable
            {
                public static IObservable<long> Interval(TimeSpan period) => throw new NotSupportedException();
                public static IObservable<long> Timer(TimeSpan dueTime) => throw new NotSupportedException();
                public static IObservable<long> Timer(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();
                public static IObservable<T> Take<T>(this IObservable<T> source, int count) => source;
                public static IObservable<R> SelectMany<T, R>(this IObservable<T> source, Func<T, System.Threading.Tasks.Task<R>> selector) => throw new NotSupportedException();
                public static IDisposable Subscribe<T>(this IObservable<T> source, Action<T> onNext) => throw new NotSupportedException();
            }
        }
        namespace Hangfire
        {
            public static class RecurringJob
            {
                public static void AddOrUpdate(string id, Expression<Func<System.Threading.Tasks.Task>> methodCall, string cron) { }
                public static void AddOrUpdate<T>(string id, Expression<Func<T, System.Threading.Tasks.Task>> methodCall, string cron) { }
            }
            public static class BackgroundJob { public static string Enqueue<T>(Expression<Func<T, System.Threading.Tasks.Task>> methodCall) => ""; }
        }
        namespace Quartz
        {
            public interface IJobExecutionContext { }
            public interface IJob { System.Threading.Tasks.Task Execute(IJobExecutionContext context); }
            public class JobBuilder { public static JobBuilder Create<T>() where T : IJob => new(); public static JobBuilder Create(Type type) => new(); public object Build() => this; }
            public class SimpleScheduleBuilder { public SimpleScheduleBuilder WithIntervalInSeconds(int s) => this; public SimpleScheduleBuilder RepeatForever() => this; }
            public class TriggerBuilder
            {
                public static TriggerBuilder Create() => new();
                public TriggerBuilder WithCronSchedule(string cron) => this;
                public TriggerBuilder WithSimpleSchedule(Action<SimpleScheduleBuilder> action) => this;
                public TriggerBuilder StartNow() => this;
                public object Build() => this;
            }
        }
        namespace Coravel.Invocable { public interface IInvocable { System.Threading.Tasks.Task Invoke(); } }
        namespace Coravel.Scheduling.Schedule.Interfaces
        {
            public interface IScheduledEventConfiguration { void Once(); }
            public interface IScheduleInterval { IScheduledEventConfiguration EveryMinute(); }
            public interface IScheduler
            {
                IScheduleInterval Schedule(Action actionToSchedule);
                IScheduleInterval ScheduleAsync(Func<System.Threading.Tasks.Task> asyncTaskToSchedule);
                IScheduleInterval Schedule<T>() where T : Coravel.Invocable.IInvocable;
            }
        }
        namespace Azure.Messaging.ServiceBus
        {
            public class ProcessMessageEventArgs { }
            public class ServiceBusProcessor { public event Func<ProcessMessageEventArgs, System.Threading.Tasks.Task>? ProcessMessageAsync; public event Func<Exception, System.Threading.Tasks.Task>? ProcessErrorAsync; }
        }
        namespace Discord.WebSocket { public class SocketMessage; public abstract class BaseSocketClient { public event Func<SocketMessage, Task>? MessageReceived; } public class DiscordSocketClient : BaseSocketClient; }
        namespace RabbitMQ.Client.Events { public class EventingBasicConsumer { public event EventHandler<object>? Received; } }
        namespace MassTransit
        {
            public interface ConsumeContext<T> { T Message { get; } }
            public interface IConsumer<T> { System.Threading.Tasks.Task Consume(ConsumeContext<T> context); }
            public interface IRegistrationConfigurator { void AddConsumer<T>(Action<object>? configure = null) where T : class; }
        }
        """;
}
