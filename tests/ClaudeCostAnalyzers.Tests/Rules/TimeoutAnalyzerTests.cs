using ClaudeCostAnalyzers.Rules;
using ClaudeCostAnalyzers.Tests.Catalog;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.TimeoutAnalyzer, ClaudeCostAnalyzers.CodeFixes.TimeoutFix>;

namespace ClaudeCostAnalyzers.Tests.Rules;

/// <summary>CCA2005: timeouts that are none, and the fix that sets one.</summary>
public sealed class TimeoutAnalyzerTests
{
    private const string Head = """
        using Anthropic;
        using Anthropic.Models.Messages;
        using OpenAI;

        """;

    [Theory]
    [InlineData("object M() => new AnthropicClient { Timeout = [|Timeout.InfiniteTimeSpan|] };")]
    [InlineData("object M() => new AnthropicClient { Timeout = [|TimeSpan.MaxValue|] };")]
    [InlineData("object M() => new AnthropicClient { Timeout = [|TimeSpan.FromMilliseconds(-1)|] };")]
    [InlineData("object M() => new AnthropicClient { Timeout = [|TimeSpan.FromMilliseconds(Timeout.Infinite)|] };")]
    [InlineData("object M() => new AnthropicClient { Timeout = [|new TimeSpan(0, 0, 0, 0, -1)|] };")]
    [InlineData("object M() => new AnthropicClient { Timeout = [|TimeSpan.FromHours(2)|] };")]
    [InlineData("object M() => new AnthropicClient { Timeout = [|new TimeSpan(2, 0, 0)|] };")]
    [InlineData("object M() => new AnthropicClient { Timeout = [|2 * TimeSpan.FromMinutes(31)|] };")]
    [InlineData("const int Hours = 3; object M() => new AnthropicClient { Timeout = [|TimeSpan.FromHours(Hours)|] };")]
    [InlineData("static readonly TimeSpan Never = Timeout.InfiniteTimeSpan; object M() => new AnthropicClient { Timeout = [|Never|] };")]
    [InlineData("object M(bool b) => new AnthropicClient { Timeout = b ? TimeSpan.FromMinutes(1) : [|Timeout.InfiniteTimeSpan|] };")]
    [InlineData("object M(IAnthropicClient c) => c.WithOptions(o => o with { Timeout = [|Timeout.InfiniteTimeSpan|] });")]
    [InlineData("object M() => new OpenAIClientOptions { NetworkTimeout = [|Timeout.InfiniteTimeSpan|] };")]
    [InlineData("void M(OpenAIClientOptions o) => o.NetworkTimeout = [|TimeSpan.FromDays(1)|];")]
    // The caller's token may have no end either.
    [InlineData("readonly AnthropicClient c = new() { Timeout = [|Timeout.InfiniteTimeSpan|] }; Task M(MessageCreateParams p, CancellationToken t) => c.Messages.Create(p, t);")]
    public Task A_timeout_that_is_none_or_too_long_is_reported(string member) => Verify.VerifyAnalyzerAsync(Head + "class C { " + member + " }");

    [Theory]
    [InlineData("object M() => new AnthropicClient { Timeout = TimeSpan.FromMinutes(60) };")]
    [InlineData("object M() => new AnthropicClient { Timeout = null };")]
    [InlineData("object M(TimeSpan t) => new AnthropicClient { Timeout = t };")]
    [InlineData("object M() => new AnthropicClient { Timeout = TimeSpan.Parse(Environment.GetEnvironmentVariable(\"T\")!) };")]
    [InlineData("TimeSpan Limit { get; set; } = TimeSpan.FromHours(9); object M() => new AnthropicClient { Timeout = Limit };")]
    [InlineData("object M(System.ClientModel.Primitives.ClientPipelineOptions o) => o.NetworkTimeout = Timeout.InfiniteTimeSpan;")]
    [InlineData("class Own { public TimeSpan Timeout { get; set; } } object M() => new Own { Timeout = System.Threading.Timeout.InfiniteTimeSpan };")]
    // The deadline stands elsewhere.
    [InlineData("readonly AnthropicClient c = new() { Timeout = Timeout.InfiniteTimeSpan }; async Task M(MessageCreateParams p) { using var cts = new CancellationTokenSource(TimeSpan.FromMinutes(2)); await c.Messages.Create(p, cts.Token); }")]
    [InlineData("readonly AnthropicClient c = new() { Timeout = Timeout.InfiniteTimeSpan }; async Task M(MessageCreateParams p, CancellationToken t) { using var cts = CancellationTokenSource.CreateLinkedTokenSource(t); cts.CancelAfter(1000); await c.Messages.Create(p, cts.Token); }")]
    [InlineData("readonly AnthropicClient c = new() { Timeout = Timeout.InfiniteTimeSpan }; Task M(MessageCreateParams p) => c.Messages.Create(p).WaitAsync(TimeSpan.FromMinutes(1));")]
    public Task A_timeout_that_ends_or_is_not_known_is_silent(string member) => Verify.VerifyAnalyzerAsync(Head + "class C { " + member + " }");

    private const string Post = "http.PostAsync(\"https://api.openai.com/v1/chat/completions\", null)";

    [Theory]
    [InlineData("static readonly HttpClient http = new() { Timeout = [|Timeout.InfiniteTimeSpan|] }; Task M() => " + Post + ";")]
    [InlineData("async Task M() { var http = new HttpClient { Timeout = [|TimeSpan.FromHours(5)|] }; await " + Post + "; }")]
    [InlineData("async Task M() { var http = new HttpClient(); http.Timeout = [|Timeout.InfiniteTimeSpan|]; await " + Post + "; }")]
    [InlineData("readonly HttpClient http; public C(HttpClient h) { http = h; http.Timeout = [|Timeout.InfiniteTimeSpan|]; } Task M() => " + Post + ";")]
    [InlineData("static readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan }; Task M(CancellationToken t) => http.PostAsync(\"https://api.openai.com/v1/chat/completions\", null, t);")]
    [InlineData("static readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan }; Task M() => http.PostAsync(\"https://example.org/upload\", null);")]
    [InlineData("static readonly HttpClient other = new() { Timeout = Timeout.InfiniteTimeSpan }; static readonly HttpClient http = new(); Task M() => " + Post + ";")]
    [InlineData("HttpClient M() => new() { Timeout = Timeout.InfiniteTimeSpan };")]
    [InlineData("object M() => new AnthropicClient { HttpClient = new HttpClient { Timeout = Timeout.InfiniteTimeSpan } };")]
    [InlineData("static readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan }; async Task M() { using var cts = new CancellationTokenSource(5000); await http.PostAsync(\"https://api.openai.com/v1/chat/completions\", null, cts.Token); }")]
    public Task An_http_client_is_judged_by_the_calls_that_need_it(string member) => Verify.VerifyAnalyzerAsync(Head + "class C { " + member + " }");

    [Theory]
    [InlineData("Task Ask(HttpClient http) => http.PostAsync(\"https://api.openai.com/v1/chat/completions\", null);", true)]
    [InlineData("Task Ask(HttpClient http, CancellationToken t) => http.PostAsync(\"https://api.openai.com/v1/chat/completions\", null, t);", false)]
    public Task A_typed_client(string ask, bool reported) => Verify.VerifyAnalyzerAsync(Head + $$"""
        class Services { public Services AddHttpClient<T>(Action<HttpClient> configure) => this; }
        class Asker { {{ask}} }
        class Startup { void M(Services s) => s.AddHttpClient<Asker>(c => c.Timeout = {{(reported ? "[|Timeout.InfiniteTimeSpan|]" : "Timeout.InfiniteTimeSpan")}}); }
        """);

    [Theory]
    [InlineData("Azure.AI.Inference", "object M() => new Azure.AI.Inference.AzureAIInferenceClientOptions { Retry = { NetworkTimeout = [|Timeout.InfiniteTimeSpan|] } };", "TimeSpan.FromMinutes(10)")]
    [InlineData("Azure.AI.Inference", "void M(Azure.AI.Inference.AzureAIInferenceClientOptions o) => o.Retry.NetworkTimeout = [|TimeSpan.FromHours(2)|];", "TimeSpan.FromMinutes(10)")]
    [InlineData("Azure.AI.Inference", "class Blobs : Azure.Core.ClientOptions; void M(Blobs o) => o.Retry.NetworkTimeout = TimeSpan.FromHours(2);", "")]
    [InlineData("AWSSDK.BedrockRuntime", "object M() => new Amazon.BedrockRuntime.AmazonBedrockRuntimeConfig { Timeout = [|Timeout.InfiniteTimeSpan|] };", "TimeSpan.FromMinutes(10)")]
    [InlineData("Google.GenAI", "object M() => new Google.GenAI.Types.HttpOptions { Timeout = [|7_200_000|] };", "600_000")]
    [InlineData("Google.GenAI", "object M() => new Google.GenAI.Types.HttpOptions { Timeout = 600_000 };", "")]
    [InlineData("Claudia", "object M() => new Claudia.Anthropic { Timeout = [|Timeout.InfiniteTimeSpan|] };", "TimeSpan.FromMinutes(10)")]
    public async Task Every_sdk(string assembly, string member, string set)
    {
        var start = member.IndexOf("[|", StringComparison.Ordinal);
        var test = new Verify.Test { TestCode = "class C { " + member + " }", Packages = TestPackages.ExtensionsAI };
        if (start >= 0)
            test.FixedCode = "class C { " + member[..start] + set + member[(member.IndexOf("|]", StringComparison.Ordinal) + 2)..] + " }";
        test.TestState.AdditionalReferences.Add(StubAssemblies.Reference(assembly));
        test.FixedState.AdditionalReferences.Add(StubAssemblies.Reference(assembly));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("dotnet_code_quality.CCA2005.max_timeout_minutes = 3", "TimeSpan.FromMinutes(5)", "TimeSpan.FromMinutes(3)", "5 minutes, above the ceiling of 3 minutes")]
    [InlineData("dotnet_code_quality.claude_cost.request_timeout_minutes = 2.5", "Timeout.InfiniteTimeSpan", "TimeSpan.FromMinutes(2.5)", "switched off")]
    public Task The_numbers_come_from_the_editorconfig(string config, string value, string set, string words) => new Verify.Test
    {
        TestCode = Head + $"class C {{ object M() => new AnthropicClient {{ Timeout = {{|#0:{value}|}} }}; }}",
        FixedCode = Head + $"class C {{ object M() => new AnthropicClient {{ Timeout = {set} }}; }}",
        ExpectedDiagnostics = { Verify.Diagnostic().WithLocation(0).WithArguments("AnthropicClient.Timeout", words) },
        TestState = { AnalyzerConfigFiles = { ("/.editorconfig", "root = true\n[*.cs]\n" + config) } },
        CodeActionVerifier = action => Assert.Equal($"Set the timeout to {set}", action.Title),
    }.RunAsync();

    [Fact]
    public Task Ten_timeouts_are_set_at_once_and_system_is_imported()
    {
        string Lines(string value) => string.Concat(Enumerable.Range(0, 10).Select(i => $"        var c{i} = new AnthropicClient {{ Timeout = {value} /* {i} */ }};\n"));
        return new Verify.Test
        {
            ImplicitUsings = false,
            TestCode = "using Anthropic;\n\nclass C\n{\n    void M()\n    {\n" + Lines("[|System.Threading.Timeout.InfiniteTimeSpan|]") + "    }\n}\n",
            FixedCode = "using System;\nusing Anthropic;\n\nclass C\n{\n    void M()\n    {\n" + Lines("TimeSpan.FromMinutes(10)") + "    }\n}\n",
        }.RunAsync();
    }

    [Theory]
    [InlineData("class C { object M() => new Anthropic.AnthropicClient { Timeout = ")]
    [InlineData("class C { TimeSpan a = b; TimeSpan b = a; object M() => new Anthropic.AnthropicClient { Timeout = a * b + TimeSpan.FromHours() }; }")]
    [InlineData("class C { void M(HttpClient c) { c.Timeout = Timeout.InfiniteTimeSpan; c.PostAsync( } }")]
    public async Task Broken_source_does_not_crash(string source) =>
        Assert.DoesNotContain(await Analysis.RunAsync(new TimeoutAnalyzer(), source), diagnostic => diagnostic.Id == "AD0001");
}
