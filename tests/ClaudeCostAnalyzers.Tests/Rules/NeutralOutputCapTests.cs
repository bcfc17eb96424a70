using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.OutputCapAnalyzer>;

namespace ClaudeCostAnalyzers.Tests.Rules;

/// <summary>CCA2003 on provider-neutral clients, where the provider may cap by default.</summary>
public sealed class NeutralOutputCapTests
{
    private const string Head = "#pragma warning disable MEAI001\nusing Microsoft.Extensions.AI; using Anthropic;\n";
    private const string HeadWithoutAnthropic = "using Microsoft.Extensions.AI;\n";

    [Theory]
    [InlineData("Task M(IChatClient c) => [|c.GetResponseAsync(\"a\", new ChatOptions { Temperature = 0 })|];")]
    [InlineData("Task M(IChatClient c, List<ChatMessage> m) => [|c.GetResponseAsync(m, new())|];")]
    [InlineData("object M(IChatClient c) { var o = new ChatOptions(); return [|c.GetStreamingResponseAsync(\"a\", o)|]; }")]
    [InlineData("Task M(IChatClient c) => [|ChatClientExtensions.GetResponseAsync(c, \"a\", new ChatOptions())|];")]
    public Task Visible_options_without_a_cap_are_reported(string member) => Verify.VerifyAnalyzerAsync(Head + "class C { " + member + " }");

    [Theory]
    [InlineData("Task M(IChatClient c) => c.GetResponseAsync(\"a\", new ChatOptions { MaxOutputTokens = 100 });")]
    [InlineData("Task M(IChatClient c) => c.GetResponseAsync(\"a\", new ChatOptions { RawRepresentationFactory = _ => null });")]
    [InlineData("Task M(IChatClient c) { var o = new ChatOptions(); o.RawRepresentationFactory = _ => null; return c.GetResponseAsync(\"a\", o); }")]
    [InlineData("Task M(IChatClient c) => c.GetResponseAsync(\"a\", new ChatOptions { AdditionalProperties = new() { [\"max_tokens\"] = 9 } });")]
    [InlineData("Task M(IChatClient c, ChatOptions o) => c.GetResponseAsync(\"a\", o);")]
    [InlineData("Task M(IChatClient c, ChatOptions o) => c.GetResponseAsync(\"a\", o.Clone());")]
    [InlineData("class Own : ChatOptions { public Own() => MaxOutputTokens = 5; } Task M(IChatClient c) => c.GetResponseAsync(\"a\", new Own());")]
    // A reply that is under way is only asked for.
    [InlineData("async Task M(IChatClient c, ChatResponse r) { while (r.ContinuationToken is { } t) r = await c.GetResponseAsync([], new ChatOptions { ContinuationToken = t }); }")]
    [InlineData("async Task M(IChatClient c, ChatResponse r) { var t = r.ContinuationToken; if (t is null) return; ChatOptions more = new() { ContinuationToken = t }; await c.GetResponseAsync([], more); }")]
    public Task A_cap_or_what_may_hold_one_is_silent(string member) => Verify.VerifyAnalyzerAsync(Head + "class C { " + member + " }");

    [Fact]
    public Task Middleware_hands_on_what_it_gets() => Verify.VerifyAnalyzerAsync(Head + """
        class Log(IChatClient inner) : DelegatingChatClient(inner)
        {
            public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
                base.GetResponseAsync(messages, options, cancellationToken);
        }
        """);

    [Theory]
    [InlineData("Task M(IChatClient c) => c.GetResponseAsync(\"a\")")]
    [InlineData("Task M(IChatClient c) => c.GetResponseAsync(\"a\", null)")]
    [InlineData("object M(IChatClient c) => c.GetStreamingResponseAsync(\"a\")")]
    public async Task Options_left_out_are_reported_unless_every_provider_at_hand_caps_by_default(string member)
    {
        var call = member[(member.IndexOf("=>", StringComparison.Ordinal) + 3)..];
        var marked = "class C { " + member.Replace(call, "[|" + call + "|]") + "; }";
        var plain = "class C { " + member + "; }";

        await Test(HeadWithoutAnthropic + marked, TestPackages.ExtensionsAI).RunAsync();
        await Test(Head + plain, TestPackages.AllLlm).RunAsync();
        var mixed = Test(Head + marked, TestPackages.AllLlm);
        mixed.TestState.AdditionalReferences.Add(Adapter("Microsoft.Extensions.AI.OpenAI"));
        await mixed.RunAsync();
    }

    [Theory]
    [InlineData("Task M() => new AnthropicClient().AsIChatClient(\"claude\").GetResponseAsync(\"a\", new ChatOptions());")]
    [InlineData("Task M(IAnthropicClient a) { var c = a.AsIChatClient(\"claude\"); return c.GetResponseAsync(\"a\", new ChatOptions()); }")]
    [InlineData("Task M(IAnthropicClient a) { using IChatClient c = new Wrapper(a.Beta.AsIChatClient(\"claude\")); return c.GetResponseAsync(\"a\"); }")]
    [InlineData("readonly IChatClient c = new AnthropicClient().AsIChatClient(); Task M() => c.GetResponseAsync(\"a\", new ChatOptions());")]
    [InlineData("readonly IChatClient c; public C(AnthropicClient a) { c = a.AsIChatClient().Wrap().Wrap(); } Task M() => c.GetResponseAsync(\"a\", new ChatOptions());")]
    public async Task A_client_that_is_seen_to_be_anthropics_caps_by_default(string member)
    {
        var test = Test(Head + """
            class Wrapper(IChatClient inner) : DelegatingChatClient(inner);
            static class Builder { public static IChatClient Wrap(this IChatClient c) => new Wrapper(c); }

            """ + "class C { " + member + " }", TestPackages.AllLlm);
        test.TestState.AdditionalReferences.Add(Adapter("OllamaSharp"));
        await test.RunAsync();
    }

    [Fact]
    public async Task Options_that_a_builder_sets_for_every_call_may_cap()
    {
        const string Call = "class C { Task M(IChatClient c) => c.GetResponseAsync(\"a\", new ChatOptions()); }";
        const string Builder = """
            using Microsoft.Extensions.AI;
            class Builder { public Builder ConfigureOptions(Action<ChatOptions> configure) => this; }
            class Setup { void M(Builder b) => b.ConfigureOptions(o => o.MaxOutputTokens = 500); }
            """;
        var test = Test(HeadWithoutAnthropic + Call, TestPackages.ExtensionsAI);
        test.TestState.Sources.Add(Builder);
        await test.RunAsync();

        // One that sets something else caps nothing.
        test = Test(HeadWithoutAnthropic + Call.Replace("c.GetResponseAsync(\"a\", new ChatOptions())", "[|c.GetResponseAsync(\"a\", new ChatOptions())|]"), TestPackages.ExtensionsAI);
        test.TestState.Sources.Add(Builder.Replace("o.MaxOutputTokens = 500", "o.Temperature = 0"));
        await test.RunAsync();

        // Registration of an options type has the same name and no argument.
        const string Registration = """
            class Services { public void ConfigureOptions<T>() { } }
            class Setup { void M(Services s) => s.ConfigureOptions<string>(); } // ConfigureOptions(o)
            """;
        test = Test(HeadWithoutAnthropic + Call.Replace("c.GetResponseAsync(\"a\", new ChatOptions())", "[|c.GetResponseAsync(\"a\", new ChatOptions())|]"), TestPackages.ExtensionsAI);
        test.TestState.Sources.Add(Registration);
        await test.RunAsync();
    }

    [Fact]
    public Task The_message_names_the_interface() => Verify.VerifyAnalyzerAsync(
        Head + "class C { Task M(IChatClient c) => {|#0:c.GetResponseAsync(\"a\", new ChatOptions())|}; }",
        Verify.Diagnostic().WithLocation(0).WithArguments("IChatClient.GetResponseAsync", "MaxOutputTokens"));

    private static Verify.Test Test(string source, TestPackages packages) => new() { TestCode = source, Packages = packages };

    private static PortableExecutableReference Adapter(string name)
    {
        var image = new MemoryStream();
        Assert.True(CSharpCompilation.Create(
            name, [CSharpSyntaxTree.ParseText("public class Adapter;")], TestReferences.Of(TestPackages.None), new(OutputKind.DynamicallyLinkedLibrary)).Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
