using ClaudeCostAnalyzers.Tests.Catalog;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.OutputCapAnalyzer>;
using VerifyFix = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.OutputCapAnalyzer, ClaudeCostAnalyzers.CodeFixes.OutputCapFix>;

namespace ClaudeCostAnalyzers.Tests.Rules;

/// <summary>CCA2003 on SDKs that are not at hand as packages: whose options have an optional cap.</summary>
public sealed class SdkOutputCapTests
{
    private const string Kernel = """
        using Microsoft.SemanticKernel;
        using Microsoft.SemanticKernel.ChatCompletion;
        using Microsoft.SemanticKernel.Connectors.OpenAI;
        using Microsoft.SemanticKernel.Connectors.Google;

        """;

    private const string Bedrock = "using Amazon.BedrockRuntime;\nusing Amazon.BedrockRuntime.Model;\n";

    private const string Betalgo = "using Betalgo.Ranul.OpenAI.Interfaces;\nusing Betalgo.Ranul.OpenAI.ObjectModels.RequestModels;\n";

    [Theory]
    [InlineData("Task M(IChatCompletionService c, ChatHistory h) => [|c.GetChatMessageContentsAsync(h, new OpenAIPromptExecutionSettings { Temperature = 0 })|];")]
    [InlineData("Task M(IChatCompletionService c) => [|c.GetChatMessageContentAsync(\"x\", new GeminiPromptExecutionSettings())|];")]
    [InlineData("Task M(IChatCompletionService c, ChatHistory h) { var s = new OpenAIPromptExecutionSettings(); s.Temperature = 1; return [|c.GetChatMessageContentAsync(h, s)|]; }")]
    [InlineData("Task M(IChatCompletionService c, ChatHistory h) => c.GetChatMessageContentsAsync(h, new OpenAIPromptExecutionSettings { MaxTokens = 500 });")]
    [InlineData("Task M(IChatCompletionService c, ChatHistory h) => c.GetChatMessageContentsAsync(h, new OpenAIPromptExecutionSettings { ExtensionData = new Dictionary<string, object>() });")]
    [InlineData("Task M(IChatCompletionService c, ChatHistory h) => c.GetChatMessageContentsAsync(h);")]
    [InlineData("Task M(IChatCompletionService c, ChatHistory h, PromptExecutionSettings s) => c.GetChatMessageContentsAsync(h, s);")]
    [InlineData("Task M(IChatCompletionService c, ChatHistory h) => c.GetChatMessageContentsAsync(h, new PromptExecutionSettings { ServiceId = \"a\" });")]
    [InlineData("Task M(Kernel k) => k.InvokePromptAsync(\"x\", new KernelArguments(new OpenAIPromptExecutionSettings()));")]
    public Task Semantic_kernel(string member) => Run(Kernel, member, "Microsoft.SemanticKernel.Abstractions");

    [Theory]
    [InlineData("Task M(ChatCompletionsClient c) => [|c.CompleteAsync(new ChatCompletionsOptions { Temperature = 0 })|];")]
    [InlineData("void M(ChatCompletionsClient c, ChatRequestMessage m) { var o = new ChatCompletionsOptions(); o.Messages.Add(m); [|c.Complete(o)|]; }")]
    [InlineData("Task M(ChatCompletionsClient c) => c.CompleteAsync(new ChatCompletionsOptions { MaxTokens = 100 });")]
    [InlineData("Task M(ChatCompletionsClient c) { var o = new ChatCompletionsOptions(); o.AdditionalProperties.Clear(); return c.CompleteAsync(o); }")]
    [InlineData("Task M(ChatCompletionsClient c, ChatCompletionsOptions o) => c.CompleteAsync(o);")]
    [InlineData("Task M(EmbeddingsClient c, EmbeddingsOptions o) => c.EmbedAsync(o);")]
    public Task Azure_inference(string member) => Run("using Azure.AI.Inference;\n", member, "Azure.AI.Inference");

    [Theory]
    [InlineData("Task M(Azure.AI.OpenAI.OpenAIClient c) => [|c.GetChatCompletionsAsync(new Azure.AI.OpenAI.ChatCompletionsOptions { DeploymentName = \"a\" })|];")]
    [InlineData("Task M(Azure.AI.OpenAI.OpenAIClient c) => c.GetChatCompletionsAsync(new Azure.AI.OpenAI.ChatCompletionsOptions { MaxTokens = 9 });")]
    [InlineData("Task M(Azure.AI.OpenAI.OpenAIClient c, Azure.AI.OpenAI.ChatCompletionsOptions o) => c.GetChatCompletionsAsync(o);")]
    public Task Azure_openai(string member) => Run("", member, "Azure.AI.OpenAI");

    [Theory]
    [InlineData("Task M(Google.GenAI.Client c) => [|c.Models.GenerateContentAsync(\"m\", \"x\")|];")]
    [InlineData("Task M(Google.GenAI.Client c) => [|c.Models.GenerateContentAsync(\"m\", \"x\", new Google.GenAI.Types.GenerateContentConfig { Temperature = 0 })|];")]
    [InlineData("Task M(Google.GenAI.Client c) => c.Models.GenerateContentAsync(\"m\", \"x\", new Google.GenAI.Types.GenerateContentConfig { MaxOutputTokens = 9 });")]
    [InlineData("Task M(Google.GenAI.Client c, Google.GenAI.Types.GenerateContentConfig g) => c.Models.GenerateContentAsync(\"m\", \"x\", g);")]
    public Task Google(string member) => Run("", member, "Google.GenAI");

    [Theory]
    [InlineData("Task M(IAmazonBedrockRuntime c) => [|c.ConverseAsync(new ConverseRequest { ModelId = \"m\" })|];")]
    [InlineData("Task M(AmazonBedrockRuntimeClient c) { var r = new ConverseRequest { ModelId = \"m\" }; return [|c.ConverseAsync(r)|]; }")]
    [InlineData("Task M(IAmazonBedrockRuntime c) => [|c.ConverseAsync(new ConverseRequest { InferenceConfig = new InferenceConfiguration { Temperature = 0 } })|];")]
    [InlineData("Task M(IAmazonBedrockRuntime c) => c.ConverseAsync(new ConverseRequest { InferenceConfig = new InferenceConfiguration { MaxTokens = 9 } });")]
    [InlineData("Task M(IAmazonBedrockRuntime c, InferenceConfiguration i) => c.ConverseAsync(new ConverseRequest { InferenceConfig = i });")]
    [InlineData("Task M(IAmazonBedrockRuntime c) { var r = new ConverseRequest { InferenceConfig = new InferenceConfiguration() }; r.InferenceConfig.MaxTokens = 9; return c.ConverseAsync(r); }")]
    [InlineData("Task M(IAmazonBedrockRuntime c) { var r = new ConverseRequest(); r.InferenceConfig = new InferenceConfiguration { MaxTokens = 9 }; return c.ConverseAsync(r); }")]
    [InlineData("Task M(IAmazonBedrockRuntime c) => c.ConverseAsync(new ConverseRequest { AdditionalModelRequestFields = 1 });")]
    [InlineData("Task M(IAmazonBedrockRuntime c, ConverseRequest r) => c.ConverseAsync(r);")]
    public Task Bedrock_converse(string member) => Run(Bedrock, member, "AWSSDK.BedrockRuntime");

    [Theory]
    [InlineData("Task M(IChatCompletionService c, List<ChatMessage> m) => [|c.CreateCompletion(new ChatCompletionCreateRequest { Messages = m })|];")]
    [InlineData("Task M(IChatCompletionService c, List<ChatMessage> m) => c.CreateCompletion(new ChatCompletionCreateRequest { Messages = m, MaxTokens = 9 });")]
    [InlineData("Task M(IChatCompletionService c, List<ChatMessage> m) => c.CreateCompletion(new ChatCompletionCreateRequest { Messages = m, MaxCompletionTokens = 9 });")]
    public Task Betalgo_client(string member) => Run(Betalgo, member, "Betalgo.Ranul.OpenAI");

    /// <summary>Constructors that take the cap, or other options that may have one.</summary>
    [Theory]
    [InlineData("Task M(ChatEndpoint c, List<Message> m) => [|c.GetCompletionAsync(new ChatRequest(m, model: \"x\"))|];")]
    [InlineData("Task M(ChatEndpoint c, List<Message> m) => [|c.GetCompletionAsync(new ChatRequest(m, maxTokens: null))|];")]
    [InlineData("Task M(ChatEndpoint c, List<Message> m) => c.GetCompletionAsync(new ChatRequest(m, maxTokens: 500));")]
    [InlineData("Task M(ChatEndpoint c, List<Message> m, int n) { var r = new ChatRequest(m, maxTokens: n); return c.StreamCompletionAsync(r, part => { }); }")]
    [InlineData("Task M(ChatEndpoint c, ChatRequest r) => c.GetCompletionAsync(r);")]
    [InlineData("Task M(OpenAI.Responses.ResponsesEndpoint c) => [|c.CreateModelResponseAsync(new OpenAI.Responses.CreateResponseRequest(\"hi\"), default(Func<OpenAI.IServerSentEvent, Task>)!)|];")]
    [InlineData("Task M(OpenAI.Responses.ResponsesEndpoint c) => c.CreateModelResponseAsync(new OpenAI.Responses.CreateResponseRequest(\"hi\", maxOutputTokens: 9), default(Func<OpenAI.IServerSentEvent, Task>)!);")]
    public Task Rage_against_the_pixel(string member) => Run("using OpenAI.Chat;\n", member, "OpenAI-DotNet", TestPackages.ExtensionsAI);

    [Theory]
    [InlineData("Task M(CompletionsEndpoint c, List<ChatMessage> m) => [|c.GetCompletionAsync(new ChatCompletionRequest(\"m\", m))|];")]
    [InlineData("Task M(CompletionsEndpoint c, List<ChatMessage> m) => c.GetCompletionAsync(new ChatCompletionRequest(\"m\", m, maxTokens: 9));")]
    [InlineData("Task M(CompletionsEndpoint c, List<ChatMessage> m) => c.GetCompletionAsync(new ChatCompletionRequest(\"m\", m) { MaxTokens = 9 });")]
    public Task Mistral(string member) => Run("using Mistral.SDK.Completions;\nusing Mistral.SDK.DTOs;\n", member, "Mistral.SDK");

    [Theory]
    [InlineData("Task M(IChatEndpoint c) => [|c.CreateChatCompletionAsync(new ChatRequest { Temperature = 0 })|];")]
    [InlineData("Task M(IChatEndpoint c, ChatRequest other) => c.CreateChatCompletionAsync(new ChatRequest(other) { Temperature = 0 });")]
    [InlineData("Task M(IChatEndpoint c) => c.CreateChatCompletionAsync(\"hi\");")]
    public Task Ok_go_do_it(string member) => Run("using OpenAI_API.Chat;\n", member, "OpenAI_API");

    [Theory]
    [InlineData("Task M(GenerativeModel c) => [|c.GenerateContent(\"x\", new GenerationConfig { Temperature = 0 })|];")]
    [InlineData("Task M(GenerativeModel c) => c.GenerateContent(\"x\", new GenerationConfig { MaxOutputTokens = 9 });")]
    [InlineData("Task M(GenerativeModel c) => c.GenerateContent(\"x\");")]
    public Task Mscc(string member) => Run("using Mscc.GenerativeAI;\nusing Mscc.GenerativeAI.Types;\n", member, "Mscc.GenerativeAI");

    [Fact]
    public async Task The_message_names_a_cap_in_an_object_of_the_options()
    {
        var test = Test(Bedrock + "class C { Task M(IAmazonBedrockRuntime c) => {|#0:c.ConverseAsync(new ConverseRequest())|}; }", "AWSSDK.BedrockRuntime");
        test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0).WithArguments("IAmazonBedrockRuntime.ConverseAsync", "InferenceConfig.MaxTokens"));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_fix_sets_the_cap_of_the_settings_that_are_made()
    {
        const string Source = "class C { Task M(IChatCompletionService c) => {|CCA2003:c.GetChatMessageContentAsync(\"x\", new GeminiPromptExecutionSettings())|}; }";
        var test = new VerifyFix.Test
        {
            TestCode = Kernel + Source,
            FixedCode = Kernel + Source.Replace("{|CCA2003:", "").Replace("|}", "").Replace("Settings()", "Settings { MaxTokens = 1024 }"),
            Packages = TestPackages.ExtensionsAI,
        };
        test.TestState.AdditionalReferences.Add(StubAssemblies.Reference("Microsoft.SemanticKernel.Abstractions"));
        test.FixedState.AdditionalReferences.Add(StubAssemblies.Reference("Microsoft.SemanticKernel.Abstractions"));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static Task Run(string head, string member, string assembly, TestPackages packages = TestPackages.ExtensionsAI | TestPackages.OpenAI) =>
        Test(head + "class C { " + member + " }", assembly, packages).RunAsync(TestContext.Current.CancellationToken);

    private static Verify.Test Test(string source, string assembly, TestPackages packages = TestPackages.ExtensionsAI | TestPackages.OpenAI)
    {
        var test = new Verify.Test { TestCode = source, Packages = packages };
        test.TestState.AdditionalReferences.Add(StubAssemblies.Reference(assembly));
        return test;
    }
}
