using System.Collections.Immutable;
using System.Text;
using ClaudeCostAnalyzers.Rules;
using ClaudeCostAnalyzers.Rules.Settings;
using ClaudeCostAnalyzers.Tests.Docs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Tests.Rules.Keys;

public sealed class SettingsKeyAnalyzerTests
{
    private static readonly string Key = TestKeys.Anthropic(13);
    private static readonly string Hex = TestKeys.Random(3, "0123456789abcdef", 32);

    // KEY stands for a key with a shape, HEX for one without, B64 for the first in Base64; what is between guillemets is to be found.
    [Theory]
    [InlineData("appsettings.json", "{ \"Anthropic\": { \"ApiKey\": \"«KEY»\" } }")]
    [InlineData("appsettings.Production.json", "{ \"x\": [ \"a\", \"«KEY»\" ] }")]
    [InlineData("appsettings.json", "{ // old: «KEY»\n \"a\": 1 }")]
    [InlineData("appsettings.json", "{ \"a\": \"Bearer «KEY»\", \"b\": \"«KEY»\" }")]
    [InlineData("appsettings.json", "{ \"Encoded\": \"«B64»\" }")]
    [InlineData("appsettings.json", "{ \"AzureOpenAI\": { \"Endpoint\": \"https://x.openai.azure.com\", \"Key\": \"«HEX»\" } }")]
    [InlineData("appsettings.json", "{ \"OpenAI\": { /* { */ \"Models\": [ { \"Name\": \"m\" }, { \"Secret\": \"«HEX»\" } ] } }")]
    [InlineData("appsettings.json", "{ \"Broken\": { \"OpenAI\": { \"ApiKey\": \"«HEX»\", ")]
    [InlineData("AppSettings.JSON", "{ \"MistralApiKey\": \"«HEX»\" }")]
    [InlineData("launchSettings.json", "{ \"profiles\": { \"Web\": { \"environmentVariables\": { \"OPENAI_API_KEY\": \"«HEX»\", \"A\": \"B\" } } } }")]
    [InlineData(".env", "OPENAI_API_KEY=«KEY»\n")]
    [InlineData(".env", "A=1\nexport MISTRAL_API_KEY=\"«HEX»\" # the key\nB=2")]
    [InlineData(".env.local", "# ANTHROPIC_API_KEY='«HEX»'")]
    [InlineData(".env", "KEY_B64=«B64»\r\nX=1\r\n")]
    [InlineData("web.config", "<configuration><appSettings><add key=\"OpenAI:ApiKey\" value=\"«HEX»\" /></appSettings></configuration>")]
    [InlineData("App.config", "<settings><AnthropicApiKey>«HEX»</AnthropicApiKey><!-- «KEY» --></settings>")]
    [InlineData("ask.http", "@key = «KEY»\n\nPOST https://api.anthropic.com/v1/messages\nx-api-key: «HEX»\nAuthorization: Bearer «HEX»\n")]
    [InlineData("ask.http", "POST https://generativelanguage.googleapis.com/v1beta/models/m:generateContent?key=«HEX» HTTP/1.1\n")]
    public async Task A_key_is_reported_at_itself(string file, string text)
    {
        var (source, spans) = Mark(text);
        Assert.NotEmpty(spans);
        var found = await RunAsync((file, source));
        Assert.Equal(spans, found.Select(diagnostic => diagnostic.Location.SourceSpan).Order());
        Assert.All(found, diagnostic =>
        {
            Assert.Equal("CCA3003", diagnostic.Id);
            Assert.Equal("/0/" + file, diagnostic.Location.GetLineSpan().Path);
            var start = source[..diagnostic.Location.SourceSpan.Start];
            Assert.Equal(start.Count(character => character == '\n'), diagnostic.Location.GetLineSpan().StartLinePosition.Line);
            var said = diagnostic + string.Concat(diagnostic.Properties.Values);
            Assert.DoesNotContain(Key[13..20], said, StringComparison.Ordinal);
            Assert.DoesNotContain(Hex[..6], said, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("appsettings.json", "{ \"Anthropic\": { \"ApiKey\": \"\" } }")]
    [InlineData("appsettings.json", "{ \"Anthropic\": { \"ApiKey\": \"<your key>\" }, \"OpenAI\": { \"ApiKey\": \"YOUR_API_KEY\", \"Other\": \"sk-...\" } }")]
    [InlineData("appsettings.json", "{ \"OpenAI\": { \"Key\": \"@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/a1b2c3d4e5f6)\" } }")]
    [InlineData("appsettings.json", "{ \"OpenAI\": { \"Model\": \"gpt-4o-mini-2024-07-18\" }, \"Storage\": { \"Key\": \"HEX\" }, \"Commit\": \"HEX\" }")]
    [InlineData("appsettings.json", "{ \"OpenAI\": { \"DeploymentId\": \"HEX\" } }")]
    [InlineData("appsettings.json", "{ \"OpenAI\": { \"Deployment\": \"x\" }, \"ApiKey\": \"HEX\" }")]
    [InlineData("appsettings.json", "{\n  // claude-cost: ignore: revoked\n  \"a\": \"KEY\",\n  \"b\": \"KEY\" // CLAUDE-COST: IGNORE\n}")]
    [InlineData(".env", "OPENAI_API_KEY=${OPENAI_API_KEY}\nANTHROPIC_API_KEY=\nMISTRAL_API_KEY=changeme-changeme-1234\nSESSION=HEX\n")]
    [InlineData(".env", "# claude-cost: ignore\nA=KEY\n")]
    [InlineData("ask.http", "@key = {{$dotenv OPENAI_API_KEY}}\nPOST https://api.openai.com/v1/responses\nAuthorization: Bearer {{key}}\n")]
    [InlineData("web.config", "<add key=\"webpages:Version\" value=\"3.0.0.0\" /><add key=\"Storage\" value=\"HEX\" />")]
    [InlineData("secrets.json", "{ \"Anthropic:ApiKey\": \"KEY\" }")]
    [InlineData("PublicAPI.Shipped.txt", "KEY")]
    [InlineData("claude-cost.baseline", "KEY")]
    [InlineData("data.json", "{ \"a\": \"KEY\" }")]
    [InlineData("myappsettings.json", "{ \"a\": \"KEY\" }")]
    public async Task What_is_no_key_or_no_settings_file_is_silent(string file, string text) => Assert.Empty(await RunAsync((file, Mark(text).Source)));

    [Fact]
    public async Task A_line_below_an_ignored_one_is_read()
    {
        var (source, spans) = Mark("{\n  // claude-cost: ignore\n  \"a\": \"KEY\",\n  \"b\": \"«KEY»\"\n}");
        Assert.Equal(spans, (await RunAsync(("appsettings.json", source))).Select(diagnostic => diagnostic.Location.SourceSpan));
    }

    [Fact]
    public async Task Keys_of_every_kind_are_found_in_one_file()
    {
        var keys = TestKeys.All(21).ToList();
        var found = await RunAsync(("appsettings.json", "{" + string.Join(",\n", keys.Select((key, i) => $"\"k{i}\": \"{key.Key}\"")) + "}"));
        Assert.Equal(keys.Select(key => key.Provider), found.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).Select(diagnostic => diagnostic.Properties["Provider"]));
    }

    [Fact]
    public async Task A_section_of_the_editorconfig_leaves_a_file_out()
    {
        var options = new Options { ["appsettings.Recorded.json"] = "false", ["appsettings.json"] = "true" };
        var found = await RunAsync(options, TestPackages.AllLlm, ("appsettings.Recorded.json", $"\"{Key}\""), ("appsettings.json", $"\"{Key}\""), ("appsettings.A.json", $"\"{Key}\""));
        Assert.Equal(["/0/appsettings.A.json", "/0/appsettings.json"], found.Select(diagnostic => diagnostic.Location.GetLineSpan().Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_an_llm_api_no_file_is_opened()
    {
        var file = new CountingText("/0/appsettings.json", $"\"{Key}\"");
        Assert.Empty(await RunAsync(new Options(), TestPackages.None, [file]));
        Assert.Equal(0, file.Reads);
    }

    [Fact]
    public async Task Other_peoples_additional_files_are_not_opened()
    {
        var file = new CountingText("/0/BannedSymbols.txt", Key);
        Assert.Empty(await RunAsync(new Options(), TestPackages.AllLlm, [file]));
        Assert.Empty(await RunAsync(new Options(), TestPackages.AllLlm, [file, new CountingText("/0/appsettings.json", "{}")]));
        Assert.Equal(0, file.Reads);
    }

    [Fact]
    public async Task The_examples_of_the_page_do_what_the_page_says()
    {
        string Example(string section) => RulePages.Section("CCA3003", section).Split("```json\n")[1].Split("```")[0]
            .Replace("<93 random characters>", TestKeys.Random(1, TestKeys.Base64Url, 93)).Replace("<32 random characters>", Hex);
        Assert.Equal(2, (await RunAsync(("appsettings.json", Example("Example that fires")))).Length);
        Assert.Empty(await RunAsync(("appsettings.json", Example("Example that is quiet"))));
    }

    [Theory]
    [InlineData("appsettings.json", "\"")]
    [InlineData("appsettings.json", "{[")]
    [InlineData("appsettings.json", "{\"a\":/*")]
    [InlineData("appsettings.json", "\\\"")]
    [InlineData("web.config", "<a key=")]
    [InlineData("web.config", "<key=\"'>")]
    [InlineData(".env", "=:=:")]
    [InlineData(".env", "export ")]
    [InlineData("a.http", "://")]
    [InlineData("a.http", "Authorization: Bearer \n")]
    public async Task Hostile_files_do_no_harm(string file, string unit)
    {
        for (var count = 1; count <= 20_000; count *= 20)
            Assert.Empty(await RunAsync((file, string.Concat(Enumerable.Repeat(unit, count)))));
    }

    [Theory]
    [InlineData("appsettings.json", true)]
    [InlineData("appsettings.Development.json", true)]
    [InlineData(".env.production", true)]
    [InlineData("C:\\x\\Web.config", true)]
    [InlineData("launchSettings.json", true)]
    [InlineData("mylaunchSettings.json", false)]
    [InlineData("secrets.json", false)]
    [InlineData("environment.ts", false)]
    [InlineData("packages.lock.json", false)]
    public void Settings_files_are_known_by_their_names(string path, bool expected) => Assert.Equal(expected, SettingsFile.Is(path));

    private static (string Source, IEnumerable<TextSpan> Spans) Mark(string text)
    {
        text = text.Replace("OPENAI_API_KEY", "OPENAI_API_\u0001").Replace("_API_KEY", "_API_\u0001").Replace("KEY_B64", "\u0001_B64").Replace("\"Key", "\"\u0002").Replace("B64»", Convert.ToBase64String(Encoding.ASCII.GetBytes(Key + "A")) + "»")
            .Replace("KEY", Key).Replace("HEX", Hex).Replace("\u0001", "KEY").Replace("\u0002", "Key");
        var spans = new List<TextSpan>();
        var source = new StringBuilder();
        foreach (var character in text)
        {
            if (character == '«')
                spans.Add(new TextSpan(source.Length, 0));
            else if (character == '»')
                spans[^1] = TextSpan.FromBounds(spans[^1].Start, source.Length);
            else
                source.Append(character);
        }

        return (source.ToString(), spans);
    }

    private static Task<ImmutableArray<Diagnostic>> RunAsync(params (string Name, string Text)[] files) => RunAsync(new Options(), TestPackages.AllLlm, files);

    private static Task<ImmutableArray<Diagnostic>> RunAsync(Options options, TestPackages packages, params (string Name, string Text)[] files) =>
        RunAsync(options, packages, [.. files.Select(file => new CountingText("/0/" + file.Name, file.Text))]);

    private static Task<ImmutableArray<Diagnostic>> RunAsync(Options options, TestPackages packages, ImmutableArray<AdditionalText> files) =>
        CSharpCompilation.Create("Test", [CSharpSyntaxTree.ParseText("class C { }", path: "Test0.cs")], TestReferences.Of(packages), new(OutputKind.DynamicallyLinkedLibrary))
            .WithAnalyzers([new SettingsKeyAnalyzer()], new AnalyzerOptions(files, options))
            .GetAnalyzerDiagnosticsAsync();

    private sealed class CountingText(string path, string text) : AdditionalText
    {
        public int Reads { get; private set; }

        public override string Path => path;

        public override SourceText? GetText(CancellationToken cancellationToken = default)
        {
            Reads++;
            return SourceText.From(text);
        }
    }

    /// <summary>The option of the rule by the names of files, as sections of an .editorconfig give it.</summary>
    private sealed class Options : AnalyzerConfigOptionsProvider
    {
        private readonly Dictionary<string, string> values = [];

        public string this[string file] { set => values[file] = value; }

        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(null);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(values.GetValueOrDefault(textFile.Path["/0/".Length..]));

        private sealed class Values(string? check) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value)
            {
                value = check ?? "";
                return check is not null && key == "dotnet_code_quality.CCA3003.check_settings";
            }
        }
    }
}
