using ClaudeCostAnalyzers.Generation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ClaudeCostAnalyzers.Tests.Generation;

/// <summary>What an assembly says of its members that reach an LLM call.</summary>
public sealed class ReachGeneratorTests
{
    private const string Library = """
        using Anthropic;
        using Anthropic.Models.Messages;
        using ClaudeCost;

        namespace Acme;

        public interface IAsker
        {
            Task<Message> AskAsync(MessageCreateParams ask);
            int Count(string text);
        }

        public class Asker(IAnthropicClient client) : IAsker
        {
            public Task<Message> AskAsync(MessageCreateParams ask) => Send(ask);
            public int Count(string text) => text.Length;
            public async Task LogAsync(MessageCreateParams ask) { await Send(ask); }
            public async Task<T> MapAsync<T>(MessageCreateParams ask, Func<Message, T> map) => map(await Send(ask));
            public Message Last => Send(null!).Result;
            protected Task<Message> InheritedAsync(MessageCreateParams ask) => Send(ask);
            [RequiresBudget] public async Task AgentAsync(MessageCreateParams ask) { while (true) await Send(ask); }
            internal Task<Message> OwnAsync(MessageCreateParams ask) => Send(ask);
            private Task<Message> Send(MessageCreateParams ask) => client.Messages.Create(ask);

            public class Nested<TKey>(IAnthropicClient client)
            {
                public TKey Ask(TKey key) { client.Messages.Create(null!).Wait(); return key; }
            }
        }

        class Hidden(IAnthropicClient client)
        {
            public Task<Message> AskAsync(MessageCreateParams ask) => client.Messages.Create(ask);
        }

        public static class Answers
        {
            public static Task<Message> AskTwiceAsync(this IAsker asker, MessageCreateParams ask) => asker.AskAsync(ask);
            public static string? Next() => Console.ReadLine();
            [LlmCall] public static extern void Native();
        }
        """;

    [Fact]
    public void Exported_members_that_reach_a_call_are_named_with_what_callers_need_to_know() => Assert.Equal(
        [
            "M:Acme.Answers.AskTwiceAsync(Acme.IAsker,Anthropic.Models.Messages.MessageCreateParams) | Messages.Create | returns-reply",
            "M:Acme.Answers.Native | Answers.Native",
            "M:Acme.Answers.Next |  | waits-for-human",
            "M:Acme.Asker.AgentAsync(Anthropic.Models.Messages.MessageCreateParams) | Asker.AgentAsync | requires-budget",
            "M:Acme.Asker.AskAsync(Anthropic.Models.Messages.MessageCreateParams) | Messages.Create | returns-reply",
            "M:Acme.Asker.InheritedAsync(Anthropic.Models.Messages.MessageCreateParams) | Messages.Create | returns-reply",
            "M:Acme.Asker.LogAsync(Anthropic.Models.Messages.MessageCreateParams) | Messages.Create",
            "M:Acme.Asker.MapAsync``1(Anthropic.Models.Messages.MessageCreateParams,System.Func{Anthropic.Models.Messages.Message,``0}) | Messages.Create | returns-reply",
            "M:Acme.Asker.Nested`1.Ask(`0) | Messages.Create",
            "M:Acme.Asker.get_Last | Messages.Create | returns-reply",
            "M:Acme.IAsker.AskAsync(Anthropic.Models.Messages.MessageCreateParams) | Messages.Create | returns-reply",
        ],
        Libraries.Entries(Libraries.Compile("Acme.Library", Library)));

    [Fact]
    public void What_friends_can_see_is_exported_too()
    {
        var entries = Libraries.Entries(Libraries.Compile("Acme.Library", Library.Replace("namespace Acme;", "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Friend\")]\nnamespace Acme;")));
        Assert.Contains("M:Acme.Asker.OwnAsync(Anthropic.Models.Messages.MessageCreateParams) | Messages.Create | returns-reply", entries);
        Assert.Contains("M:Acme.Hidden.AskAsync(Anthropic.Models.Messages.MessageCreateParams) | Messages.Create | returns-reply", entries);
        Assert.DoesNotContain(entries, entry => entry.Contains("Asker.Send", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_written_where_nothing_exported_reaches_a_call()
    {
        Assert.Null(Libraries.Generate(Libraries.Compile("Library", "public class C { public void M() { } }")));
        Assert.Null(Libraries.Generate(Libraries.Compile("Library", "public class C { public void M() { Console.ReadLine(); } }", TestPackages.None)));
    }

    [Fact]
    public void An_SDK_of_the_catalogue_says_nothing_of_itself()
    {
        const string Sdk = "namespace Anthropic { public interface IAnthropicClient; } namespace Acme { public class C { [ClaudeCost.LlmCall] public void Ask() { } } }";
        Assert.Null(Libraries.Generate(Libraries.Compile("Anthropic", Sdk, TestPackages.Runtime)));
        Assert.NotNull(Libraries.Generate(Libraries.Compile("Acme.Library", Sdk, TestPackages.Runtime)));
        Assert.NotNull(Libraries.Generate(Libraries.Compile("Anthropic", Sdk.Replace("IAnthropicClient", "IOther"), TestPackages.Runtime)));
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp2)]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.Latest)]
    public void What_is_written_compiles_in_old_versions_of_the_language_too_and_beside_that_of_a_friend(LanguageVersion version)
    {
        var friend = Libraries.Build(Libraries.Compile("Library", Library.Replace("namespace Acme;", "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Test\")]\nnamespace Acme;")
            .Replace("[LlmCall] public static extern void Native();", "")));
        var source = Libraries.Generate(Libraries.Compile("Acme.Library", Library))!;
        var compilation = CSharpCompilation.Create(
            "Test",
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(version))],
            [.. TestReferences.Of(TestPackages.All), friend],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, generalDiagnosticOption: ReportDiagnostic.Error));
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Id != "CS1701"));
    }

    [Fact]
    public void An_edit_that_changes_no_entry_writes_nothing_anew()
    {
        var compilation = Libraries.Compile("Acme.Library", Library);
        var driver = Libraries.Driver(trackSteps: true).RunGenerators(compilation, TestContext.Current.CancellationToken);

        var edited = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other { int Twice(int x) => 2 * x; }", cancellationToken: TestContext.Current.CancellationToken));
        var steps = driver.RunGenerators(edited, TestContext.Current.CancellationToken).GetRunResult().Results.Single();

        Assert.Equal(IncrementalStepRunReason.Unchanged, steps.TrackedSteps[ReachGenerator.EntriesStep].Single().Outputs.Single().Reason);
        Assert.All(steps.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs), output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void An_editor_does_not_ask_for_it()
    {
        var driver = CSharpGeneratorDriver.Create([new ReachGenerator().AsSourceGenerator()], driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.Implementation, trackIncrementalGeneratorSteps: true));
        var result = driver.RunGenerators(Libraries.Compile("Acme.Library", Library), TestContext.Current.CancellationToken).GetRunResult().Results.Single();
        Assert.Empty(result.GeneratedSources);
        Assert.DoesNotContain(ReachGenerator.EntriesStep, result.TrackedSteps.Keys);
    }
}
