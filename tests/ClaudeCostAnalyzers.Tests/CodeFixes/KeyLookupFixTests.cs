using ClaudeCostAnalyzers.CodeFixes;
using ClaudeCostAnalyzers.Rules;
using ClaudeCostAnalyzers.Tests.Rules.Keys;
using Microsoft.CodeAnalysis.CSharp;
using FromConfiguration = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.KeyInSourceAnalyzer, ClaudeCostAnalyzers.CodeFixes.KeyFromConfigurationFix>;
using FromEnvironment = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.KeyInSourceAnalyzer, ClaudeCostAnalyzers.CodeFixes.KeyFromEnvironmentFix>;
using LiteralFromEnvironment = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.LiteralCredentialAnalyzer, ClaudeCostAnalyzers.CodeFixes.KeyFromEnvironmentFix>;

namespace ClaudeCostAnalyzers.Tests.CodeFixes;

public sealed class KeyLookupFixTests
{
    private const string Lookup = "Environment.GetEnvironmentVariable(\"ANTHROPIC_API_KEY\") ?? throw new InvalidOperationException(\"Set the environment variable ANTHROPIC_API_KEY.\")";
    private const string Path = "[\"Anthropic:ApiKey\"] ?? throw new InvalidOperationException(\"Set Anthropic:ApiKey in the configuration, for example with dotnet user-secrets.\")";

    private const string ConfigurationStub = """

        namespace Microsoft.Extensions.Configuration
        {
            public interface IConfiguration { string? this[string key] { get; set; } }
            public interface IConfigurationRoot : IConfiguration { }
            public sealed class ConfigurationManager : IConfiguration { public string? this[string key] { get => null; set { } } }
            public sealed class AppBuilder { public ConfigurationManager Configuration { get; } = new(); public static AppBuilder Create() => new(); }
        }
        """;

    private static readonly string Key = TestKeys.Anthropic(9);

    [Theory]
    [InlineData("object M() => new Anthropic.AnthropicClient { ApiKey = KEY };", "object M() => new Anthropic.AnthropicClient { ApiKey = LOOKUP };")]
    [InlineData("object M() => new Anthropic.AnthropicClient { ApiKey = /* ours */ KEY /* old */ };", "object M() => new Anthropic.AnthropicClient { ApiKey = /* ours */ LOOKUP /* old */ };")]
    [InlineData("static readonly string k = KEY; // the key\n", "static readonly string k = LOOKUP; // the key\n")]
    [InlineData("string K { get; set; } = KEY;", "string K { get; set; } = LOOKUP;")]
    [InlineData("string M() { return KEY; }", "string M() { return LOOKUP; }")]
    [InlineData("string M() { var k = KEY; return k; }", "string M() { var k = LOOKUP; return k; }")]
    [InlineData("string M() => KEY.Trim();", "string M() => (LOOKUP).Trim();")]
    [InlineData("bool M(string s) => s == KEY;", "bool M(string s) => s == (LOOKUP);")]
    [InlineData("string M(string s) => s + KEY;", "string M(string s) => s + (LOOKUP);")]
    [InlineData("string M(bool b) => b ? KEY : \"\";", "string M(bool b) => b ? (LOOKUP) : \"\";")]
    [InlineData("string M(string? s) => s ?? KEY;", "string M(string? s) => s ?? LOOKUP;")]
    [InlineData("Func<string> f = () => KEY;", "Func<string> f = () => LOOKUP;")]
    [InlineData("Func<string, bool> f = s => s.Equals(KEY);", "Func<string, bool> f = s => s.Equals(LOOKUP);")]
    [InlineData("async Task<string> M() { await Task.Yield(); return KEY; }", "async Task<string> M() { await Task.Yield(); return LOOKUP; }")]
    [InlineData("IEnumerable<string> M() { yield return KEY; }", "IEnumerable<string> M() { yield return LOOKUP; }")]
    [InlineData("async IAsyncEnumerable<string> M() { await Task.Yield(); yield return KEY; }", "async IAsyncEnumerable<string> M() { await Task.Yield(); yield return LOOKUP; }")]
    [InlineData("object M() => new Dictionary<string, string> { [\"x-api-key\"] = KEY, [\"a\"] = \"b\" };", "object M() => new Dictionary<string, string> { [\"x-api-key\"] = LOOKUP, [\"a\"] = \"b\" };")]
    [InlineData("object M() => new { Key = KEY };", "object M() => new { Key = LOOKUP };")]
    [InlineData("string[] M() => [KEY];", "string[] M() => [(LOOKUP)];")]
    [InlineData("string M() { lock (this) return KEY; }", "string M() { lock (this) return LOOKUP; }")]
    [InlineData("string M() => \"HEAD\" + \"TAIL\";", "string M() => LOOKUP;")]
    [InlineData("string M() => \"\"\"BARE\"\"\";", "string M() => LOOKUP;")]
    [InlineData("string M() => \"Bearer \" + KEY;", "string M() => \"Bearer \" + (LOOKUP);")]
    [InlineData("string M() => \"Bearer BARE\";", "string M() => \"Bearer \" + (LOOKUP);")]
    [InlineData("string M() => @\"a \"\"BARE\"\" b\".Trim();", "string M() => (\"a \\\"\" + (LOOKUP) + \"\\\" b\").Trim();")]
    [InlineData("string M() => Environment.GetEnvironmentVariable(\"ANTHROPIC_API_KEY\") ?? KEY;", "string M() => LOOKUP;")]
    [InlineData("C(string k) { } C() : this(KEY) { }", "C(string k) { } C() : this(LOOKUP) { }")]
    [InlineData("object? M(int i) => i switch { 1 => KEY, _ => null };", "object? M(int i) => i switch { 1 => (LOOKUP), _ => null };")]
    public Task A_key_is_read_from_the_environment(string member, string expected) =>
        FromEnvironment.VerifyCodeFixAsync(Fill($"class C {{ {member} }}", marked: true), Fill($"class C {{ {expected} }}", marked: false));

    [Theory]
    [InlineData("const string K = KEY;")]
    [InlineData("void M() { const string k = KEY; }")]
    [InlineData("void M(string k = KEY) { }")]
    [InlineData("[Obsolete(KEY)] void M() { }")]
    [InlineData("bool M(string s) => s is KEY;")]
    [InlineData("bool M(string s) => s switch { KEY => true, _ => false };")]
    [InlineData("void M(string s) { switch (s) { case KEY: break; } }")]
    [InlineData("ReadOnlySpan<byte> M() => KEYu8;")]
    [InlineData("byte[] M() => Convert.FromBase64String(BASE64);")]
    [InlineData("void M() => Environment.SetEnvironmentVariable(\"ANTHROPIC_API_KEY\", KEY);")]
    [InlineData("System.Linq.Expressions.Expression<Func<string, bool>> M() => s => s == KEY;")]
    public Task Where_a_look_up_cannot_stand_none_is_offered(string member)
    {
        var source = Fill($"class C {{ {member} }}", marked: true).Replace("|]u8", "u8|]");
        return FromEnvironment.VerifyCodeFixAsync(source, source);
    }

    [Fact]
    public Task Ten_keys_in_one_document_are_replaced_at_once()
    {
        string Lines(string value) => string.Join('\n', Enumerable.Range(0, 10).Select(i => $"        keys.Add({value}); // {i}"));
        string File(string value) => Fill($"class C\n{{\n    void M(List<string> keys)\n    {{\n{Lines(value)}\n    }}\n}}\n", marked: value == "KEY");
        return FromEnvironment.VerifyCodeFixAsync(File("KEY"), File("LOOKUP"));
    }

    [Fact]
    public Task A_file_without_the_using_gets_it() => new FromEnvironment.Test
    {
        TestCode = Fill("class C\n{\n    string k = KEY;\n}\n", marked: true),
        FixedCode = Fill("using System;\n\nclass C\n{\n    string k = LOOKUP;\n}\n", marked: false),
        ImplicitUsings = false,
        LanguageVersion = LanguageVersion.CSharp9,
    }.RunAsync();

    [Fact]
    public Task Names_that_mean_something_else_are_written_in_full() => FromEnvironment.VerifyCodeFixAsync(
        Fill("class Environment { } class C { string k = KEY; }", marked: true),
        Fill("class Environment { } class C { string k = LOOKUP; }", marked: false).Replace(" = Environment.", " = global::System.Environment."));

    [Fact]
    public Task Top_level_statements_are_fixed() => FromEnvironment.VerifyCodeFixAsync(
        Fill("var key = KEY;\nConsole.WriteLine(key);\n", marked: true), Fill("var key = LOOKUP;\nConsole.WriteLine(key);\n", marked: false));

    [Fact]
    public Task A_literal_credential_is_fixed_too()
    {
        var credential = TestKeys.Random(5, TestKeys.Alnum, 28);
        return LiteralFromEnvironment.VerifyCodeFixAsync(
            $"class C {{ object M() => new OpenAI.Chat.ChatClient(\"m\", {{|CCA3002:\"{credential}\"|}}); }}",
            "class C { object M() => new OpenAI.Chat.ChatClient(\"m\", " + Lookup.Replace("ANTHROPIC", "OPENAI") + "); }");
    }

    [Theory]
    [InlineData("new OpenAI.Chat.ChatClient(\"m\", new System.ClientModel.ApiKeyCredential(CREDENTIAL))", "OPENAI")]
    [InlineData("new System.ClientModel.ApiKeyCredential(CREDENTIAL)", "ANTHROPIC")]
    [InlineData("(new System.Net.Http.Headers.AuthenticationHeaderValue(\"Bearer\", CREDENTIAL), \"https://api.openai.com/v1\")", "OPENAI")]
    public Task The_nearest_provider_says_whose_credential_it_is(string expression, string variable)
    {
        var credential = TestKeys.Random(6, TestKeys.Alnum, 28);
        var code = $"class C {{ Anthropic.AnthropicClient? _other; object M() => {expression}; }}";
        return LiteralFromEnvironment.VerifyCodeFixAsync(
            code.Replace("CREDENTIAL", $"{{|CCA3002:\"{credential}\"|}}"), code.Replace("CREDENTIAL", Lookup.Replace("ANTHROPIC", variable)));
    }

    [Theory]
    [InlineData("class C { string M(IConfiguration config) => KEY; }", "config")]
    [InlineData("class C { string M(IConfigurationRoot root) { return KEY; } }", "root")]
    [InlineData("class C(IConfiguration configuration) { string M() => KEY; }", "configuration")]
    [InlineData("class C(IConfiguration configuration) { string k = KEY; }", "configuration")]
    [InlineData("class C { readonly IConfiguration _configuration = null!; string M() => KEY; }", "_configuration")]
    [InlineData("class C { static IConfiguration Settings => null!; static string k = KEY; }", "Settings")]
    [InlineData("class C { string M() { IConfiguration c = null!; Func<string> f = () => KEY; return f(); } }", "c")]
    [InlineData("class C { string M() { var builder = AppBuilder.Create(); return KEY; } }", "builder.Configuration")]
    [InlineData("class C { string M(AppBuilder builder) => KEY; }", "builder.Configuration")]
    public Task A_key_is_read_from_the_configuration(string source, string configuration)
    {
        var code = "using Microsoft.Extensions.Configuration;\n" + source + ConfigurationStub;
        return FromConfiguration.VerifyCodeFixAsync(Fill(code, marked: true), Fill(code.Replace("KEY", configuration + Path), marked: false));
    }

    [Theory]
    [InlineData("class C { string k = KEY; IConfiguration c = null!; }")]
    [InlineData("class C { IConfiguration c = null!; static string M() => KEY; }")]
    [InlineData("class C { void M(IConfiguration c) { Func<string> f = static () => KEY; } }")]
    [InlineData("class C { void M() { var k = KEY; IConfiguration c = null!; } }")]
    [InlineData("class C { void M() { IConfiguration c; var k = KEY; } }")]
    [InlineData("class C { string M(Dictionary<string, string> configuration) => KEY; }")]
    [InlineData("class C(IConfiguration configuration) { static string k = KEY; }")]
    [InlineData("class C { void M(IConfiguration configuration) => configuration[\"Anthropic:ApiKey\"] = KEY; }")]
    [InlineData("class C { void M(IConfiguration configuration) => AddInMemoryCollection(new() { [\"Anthropic:ApiKey\"] = KEY }); void AddInMemoryCollection(Dictionary<string, string> of) { } }")]
    public Task Without_a_configuration_in_reach_none_is_offered(string source)
    {
        var code = Fill("using Microsoft.Extensions.Configuration;\n" + source + ConfigurationStub, marked: true);
        return FromConfiguration.VerifyCodeFixAsync(code, code);
    }

    [Fact]
    public Task Titles_say_what_is_read_and_hold_nothing_of_the_key() => new FromEnvironment.Test
    {
        TestCode = Fill("class C { string k = KEY; }", marked: true),
        FixedCode = Fill("class C { string k = LOOKUP; }", marked: false),
        CodeActionVerifier = action => Assert.Equal("Read from the environment variable ANTHROPIC_API_KEY", action.Title),
    }.RunAsync();

    [Fact]
    public Task Several_keys_in_one_text_are_all_looked_up()
    {
        var other = TestKeys.All(4).First(key => key.Provider == "Groq").Key;
        var first = FromEnvironment.Diagnostic().WithSpan(1, 25, 1, 33 + Key.Length + other.Length);
        const string Groq = "Environment.GetEnvironmentVariable(\"GROQ_API_KEY\") ?? throw new InvalidOperationException(\"Set the environment variable GROQ_API_KEY.\")";
        var test = new FromEnvironment.Test
        {
            TestCode = $"class C {{ string M() => \"A={Key}; B={other}\"; }}",
            FixedCode = $"class C {{ string M() => \"A=\" + ({Lookup}) + (\"; B=\" + ({Groq})); }}",
            BatchFixedCode = $"class C {{ string M() => \"A=\" + ({Lookup}) + \"; B=\" + ({Groq}); }}",
        };
        test.ExpectedDiagnostics.Add(first);
        test.ExpectedDiagnostics.Add(first);
        return test.RunAsync();
    }

    private static string Fill(string source, bool marked) => source
        .Replace("BASE64", $"[|\"{Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(Key))}\"|]")
        .Replace("\"HEAD\" + \"TAIL\"", "[|" + $"\"{Key[..40]}\" + \"{Key[40..]}\"" + "|]")
        .Replace("LOOKUP", Lookup)
        .Replace("\"\"\"BARE\"\"\"", $"[|\"\"\"{Key}\"\"\"|]").Replace("\"Bearer BARE\"", $"[|\"Bearer {Key}\"|]").Replace("@\"a \"\"BARE\"\" b\"", $"[|@\"a \"\"{Key}\"\" b\"|]")
        .Replace("\"Bearer \" + KEY", marked ? $"[|\"Bearer \" + \"{Key}\"|]" : "KEY").Replace("_API_KEY", "_API_\u0001").Replace("KEY", marked ? $"[|\"{Key}\"|]" : $"\"{Key}\"").Replace("\u0001", "KEY");
}
