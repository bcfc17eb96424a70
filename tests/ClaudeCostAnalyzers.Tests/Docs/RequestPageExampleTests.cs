using ClaudeCostAnalyzers.Rules;
using ClaudeCostAnalyzers.Tests.Rules;
using ClaudeCostAnalyzers.Tests.Rules.Keys;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Tests.Docs;

/// <summary>The examples on the pages of the request and key rules do what the pages say.</summary>
public sealed class RequestPageExampleTests
{
    [Fact]
    public async Task Calls_without_a_cap_fire_and_calls_with_one_are_quiet()
    {
        Assert.Equal(["11", "12", "13", "17"], await LinesAsync(new OutputCapAnalyzer(), "CCA2003", "Example that fires"));
        Assert.Equal(["19"], await LinesAsync(new RequestBodyAnalyzer(), "CCA2003", "Example that fires"));
        Assert.Empty(await LinesAsync(new OutputCapAnalyzer(), "CCA2003", "Example that is quiet"));
    }

    [Fact]
    public async Task High_caps_fire_and_others_are_quiet()
    {
        Assert.Equal(["11", "12", "13"], await LinesAsync(new OutputCeilingAnalyzer(), "CCA2004", "Example that fires"));
        Assert.Empty(await LinesAsync(new OutputCeilingAnalyzer(), "CCA2004", "Example that is quiet"));
    }

    [Fact]
    public async Task Timeouts_that_are_none_fire_and_others_are_quiet()
    {
        Assert.Equal(["11", "12"], await LinesAsync(new TimeoutAnalyzer(), "CCA2005", "Example that fires"));
        Assert.Empty(await LinesAsync(new TimeoutAnalyzer(), "CCA2005", "Example that is quiet"));
    }

    [Fact]
    public async Task Retries_that_multiply_fire_and_a_loop_over_work_is_quiet()
    {
        Assert.Equal(["13", "17"], await LinesAsync(new RetryAnalyzer(), "CCA2006", "Example that fires"));
        Assert.Empty(await LinesAsync(new RetryAnalyzer(), "CCA2006", "Example that is quiet"));
    }

    [Fact]
    public async Task Keys_fire_and_placeholders_are_quiet()
    {
        Assert.Equal(["12", "13"], await LinesAsync(new KeyInSourceAnalyzer(), "CCA3001", "Example that fires"));
        Assert.Empty(await LinesAsync(new KeyInSourceAnalyzer(), "CCA3001", "Example that is quiet"));
    }

    [Fact]
    public async Task Literal_credentials_fire_and_what_stands_in_their_place_is_quiet()
    {
        Assert.Equal(["11", "12", "14"], await LinesAsync(new LiteralCredentialAnalyzer(), "CCA3002", "Example that fires"));
        Assert.Empty(await LinesAsync(new LiteralCredentialAnalyzer(), "CCA3002", "Example that is quiet"));
    }

    /// <summary>The lines that the example's findings are in; the example begins at line 11.</summary>
    private static async Task<IEnumerable<string>> LinesAsync(DiagnosticAnalyzer analyzer, string id, string section)
    {
        var code = RulePages.Code(RulePages.Section(id, section));
        Assert.NotNull(code);
        var found = await Analysis.RunAsync(analyzer, $$"""
            #pragma warning disable OPENAI001
            using Anthropic;
            using OpenAI.Chat;
            using OpenAI.Responses;
            using Anthropic.Models.Messages;
            using System.ClientModel;
            using System.Net.Http.Headers; using System.Net.Http.Json;
            class Example
            {
                async Task Run(ChatClient chat, ResponsesClient responses, List<ChatMessage> messages, ChatCompletionOptions given, System.Net.Http.HttpClient http) {
            {{code.Replace("<93 random characters>", TestKeys.Random(1, TestKeys.Base64Url, 93)).Replace("<32 random characters>", TestKeys.Random(1, TestKeys.Alnum, 32))}}
                }
            }
            """);
        Assert.All(found, diagnostic => Assert.Equal(id, diagnostic.Id));
        return found.Select(diagnostic => $"{diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1}").Order(StringComparer.Ordinal);
    }
}
