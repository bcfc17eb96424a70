using ClaudeCostAnalyzers.Rules;
using ClaudeCostAnalyzers.Tests.Catalog;
using Microsoft.CodeAnalysis.CSharp;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.OutputCeilingAnalyzer, ClaudeCostAnalyzers.CodeFixes.OutputCeilingFix>;

namespace ClaudeCostAnalyzers.Tests.Rules;

/// <summary>CCA2004: caps above the ceiling, and the fix that lowers them.</summary>
public sealed class OutputCeilingAnalyzerTests
{
    private const string Head = """
        using Anthropic.Models.Messages;
        using Microsoft.Extensions.AI;
        using OpenAI.Chat;

        """;

    [Theory]
    [InlineData("object M() => new MessageCreateParams { Model = \"m\", MaxTokens = [|64_000|], Messages = [] };")]
    [InlineData("object M(MessageCreateParams p) => p with { MaxTokens = [|32_001|] };")]
    [InlineData("object M() => new ChatCompletionOptions { MaxOutputTokenCount = [|100000|] };")]
    [InlineData("void M(ChatCompletionOptions o) => o.MaxOutputTokenCount = [|100_000|];")]
    [InlineData("void M(ChatCompletionOptions o) => o.MaxOutputTokenCount ??= [|100_000|];")]
    [InlineData("void M(ChatOptions o) => o.MaxOutputTokens = [|int.MaxValue|];")]
    [InlineData("static readonly ChatOptions Shared = new() { MaxOutputTokens = [|/* all of it */ 99_999|] };")]
    [InlineData("const int Most = 40_000; object M() => new ChatOptions { MaxOutputTokens = [|Most|] };")]
    [InlineData("const int K = 1024; object M() => new ChatOptions { MaxOutputTokens = [|64 * K|] };")]
    [InlineData("static readonly int Most = 40_000; object M() => new ChatOptions { MaxOutputTokens = [|Most|] };")]
    [InlineData("private int most = 40_000; object M() => new ChatOptions { MaxOutputTokens = [|most|] };")]
    [InlineData("static int Most => 1 << 16; object M() => new ChatOptions { MaxOutputTokens = [|Most|] };")]
    [InlineData("object M() { var most = 2 * 20_000; return new ChatOptions { MaxOutputTokens = [|most|] }; }")]
    [InlineData("object M() { var most = 20_000; var twice = most + most; return new ChatOptions { MaxOutputTokens = [|twice|] }; }")]
    [InlineData("object M(bool b) => new ChatOptions { MaxOutputTokens = b ? 100 : [|50_000|] };")]
    [InlineData("object M(int b) => new ChatOptions { MaxOutputTokens = b switch { 1 => 100, 2 => [|50_000|], _ => [|60_000|] } };")]
    [InlineData("void Use(Action<ChatOptions> configure) { } void M() => Use(o => o.MaxOutputTokens = [|50_000|]);")]
    [InlineData("void Use(Action<ChatOptions> configure) { } void M() => Use(o => { o.Temperature = 0; o.MaxOutputTokens = [|50_000|]; });")]
    [InlineData("object M(Anthropic.AnthropicClient c) => c.AsIChatClient(\"m\", [|50_000|]);")]
    [InlineData("object M(Anthropic.AnthropicClient c) => c.AsIChatClient(\"m\", defaultMaxOutputTokens: [|50_000|]);")]
    [InlineData("object M() => new Anthropic.Models.Messages.Batches.Params { Model = \"m\", MaxTokens = [|50_000|], Messages = [] };")]
    // A helper's parameter.
    [InlineData("static ChatOptions Make(int maxTokens) => new() { MaxOutputTokens = maxTokens }; object M() => Make([|50_000|]);")]
    [InlineData("static ChatOptions Make(int maxTokens) => Make2(0, maxTokens); static ChatOptions Make2(int a, int tokens) { var o = new ChatOptions(); o.MaxOutputTokens = tokens; return o; } object M() => Make([|50_000|]);")]
    [InlineData("static ChatOptions Make(int max) => new() { MaxOutputTokens = max }; object M() => Make([|50_000|]);")]
    [InlineData("static ChatOptions Make(int maxTokens = [|50_000|]) => new() { MaxOutputTokens = maxTokens };")]
    public Task A_cap_above_the_ceiling_is_reported_wherever_it_is_written(string member) => Verify.VerifyAnalyzerAsync(Head + "class C { " + member.Replace("[|/* all of it */ ", "/* all of it */ [|") + " }");

    [Theory]
    [InlineData("object M() => new MessageCreateParams { Model = \"m\", MaxTokens = 32_000, Messages = [] };")]
    [InlineData("object M(int n) => new ChatOptions { MaxOutputTokens = n };")]
    [InlineData("object M(int? n) => new ChatOptions { MaxOutputTokens = n ?? 50_000 };")]
    [InlineData("object M() => new ChatOptions { MaxOutputTokens = null };")]
    [InlineData("object M() => new ChatOptions { MaxOutputTokens = int.Parse(Environment.GetEnvironmentVariable(\"N\")!) };")]
    [InlineData("object M(int n) => new ChatOptions { MaxOutputTokens = Math.Min(n, 50_000) };")]
    [InlineData("object M() => new ChatOptions { MaxOutputTokens = Math.Min(4_000, 50_000) };")]
    [InlineData("private int most = 40_000; void Set(int n) => most = n; object M() => new ChatOptions { MaxOutputTokens = most };")]
    [InlineData("public int Most { get; set; } = 40_000; object M() => new ChatOptions { MaxOutputTokens = Most };")]
    [InlineData("object M(bool b) { var most = 40_000; if (b) most = 100; return new ChatOptions { MaxOutputTokens = most }; }")]
    [InlineData("object M() { var most = 40_000; Read(out most); return new ChatOptions { MaxOutputTokens = most }; } static void Read(out int n) => n = 1;")]
    [InlineData("class Own { public int MaxOutputTokens { get; set; } } object M() => new Own { MaxOutputTokens = 50_000 };")]
    [InlineData("static int Count(int maxTokens) => maxTokens; object M() => Count(50_000);")]
    [InlineData("static ChatOptions Make(int maxTokens) => new() { MaxOutputTokens = Math.Min(maxTokens, 500) }; object M() => Make(50_000);")]
    [InlineData("object M(Anthropic.AnthropicClient c) => c.AsIChatClient(\"m\", 4_000);")]
    // FN: a variable that is written twice may hold either value.
    [InlineData("object M(bool b) { var most = 40_000; if (b) most = 50_000; return new ChatOptions { MaxOutputTokens = most }; }")]
    public Task A_cap_within_the_ceiling_or_out_of_sight_is_silent(string member) => Verify.VerifyAnalyzerAsync(Head + "class C { " + member + " }");

    [Theory]
    [InlineData("Amazon.BedrockRuntime.Model.ConverseRequest", "InferenceConfig = new Amazon.BedrockRuntime.Model.InferenceConfiguration { MaxTokens = [|50000|] }", "AWSSDK.BedrockRuntime")]
    [InlineData("Google.GenAI.Types.GenerateContentConfig", "MaxOutputTokens = [|65536|]", "Google.GenAI")]
    [InlineData("Azure.AI.Inference.ChatCompletionsOptions", "MaxTokens = [|65536|]", "Azure.AI.Inference")]
    [InlineData("Claudia.MessageRequest", "Model = \"m\", Messages = null!, MaxTokens = [|65536|]", "Claudia")]
    [InlineData("Microsoft.SemanticKernel.Connectors.OpenAI.OpenAIPromptExecutionSettings", "MaxTokens = [|65536|]", "Microsoft.SemanticKernel.Abstractions")]
    [InlineData("Betalgo.Ranul.OpenAI.ObjectModels.RequestModels.ChatCompletionCreateRequest", "MaxCompletionTokens = [|65536|]", "Betalgo.Ranul.OpenAI")]
    public async Task Every_sdk(string type, string member, string assembly)
    {
        var test = new Verify.Test { TestCode = $"class C {{ object M() => new {type} {{ {member} }}; }}", Packages = TestPackages.ExtensionsAI, FixedCode = $"class C {{ object M() => new {type} {{ {member.Replace("[|65536|]", "32000").Replace("[|50000|]", "32000")} }}; }}" };
        test.TestState.AdditionalReferences.Add(StubAssemblies.Reference(assembly));
        test.FixedState.AdditionalReferences.Add(StubAssemblies.Reference(assembly));
        await test.RunAsync();
    }

    [Theory]
    [InlineData("object M() => new OpenAI.Responses.CreateResponseRequest(\"x\", maxOutputTokens: [|65536|]);", "OpenAI-DotNet")]
    [InlineData("Mistral.SDK.DTOs.ChatCompletionRequest M() => new(\"m\", maxTokens: [|65536|]);", "Mistral.SDK")]
    [InlineData("object M() => new Mistral.SDK.DTOs.ChatCompletionRequest(\"m\", maxTokens: 500);", "Mistral.SDK")]
    public async Task A_constructor_takes_the_cap(string member, string assembly)
    {
        var test = new Verify.Test { TestCode = "class C { " + member + " }", Packages = TestPackages.ExtensionsAI, FixedCode = "class C { " + member.Replace("[|65536|]", "32000") + " }" };
        test.TestState.AdditionalReferences.Add(StubAssemblies.Reference(assembly));
        test.FixedState.AdditionalReferences.Add(StubAssemblies.Reference(assembly));
        await test.RunAsync();
    }

    [Theory]
    [InlineData("dotnet_code_quality.CCA2004.max_output_tokens = 4000\ndotnet_code_quality.claude_cost.max_output_tokens = 99000", "5000", 4000)]
    [InlineData("dotnet_code_quality.claude_cost.max_output_tokens = 4000", "5000", 4000)]
    [InlineData("dotnet_code_quality.CCA2004.max_output_tokens = lots", "40000", 32000)]
    public Task The_ceiling_comes_from_the_editorconfig(string config, string number, int ceiling) => new Verify.Test
    {
        TestCode = Head + $"class C {{ object M() => new ChatOptions {{ MaxOutputTokens = {{|#0:{number}|}} }}; }}",
        FixedCode = Head + $"class C {{ object M() => new ChatOptions {{ MaxOutputTokens = {ceiling} }}; }}",
        ExpectedDiagnostics = { Verify.Diagnostic().WithLocation(0).WithArguments("ChatOptions.MaxOutputTokens", number, $"{ceiling}") },
        TestState = { AnalyzerConfigFiles = { ("/.editorconfig", "root = true\n[*.cs]\n" + config) } },
        CodeActionVerifier = action => Assert.Equal($"Lower MaxOutputTokens to {ceiling}", action.Title),
    }.RunAsync();

    [Fact]
    public Task Ten_caps_are_lowered_at_once() => Verify.VerifyCodeFixAsync(
        Head + "class C { void M(bool b) {\n" + string.Concat(Enumerable.Range(0, 10).Select(i => $"    var o{i} = new ChatOptions {{ /* {i} */ MaxOutputTokens = [|{50_000 + i}|] /* much */ }};\n")) + "    o1 = new() { MaxOutputTokens = b ? [|50_000|] : [|60_000|] };\n} }",
        Head + "class C { void M(bool b) {\n" + string.Concat(Enumerable.Range(0, 10).Select(i => $"    var o{i} = new ChatOptions {{ /* {i} */ MaxOutputTokens = 32000 /* much */ }};\n")) + "    o1 = new() { MaxOutputTokens = b ? 32_000 : 32_000 };\n} }");

    [Fact]
    public Task Top_level_statements_expression_bodies_and_a_parameters_default() => Verify.VerifyCodeFixAsync(
        Head + "var p = new ChatOptions { MaxOutputTokens = [|64000|] };\nAction<ChatOptions> set = o => o.MaxOutputTokens = [|64000|];\nChatOptions Make(long x, int tokens = [|64000|]) => new() { MaxOutputTokens = tokens };",
        Head + "var p = new ChatOptions { MaxOutputTokens = 32000 };\nAction<ChatOptions> set = o => o.MaxOutputTokens = 32000;\nChatOptions Make(long x, int tokens = 32000) => new() { MaxOutputTokens = tokens };");

    [Theory]
    [InlineData("class C { object M() => new Microsoft.Extensions.AI.ChatOptions { MaxOutputTokens = ")]
    [InlineData("class C { int a = b; int b = a; object M() => new Microsoft.Extensions.AI.ChatOptions { MaxOutputTokens = a + b }; }")]
    [InlineData("class C { void F(int tokens) => F(tokens); void M() => F(99999, 5, x: 9); }")]
    [InlineData("class C { void F(int tokens = 99999) => F(tokens: tokens, 99999); }")]
    public async Task Broken_source_does_not_crash(string source) =>
        Assert.DoesNotContain(await Analysis.RunAsync(new OutputCeilingAnalyzer(), source), diagnostic => diagnostic.Id == "AD0001");
}
