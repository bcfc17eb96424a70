using System.Text;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Rules;
using ClaudeCostAnalyzers.Tests.Docs;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.KeyExposureAnalyzer>;

namespace ClaudeCostAnalyzers.Tests.Rules.Keys;

public sealed class KeyExposureAnalyzerTests
{
    private const string Declarations = """
        using System.Net.Http;
        using System.Net.Http.Headers;
        using System.Text;
        using System.Text.Json;
        using System.Linq;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.Logging;

        namespace Microsoft.Extensions.Logging
        {
            public interface ILogger { IDisposable BeginScope(object state); }
            public sealed class LoggerMessageAttribute : Attribute { public LoggerMessageAttribute(string message) { } }
            public static class LoggerExtensions
            {
                public static void LogInformation(this ILogger logger, string message, params object[] arguments) { }
                public static void LogError(this ILogger logger, Exception error, string message, params object[] arguments) { }
            }
        }

        namespace Microsoft.Extensions.Configuration { public interface IConfiguration { string this[string key] { get; } } }

        namespace Serilog { public static class Log { public static void Information(string template, params object[] values) { } } }

        class MyLogger { public void Info(string text) { } public void UseKey(string apiKey) { } }
        record Settings(string ApiKey, string Model);
        record Hidden(string ApiKey) { public override string ToString() => "Hidden"; }
        class Options { public string ApiKey { get; set; } = ""; public Dictionary<string, string> Headers { get; } = new(); [System.Text.Json.Serialization.JsonIgnore] public string Secret { get; set; } = ""; }
        static class Masks { public static string Mask(string key) => key[^4..]; public static void Use(string key) { } }

        partial class C
        {
            const string ApiKeyName = "OpenAI:ApiKey";
            const string AnthropicApiKey = "ANTHROPIC_API_KEY";
            string _openAiKey = Environment.GetEnvironmentVariable("OPENAI_API_KEY")!;
            string _plainApiKey = "<your key>";
            readonly ILogger _logger = null!;
            readonly MyLogger _mine = new();
            readonly IConfiguration _configuration = null!;
            void Log(string text) { }
            [LoggerMessage("{Value}")] static void UsedKey(ILogger logger, string apiKey) { }
        """;

    [Theory]
    // Where it goes.
    [InlineData("void M(string apiKey) => _logger.LogInformation(\"Using {Key}\", [|apiKey|]);")]
    [InlineData("void M(string apiKey) => _logger.LogInformation($\"Using {[|apiKey|]}\");")]
    [InlineData("void M(string apiKey) => _logger?.LogInformation(\"Using \" + [|apiKey|] + \".\");")]
    [InlineData("void M(string apiKey, Exception e) => _logger.LogError(e, \"{A} {B}\", 1, [|apiKey|]);")]
    [InlineData("void M(string apiKey) { using var s = _logger.BeginScope(new Dictionary<string, object> { [\"key\"] = [|apiKey|] }); }")]
    [InlineData("void M(string apiKey) => UsedKey(_logger, [|apiKey|]);")]
    [InlineData("void M(string apiKey) => Serilog.Log.Information(\"{Key}\", [|apiKey|]);")]
    [InlineData("void M(Options options) => Serilog.Log.Information(\"{Key}\", [|options.ApiKey|]);")]
    [InlineData("void M(string apiKey) => _mine.Info([|apiKey|]);")]
    [InlineData("void M(string apiKey) => Log($\"key: {[|apiKey|]}\");")]
    [InlineData("void M(string apiKey) => System.Diagnostics.Debug.WriteLine([|apiKey|]);")]
    [InlineData("void M(string apiKey) => System.Diagnostics.Trace.TraceInformation(\"{0}\", [|apiKey|]);")]
    [InlineData("void M(System.Diagnostics.Activity a, string apiKey) => a.SetTag(\"k\", [|apiKey|]);")]
    [InlineData("void M(string apiKey) => Console.WriteLine([|apiKey|]);")]
    [InlineData("void M(string apiKey) => Console.WriteLine(\"{0}\", [|apiKey|]);")]
    [InlineData("void M(string apiKey) => Console.Error.WriteLine($\"{[|apiKey|],10}\");")]
    [InlineData("void M(string apiKey) => throw new InvalidOperationException($\"Bad key {[|apiKey|]}\");")]
    [InlineData("void M(string apiKey) => throw new ArgumentOutOfRangeException(nameof(apiKey), [|apiKey|], \"bad\");")]
    [InlineData("void M(string apiKey, Exception e) => e.Data[\"key\"] = [|apiKey|];")]
    [InlineData("string M(string apiKey) => $\"https://generativelanguage.googleapis.com/v1beta/models?key={[|apiKey|]}\";")]
    [InlineData("string M(string apiKey) => \"https://generativelanguage.googleapis.com/v1beta/models?key=\" + [|apiKey|];")]
    [InlineData("string M(string apiKey, string url) => url + \"?api_key=\" + [|apiKey|] + \"&x=1\";")]
    [InlineData("string M(string apiKey, string url) => $\"{url}/models?alt=sse&key={Uri.EscapeDataString([|apiKey|])}\";")]
    [InlineData("string M(string apiKey) => string.Format(\"https://api.openai.com/{0}?key={1}\", \"v1\", [|apiKey|]);")]
    [InlineData("void M(string apiKey) { var b = new UriBuilder(\"https://api.openai.com\"); b.Query = \"key=\" + [|apiKey|]; }")]
    [InlineData("string M() => $\"https://proxy.example.com/v1?key={[|_openAiKey|]}\";")]
    [InlineData("string M(string apiKey) => JsonSerializer.Serialize(new { [|apiKey|], model = \"m\" });")]
    [InlineData("async Task M(HttpClient http, string apiKey) { var json = JsonSerializer.Serialize(new { apiKey }); await http.PostAsync(\"https://t.example\", new StringContent(json)); Console.WriteLine([|json|]); }")]
    [InlineData("void M(string apiKey) { if (string.IsNullOrEmpty(apiKey) || apiKey.Length < 9) throw new InvalidOperationException($\"{[|apiKey|]} is none\"); }")]
    [InlineData("void M(string apiKey) { if (string.IsNullOrEmpty(apiKey)) return; else Console.WriteLine([|apiKey|]); }")]
    [InlineData("string M(string apiKey) => JsonSerializer.Serialize(new Options { ApiKey = [|apiKey|] });")]
    // Where it comes from.
    [InlineData("void M() => Console.WriteLine([|_openAiKey|]);")]
    [InlineData("void M() => Console.WriteLine([|this._openAiKey|]);")]
    [InlineData("void M() => Console.WriteLine([|Environment.GetEnvironmentVariable(\"ANTHROPIC_API_KEY\")|]);")]
    [InlineData("void M() => Console.WriteLine([|_configuration[\"OpenAI:ApiKey\"]|]);")]
    [InlineData("void M() { var k = _configuration[\"OpenAI:ApiKey\"]; Console.WriteLine([|k|]); }")]
    [InlineData("void M(Anthropic.AnthropicClient client) => Console.WriteLine([|client.ApiKey|]);")]
    [InlineData("void M() { var value = \"KEY\"; Console.WriteLine([|value|]); }")]
    [InlineData("void M() { Console.WriteLine([|\"KEY\"|]); }")]
    [InlineData("void M() { var x = Environment.GetEnvironmentVariable(\"GROQ_API_KEY\"); if (x is { } found) Console.WriteLine([|found|]); }")]
    // What is made of it.
    [InlineData("void M(string apiKey) { var text = \"key \" + apiKey; var more = text; Console.WriteLine([|more|]); }")]
    [InlineData("void M(string apiKey) => Console.WriteLine([|apiKey|].Trim() ?? \"none\");")]
    [InlineData("void M(string? apiKey) => Console.WriteLine([|apiKey|]?.Trim());")]
    [InlineData("void M(string apiKey, bool verbose) => Console.WriteLine(verbose ? [|apiKey|] : \"\");")]
    [InlineData("void M(string apiKey) => Console.WriteLine(string.Join(\", \", \"a\", [|apiKey|]));")]
    [InlineData("void M(string apiKey) => Console.WriteLine(Convert.ToBase64String(Encoding.UTF8.GetBytes([|apiKey|])));")]
    [InlineData("void M(string apiKey) { var b = new StringBuilder(); b.Append(\"key \").Append(apiKey); Console.WriteLine([|b|].ToString()); }")]
    [InlineData("void M(string apiKey) { var text = \"\"; text += apiKey; Console.WriteLine([|text|]); }")]
    [InlineData("void M(string apiKey) { string text; text = $\"{apiKey}\"; Action a = () => Console.WriteLine([|text|]); a(); }")]
    // What holds it.
    [InlineData("void M(string apiKey) { var headers = new Dictionary<string, string> { [\"x-api-key\"] = apiKey }; _logger.LogInformation(\"{H}\", [|headers|]); }")]
    [InlineData("void M(string apiKey) { var headers = new Dictionary<string, string> { { \"x-api-key\", apiKey } }; _logger.LogInformation(JsonSerializer.Serialize([|headers|])); }")]
    [InlineData("void M(string apiKey) { var headers = new Dictionary<string, string>(); headers[\"x-api-key\"] = apiKey; var s = JsonSerializer.Serialize([|headers|]); }")]
    [InlineData("void M(string apiKey) { var headers = new Dictionary<string, string>(); headers.Add(\"x-api-key\", apiKey); _logger.LogInformation(string.Join(\";\", [|headers|].Select(h => $\"{h.Key}={h.Value}\"))); }")]
    [InlineData("void M(string apiKey) { var headers = new Dictionary<string, string> { [\"x-api-key\"] = apiKey }; foreach (var h in headers) Console.WriteLine([|h|].Value); }")]
    [InlineData("void M(string apiKey) { var headers = new Dictionary<string, string> { [\"x-api-key\"] = apiKey }; foreach (var (n, v) in headers) Console.WriteLine($\"{n}: {[|v|]}\"); }")]
    [InlineData("void M(string apiKey) { var headers = new Dictionary<string, string> { [\"x-api-key\"] = apiKey }; Console.WriteLine([|headers|][\"x-api-key\"]); }")]
    [InlineData("void M(string apiKey) { var request = new HttpRequestMessage(); request.Headers.Add(\"x-api-key\", apiKey); _logger.LogInformation(\"{R}\", [|request|]); }")]
    [InlineData("void M(string apiKey) { var request = new HttpRequestMessage(); request.Headers.Authorization = new AuthenticationHeaderValue(\"Bearer\", apiKey); Console.WriteLine([|request|].Headers); }")]
    [InlineData("void M(HttpClient http, string apiKey) { http.DefaultRequestHeaders.TryAddWithoutValidation(\"x-api-key\", apiKey); _logger.LogInformation($\"{[|http|].DefaultRequestHeaders}\"); }")]
    [InlineData("void M(string apiKey) { var settings = new Settings(apiKey, \"m\"); Console.WriteLine([|settings|]); }")]
    [InlineData("void M(string apiKey, Settings s) { var t = s with { ApiKey = apiKey }; Console.WriteLine($\"{[|t|]}\"); }")]
    [InlineData("void M(string apiKey) { var pair = (apiKey, 1); Console.WriteLine([|pair|]); }")]
    [InlineData("void M(string apiKey) { var o = new Options(); o.ApiKey = apiKey; var s = JsonSerializer.Serialize([|o|]); }")]
    [InlineData("void M(string apiKey) { var o = new Options { Headers = { [\"x-api-key\"] = apiKey } }; var s = JsonSerializer.Serialize([|o|]); }")]
    [InlineData("void M(string apiKey) { var o = new Options { ApiKey = apiKey }; Serilog.Log.Information(\"{@O}\", [|o|]); }")]
    [InlineData("void M(string apiKey) { object[] values = { 1, apiKey }; _logger.LogInformation(\"{A} {B}\", [|values|]); }")]
    public Task A_key_that_is_seen_is_reported(string member) => Verify.VerifyAnalyzerAsync(Wrap(member));

    [Theory]
    [InlineData("void M(string apiKey) => Console.WriteLine(apiKey.Length);")]
    [InlineData("void M(string apiKey) => Console.WriteLine($\"ends in {apiKey[^4..]}\");")]
    [InlineData("void M(string apiKey) => Console.WriteLine(apiKey.Substring(apiKey.Length - 4));")]
    [InlineData("void M(string apiKey) => Console.WriteLine(apiKey?[..4]);")]
    [InlineData("void M(string apiKey) => Console.WriteLine(apiKey.AsSpan(0, 4).ToString());")]
    [InlineData("void M(string apiKey) => Console.WriteLine(Masks.Mask(apiKey));")]
    [InlineData("void M(string apiKey) { var maskedApiKey = Masks.Mask(apiKey); Console.WriteLine(maskedApiKey); }")]
    [InlineData("void M(string anthropicKey) { var openAiKey = Masks.Mask(anthropicKey); Console.WriteLine(openAiKey); }")]
    [InlineData("void M(string apiKey) { apiKey = apiKey[..4] + \"***\"; Console.WriteLine(apiKey); }")]
    [InlineData("void M(string apiKey) { var shown = apiKey; shown = Masks.Mask(shown); Console.WriteLine(shown); }")]
    [InlineData("void M(string apiKey) => Console.WriteLine(new string('*', apiKey.Length));")]
    [InlineData("void M(string apiKey, string text) => Console.WriteLine(text.Replace(apiKey, \"***\"));")]
    [InlineData("void M(string apiKey) => Console.WriteLine(string.IsNullOrEmpty(apiKey));")]
    [InlineData("void M(string apiKey) => Console.WriteLine(apiKey is null ? \"no key\" : \"a key\");")]
    [InlineData("void M(string apiKey) => Console.WriteLine(apiKey == \"x\");")]
    [InlineData("void M(string apiKey) => Console.WriteLine(apiKey.GetHashCode());")]
    [InlineData("void M(string apiKey) => throw new ArgumentNullException(nameof(apiKey));")]
    [InlineData("void M(string apiKey) { if (apiKey is null) throw new InvalidOperationException(\"ANTHROPIC_API_KEY is not set\"); }")]
    [InlineData("void M() => Console.WriteLine(AnthropicApiKey);")]
    [InlineData("void M() => throw new InvalidOperationException($\"Set {ApiKeyName} or {AnthropicApiKey}\");")]
    [InlineData("void M() { var apiKey = \"YOUR_API_KEY\"; Console.WriteLine(apiKey); }")]
    [InlineData("void M() => Console.WriteLine(_plainApiKey);")]
    [InlineData("void M() => Console.WriteLine(Environment.GetEnvironmentVariable(\"OPENAI_MODEL\"));")]
    [InlineData("void M() => Console.WriteLine(_configuration[\"OpenAI:Model\"]);")]
    [InlineData("void M(string apiKey) => _mine.UseKey(apiKey);")]
    [InlineData("void M(string apiKey) => Masks.Use(apiKey);")]
    [InlineData("void M(int maxToken, string cacheKey, string openAiModelKey) => Console.WriteLine($\"{maxToken} {cacheKey} {openAiModelKey}\");")]
    [InlineData("void M(Dictionary<string, int> counts) { foreach (var key in counts.Keys) Console.WriteLine(key); }")]
    [InlineData("string M(string apiKey) => $\"https://api.weather.example/v1?appid={apiKey}\";")]
    [InlineData("string M(string apiKey) => $\"Endpoint=https://x.openai.azure.com/;Key={apiKey}\";")]
    [InlineData("string M(string apiKey) => $\"Bearer {apiKey}\";")]
    [InlineData("void M(string apiKey) { var client = new Anthropic.AnthropicClient { ApiKey = apiKey }; Console.WriteLine(client); }")]
    [InlineData("void M(string apiKey) { var o = new Options { ApiKey = apiKey }; _logger.LogInformation(\"{O}\", o); Console.WriteLine(o); }")]
    [InlineData("void M(string apiKey) { var o = new Options { Secret = apiKey }; var s = JsonSerializer.Serialize(o); }")]
    [InlineData("async Task M(HttpClient http, string apiKey) { var body = new { q = \"text\", api_key = apiKey }; string json = JsonSerializer.Serialize(body); var content = new StringContent(json); await http.PostAsync(\"https://t.example/translate\", content); }")]
    [InlineData("Task M(HttpClient http, string apiKey) => http.PostAsync(\"https://t.example\", new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { apiKey }))));")]
    [InlineData("Task M(string apiKey) => PostJson(JsonSerializer.Serialize(new { apiKey })); Task PostJson(string json) => Task.CompletedTask;")]
    [InlineData("void M(string apiKey) { if (string.IsNullOrEmpty(apiKey)) throw new InvalidOperationException($\"{apiKey} is empty\"); }")]
    [InlineData("void M(string apiKey, bool strict) { if (strict && apiKey is null) Console.WriteLine(apiKey); }")]
    [InlineData("string M(string apiKey) => apiKey == \"\" ? throw new InvalidOperationException(apiKey) : \"\";")]
    [InlineData("void M(string apiKey) { var h = new Hidden(apiKey); Console.WriteLine(h); }")]
    [InlineData("void M(string apiKey) { var headers = new Dictionary<string, string> { [\"x-api-key\"] = apiKey }; Console.WriteLine(headers); Console.WriteLine(headers.Count); }")]
    [InlineData("void M(string apiKey) { var headers = new Dictionary<string, string> { [\"x-api-key\"] = apiKey }; foreach (var h in headers) Console.WriteLine(h.Key); }")]
    [InlineData("void M(string apiKey) { var headers = new Dictionary<string, string> { [\"x-api-key\"] = apiKey }; foreach (var h in headers) { if (h.Key == \"x-api-key\") continue; Console.WriteLine(h.Value); } }")]
    [InlineData("void M(string apiKey) { var headers = new Dictionary<string, string> { [\"x-api-key\"] = apiKey }; _logger.LogInformation(string.Join(\";\", headers.Where(h => h.Key != \"x-api-key\").Select(h => h.Value))); }")]
    [InlineData("void M(string apiKey) { var headers = new Dictionary<string, string> { [\"x-api-key\"] = apiKey }; _logger.LogInformation(string.Join(\";\", headers.Select(h => h.Key))); _logger.LogInformation(string.Join(\";\", headers.Keys)); }")]
    [InlineData("void M(string apiKey) { var request = new HttpRequestMessage(HttpMethod.Post, \"https://api.anthropic.com/v1/messages\"); request.Headers.Add(\"x-api-key\", apiKey); _logger.LogInformation(\"{U} {M}\", request.RequestUri, request.Method); }")]
    [InlineData("void M(string apiKey) { var request = new HttpRequestMessage { Content = new StringContent(apiKey) }; _logger.LogInformation(\"{R}\", request); }")]
    [InlineData("void M(HttpClient http, string apiKey) { http.DefaultRequestHeaders.Add(\"x-api-key\", apiKey); _logger.LogInformation(\"{C} {T}\", http, http.Timeout); }")]
    // FN: a way through another member.
    [InlineData("void M(string apiKey) => Show(apiKey); void Show(string text) => Console.WriteLine(text);")]
    // FN: the caller writes it out.
    [InlineData("string M(string apiKey) => $\"key {apiKey}\"; void N(string x) => Console.WriteLine(M(x));")]
    // FN: a file.
    [InlineData("void M(string apiKey) => System.IO.File.WriteAllText(\"key.txt\", apiKey);")]
    public Task What_is_not_seen_or_no_key_is_silent(string member) => Verify.VerifyAnalyzerAsync(Wrap(member));

    [Fact]
    public Task Top_level_statements_are_read_without_the_types_around() => Verify.VerifyAnalyzerAsync("""
        var apiKey = Environment.GetEnvironmentVariable("ANTHROPIC_API_KEY");
        Console.WriteLine([|apiKey|]);
        class C { void M(string anthropicKey) => Console.WriteLine([|anthropicKey|]); }
        """);

    [Fact]
    public Task Anybodys_api_key_is_silent_in_a_file_without_a_provider() => Verify.VerifyAnalyzerAsync("""
        class Weather { void M(string apiKey) => Console.WriteLine(apiKey); }
        """);

    [Theory]
    [InlineData("Console.WriteLine(apiKey)", "The key in 'apiKey' goes to the console; leave it out, or show its last four characters only")]
    [InlineData("throw new Exception(apiKey)", "The key in 'apiKey' goes to an exception; leave it out, or show its last four characters only")]
    [InlineData("_ = \"https://api.openai.com?key=\" + apiKey", "The key in 'apiKey' goes to a URL; send it in a header, as servers and proxies write down URLs")]
    [InlineData("Console.WriteLine(\"KEY\")", "The key in this literal goes to the console; leave it out, or show its last four characters only")]
    public async Task The_message_says_what_goes_where_and_nothing_of_the_key(string statement, string message)
    {
        var found = Assert.Single(await Analysis.RunAsync(new KeyExposureAnalyzer(), Fill($"class C {{ const string P = \"openai\"; void M(string apiKey) {{ {statement}; }} }}")));
        Assert.Equal(message, found.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Empty(found.Properties);
    }

    [Fact]
    public async Task The_examples_of_the_page_do_what_the_page_says()
    {
        string Example(string section) => "using System.Net.Http; using Anthropic; class C { void M() { " + RulePages.Code(RulePages.Section("CCA3004", section)) + " } }";
        Assert.Equal(3, (await Analysis.RunAsync(new KeyExposureAnalyzer(), Example("Example that fires"))).Length);
        Assert.Empty(await Analysis.RunAsync(new KeyExposureAnalyzer(), Example("Example that is quiet")));
    }

    [Fact]
    public void Every_row_is_of_a_known_kind() =>
        Assert.All(LlmCatalog.ReadRows("Sinks"), row => Assert.Contains(row.Word, new[] { "sink", "sink-method", "sink-attribute", "keep", "printed", "in-printed", "clean" }));

    [Fact]
    public async Task Without_an_llm_api_nothing_is_registered() =>
        Assert.Empty(await Analysis.RunAsync(new KeyExposureAnalyzer(), "class C { void M(string openAiKey) => Console.WriteLine(openAiKey); }", TestPackages.None));

    [Fact]
    public async Task Hostile_source_does_no_harm()
    {
        var source = new StringBuilder("class C { void M(string openAiKey) { var x = openAiKey");
        for (var i = 0; i < 2000; i++)
            source.Append(" + \"a\" + openAiKey");
        source.Append("; var y = (((openAiKey; foreach (var in openAiKey; new { openAiKey } = openAiKey; openAiKey?.; [openAiKey] ");
        for (var i = 0; i < 2000; i++)
            source.Append("; var v").Append(i).Append(" = ").Append(i == 0 ? "openAiKey" : $"v{i - 1}");
        var found = await Analysis.RunAsync(new KeyExposureAnalyzer(), source + "; Console.WriteLine(v1999); } }");
        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
    }

    private static string Wrap(string member) => Fill(Declarations + "\n" + member + "\n}");

    private static string Fill(string source) => source.Replace("\"KEY\"", $"\"{TestKeys.Anthropic(5)}\"");
}
