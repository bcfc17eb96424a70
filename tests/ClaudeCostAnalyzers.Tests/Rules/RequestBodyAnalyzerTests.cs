using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.RequestBodyAnalyzer>;

namespace ClaudeCostAnalyzers.Tests.Rules;

/// <summary>CCA2003 and CCA2004 on requests that are posted without an SDK.</summary>
public sealed class RequestBodyAnalyzerTests
{
    private const string Usings = """
        using System.Linq;
        using System.Net.Http;
        using System.Net.Http.Json;
        using System.Text;
        using System.Text.Json;
        using System.Text.Json.Nodes;
        using System.Text.Json.Serialization;

        """;

    private const string Urls = """
            const string Chat = "https://api.openai.com/v1/chat/completions";
            const string Other = "https://openrouter.ai/api/v1/chat/completions";
            const string Claude = "https://api.anthropic.com/v1/messages";
            const string Gemini = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent";
            const string Responses = "https://api.openai.com/v1/responses";

        """;

    private static Task InMethod(string statements, string further = "") => In(
        Usings + "class C\n{\n" + Urls + "async Task M(HttpClient http, string prompt, object[] messages, object given, int limit, bool b, string json, CancellationToken token)\n{\n" + statements + "\n}\n" + further + "\n}\n");

    private static Task In(string source) => new Verify.Test { TestCode = source, Packages = TestPackages.None }.RunAsync();

    [Theory]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Chat, new { model = \"gpt-5\", messages })|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Chat, new { model = \"gpt-5\", messages = new[] { new { role = \"user\", content = prompt, max_tokens = 5 } } }, token)|};")]
    [InlineData("var body = new { model = \"gpt-5\", messages }; await {|CCA2003:http.PostAsJsonAsync(Chat, body)|};")]
    [InlineData("await {|CCA2003:http.PostAsync(Chat, JsonContent.Create(new { model = \"gpt-5\", messages }))|};")]
    [InlineData("var body = new { model = \"gpt-5\", messages }; var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, \"application/json\"); using var r = await {|CCA2003:http.PostAsync(Chat, content)|};")]
    [InlineData("var payload = JsonSerializer.Serialize(new { model = \"gpt-5\", messages }); using var content = new StringContent(payload, Encoding.UTF8, \"application/json\"); using var r = await {|CCA2003:http.PostAsync(Chat, content)|};")]
    [InlineData("using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { model = \"gpt-5\", messages })); await {|CCA2003:http.PostAsync(Chat, content)|};")]
    [InlineData("using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { messages }))); await {|CCA2003:http.PostAsync(Chat, content)|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Other, new { model = \"x\", messages })|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Claude, new { model = \"claude-sonnet-5\", messages })|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Responses, new { model = \"gpt-5\", input = prompt })|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Responses, new { model = \"gpt-5\", input = prompt, max_tokens = 5 })|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Gemini, new { contents = messages })|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Gemini, new { contents = messages, generationConfig = new { temperature = 0.2 } })|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Gemini, new { contents = messages, maxOutputTokens = 5 })|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Chat, new { model = \"gpt-5\", messages, max_tokens = (int?)null })|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Chat, b ? new { model = \"a\", messages } : new { model = \"b\", messages })|};")]
    // Requests.
    [InlineData("using var request = new HttpRequestMessage(HttpMethod.Post, Chat) { Content = JsonContent.Create(new { model = \"gpt-5\", messages }) }; await {|CCA2003:http.SendAsync(request, token)|};")]
    [InlineData("var request = new HttpRequestMessage(HttpMethod.Post, Chat); request.Headers.Add(\"x\", \"y\"); request.Content = new StringContent(JsonSerializer.Serialize(new { messages })); await {|CCA2003:http.SendAsync(request)|};")]
    [InlineData("await {|CCA2003:http.SendAsync(Make(messages))|};")]
    // Dictionaries and nodes.
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Chat, new Dictionary<string, object> { [\"model\"] = \"gpt-5\", [\"messages\"] = messages })|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Chat, new Dictionary<string, object> { { \"model\", \"gpt-5\" }, { \"messages\", messages } })|};")]
    [InlineData("var body = new Dictionary<string, object>(); body[\"model\"] = \"gpt-5\"; body.Add(\"messages\", messages); await {|CCA2003:http.PostAsJsonAsync(Chat, body)|};")]
    [InlineData("Dictionary<string, object> body = new() { [\"model\"] = \"gpt-5\" }; body[\"messages\"] = messages; await {|CCA2003:http.PostAsync(Chat, JsonContent.Create(body))|};")]
    [InlineData("var body = new JsonObject { [\"model\"] = \"gpt-5\", [\"messages\"] = new JsonArray(new JsonObject { [\"content\"] = prompt }) }; await {|CCA2003:http.PostAsync(Chat, new StringContent(body.ToJsonString()))|};")]
    [InlineData("var body = new JsonObject { [\"contents\"] = new JsonArray(), [\"generationConfig\"] = new JsonObject { [\"temperature\"] = 0 } }; await {|CCA2003:http.PostAsJsonAsync(Gemini, body)|};")]
    // Text.
    [InlineData("await {|CCA2003:http.PostAsync(Chat, new StringContent(\"{\\\"model\\\":\\\"gpt-5\\\",\\\"messages\\\":[]}\"))|};")]
    [InlineData("await {|CCA2003:http.PostAsync(Chat, new StringContent($\"{{\\\"model\\\":\\\"gpt-5\\\",\\\"messages\\\":[{{\\\"content\\\":\\\"{prompt}\\\"}}]}}\"))|};")]
    [InlineData("await {|CCA2003:http.PostAsync(Chat, new StringContent(@\"{ \"\"model\"\": \"\"gpt-5\"\", \"\"messages\"\": \" + JsonSerializer.Serialize(messages) + \" }\"))|};")]
    [InlineData("var text = $$\"\"\"\n{ \"model\": \"gpt-5\", \"messages\": [{ \"role\": \"user\", \"content\": {{JsonSerializer.Serialize(prompt)}}, \"max_tokens\": 5 }] }\n\"\"\";\nawait {|CCA2003:http.PostAsync(Chat, new StringContent(text, Encoding.UTF8, \"application/json\"))|};")]
    [InlineData("await {|CCA2003:http.PostAsync(Chat, new StringContent(string.Format(\"{{\\\"messages\\\":[\\\"{0}\\\"]}}\", prompt)))|};")]
    [InlineData("const string Template = \"{\\\"messages\\\":[\\\"PROMPT\\\"]}\"; await {|CCA2003:http.PostAsync(Chat, new StringContent(Template.Replace(\"PROMPT\", prompt)))|};")]
    [InlineData("await {|CCA2003:http.PostAsync(Chat, new ByteArrayContent(\"{\\\"messages\\\":[]}\"u8.ToArray()))|};")]
    [InlineData("var body = JsonNode.Parse(\"{\\\"messages\\\":[]}\"); await {|CCA2003:http.PostAsync(Chat, JsonContent.Create(body))|};")]
    [InlineData("await {|CCA2003:http.PostAsync(Gemini, new StringContent(\"{\\\"contents\\\":[],\\\"generationConfig\\\":{\\\"temperature\\\":0}}\"))|};")]
    // Helpers.
    [InlineData("await {|CCA2003:http.PostAsync(Chat, Json(new { model = \"gpt-5\", messages }))|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Chat, Body(prompt))|};")]
    [InlineData("await {|CCA2003:http.PostAsync(Chat, new StringContent(Text(prompt)))|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Gemini, new { contents = messages, generationConfig = s_config })|};")]
    public Task A_body_in_sight_without_a_cap_is_reported(string statements) => InMethod(statements, """
        HttpRequestMessage Make(object[] m) { var request = new HttpRequestMessage(HttpMethod.Post, Chat); request.Content = JsonContent.Create(new { model = "x", messages = m }); return request; }
        static HttpContent Json(object body) => new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        static object Body(string prompt) => new { model = "gpt-5", messages = new[] { prompt } };
        static string Text(string prompt) { var body = new { model = "gpt-5", messages = new[] { prompt } }; return JsonSerializer.Serialize(body); }
        static readonly object s_config = new { temperature = 0.3 };
        """);

    [Theory]
    [InlineData("await http.PostAsJsonAsync(Chat, new { model = \"gpt-5\", messages, max_tokens = 500 });")]
    [InlineData("await http.PostAsJsonAsync(Chat, new { model = \"gpt-5\", messages, max_completion_tokens = 500 });")]
    [InlineData("await http.PostAsJsonAsync(Chat, new { model = \"gpt-5\", messages, MaxTokens = limit }, new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower });")]
    [InlineData("await http.PostAsJsonAsync(Claude, new { model = \"claude\", max_tokens = 1024, messages });")]
    [InlineData("await http.PostAsJsonAsync(Gemini, new { contents = messages, generationConfig = new { maxOutputTokens = 100 } });")]
    [InlineData("await http.PostAsJsonAsync(Gemini, new { contents = messages, generation_config = new { max_output_tokens = 100 } });")]
    [InlineData("await http.PostAsJsonAsync(Responses, new { input = prompt, max_output_tokens = 100 });")]
    [InlineData("await http.PostAsync(Chat, new StringContent(\"{\\\"messages\\\":[],\\\"max_tokens\\\":100}\"));")]
    [InlineData("await http.PostAsync(Chat, new StringContent($\"{{\\\"messages\\\":[],\\\"max_tokens\\\":{limit}}}\"));")]
    [InlineData("var body = new Dictionary<string, object> { [\"messages\"] = messages }; if (b) body[\"max_tokens\"] = limit; await http.PostAsJsonAsync(Chat, body);")]
    [InlineData("var body = new JsonObject { [\"contents\"] = new JsonArray() }; body[\"generationConfig\"] = new JsonObject { [\"maxOutputTokens\"] = 5 }; await http.PostAsJsonAsync(Gemini, body);")]
    // Out of sight.
    [InlineData("await http.PostAsJsonAsync(Chat, given);")]
    [InlineData("await http.PostAsync(Chat, new StringContent(json));")]
    [InlineData("await http.PostAsync(Chat, new StringContent(System.IO.File.ReadAllText(\"a.json\")));")]
    [InlineData("await http.PostAsJsonAsync(Gemini, new { contents = messages, generationConfig = given });")]
    [InlineData("await http.PostAsync(Chat, new StringContent(\"{\\\"messages\\\":[],\" + json + \"}\"));")]
    [InlineData("await http.PostAsync(Chat, new StringContent(\"{\\\"messages\\\":[]\" + (b ? \",\\\"max_tokens\\\":5\" : \"\") + \"}\"));")]
    [InlineData("await http.PostAsync(Chat, new StringContent(\"{\\\"messages\\\":[],\\\"\" + json + \"\\\":5}\"));")]
    [InlineData("await http.PostAsync(Chat, new StringContent(\"{\\\"messages\\\":[\"));")]
    [InlineData("await http.PostAsJsonAsync(Chat, new Dictionary<string, object> { [\"messages\"] = messages, [json] = 5 });")]
    [InlineData("await http.PostAsJsonAsync(Chat, new Dictionary<string, object>((Dictionary<string, object>)given) { [\"messages\"] = messages });")]
    [InlineData("var body = new Dictionary<string, object> { [\"messages\"] = messages }; Fill(body); await http.PostAsJsonAsync(Chat, body);")]
    [InlineData("var body = new Dictionary<string, object> { [\"messages\"] = messages }; foreach (var e in new[] { (\"a\", 1) }) body[e.Item1] = e.Item2; await http.PostAsJsonAsync(Chat, body);")]
    [InlineData("var body = new JsonObject { [\"contents\"] = new JsonArray(), [\"generationConfig\"] = new JsonObject() }; body[\"generationConfig\"]![\"maxOutputTokens\"] = 5; await http.PostAsJsonAsync(Gemini, body);")]
    [InlineData("object body = new { messages }; if (b) body = given; await http.PostAsJsonAsync(Chat, body);")]
    [InlineData("var text = \"{\\\"messages\\\":[]\"; text += \",\\\"max_tokens\\\":5}\"; await http.PostAsync(Chat, new StringContent(text));")]
    [InlineData("await http.SendAsync(new HttpRequestMessage(HttpMethod.Post, Chat));")]
    [InlineData("await http.PostAsJsonAsync(Chat, JsonSerializer.SerializeToNode(given));")]
    // Free, without such a cap, with a default, or no model at all.
    [InlineData("await http.PostAsJsonAsync(\"http://localhost:11434/v1/chat/completions\", new { messages });")]
    [InlineData("await http.PostAsJsonAsync(\"http://localhost:11434/api/chat\", new { messages });")]
    [InlineData("await http.PostAsJsonAsync(\"https://api.openai.com/v1/embeddings\", new { input = prompt });")]
    [InlineData("await http.PostAsJsonAsync(\"https://api.openai.com/v1/completions\", new { prompt });")]
    [InlineData("await http.PostAsJsonAsync(\"https://example.com/api/orders\", new { messages });")]
    public Task A_cap_or_what_is_out_of_sight_is_silent(string statements) => InMethod(statements, "static void Fill(Dictionary<string, object> body) { body[\"max_tokens\"] = 5; }");

    private const string Classes = """
        class Simple { public string Model { get; set; } = ""; }
        class Config { public double? Temperature { get; set; } }
        class CappedConfig { [JsonPropertyName("maxOutputTokens")] public int? Max { get; set; } }
        class Plain { [JsonPropertyName("model")] public string Model { get; set; } = ""; public object[] Messages { get; set; } = []; }
        class Capped : Plain { [JsonPropertyName("max_tokens")] public int? Limit { get; set; } }
        class Preset : Plain { public int MaxTokens { get; set; } = 700; }
        class Zero : Plain { public int MaxTokens { get; set; } }
        class Open : Plain { [JsonExtensionData] public Dictionary<string, object>? More { get; set; } }
        record Ask(string Model, object[] Messages, int? MaxTokens = null);
        class GeminiAsk { public object[] Contents { get; set; } = []; public Config? GenerationConfig { get; set; } }
        class CappedGeminiAsk { public object[] Contents { get; set; } = []; public CappedConfig? GenerationConfig { get; set; } }
        """;

    [Theory]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Chat, new Plain { Model = \"gpt-5\" })|};")]
    [InlineData("Simple p = Find(); await {|CCA2003:http.PostAsJsonAsync(Chat, p)|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Chat, new Capped { Model = \"gpt-5\" })|};")]
    [InlineData("var p = new Capped { Model = \"gpt-5\" }; p.Messages = messages; await {|CCA2003:http.PostAsJsonAsync(Chat, p)|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Chat, new Ask(\"gpt-5\", messages, null))|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Gemini, new GeminiAsk { Contents = messages })|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Gemini, new CappedGeminiAsk { Contents = messages, GenerationConfig = new CappedConfig() })|};")]
    [InlineData("await {|CCA2003:http.PostAsJsonAsync(Gemini, new CappedGeminiAsk { Contents = messages })|};")]
    [InlineData("Plain p = FindPlain(); await http.PostAsJsonAsync(Chat, p);")]
    [InlineData("await http.PostAsJsonAsync(Chat, new Capped { Limit = 5 });")]
    [InlineData("var p = new Capped(); p.Limit = 5; await http.PostAsJsonAsync(Chat, p);")]
    [InlineData("await http.PostAsJsonAsync(Chat, new Preset());")]
    [InlineData("await http.PostAsJsonAsync(Chat, new Zero());")]
    [InlineData("await http.PostAsJsonAsync(Chat, new Open());")]
    [InlineData("Capped p = FindCapped(); await http.PostAsJsonAsync(Chat, p);")]
    [InlineData("await http.PostAsJsonAsync(Chat, new Ask(\"gpt-5\", messages, 5));")]
    [InlineData("await http.PostAsJsonAsync(Gemini, new CappedGeminiAsk { GenerationConfig = new() { Max = 5 } });")]
    public Task A_class_of_the_source_is_read_as_it_is_serialised(string statements) => InMethod(statements, Classes + "static Simple Find() => JsonSerializer.Deserialize<Simple>(\"{}\")!; static Plain FindPlain() => JsonSerializer.Deserialize<Plain>(\"{}\")!; Capped FindCapped() => s_capped; static Capped s_capped = new();");

    [Theory]
    [InlineData("await http.PostAsJsonAsync(Chat, new { messages, max_tokens = {|CCA2004:100_000|} });")]
    [InlineData("var body = new { messages, max_tokens = {|CCA2004:100_000|} }; await http.PostAsJsonAsync(Chat, body); await http.PostAsJsonAsync(Chat, body);")]
    [InlineData("await http.PostAsJsonAsync(Claude, new { messages, max_tokens = b ? 1000 : {|CCA2004:2 * 32_000|} });")]
    [InlineData("await http.PostAsJsonAsync(Gemini, new { contents = messages, generationConfig = new { maxOutputTokens = {|CCA2004:65536|} } });")]
    [InlineData("var body = new Dictionary<string, object> { [\"messages\"] = messages }; body[\"max_tokens\"] = {|CCA2004:64000|}; await http.PostAsJsonAsync(Chat, body);")]
    [InlineData("var body = new JsonObject { [\"max_tokens\"] = {|CCA2004:64000|} }; await http.PostAsJsonAsync(Chat, body);")]
    [InlineData("await http.PostAsync(Chat, new StringContent({|CCA2004:\"{\\\"messages\\\":[],\\\"max_tokens\\\":128000}\"|}));")]
    [InlineData("await http.PostAsync(Chat, new StringContent({|CCA2004:$\"{{\\\"messages\\\":[\\\"{prompt}\\\"],\\\"max_tokens\\\":128000}}\"|}));")]
    [InlineData("await http.PostAsJsonAsync(Claude, Body(messages, {|CCA2004:64000|}));")]
    [InlineData("await http.PostAsJsonAsync(Claude, Body(messages, limit));")]
    [InlineData("await http.PostAsJsonAsync(\"http://localhost:8080/v1/chat/completions\", new { messages, max_tokens = 100_000 });")]
    [InlineData("await http.PostAsJsonAsync(Chat, new { messages, max_tokens = 32_000 });")]
    [InlineData("await http.PostAsJsonAsync(\"https://api.openai.com/v1/completions\", new { prompt, max_tokens = {|CCA2004:99_999|} });")]
    public Task A_cap_above_the_ceiling_is_reported_where_it_is_written(string statements) => InMethod(statements, "static object Body(object[] messages, int max) => new { messages, max_tokens = max };");

    [Fact]
    public Task An_address_that_the_client_has_and_a_lambda() => In(Usings + """
        class C
        {
            private readonly HttpClient _http = new() { BaseAddress = new Uri("https://api.anthropic.com") };
            private Task<HttpResponseMessage>[] All(string[] prompts) => prompts.Select(p => {|CCA2003:_http.PostAsJsonAsync("/v1/messages", new { model = "claude", messages = p })|}).ToArray();
            // FN: the body comes in as a parameter, whoever calls.
            private Task<HttpResponseMessage> Post(object body) => _http.PostAsJsonAsync("/v1/messages", body);
            private Task Use() => Post(new { model = "claude" });
        }
        """);
}
