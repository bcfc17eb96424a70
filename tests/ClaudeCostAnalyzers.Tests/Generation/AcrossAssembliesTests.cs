using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Tests.Generation;

/// <summary>A loop in one project around a call in another, of which a build sees only the reference assembly.</summary>
public sealed class AcrossAssembliesTests
{
    private const string Library = """
        using Anthropic;
        using Anthropic.Models.Messages;
        using ClaudeCost;

        namespace Acme;

        public interface IAsker { Task<Message> AskAsync(MessageCreateParams ask); }

        public class Asker(IAnthropicClient client) : IAsker
        {
            public Task<Message> AskAsync(MessageCreateParams ask) => client.Messages.Create(ask);
            public async Task LogAsync(MessageCreateParams ask) { await client.Messages.Create(ask); }
            public async Task<bool> WorkAsync(Queue<int> queue) { await client.Messages.Create(null!); return queue.Count > 0; }
            private int _left = 5;
            public async Task<Message?> NextAsync() { if (_left-- <= 0) return null; return await client.Messages.Create(null!); }
            public Message this[string question] => client.Messages.Create(null!).Result;
            public Message Last => client.Messages.Create(null!).Result;
            public Task SaveAsync(Message reply) => Task.CompletedTask;
            public Task AskAsync(string local) => Task.CompletedTask;
            [RequiresBudget] public async Task AgentAsync(MessageCreateParams ask) { while (true) await client.Messages.Create(ask); }
        }

        public static class Answers
        {
            public static Task<Message> AskTwiceAsync(this IAsker asker, MessageCreateParams ask) => asker.AskAsync(ask);
            public static string? Next() => Console.ReadLine();
        }
        """;

    private static Task<string[]> LoopsAsync(string statements, MetadataReference library, TestPackages packages = TestPackages.All) => Libraries.LoopsAsync(Libraries.Compile("Program", $$"""
        using Acme;
        using Anthropic.Models.Messages;
        using ClaudeCost;

        class Program(Asker lib, IAsker any)
        {
            async Task Run(MessageCreateParams ask, Queue<int> queue)
            {
                {{statements}}
                await Task.Yield();
            }
        }
        """, packages, library));

    [Theory]
    [InlineData("while (true) await lib.AskAsync(ask);", "CCA1001 lib.AskAsync(ask)")]
    [InlineData("while (true) await any.AskAsync(ask);", "CCA1001 any.AskAsync(ask)")]
    [InlineData("while (true) await any.AskTwiceAsync(ask);", "CCA1001 any.AskTwiceAsync(ask)")]
    [InlineData("while (true) Console.WriteLine(lib.Last);", "CCA1001 lib.Last")]
    [InlineData("while (true) Console.WriteLine(lib[\"x\"]);", "CCA1001 lib[\"x\"]")]
    [InlineData("while (await lib.NextAsync() is { } next) Console.WriteLine(next);", "CCA1009 lib.NextAsync()")]
    [InlineData("while (true) await lib.AgentAsync(ask);", "CCA1001 lib.AgentAsync(ask)")]
    [InlineData("Message reply; do reply = await lib.AskAsync(ask); while (reply.StopReason == \"tool_use\");", "CCA1002 lib.AskAsync(ask)")]
    [InlineData("while (true) { try { await lib.LogAsync(ask); break; } catch (Exception) { } }", "CCA1004 lib.LogAsync(ask)")]
    [InlineData("async Task Helper() => await lib.AskAsync(ask); while (true) await Helper();", "CCA1001 Helper()")]
    public async Task Is_reported(string statements, string expected) => Assert.Equal([expected], await LoopsAsync(statements, Libraries.Build(Libraries.Compile("Library", Library))));

    [Theory]
    [InlineData("while (true) await lib.SaveAsync(null!);")]
    [InlineData("while (true) await lib.AskAsync(\"nothing that a model hears\");")]
    [InlineData("for (var i = 0; i < 10; i++) await lib.AskAsync(ask);")]
    [InlineData("while (Answers.Next() is not null) await lib.AskAsync(ask);")]
    [InlineData("using var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 }); while (true) await lib.AskAsync(ask);")]
    public async Task Is_quiet(string statements) => Assert.Empty(await LoopsAsync(statements, Libraries.Build(Libraries.Compile("Library", Library))));

    [Fact]
    public async Task A_result_that_is_not_the_reply_does_not_let_the_model_end_the_loop() =>
        Assert.Equal(["CCA1009 lib.WorkAsync(queue)"], await LoopsAsync("while (await lib.WorkAsync(queue)) { }", Libraries.Build(Libraries.Compile("Library", Library))));

    [Fact]
    public async Task Without_the_package_in_the_library_nothing_is_known_of_it() =>
        Assert.Empty(await LoopsAsync("while (true) await lib.AskAsync(ask);", Libraries.Build(Libraries.Compile("Library", Library), generate: false)));

    [Fact]
    public async Task Source_at_hand_is_followed_and_counts_once()
    {
        Compilation library = Libraries.Compile("Library", Library);
        Assert.Equal(["CCA1001 lib.AskAsync(ask)"], await LoopsAsync("while (true) await lib.AskAsync(ask);", library.ToMetadataReference()));
        Libraries.Driver().RunGeneratorsAndUpdateCompilation(library, out library, out _, TestContext.Current.CancellationToken);
        Assert.Equal(["CCA1001 lib.AskAsync(ask)"], await LoopsAsync("while (true) await lib.AskAsync(ask);", library.ToMetadataReference()));
    }

    [Fact]
    public async Task A_wrapper_of_a_wrapper_is_followed_into_a_project_without_any_SDK()
    {
        var inner = Libraries.Build(Libraries.Compile("Inner", Library));
        var outer = Libraries.Compile("Outer", """
            public class Teller(Acme.Asker lib)
            {
                public Task TellAsync() => lib.LogAsync(null!);
                public static Teller Make() => null!;
            }
            """, TestPackages.Anthropic, inner);
        Assert.Equal(["M:Teller.TellAsync | Messages.Create"], Libraries.Entries(outer));
        var program = Libraries.Compile("Program", "class Program { async Task Run() { while (true) await Teller.Make().TellAsync(); } }", TestPackages.None, Libraries.Build(outer));
        Assert.Equal(["CCA1001 Teller.Make().TellAsync()"], await Libraries.LoopsAsync(program));
    }

    [Fact]
    public async Task An_interface_of_a_sibling_is_followed_to_the_assembly_that_implements_it()
    {
        var core = Libraries.Build(Libraries.Compile("Acme.Core", "public interface ITeller { Task TellAsync(); Task SaveAsync(); }", TestPackages.None));
        var claude = Libraries.Compile("Acme.Claude", """
            using Anthropic;
            internal class Teller(IAnthropicClient client) : ITeller, IDisposable
            {
                public Task TellAsync() => client.Messages.Create(null!);
                public Task SaveAsync() => Task.CompletedTask;
                public void Dispose() => client.Messages.Create(null!).Wait();
            }
            """, TestPackages.Anthropic, core);
        Assert.Equal(["M:ITeller.TellAsync | Messages.Create | returns-reply"], Libraries.Entries(claude));
        var program = Libraries.Compile("Acme.Program", "class Program { async Task Run(ITeller teller) { while (true) { await teller.TellAsync(); await teller.SaveAsync(); } } }", TestPackages.None, core, Libraries.Build(claude));
        Assert.Equal(["CCA1001 teller.TellAsync()"], await Libraries.LoopsAsync(program));
    }
}
