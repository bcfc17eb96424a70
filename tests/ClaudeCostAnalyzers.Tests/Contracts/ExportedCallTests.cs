using ClaudeCostAnalyzers.Rules;
using ClaudeCostAnalyzers.Tests.Docs;
using Microsoft.CodeAnalysis;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.ExportedCallAnalyzer, ClaudeCostAnalyzers.CodeFixes.LlmCallFix>;

namespace ClaudeCostAnalyzers.Tests.Contracts;

/// <summary>CCA4005 and its fix, which marks what other assemblies can call and what costs them money.</summary>
public sealed class ExportedCallTests
{
    [Fact]
    public Task Exported_members_are_reported_and_marked_all_at_once() => Verify.VerifyCodeFixAsync(
        """
        using Anthropic;
        using Anthropic.Models.Messages;

        public class Assistant(IAnthropicClient client)
        {
            /// <summary>Asks.</summary>
            public Task<Message> {|CCA4005:AskAsync|}(MessageCreateParams ask) => Send(ask);

            // Cached.
            [Obsolete]
            public Message {|CCA4005:Last|} => Send(null!).Result;

            public {|CCA4005:Assistant|}(IAnthropicClient client, MessageCreateParams ask) : this(client) { Send(ask).Wait(); }

            protected Task {|CCA4005:RepeatAsync|}(MessageCreateParams ask) => AskAsync(ask); public int Count(string text) => text.Length;

            internal Task OwnAsync(MessageCreateParams ask) => Send(ask);

            private Task<Message> Send(MessageCreateParams ask) => client.Messages.Create(ask);
        }

        class Hidden(IAnthropicClient client)
        {
            public Task<Message> AskAsync(MessageCreateParams ask) => client.Messages.Create(ask);
        }
        """,
        """
        using Anthropic;
        using Anthropic.Models.Messages;
        using ClaudeCost;

        public class Assistant(IAnthropicClient client)
        {
            /// <summary>Asks.</summary>
            [LlmCall]
            public Task<Message> AskAsync(MessageCreateParams ask) => Send(ask);

            // Cached.
            [LlmCall]
            [Obsolete]
            public Message Last => Send(null!).Result;

            [LlmCall]
            public Assistant(IAnthropicClient client, MessageCreateParams ask) : this(client) { Send(ask).Wait(); }

            [LlmCall]
            protected Task RepeatAsync(MessageCreateParams ask) => AskAsync(ask); public int Count(string text) => text.Length;

            internal Task OwnAsync(MessageCreateParams ask) => Send(ask);

            private Task<Message> Send(MessageCreateParams ask) => client.Messages.Create(ask);
        }

        class Hidden(IAnthropicClient client)
        {
            public Task<Message> AskAsync(MessageCreateParams ask) => client.Messages.Create(ask);
        }
        """);

    [Fact]
    public Task An_interface_is_marked_and_not_what_implements_it() => Verify.VerifyCodeFixAsync(
        """
        using Anthropic;
        using Anthropic.Models.Messages;

        public interface IAsker { Task {|CCA4005:AskAsync|}(MessageCreateParams ask); Task SaveAsync(); }

        public abstract class Base
        {
            public abstract Task {|CCA4005:TellAsync|}();
        }

        public class Asker(IAnthropicClient client) : Base, IAsker
        {
            public Task AskAsync(MessageCreateParams ask) => client.Messages.Create(ask);
            public override Task TellAsync() => client.Messages.Create(null!);
            public Task SaveAsync() => Task.CompletedTask;
        }
        """,
        """
        using Anthropic;
        using Anthropic.Models.Messages;
        using ClaudeCost;

        public interface IAsker { [LlmCall] Task AskAsync(MessageCreateParams ask); Task SaveAsync(); }

        public abstract class Base
        {
            [LlmCall]
            public abstract Task TellAsync();
        }

        public class Asker(IAnthropicClient client) : Base, IAsker
        {
            public Task AskAsync(MessageCreateParams ask) => client.Messages.Create(ask);
            public override Task TellAsync() => client.Messages.Create(null!);
            public Task SaveAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task A_name_that_means_something_else_here_is_written_in_full() => Verify.VerifyCodeFixAsync(
        """
        using Anthropic;

        class LlmCallAttribute : Attribute { }

        public class C(IAnthropicClient client)
        {
            public Task {|CCA4005:AskAsync|}() => client.Messages.Create(null!);
        }
        """,
        """
        using Anthropic;

        class LlmCallAttribute : Attribute { }

        public class C(IAnthropicClient client)
        {
            [global::ClaudeCost.LlmCall]
            public Task AskAsync() => client.Messages.Create(null!);
        }
        """);

    [Fact]
    public Task Without_the_attribute_there_is_no_fix()
    {
        const string source = "using Anthropic; public class C(IAnthropicClient client) { public Task {|CCA4005:AskAsync|}() => client.Messages.Create(null!); }";
        return new Verify.Test { TestCode = source, FixedCode = source, Packages = TestPackages.AllLlm }.RunAsync();
    }

    [Theory]
    [InlineData("[ClaudeCost.LlmCall] public Task AskAsync() => client.Messages.Create(null!);")]
    [InlineData("[ClaudeCost.RequiresBudget] public async Task AskAsync() { while (true) await client.Messages.Create(null!); }")]
    [InlineData("public Task SaveAsync() => Task.CompletedTask;")]
    [InlineData("public Func<Task> Later() => () => client.Messages.Create(null!);")]
    [InlineData("public void Dispose() => client.Messages.Create(null!).Wait();")]
    [InlineData("public override string ToString() => client.Messages.Create(null!).Result.ToString()!;")]
    [InlineData("[Xunit.Fact] public Task AskAsync() => client.Messages.Create(null!);")]
    [InlineData("[Xunit.Fact] public Task Test() => AskAsync(); public Task AskAsync() => client.Messages.Create(null!);")]
    public Task Is_quiet(string member) => CSharpAnalyzerVerifier<ExportedCallAnalyzer>.VerifyAnalyzerAsync($$"""
        using Anthropic;
        public class C(IAnthropicClient client) : IDisposable { {{member}} {{(member.Contains("Dispose()", StringComparison.Ordinal) ? "" : "public void Dispose() { }")}} }
        namespace Xunit { class FactAttribute : Attribute { } }
        """);

    [Fact]
    public Task A_client_that_wraps_a_client_is_quiet() => CSharpAnalyzerVerifier<ExportedCallAnalyzer>.VerifyAnalyzerAsync("""
        using Microsoft.Extensions.AI;
        public class Logged(IChatClient inner) : DelegatingChatClient(inner)
        {
            public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
                base.GetResponseAsync(messages, options, cancellationToken);
        }
        """);

    [Fact]
    public async Task An_executable_exports_nothing()
    {
        const string source = "using Anthropic; public class Program { public static Task AskAsync(IAnthropicClient client) => client.Messages.Create(null!); static void Main() { } }";
        Assert.Single(await Generation.Libraries.FindAsync(Generation.Libraries.Compile("Library", source), new ExportedCallAnalyzer()));
        var program = Generation.Libraries.Compile("Program", source);
        Assert.Empty(await Generation.Libraries.FindAsync(program.WithOptions(program.Options.WithOutputKind(OutputKind.ConsoleApplication)), new ExportedCallAnalyzer()));
    }

    [Fact]
    public async Task The_pages_examples_do_what_the_page_says()
    {
        const string usings = "using Anthropic;\nusing Anthropic.Models.Messages;\nusing ClaudeCost;\n";
        var fires = RulePages.Code(RulePages.Section("CCA4005", "Example that fires"))!;
        await Verify.VerifyCodeFixAsync(usings + fires.Replace("AskAsync", "{|CCA4005:AskAsync|}"), usings + fires.Replace("    public async", "    [LlmCall]\n    public async"));
        await CSharpAnalyzerVerifier<ExportedCallAnalyzer>.VerifyAnalyzerAsync(usings + RulePages.Code(RulePages.Section("CCA4005", "Example that is quiet")));
    }

    /// <summary>To mark a member must not change what is said of the loops around and in it, but for the words.</summary>
    [Theory]
    [InlineData("Task<string?> ChatAsync() { while (Console.ReadLine() is { } line) await client.Messages.Create(null!); return null; }", "while (true) await c.ChatAsync();", "")]
    [InlineData("Task<bool> WorkAsync() { await client.Messages.Create(null!); return queue.Count > 0; }", "while (await c.WorkAsync()) { }", "CCA1009 c.WorkAsync()")]
    [InlineData("Task<bool> IsDoneAsync() { var reply = await client.Messages.Create(null!); return reply.StopReason == \"end_turn\"; }", "while (!await c.IsDoneAsync()) { }", "CCA1002 c.IsDoneAsync()")]
    [InlineData("Task AgainAsync() { var reply = await client.Messages.Create(null!); if (reply.StopReason == \"tool_use\") await AgainAsync(); }", "await c.AgainAsync();", "CCA1003 AgainAsync()")]
    public async Task A_mark_says_that_a_member_spends_and_its_body_says_how(string member, string use, string expected)
    {
        foreach (var mark in new[] { "", "[ClaudeCost.LlmCall] " })
        {
            var found = await Generation.Libraries.LoopsAsync(Generation.Libraries.Compile("Program", $$"""
                using Anthropic;
                public class C(IAnthropicClient client, Queue<int> queue) { {{mark}}public async {{member}} public int Count => queue.Count; }
                class Program { async Task Run(C c) { {{use}} await Task.Yield(); } }
                """));
            Assert.Equal(expected, string.Join(", ", found));
        }
    }
}
