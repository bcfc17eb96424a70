using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.OutputCapAnalyzer>;

namespace ClaudeCostAnalyzers.Tests.Rules;

/// <summary>CCA2003 where the options are made elsewhere: by helpers, in static members, in other files.</summary>
public sealed class OutputCapOriginTests
{
    private const string Head = "using OpenAI.Chat;\n";

    [Theory]
    // Reported: every way through the helper is in sight, and one has no cap.
    [InlineData("Build()", "static ChatCompletionOptions Build() => new() { Temperature = 0 };", true)]
    [InlineData("Build()", "static ChatCompletionOptions Build() { var o = new ChatCompletionOptions(); o.Temperature = 0; return o; }", true)]
    [InlineData("Build(true)", "static ChatCompletionOptions Build(bool b) { if (b) return new() { MaxOutputTokenCount = 5 }; return new(); }", true)]
    [InlineData("Build(true)", "static ChatCompletionOptions Build(bool b) => b ? new() { MaxOutputTokenCount = 5 } : new();", true)]
    [InlineData("Build(1)", "static ChatCompletionOptions Build(int b) => b switch { 0 => new() { MaxOutputTokenCount = 5 }, 1 => new(), _ => throw new Exception() };", true)]
    [InlineData("Build(3)", "static ChatCompletionOptions Build(int n) => n == 0 ? new() : Build(n - 1);", true)]
    [InlineData("A()", "static ChatCompletionOptions A() => B(); static ChatCompletionOptions B() => C2(); static ChatCompletionOptions C2() => D(); static ChatCompletionOptions D() => new();", true)]
    [InlineData("await BuildAsync()", "async Task<ChatCompletionOptions> BuildAsync() { await Task.Yield(); return new(); }", true)]
    [InlineData("await BuildAsync()", "Task<ChatCompletionOptions> BuildAsync() => Task.FromResult(new ChatCompletionOptions());", true)]
    [InlineData("Cool(new ChatCompletionOptions())", "static ChatCompletionOptions Cool(ChatCompletionOptions o) { o.Temperature = 0; return o; }", true)]
    [InlineData("new ChatCompletionOptions().Cool().Cool()", "", true)]
    [InlineData("Made", "static ChatCompletionOptions Made { get { var o = new ChatCompletionOptions(); o.Temperature = 0; return o; } }", true)]
    [InlineData("Made", "static ChatCompletionOptions? _made; static ChatCompletionOptions Made => _made ??= new();", true)]
    [InlineData("Defaults.Chat", "", true)]
    [InlineData("Defaults.Fresh", "", true)]
    [InlineData("Build()", "static ChatCompletionOptions? Build() => null;", true)]
    [InlineData("Local()", "", true, "ChatCompletionOptions Local() => new();")]
    [InlineData("o", "static void Cool(ChatCompletionOptions o) => o.Temperature = 0;", true, "var o = new ChatCompletionOptions(); Cool(o);")]
    [InlineData("o", "static void Cool(ChatCompletionOptions o) => Cooler(o); static void Cooler(ChatCompletionOptions p) => p.Temperature = 0;", true, "var o = new ChatCompletionOptions(); Cool(o);")]
    // Silent: every way has one, or may.
    [InlineData("Build()", "static ChatCompletionOptions Build() => new() { MaxOutputTokenCount = 5 };", false)]
    [InlineData("Build()", "static ChatCompletionOptions Build() { var o = new ChatCompletionOptions(); (o.Temperature, o.MaxOutputTokenCount) = (0, 5); return o; }", false)]
    [InlineData("Build()", "static ChatCompletionOptions Build() { var o = new ChatCompletionOptions(); o.MaxOutputTokenCount = 5; return o; }", false)]
    [InlineData("Build()", "static ChatCompletionOptions Build() { var o = new ChatCompletionOptions(); Set(o); return o; } static void Set(ChatCompletionOptions o) { if (o.Temperature > 0) o.MaxOutputTokenCount = 5; }", false)]
    [InlineData("Cap(new ChatCompletionOptions())", "static ChatCompletionOptions Cap(ChatCompletionOptions o) { o.MaxOutputTokenCount = 1; return o; }", false)]
    [InlineData("Cap(new ChatCompletionOptions())", "static ChatCompletionOptions Cap(ChatCompletionOptions o) { o = new() { MaxOutputTokenCount = 1 }; return o; }", false)]
    [InlineData("given ?? Build()", "static ChatCompletionOptions Build() => new();", false)]
    [InlineData("Build(given)", "static ChatCompletionOptions Build(ChatCompletionOptions o) => o;", false)]
    [InlineData("Build(given, true)", "static ChatCompletionOptions Build(ChatCompletionOptions o, bool b) => b ? o : new();", false)]
    [InlineData("Build()", "protected virtual ChatCompletionOptions Build() => new();", false)]
    [InlineData("Build()", "ChatCompletionOptions kept = new(); ChatCompletionOptions Build() { return kept; } void Set() => kept.MaxOutputTokenCount = 3;", false)]
    [InlineData("Build()", "public List<object> All = new(); ChatCompletionOptions Build() { var o = new ChatCompletionOptions(); All.Add(o); return o; }", false)]
    [InlineData("Forever()", "static ChatCompletionOptions Forever() => Forever();", false)]
    [InlineData("Defaults.Capped", "", false)]
    [InlineData("Defaults.CappedLater", "", false)]
    [InlineData("new ChatCompletionOptions().Capped()", "", false)]
    public async Task Helpers_and_static_members_are_followed(string options, string members, bool reported, string before = "")
    {
        var call = $"c.CompleteChat(m, {options})";
        var test = new Verify.Test
        {
            TestCode = Head + $$"""
                class C
                {
                    {{members}}
                    async Task M(ChatClient c, List<ChatMessage> m, ChatCompletionOptions given) { {{before}} await Task.Yield(); {{(reported ? "[|" + call + "|]" : call)}}; }
                }
                """,
        };
        test.TestState.Sources.Add(Head + """
            static class Defaults
            {
                public static readonly ChatCompletionOptions Chat = new() { Temperature = 0 };
                public static ChatCompletionOptions Fresh => new() { Temperature = 0 };
                public static readonly ChatCompletionOptions Capped = new() { MaxOutputTokenCount = 9 };
                public static readonly ChatCompletionOptions CappedLater = new();
                static Defaults() => CappedLater.MaxOutputTokenCount = 9;
            }
            static class Extensions
            {
                public static ChatCompletionOptions Cool(this ChatCompletionOptions o) { o.Temperature = 0; return o; }
                public static ChatCompletionOptions Capped(this ChatCompletionOptions o) { o.MaxOutputTokenCount = 7; return o; }
            }
            """);
        await test.RunAsync();
    }

    [Fact]
    public Task Any_number_of_calls_away() => Verify.VerifyAnalyzerAsync(Head + $$"""
        class C
        {
            void M(ChatClient c, List<ChatMessage> m) => [|c.CompleteChat(m, B0())|];
            {{string.Concat(Enumerable.Range(0, 60).Select(i => $"static ChatCompletionOptions B{i}() {{ var o{i} = B{i + 1}(); return o{i}; }}\n"))}}
            static ChatCompletionOptions B60() => new();
        }
        """);

    [Fact]
    public Task What_other_assemblies_can_reach_is_out_of_sight() => Verify.VerifyAnalyzerAsync(Head + """
        public class C
        {
            // FN: another assembly may set the cap of an object that it can reach.
            public static readonly ChatCompletionOptions Shared = new();
            void M(ChatClient c, List<ChatMessage> m) => c.CompleteChat(m, Shared);
        }
        """);
}
