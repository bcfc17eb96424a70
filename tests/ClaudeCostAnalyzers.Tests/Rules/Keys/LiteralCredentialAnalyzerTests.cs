using ClaudeCostAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.LiteralCredentialAnalyzer>;

namespace ClaudeCostAnalyzers.Tests.Rules.Keys;

public sealed class LiteralCredentialAnalyzerTests
{
    private static readonly string Credential = TestKeys.Random(5, TestKeys.Alnum, 28);

    // CRED stands for a credential that has no provider's shape, HALF and REST for its halves.
    [Theory]
    [InlineData("object M() => new System.ClientModel.ApiKeyCredential({|CCA3002:\"CRED\"|});")]
    [InlineData("System.ClientModel.ApiKeyCredential M() => new({|CCA3002:\"CRED\"|});")]
    [InlineData("object M() => new System.ClientModel.ApiKeyCredential(key: {|CCA3002:\"HALF\" + \"REST\"|});")]
    [InlineData("void M(System.ClientModel.ApiKeyCredential c) => c.Update({|CCA3002:\"CRED\"|});")]
    [InlineData("object M() => new OpenAI.Chat.ChatClient(\"gpt-4o-mini-2024-07-18\", {|CCA3002:\"CRED\"|});")]
    [InlineData("object M() => new OpenAI.Chat.ChatClient(apiKey: {|CCA3002:\"CRED\"|}, model: \"gpt-4o-mini-2024-07-18\");")]
    [InlineData("object M() => new Anthropic.AnthropicClient { ApiKey = {|CCA3002:\"CRED\"|} };")]
    [InlineData("object M(string s) => new Anthropic.AnthropicClient { ApiKey = s ?? {|CCA3002:\"CRED\"|} };")]
    [InlineData("object M(bool b, string s) => new Anthropic.AnthropicClient { ApiKey = b ? s : {|CCA3002:\"CRED\"|} };")]
    [InlineData("object M() => new Anthropic.AnthropicClient { ApiKey = {|CCA3002:\"CRED\"|}.Trim() };")]
    [InlineData("object M() => new Anthropic.AnthropicClient(new Anthropic.Core.ClientOptions { AuthToken = {|CCA3002:\"CRED\"|} });")]
    [InlineData("object M() { var x = {|CCA3002:\"CRED\"|}; return new System.ClientModel.ApiKeyCredential(x); }")]
    [InlineData("object M() { string x; x = {|CCA3002:\"CRED\"|}; return new System.ClientModel.ApiKeyCredential(x); }")]
    [InlineData("const string X = {|CCA3002:\"CRED\"|}; object M() => new System.ClientModel.ApiKeyCredential(X);")]
    [InlineData("static readonly string X = {|CCA3002:\"CRED\"|}; object M() { var y = X; return new Anthropic.AnthropicClient { ApiKey = y }; }")]
    [InlineData("string X { get; } = {|CCA3002:\"CRED\"|}; object M() => new System.ClientModel.ApiKeyCredential(this.X);")]
    [InlineData("object M(string x = {|CCA3002:\"CRED\"|}) => new System.ClientModel.ApiKeyCredential(x);")]
    [InlineData("const string AnthropicApiKey = {|CCA3002:\"CRED\"|};")]
    [InlineData("void M(string apiKey = {|CCA3002:\"CRED\"|}) { }")]
    [InlineData("string ApiKey => {|CCA3002:\"CRED\"|};")]
    [InlineData("object M() => new { apiKey = {|CCA3002:\"CRED\"|}, id = \"CRED\" };")]
    [InlineData("string GetOpenAiKey() { return {|CCA3002:\"CRED\"|}; }")]
    [InlineData("void Ask(string apiKey) { } void M() => Ask({|CCA3002:\"CRED\"|});")]
    [InlineData("void M(HttpClient c) => c.DefaultRequestHeaders.Add(\"x-api-key\", {|CCA3002:\"CRED\"|});")]
    [InlineData("void M(HttpClient c) => c.DefaultRequestHeaders.TryAddWithoutValidation(\"X-Api-Key\", {|CCA3002:\"CRED\"|});")]
    [InlineData("void M(HttpClient c) => c.DefaultRequestHeaders.Add(\"Authorization\", {|CCA3002:\"Bearer CRED\"|});")]
    [InlineData("void M(HttpClient c) => c.DefaultRequestHeaders.Add(\"Authorization\", \"Bearer \" + {|CCA3002:\"CRED\"|}.Trim());")]
    [InlineData("const string T = {|CCA3002:\"CRED\"|}; void M(HttpClient c) => c.DefaultRequestHeaders.Add(\"Authorization\", $\"Bearer {T}\");")]
    [InlineData("void M(HttpClient c) { var t = {|CCA3002:\"CRED\"|}; c.DefaultRequestHeaders.Add(\"Authorization\", $\"Bearer {t}\"); }")]
    [InlineData("void M(HttpClient c) { var t = {|CCA3002:\"CRED\"|}; c.DefaultRequestHeaders.Add(\"Authorization\", \"Bearer \" + t); }")]
    [InlineData("void M(HttpClient c) => c.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue(\"Bearer\", {|CCA3002:\"CRED\"|});")]
    [InlineData("void M(HttpClient c) => c.DefaultRequestHeaders.Authorization = new(\"Bearer\", {|CCA3002:\"CRED\"|});")]
    [InlineData("object M() => new Dictionary<string, string> { [\"api-key\"] = {|CCA3002:\"CRED\"|} };")]
    [InlineData("object M() => new Dictionary<string, string> { { \"api-key\", {|CCA3002:\"CRED\"|} } };")]
    [InlineData("void M(Dictionary<string, string> d) => d[\"x-goog-api-key\"] = {|CCA3002:\"CRED\"|};")]
    [InlineData("const string H = \"x-api-key\"; void M(Dictionary<string, string> d) => d[H] = {|CCA3002:\"CRED\"|};")]
    [InlineData("string M() => {|CCA3002:\"https://generativelanguage.googleapis.com/v1beta/models/m:generateContent?key=CRED\"|};")]
    [InlineData("string M() => {|CCA3002:\"https://generativelanguage.googleapis.com/v1beta/models/m:generateContent?alt=sse&key=CRED&x=1\"|};")]
    [InlineData("string M(string m) => $\"https://generativelanguage.googleapis.com/v1beta/models/{m}:generateContent?key={{|CCA3002:\"CRED\"|}.Trim()}\";")]
    [InlineData("string M() { var k = {|CCA3002:\"CRED\"|}; return $\"https://generativelanguage.googleapis.com/x?key={k}\"; }")]
    public Task A_literal_is_reported_where_it_is_written(string member) => Verify.VerifyAnalyzerAsync("class C { " + Fill(member) + " }");

    [Theory]
    [InlineData("string M() => \"CRED\";")]
    [InlineData("string id = \"CRED\";")]
    [InlineData("string M() { var etag = \"CRED\"; return etag; }")]
    [InlineData("void M(HttpClient c) => c.DefaultRequestHeaders.Add(\"x-request-id\", \"CRED\");")]
    [InlineData("void M(HttpClient c) => c.DefaultRequestHeaders.Add(\"Authorization\", \"Digest CRED\");")]
    [InlineData("void M(HttpClient c) => c.DefaultRequestHeaders.Authorization = new(\"Digest\", \"CRED\");")]
    [InlineData("object M() => new OpenAI.Chat.ChatClient(\"CRED\", Environment.GetEnvironmentVariable(\"OPENAI_API_KEY\"));")]
    [InlineData("string M() => \"https://example.org/x?key=CRED\";")]
    [InlineData("object M() => new Uri(\"https://example.org/CRED\");")]
    [InlineData("void M(string apiKey) { if (apiKey == \"CRED\") throw new Exception(); }")]
    [InlineData("object M(string s) => new System.ClientModel.ApiKeyCredential(s == \"CRED\" ? \"a\" : s);")]
    [InlineData("object M() => new System.ClientModel.ApiKeyCredential(Read(\"CRED\")); string Read(string name) => name;")]
    [InlineData("const string OpenAiCacheKey = \"CRED\";")]
    [InlineData("string weatherApiKey = \"CRED\";")]
    public Task A_literal_that_goes_elsewhere_is_silent(string member) => Verify.VerifyAnalyzerAsync("class C { " + Fill(member) + " }");

    [Theory]
    [InlineData("")]
    [InlineData("todo")]
    [InlineData("<yourApiKey>")]
    [InlineData("YOUR_API_KEY")]
    [InlineData("your-api-key")]
    [InlineData("Your OpenAI API-Key")]
    [InlineData("NotNull")]
    [InlineData("unused")]
    [InlineData("ollama")]
    [InlineData("lm-studio")]
    [InlineData("NO_API_KEY")]
    [InlineData("invalid_key")]
    [InlineData("apikey")]
    [InlineData("sk-yourkey")]
    [InlineData("sk-ant-")]
    [InlineData("sk-ant-api-test")]
    [InlineData("token-abc123")]
    [InlineData("sk-no-key-required")]
    [InlineData("sk-1234567890abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("abc123def456ghi789jkl012")]
    [InlineData("aaaa1111bbbb2222cccc3333")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("sk-xxxxxxxxxxxxxxxxxxxx1234")]
    [InlineData("${OPENAI_API_KEY}")]
    [InlineData("%OPENAI_API_KEY_2%")]
    [InlineData("{{apiKey1}}")]
    [InlineData("OPENAI_API_KEY_PRODUCTION_2")]
    [InlineData("OpenAI:ApiKey:Production:2")]
    [InlineData("this-is-not-the-key-you-want-42")]
    [InlineData("replace-with-your-key-1a2b3c4d")]
    [InlineData("gpt-4o-mini-2024-07-18")]
    [InlineData("my-deployment-eastus2-2024-05-13")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://v1.vault.azure.net/secrets/a1b2)")]
    [InlineData("sk-ant-api03-...")]
    public Task Placeholders_are_silent(string text) => Verify.VerifyAnalyzerAsync($$"""
        class C
        {
            object A() => new System.ClientModel.ApiKeyCredential("{{text}}");
            object B() => new Anthropic.AnthropicClient { ApiKey = Environment.GetEnvironmentVariable("ANTHROPIC_API_KEY") ?? "{{text}}" };
            void M(HttpClient c) => c.DefaultRequestHeaders.Add("Authorization", "Bearer {{text}}");
            const string ApiKey = "{{text}}";
        }
        """);

    [Fact]
    public async Task A_key_of_known_shape_is_left_to_the_other_rule()
    {
        foreach (var (_, key) in TestKeys.All(4))
        {
            var source = $"class C {{ object M() => new Anthropic.AnthropicClient {{ ApiKey = \"{key}\" }}; string u = \"Bearer {key}\"; const string ApiKey = \"{key}\"; }}";
            Assert.Empty(await Analysis.RunAsync(new LiteralCredentialAnalyzer(), source));
            Assert.Equal(3, (await Analysis.RunAsync(new KeyInSourceAnalyzer(), source)).Length);
        }
    }

    [Fact]
    public Task A_bare_shape_is_a_key_where_a_credential_is_expected_and_the_provider_is_named() => Verify.VerifyAnalyzerAsync($$"""
        class Hashes
        {
            string commit = "{{TestKeys.Random(2, "0123456789abcdef", 32)}}";
        }

        class MistralClient
        {
            void M(HttpClient http) => http.DefaultRequestHeaders.Authorization = new("Bearer", {|CCA3001:"{{TestKeys.Random(3, TestKeys.Alnum, 32)}}"|});
        }
        """);

    [Fact]
    public async Task Keys_of_azure_are_told_from_hashes_by_their_place()
    {
        var key = TestKeys.Random(2, "0123456789abcdef", 32);
        var found = Assert.Single(await Analysis.RunAsync(new LiteralCredentialAnalyzer(),
            $"class C {{ string hash = \"{key}\"; void M(System.Net.Http.HttpClient c) => c.DefaultRequestHeaders.Add(\"api-key\", \"{key}\"); string u = \"https://x.openai.azure.com/\"; }}"));
        Assert.Equal(("CCA3001", "Azure OpenAI", "AZURE_OPENAI_API_KEY"), (found.Id, found.Properties["Provider"], found.Properties["KeyVariable"]));
    }

    [Theory]
    [InlineData("object M() => new Anthropic.AnthropicClient { ApiKey = \"CRED\" };", "ANTHROPIC_API_KEY", "Anthropic:ApiKey")]
    [InlineData("object M() => new OpenAI.Chat.ChatClient(\"m\", \"CRED\");", "OPENAI_API_KEY", "OpenAI:ApiKey")]
    [InlineData("object M() => new System.ClientModel.ApiKeyCredential(\"CRED\");", "LLM_API_KEY", "Llm:ApiKey")]
    [InlineData("object M() => new OpenAI.Chat.ChatClient(\"m\", new System.ClientModel.ApiKeyCredential(\"CRED\"));", "OPENAI_API_KEY", "OpenAI:ApiKey")]
    [InlineData("const string GroqKey = \"CRED\";", "GROQ_API_KEY", "Groq:ApiKey")]
    public async Task The_finding_says_where_the_credential_belongs(string member, string variable, string configuration)
    {
        var found = Assert.Single(await Analysis.RunAsync(new LiteralCredentialAnalyzer(), "class C { " + Fill(member) + " }"));
        Assert.Equal((variable, configuration), (found.Properties["KeyVariable"], found.Properties["KeyConfiguration"]));
        Assert.DoesNotContain(Credential[..5], found + string.Concat(found.Properties.Values), StringComparison.Ordinal);
    }

    [Fact]
    public Task Top_level_statements_are_read() => Verify.VerifyAnalyzerAsync(Fill("""
        var secret = {|CCA3002:"CRED"|};
        var client = new OpenAI.OpenAIClient(secret);
        """));

    [Fact]
    public async Task Without_an_llm_api_nothing_is_registered() =>
        Assert.Empty(await Analysis.RunAsync(new LiteralCredentialAnalyzer(), Fill("class C { const string ApiKey = \"CRED\"; }"), TestPackages.None));

    [Fact]
    public async Task Random_credentials_of_common_lengths_are_known()
    {
        var missed = 0;
        for (var seed = 0; seed < 250; seed++)
        {
            foreach (var (alphabet, length) in new[] { (TestKeys.Alnum, 32), (TestKeys.Alnum, 40), ("0123456789abcdef", 32), (TestKeys.Digits + TestKeys.LowerCase, 24), (TestKeys.Base64Url, 43) })
                missed += ClaudeCostAnalyzers.Catalog.Keys.CredentialText.IsReal(TestKeys.Random(seed, alphabet, length)) ? 0 : 1;
        }

        Assert.True(missed <= 1250 / 50, $"{missed} of 1250 missed");
        await Task.CompletedTask;
    }

    private static string Fill(string source) => source.Replace("CRED", Credential).Replace("HALF", Credential[..14]).Replace("REST", Credential[14..]);
}
