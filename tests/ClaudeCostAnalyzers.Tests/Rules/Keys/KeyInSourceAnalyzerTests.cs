using System.Globalization;
using System.Text;
using ClaudeCostAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.KeyInSourceAnalyzer>;

namespace ClaudeCostAnalyzers.Tests.Rules.Keys;

public sealed class KeyInSourceAnalyzerTests
{
    private static readonly string Key = TestKeys.Anthropic(7);
    private static readonly string Rest = Key["sk-ant-api03-".Length..];

    // KEY stands for a key, REST for what follows its prefix, HEAD and TAIL for its halves.
    [Theory]
    [InlineData("string M() => [|\"KEY\"|];")]
    [InlineData("string M() => [|@\"KEY\"|];")]
    [InlineData("string M() => [|\"\"\"KEY\"\"\"|];")]
    [InlineData("string M() => [|\"\"\"\n    KEY\n    \"\"\"|];")]
    [InlineData("ReadOnlySpan<byte> M() => [|\"KEY\"u8|];")]
    [InlineData("byte[] M() => ([|\"HEAD\"u8 + \"TAIL\"u8|]).ToArray();")]
    [InlineData("string M() => [|\"Bearer KEY\"|];")]
    [InlineData("string M() => [|\"HEAD\" + \"TAIL\"|];")]
    [InlineData("string M() => [|\"HEAD\" + (\"\" + \"TAIL\")|];")]
    [InlineData("string M() => [|\"sk-\" + \"ant-\" + \"api03-\" + \"REST\"|];")]
    [InlineData("string M() => [|\"s\" + 'k' + \"-ant-api03-\" + \"REST\"|];")]
    [InlineData("string M(string x) => x + [|\"KEY\"|];")]
    [InlineData("string M(string x) => [|x + \"HEAD\" + \"TAIL\" + x|];")]
    [InlineData("string M(string x) => [|$\"Bearer KEY {x}\"|];")]
    [InlineData("string M(string x) => [|$\"{x} HEAD{\"TAIL\"}\"|];")]
    [InlineData("string M() => [|$\"{\"HEAD\"}{\"TAIL\"}\"|];")]
    [InlineData("const string P = \"sk-ant-api03-\"; string M() => [|P + \"REST\"|];")]
    [InlineData("const string P = \"sk-ant-api03-\"; string M() => [|$\"{P}REST\"|];")]
    [InlineData("const string P = \"sk-ant-api03-\", R = \"REST\"; string M() => [|P + R|];")]
    [InlineData("const string P = \"sk-ant-api03-\", R = \"REST\"; const string K = [|C.P + C.R|];")]
    [InlineData("string M() { const string p = \"sk-ant-api03-\"; const string r = \"REST\"; return [|$\"{p}{r}\"|]; }")]
    [InlineData("const string K = [|\"KEY\"|]; string M() => \"Bearer \" + K; string N() => $\"Bearer {K}\";")]
    [InlineData("string M() => [|string.Concat(\"HEAD\", \"TAIL\")|];")]
    [InlineData("string M() => [|string.Join(\"\", \"HEAD\", \"TAIL\")|];")]
    [InlineData("string M() => [|string.Join(string.Empty, \"HEAD\", \"TAIL\")|];")]
    [InlineData("string M() => [|string.Join(\"-\", \"sk\", \"ant\", \"api03\", \"REST\")|];")]
    [InlineData("string M() => [|string.Join('-', new[] { \"sk\", \"ant\", \"api03\", \"REST\" })|];")]
    [InlineData("string M() => [|string.Concat(new string[] { \"HEAD\", \"TAIL\" })|];")]
    [InlineData("string M() => [|string.Concat([\"HEAD\", \"TAIL\"])|];")]
    [InlineData("string M() => string.Concat(\"Bearer \", [|\"KEY\"|]);")]
    [InlineData("string M() => [|string.Format(\"{0}{1}\", \"HEAD\", \"TAIL\")|];")]
    [InlineData("string M() => [|string.Format(null, \"sk-ant-{0}-{1}\", \"api03\", \"REST\")|];")]
    [InlineData("const string R = \"REST\"; string M() => [|string.Format(\"Bearer sk-ant-api03-{0}\", R)|];")]
    [InlineData("string M() => string.Format(\"Bearer {0}\", [|\"KEY\"|]);")]
    [InlineData("string M() => [|new System.Text.StringBuilder(\"sk-ant-\")|].Append(\"api03-\").Append(\"REST\").ToString();")]
    [InlineData("string M() { var b = [|new System.Text.StringBuilder()|]; b.Append(\"sk-ant-\").Append(\"api03\"); b.Append('-'); b.Append(\"REST\"); return b.ToString(); }")]
    [InlineData("string M() { System.Text.StringBuilder b = new(); b.Append([|\"KEY\"|]); return b.ToString(); }")]
    [InlineData("static readonly string P = \"sk-ant-api03-\"; string M() => [|P + \"REST\"|];")]
    [InlineData("static readonly string P = \"sk-ant-api03-\", R = \"REST\"; string M() => [|$\"{P}{R}\"|];")]
    [InlineData("string M() { var p = \"sk-ant-api03-\"; return [|p + \"REST\"|]; }")]
    [InlineData("string M() { var p = \"sk-ant-api03-\"; string r = \"REST\"; return [|$\"{p}{r}\"|]; }")]
    [InlineData("object M() => new List<char> [|{ CHARS }|];")]
    [InlineData("byte[] M() => Convert.FromHexString([|\"HEXED\"|]);")]
    [InlineData("string M() => [|\"UNPADDED\"|];")]
    [InlineData("void M() { Span<byte> k = stackalloc byte[] [|{ BYTES }|]; }")]
    [InlineData("string M() => [|$\"\"\"{\"HEAD\"}TAIL\"\"\"|];")]
    [InlineData("void M(ReadOnlySpan<byte> k) { if (k.SequenceEqual([|\"KEY\"u8|])) { } }")]
    [InlineData("Func<string, string> f = (string k = [|\"KEY\"|]) => k;")]
    [InlineData("string M(bool b) => (b ? [|\"KEY\"|] : \"none\") + \"x\";")]
    [InlineData("void M(string k = [|\"KEY\"|]) { }")]
    [InlineData("[Obsolete([|\"KEY\"|])] void M() { }")]
    [InlineData("enum E { [System.ComponentModel.Description([|\"KEY\"|])] A }")]
    [InlineData("bool M(string s) => s is [|\"KEY\"|];")]
    [InlineData("int M(string s) { switch (s) { case [|\"KEY\"|]: return 1; default: return 0; } }")]
    [InlineData("object M() => new Dictionary<string, string> { [\"x-api-key\"] = [|\"KEY\"|] };")]
    [InlineData("string M() => [|\"BASE64\"|];")]
    [InlineData("string M() => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String([|\"BASE64\"|]));")]
    [InlineData("string M() => new string(new[] [|{ CHARS }|]);")]
    [InlineData("char[] M() => [|[CHARS]|];")]
    [InlineData("byte[] k = [|{ BYTES }|];")]
    [InlineData("byte[] M() => new byte[] [|{ CASTS }|];")]
    [InlineData("object M() => new Anthropic.AnthropicClient { ApiKey = [|\"KEY\"|] };")]
    public Task A_key_is_reported_once_in_whatever_literal(string member) => Verify.VerifyAnalyzerAsync("class C { " + Fill(member) + " }");

    [Theory]
    [InlineData("string M() => \"sk-ant-\" + \"api03-\";")]
    [InlineData("string M(string x) => \"sk-ant-api03-\" + x;")]
    [InlineData("string M(string x) => $\"sk-ant-api03-{x}\";")]
    [InlineData("string M(string x) => \"HEAD\" + x + \"TAIL\";")]
    [InlineData("bool M(string x) => x.StartsWith(\"sk-ant-\");")]
    [InlineData("string M() => string.Join(\", \", \"HEAD\", \"TAIL\");")]
    [InlineData("string M(bool b) { var p = \"sk-ant-api03-\"; if (b) p = \"x\"; return p + \"REST\"; }")]
    [InlineData("string M(bool b) { var p = \"sk-ant-api03-\"; N(ref p); return p + \"REST\"; } void N(ref string x) { }")]
    [InlineData("static string P = \"sk-ant-api03-\"; string M() => P + \"REST\";")]
    [InlineData("string M() => Environment.GetEnvironmentVariable(\"ANTHROPIC_API_KEY\") ?? \"YOUR_API_KEY\";")]
    [InlineData("int M(int a, int b) => a + b + 1;")]
    [InlineData("string M(Func<string, string> secrets) => secrets(\"Anthropic:ApiKey\");")]
    [InlineData("int[] M() => new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37 };")]
    public Task What_is_no_key_is_silent(string member) => Verify.VerifyAnalyzerAsync("class C { " + Fill(member) + " }");

    [Fact]
    public Task Top_level_statements_and_assembly_attributes_are_read() => Verify.VerifyAnalyzerAsync(Fill("""
        [assembly: System.Reflection.AssemblyDescription([|"KEY"|])]
        var key = [|"KEY"|];
        Console.WriteLine(key);
        """));

    [Fact]
    public async Task A_generated_file_is_read()
    {
        var test = new Verify.Test { TestCode = "class C { }", TestBehaviors = TestBehaviors.SkipGeneratedCodeCheck };
        test.TestState.Sources.Add(("/0/Client.g.cs", Fill("// <auto-generated/>\nclass G { string k = [|\"KEY\"|]; }")));
        await test.RunAsync();
    }

    [Fact]
    public async Task Nothing_but_provider_and_last_four_characters_leaves_the_source()
    {
        foreach (var (provider, key) in TestKeys.All(11))
        {
            var found = Assert.Single(await Analysis.RunAsync(new KeyInSourceAnalyzer(), $"class C {{ string k = \"{key}\"; }}"));
            Assert.Equal("CCA3001", found.Id);
            Assert.Equal($"This is a key of {provider} (it ends in '{key[^4..]}'); revoke it, and read the new one from the environment or a secret store", found.GetMessage(CultureInfo.InvariantCulture));
            var said = found + string.Concat(found.Properties.Select(property => property.Key + property.Value));
            for (var start = 0; start + 5 <= key.Length; start++)
            {
                var part = key.Substring(start, 5);
                Assert.True(part.Contains('-') || part.Contains('_') || !said.Contains(part), "a part of the key is said");
            }
        }
    }

    [Fact]
    public async Task The_finding_names_the_variable_for_the_fix()
    {
        var found = Assert.Single(await Analysis.RunAsync(new KeyInSourceAnalyzer(), Fill("class C { string k = \"KEY\"; }")));
        Assert.Equal(("Anthropic", "ANTHROPIC_API_KEY"), (found.Properties["Provider"], found.Properties["KeyVariable"]));
    }

    [Fact]
    public async Task Without_an_llm_api_nothing_is_registered()
    {
        Assert.Empty(await Analysis.RunAsync(new KeyInSourceAnalyzer(), Fill("class C { string k = \"KEY\"; }"), TestPackages.None));
    }

    [Fact]
    public async Task Hostile_source_is_read_in_bounded_time()
    {
        var source = new StringBuilder("class C { string a = \"x\"");
        for (var i = 0; i < 5000; i++)
            source.Append(" + \"sk-ant-api03-\"");
        source.Append("; string b = ").Append(string.Concat(Enumerable.Repeat("$\"{", 5))).Append("\"y\"").Append(string.Concat(Enumerable.Repeat("}\"", 5)));
        source.Append("; string open = \"").Append(Key);
        var found = await Analysis.RunAsync(new KeyInSourceAnalyzer(), source.ToString());
        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
    }

    private static string Fill(string source) => source
        .Replace("UNPADDED", Convert.ToBase64String(Encoding.ASCII.GetBytes("k=" + Key)).TrimEnd('=').Replace('+', '-').Replace('/', '_'))
        .Replace("HEXED", Convert.ToHexString(Encoding.ASCII.GetBytes(Key)))
        .Replace("BASE64", Convert.ToBase64String(Encoding.ASCII.GetBytes(Key)))
        .Replace("CHARS", string.Join(", ", Key.Select(character => $"'{character}'")))
        .Replace("BYTES", string.Join(", ", Key.Select(character => $"0x{(int)character:x}")))
        .Replace("CASTS", string.Join(", ", Key.Select(character => $"(byte)'{character}'")))
        .Replace("HEAD", Key[..40]).Replace("TAIL", Key[40..])
        .Replace("REST", Rest).Replace("\"KEY\"", $"\"{Key}\"").Replace("KEY ", Key + " ").Replace("Bearer KEY", "Bearer " + Key).Replace("KEY\n", Key + "\n");

    [Fact]
    public async Task Each_of_several_keys_in_one_text_is_reported()
    {
        var (one, other) = (TestKeys.Anthropic(3), TestKeys.All(4).First(key => key.Provider == "Groq").Key);
        var found = await Analysis.RunAsync(new KeyInSourceAnalyzer(), $$"""
            class C
            {
                const string D = "A={{one}};B={{other}}";
                string M(string x) => $"{x} {{one}} {{other}}";
                // {{one}}, {{other}}
            }
            """);
        Assert.Equal(6, found.Length);
        Assert.Equal(3, found.Count(finding => finding.GetMessage(CultureInfo.InvariantCulture).Contains(one[^4..], StringComparison.Ordinal)));
        Assert.Equal(3, found.Count(finding => finding.GetMessage(CultureInfo.InvariantCulture).Contains(other[^4..], StringComparison.Ordinal)));
    }

    [Theory]
    // What happens on some ways only, or is changed in between, is not known.
    [InlineData("string M(bool b) { var s = new System.Text.StringBuilder(); s.Append(\"HEAD\"); if (b) s.Append('-'); s.Append(\"TAIL\"); return s.ToString(); }")]
    [InlineData("string M() { var s = new System.Text.StringBuilder(); s.Append(\"HEAD\").AppendLine(); s.Append(\"TAIL\"); return s.ToString(); }")]
    [InlineData("string M() { var s = new System.Text.StringBuilder(\"HEAD\"); s.Clear(); s.Append(\"TAIL\"); return s.ToString(); }")]
    [InlineData("string M(string x) => string.Format(\"sk-ant-api03-{0}\", x);")]
    [InlineData("string M() => string.Format(\"{0} {1}\", \"HEAD\", \"TAIL\");")]
    [InlineData("// sk-ant-api03-..., sk-ant-api03-<your key>, sk-ant-api03-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\nvoid M() { }")]
    public Task Parts_that_are_no_whole_are_silent(string member) => Verify.VerifyAnalyzerAsync(
        "class C { " + member.Replace("HEAD", Key[..40]).Replace("TAIL", Key[40..]) + "\n}");

    [Theory]
    [InlineData("// KEY")]
    [InlineData("/* was: ApiKey = \"KEY\" */")]
    [InlineData("/// <summary>Use KEY</summary>")]
    [InlineData("#if NEVER\nstring k = \"KEY\";\n#endif")]
    public async Task A_key_in_a_comment_is_reported_where_it_stands(string comment)
    {
        var source = "class C\n{\n" + comment.Replace("KEY", Key) + "\nvoid M() { }\n}";
        var found = Assert.Single(await Analysis.RunAsync(new KeyInSourceAnalyzer(), source));
        Assert.Equal(Key, source.Substring(found.Location.SourceSpan.Start, found.Location.SourceSpan.Length));
    }
}
