using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Tests.Verifiers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Tests.Catalog;

/// <summary>Which calls of a program are billable.</summary>
public sealed class LlmApisTests
{
    private const string Usings = """
        using System.Collections.Generic; using System.Threading; using System.Threading.Tasks;
        using Microsoft.Extensions.AI;
        """;

    [Theory]
    [InlineData("async Task M(Anthropic.AnthropicClient c, Anthropic.Models.Messages.MessageCreateParams p) => await c.Messages.Create(p);", LlmCallKind.Request, 0, 1)]
    [InlineData("async Task M(Anthropic.IAnthropicClient c, Anthropic.Models.Beta.Messages.MessageCreateParams p) => await c.Beta.Messages.Create(p);", LlmCallKind.Request, 0, 1)]
    [InlineData("async Task M(Anthropic.AnthropicClient c, Anthropic.Models.Messages.Batches.BatchCreateParams p) => await c.Messages.Batches.Create(p);", LlmCallKind.Batch, 0, 1)]
    [InlineData("void M(OpenAI.Chat.ChatClient c, OpenAI.Chat.ChatMessage m) => c.CompleteChat(m);", LlmCallKind.Request, -1, -1)]
    [InlineData("async Task M(OpenAI.Chat.ChatClient c, List<OpenAI.Chat.ChatMessage> m) => await c.CompleteChatAsync(m);", LlmCallKind.Request, 1, 2)]
    [InlineData("async Task M(IChatClient c) => await c.GetResponseAsync(\"x\");", LlmCallKind.Request, 2, 3)]
    [InlineData("async Task M(IChatClient c, List<ChatMessage> m) => await c.GetResponseAsync(m);", LlmCallKind.Request, 1, 2)]
    [InlineData("async Task M(DelegatingChatClient c, List<ChatMessage> m) => await c.GetResponseAsync(m);", LlmCallKind.Request, 1, 2)]
    [InlineData("async Task M(IEmbeddingGenerator<string, Embedding<float>> c) => await c.GenerateVectorAsync(\"x\");", LlmCallKind.Request, 2, 3)]
    [InlineData("object M(Anthropic.Services.Beta.IMessageService c, Anthropic.Models.Beta.Messages.MessageCreateParams p) => Anthropic.Helpers.Beta.BetaToolRunnerExtensions.ToolRunner(c, p, []);", LlmCallKind.AgentLoopFactory, 1, -1)]
    internal void Billable_calls_are_found(string member, LlmCallKind kind, int options, int token)
    {
        var found = Find(member);
        Assert.NotNull(found);
        Assert.Equal((kind, options, token), (found.Kind, found.OptionsParameter, found.TokenParameter));
    }

    [Theory]
    [InlineData("async Task M(Anthropic.AnthropicClient c, Anthropic.Models.Messages.MessageCountTokensParams p) => await c.Messages.CountTokens(p);")]
    [InlineData("async Task M(Anthropic.AnthropicClient c, Anthropic.Models.Models.ModelListParams p) => await c.Models.List(p);")]
    [InlineData("async Task M(Anthropic.AnthropicClient c, Anthropic.Models.Beta.Agents.AgentCreateParams p) => await c.Beta.Agents.Create(p);")]
    [InlineData("async Task M(System.Uri u) => await new System.Net.Http.HttpClient().SendAsync(new());")]
    [InlineData("void M() => Task.Run(() => { });")]
    public void Free_calls_are_not(string member) => Assert.Null(Find(member));

    [Theory]
    [InlineData("MessageCreateParams", true)]
    [InlineData("MessageCountTokensParams", false)]
    public void A_low_level_request_is_billable_by_what_it_sends(string parameters, bool billable) => Assert.Equal(billable, Find(
        $"async Task M(Anthropic.IAnthropicClientWithRawResponse c, Anthropic.Core.HttpRequest<Anthropic.Models.Messages.{parameters}> r) => await c.Execute(r);") is not null);

    [Fact]
    public void A_generic_wrapper_of_low_level_requests_is_not_known_to_be_billable() => Assert.Null(Find(
        "async Task M<T>(Anthropic.IAnthropicClientWithRawResponse c, Anthropic.Core.HttpRequest<T> r) where T : Anthropic.Core.ParamsBase => await c.Execute(r);"));

    [Fact]
    public void A_call_on_an_implementation_in_source_is_judged_by_its_body()
    {
        const string Fake = """
            class Fake : IChatClient
            {
                public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> m, ChatOptions? o = null, CancellationToken t = default) => throw new();
                public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> m, ChatOptions? o = null, CancellationToken t = default) => throw new();
                public object? GetService(System.Type s, object? k = null) => null;
                public void Dispose() { }
            }
            class Quiet : DelegatingChatClient
            {
                public Quiet(IChatClient inner) : base(inner) { }
                public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> m, ChatOptions? o = null, CancellationToken t = default) => throw new();
            }
            """;
        Assert.Null(Find("async Task M(Fake c, List<ChatMessage> m) => await c.GetResponseAsync(m, null);", Fake));
        Assert.Null(Find("async Task M(Quiet c, List<ChatMessage> m) => await c.GetResponseAsync(m, null);", Fake));
        Assert.NotNull(Find("async Task M(IChatClient c, List<ChatMessage> m) => await c.GetResponseAsync(m, null);", Fake));
        // The extension method calls the interface, whoever stands behind it.
        Assert.NotNull(Find("async Task M(Fake c) => await c.GetResponseAsync(\"x\");", Fake));
    }

    [Fact]
    public void A_call_on_an_implementation_in_metadata_counts()
    {
        const string Library = Usings + """
            public class Gateway : IChatClient
            {
                public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> m, ChatOptions? o = null, CancellationToken t = default) => throw new();
                public virtual IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> m, ChatOptions? o = null, CancellationToken t = default) => throw new();
                public Task<ChatResponse> GetResponseAsync(int other) => throw new();
                public object? GetService(System.Type s, object? k = null) => null;
                public void Dispose() { }
            }
            public class Middleware : DelegatingChatClient
            {
                public Middleware(IChatClient inner) : base(inner) { }
                public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> m, ChatOptions? o = null, CancellationToken t = default) => throw new();
            }
            """;
        var image = new MemoryStream();
        var emitted = Compile(Library).Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        var reference = MetadataReference.CreateFromImage(image.ToArray());
        Assert.NotNull(Find("async Task M(Gateway c, List<ChatMessage> m) => await c.GetResponseAsync(m, null);", "", reference));
        Assert.NotNull(Find("void M(Gateway c, List<ChatMessage> m) => c.GetStreamingResponseAsync(m, null);", "", reference));
        Assert.NotNull(Find("async Task M(Middleware c, List<ChatMessage> m) => await c.GetResponseAsync(m, null);", "", reference));
        Assert.Null(Find("async Task M(Gateway c) => await c.GetResponseAsync(3);", "", reference));
    }

    [Fact]
    public void An_abstract_implementation_in_source_counts() => Assert.NotNull(Find(
        "async Task M(Base c, List<ChatMessage> m) => await c.GetResponseAsync(m, null, default);", """
        abstract class Base : IChatClient
        {
            public abstract Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> m, ChatOptions? o, CancellationToken t);
            public abstract IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> m, ChatOptions? o, CancellationToken t);
            public object? GetService(System.Type s, object? k = null) => null;
            public void Dispose() { }
        }
        """));

    [Fact]
    public void A_stub_of_the_api_in_source_is_the_api_whatever_its_parameter_types()
    {
        var compilation = Compile("""
            using System.Threading; using System.Threading.Tasks;
            namespace OpenAI.Chat
            {
                public class Prompt { }
                public class ChatCompletionOptions { public int? MaxOutputTokenCount { get; set; } }
                public class ChatClient
                {
                    public Task<string> CompleteChatAsync(Prompt prompt, int temperature, ChatCompletionOptions options, CancellationToken token) => throw new();
                    public Task<string> DeleteChatAsync(Prompt prompt) => throw new();
                }
            }
            class C { Task M(OpenAI.Chat.ChatClient c) => c.CompleteChatAsync(new(), 1, new(), default); }
            """, TestPackages.None);
        var apis = LlmApis.TryCreate(compilation);
        Assert.NotNull(apis);
        var found = apis.Find(Called(compilation));
        Assert.NotNull(found);
        Assert.Equal((2, 3, "MaxOutputTokenCount"), (found.OptionsParameter, found.TokenParameter, found.OutputCap?.Name));
        Assert.Null(apis.Find(compilation.GetTypeByMetadataName("OpenAI.Chat.ChatClient")!.GetMembers("DeleteChatAsync").OfType<IMethodSymbol>().Single()));
    }

    /// <summary>Two SDKs have assemblies of one name: a type tells them apart.</summary>
    [Theory]
    [InlineData("OpenAIAuthentication", true)]
    [InlineData("OpenAIClientOptions", false)]
    public void A_shared_name_of_an_assembly_is_told_apart_by_a_type(string type, bool expected)
    {
        var library = CSharpCompilation.Create("OpenAI", [CSharpSyntaxTree.ParseText($$"""
            namespace OpenAI { public class {{type}} { } }
            namespace OpenAI.Chat { public class ChatEndpoint { public System.Threading.Tasks.Task<int> GetCompletionAsync(string request) => throw new(); } }
            """)], TestReferences.Of(TestPackages.None), new(OutputKind.DynamicallyLinkedLibrary));
        var compilation = Compile("class C { object M(OpenAI.Chat.ChatEndpoint c) => c.GetCompletionAsync(\"x\"); }", TestPackages.None).AddReferences(library.ToMetadataReference());
        Assert.Equal(expected, LlmApis.TryCreate(compilation)!.Find(Called(compilation)) is not null);
    }

    [Fact]
    public void A_compilation_without_any_api_has_none() => Assert.Null(LlmApis.TryCreate(Compile("class C { }", TestPackages.None)));

    [Theory]
    [InlineData("M:My.Gateway.AskAsync(System.String,System.Threading.CancellationToken)")]
    [InlineData("My.Gateway.AskAsync")]
    public void Members_named_by_configuration_count(string member)
    {
        var compilation = Compile("""
            namespace My { public class Gateway { public void AskAsync(string s, System.Threading.CancellationToken t) { } } }
            class C { void M(My.Gateway g) => g.AskAsync("", default); }
            """, TestPackages.None);
        var found = LlmApis.TryCreate(compilation, [member])?.Find(Called(compilation));
        Assert.NotNull(found);
        Assert.Equal((LlmCallKind.Request, 1), (found.Kind, found.TokenParameter));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Nothing")]
    [InlineData("M:")]
    [InlineData("= =")]
    public void Nonsense_in_configuration_matches_nothing(string member)
    {
        var compilation = Compile("class C { void AskAsync() { } void M() => AskAsync(); }", TestPackages.None);
        Assert.Null(LlmApis.TryCreate(compilation, [member])?.Find(Called(compilation)));
    }

    private static LlmMember? Find(string member, string types = "", MetadataReference? reference = null)
    {
        var compilation = Compile(Usings + types + "class C { " + member + " }");
        if (reference is not null)
            compilation = compilation.AddReferences(reference);
        return LlmApis.TryCreate(compilation)!.Find(Called(compilation));
    }

    /// <summary>What the last outermost call of the source invokes.</summary>
    private static IMethodSymbol Called(CSharpCompilation compilation)
    {
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var tree = compilation.SyntaxTrees[0];
        var call = tree.GetRoot().DescendantNodes(node => node is not InvocationExpressionSyntax).OfType<InvocationExpressionSyntax>().Last();
        return (IMethodSymbol)compilation.GetSemanticModel(tree).GetSymbolInfo(call).Symbol!;
    }

    private static CSharpCompilation Compile(string source, TestPackages packages = TestPackages.AllLlm) => CSharpCompilation.Create(
        "Test",
        [CSharpSyntaxTree.ParseText(source)],
        TestReferences.Of(packages),
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, specificDiagnosticOptions: Experimental));

    private static readonly Dictionary<string, ReportDiagnostic> Experimental = new() { ["MEAI001"] = ReportDiagnostic.Suppress };
}
