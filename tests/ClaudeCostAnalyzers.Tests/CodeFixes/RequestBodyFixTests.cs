using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.RequestBodyAnalyzer, ClaudeCostAnalyzers.CodeFixes.OutputCapFix>;
using Lower = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.RequestBodyAnalyzer, ClaudeCostAnalyzers.CodeFixes.OutputCeilingFix>;

namespace ClaudeCostAnalyzers.Tests.CodeFixes;

/// <summary>The cap in the body of a request that is posted without an SDK.</summary>
public sealed class RequestBodyFixTests
{
    private static string Wrap(string statements) => $$"""
        using System.Net.Http;
        using System.Net.Http.Json;
        using System.Text.Json;
        using System.Text.Json.Nodes;
        class C
        {
            const string Chat = "https://api.openai.com/v1/chat/completions";
            const string Claude = "https://api.anthropic.com/v1/messages";
            const string Gemini = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent";

            static async Task M(HttpClient http, object[] messages, bool b)
            {
        {{string.Join("\n", statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
            }
        }

        class Ask { public object[] Messages { get; set; } = []; public int? MaxTokens { get; set; } }
        """;

    private static Task Fixes(string statements, string fixedStatements) =>
        new Verify.Test { TestCode = Wrap(statements), FixedCode = Wrap(fixedStatements), Packages = TestPackages.None }.RunAsync();

    [Theory]
    [InlineData("new { messages }", "new { messages, max_completion_tokens = 1024 }")]
    [InlineData("new { messages, }", "new { messages, max_completion_tokens = 1024, }")]
    [InlineData("new\n{\n    model = \"gpt-5\", // small\n    messages // all\n}", "new\n{\n    model = \"gpt-5\", // small\n    messages, // all\n    max_completion_tokens = 1024\n}")]
    [InlineData("new Dictionary<string, object> { [\"messages\"] = messages }", "new Dictionary<string, object> { [\"messages\"] = messages, [\"max_completion_tokens\"] = 1024 }")]
    [InlineData("new Dictionary<string, object> { { \"messages\", messages } }", "new Dictionary<string, object> { { \"messages\", messages }, { \"max_completion_tokens\", 1024 } }")]
    [InlineData("new Dictionary<string, object>()", "new Dictionary<string, object> { [\"max_completion_tokens\"] = 1024 }")]
    [InlineData("new JsonObject { [\"messages\"] = new JsonArray() }", "new JsonObject { [\"messages\"] = new JsonArray(), [\"max_completion_tokens\"] = 1024 }")]
    [InlineData("new JsonObject()", "new JsonObject { [\"max_completion_tokens\"] = 1024 }")]
    [InlineData("new Ask { Messages = messages }", "new Ask { Messages = messages, MaxTokens = 1024 }")]
    [InlineData("new Ask()", "new Ask { MaxTokens = 1024 }")]
    public async Task The_field_goes_where_the_object_is_made(string body, string fixedBody)
    {
        await Fixes($"await {{|CCA2003:http.PostAsJsonAsync(Chat, {body})|}};", $"await http.PostAsJsonAsync(Chat, {fixedBody});");
        await Fixes(
            $"var body = {body};\nvar json = JsonSerializer.Serialize(body);\nawait {{|CCA2003:http.PostAsync(Chat, new StringContent(json))|}};\nawait {{|CCA2003:http.PostAsync(Chat, new StringContent(json))|}};",
            $"var body = {fixedBody};\nvar json = JsonSerializer.Serialize(body);\nawait http.PostAsync(Chat, new StringContent(json));\nawait http.PostAsync(Chat, new StringContent(json));");
    }

    [Theory]
    [InlineData("new { contents = messages }", "new { contents = messages, generationConfig = new { maxOutputTokens = 1024 } }")]
    [InlineData("new { contents = messages, generationConfig = new { temperature = 0 } }", "new { contents = messages, generationConfig = new { temperature = 0, maxOutputTokens = 1024 } }")]
    [InlineData("new Dictionary<string, object> { [\"contents\"] = messages }", "new Dictionary<string, object> { [\"contents\"] = messages, [\"generationConfig\"] = new { maxOutputTokens = 1024 } }")]
    [InlineData("new JsonObject { [\"contents\"] = new JsonArray() }", "new JsonObject { [\"contents\"] = new JsonArray(), [\"generationConfig\"] = new JsonObject { [\"maxOutputTokens\"] = 1024 } }")]
    [InlineData("new JsonObject { [\"generationConfig\"] = new JsonObject() }", "new JsonObject { [\"generationConfig\"] = new JsonObject { [\"maxOutputTokens\"] = 1024 } }")]
    public Task A_field_within_an_object_goes_into_it(string body, string fixedBody) =>
        Fixes($"await {{|CCA2003:http.PostAsJsonAsync(Gemini, {body})|}};", $"await http.PostAsJsonAsync(Gemini, {fixedBody});");

    [Theory]
    [InlineData("await {|CCA2003:http.PostAsync(Chat, new StringContent(\"{\\\"messages\\\":[]}\"))|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Chat, b ? new { model = 1, messages } : new { model = 2, messages })|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Chat, new { messages, max_tokens = (int?)null })|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Gemini, new Dictionary<string, object[]> { [\"contents\"] = messages })|};")]
    public Task Elsewhere_no_fix_is_offered(string statements) => Fixes(statements, statements);

    [Fact]
    public Task Ten_in_one_method()
    {
        var statements = string.Join("\n", Enumerable.Range(0, 10).Select(i => $"await {{|CCA2003:http.PostAsJsonAsync({(i % 2 == 0 ? "Chat" : "Claude")}, new {{ messages, user = {i} }})|}};"));
        var after = string.Join("\n", Enumerable.Range(0, 10).Select(i => i % 2 == 0
            ? $"await http.PostAsJsonAsync(Chat, new {{ messages, user = {i}, max_completion_tokens = 1024 }});"
            : $"await http.PostAsJsonAsync(Claude, new {{ messages, user = {i}, max_tokens = 1024 }});"));
        return Fixes(statements, after);
    }

    [Fact]
    public Task A_high_cap_is_lowered_where_it_is_written() => new Lower.Test
    {
        TestCode = Wrap("await http.PostAsJsonAsync(Claude, new { messages, max_tokens = {|CCA2004:100_000|} });"),
        FixedCode = Wrap("await http.PostAsJsonAsync(Claude, new { messages, max_tokens = 32_000 });"),
        Packages = TestPackages.None,
    }.RunAsync();
}
