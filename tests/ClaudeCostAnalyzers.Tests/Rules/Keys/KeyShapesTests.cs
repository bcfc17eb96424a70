using System.Diagnostics;
using System.Text;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Catalog.Keys;

namespace ClaudeCostAnalyzers.Tests.Rules.Keys;

/// <summary>Which texts hold a key.</summary>
public sealed class KeyShapesTests
{
    private const int KeysOfEachKind = 1000;

    [Fact]
    public void Keys_of_every_kind_are_found()
    {
        var missed = Enumerable.Range(1, KeysOfEachKind).SelectMany(TestKeys.All)
            .Where(entry => KeyShapes.Find(entry.Key) is not { } found || found.Shape.Provider != entry.Provider)
            .GroupBy(entry => entry.Provider)
            .ToDictionary(group => group.Key, group => group.Count());
        // Chance makes a placeholder now and then; how rarely depends on the length.
        Assert.All(missed, entry => Assert.True(entry.Value <= KeysOfEachKind / 100, $"{entry.Key}: {entry.Value} missed"));
        Assert.Equal(0, missed.GetValueOrDefault("Anthropic"));
    }

    [Fact]
    public void Every_row_is_a_shape_and_every_provider_is_tested()
    {
        Assert.Equal(LlmCatalog.ReadRows("Keys").Length, KeyShapes.All.Length + BareKey.All.Length);
        Assert.Equal(["Azure OpenAI", "Mistral"], BareKey.All.Select(kind => kind.Home.Provider));
        Assert.Equal(KeyShapes.All.Select(shape => shape.Provider).ToHashSet().Order(), TestKeys.All(1).Select(entry => entry.Provider).ToHashSet().Order());
    }

    [Fact]
    public void A_key_is_found_wherever_it_stands_in_the_text_and_only_its_end_is_kept()
    {
        var key = TestKeys.Anthropic();
        foreach (var text in new[] { key, "Bearer " + key, $"{{\"key\":\"{key}\"}}", $"https://host/?key={key}&x=1", $"\n  {key}\n", $"'{key}'.", new string('x', 5000) + " " + key })
        {
            var found = KeyShapes.Find(text);
            Assert.NotNull(found);
            Assert.Equal(key, text.Substring(found.Start, found.Length));
            Assert.Equal(key[^4..], found.LastFour);
            Assert.DoesNotContain(key[15..30], found.ToString());
        }
    }

    [Fact]
    public void A_key_in_base64_is_found()
    {
        foreach (var (provider, key) in TestKeys.All(3))
        {
            var found = KeyShapes.Find(Convert.ToBase64String(Encoding.ASCII.GetBytes(key)));
            Assert.Equal((provider, key[^4..]), (found?.Shape.Provider, found?.LastFour));
        }
    }

    [Fact]
    public void A_key_with_one_character_too_few_or_in_a_longer_token_is_none()
    {
        var google = TestKeys.All(5).Single(entry => entry.Provider == "Google").Key;
        Assert.NotNull(KeyShapes.Find(google));
        Assert.Null(KeyShapes.Find(google[..^1]));
        Assert.Null(KeyShapes.Find(google + "x"));
        Assert.Null(KeyShapes.Find("x" + google));
        Assert.Null(KeyShapes.Find("my_" + google));
        Assert.Null(KeyShapes.Find("ta" + TestKeys.OpenAI()));
    }

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
    [InlineData("NO_API_KEY")]
    [InlineData("invalid_key")]
    [InlineData("sk-yourkey")]
    [InlineData("sk-ant-")]
    [InlineData("sk-ant-...")]
    [InlineData("sk-ant-api03-")]
    [InlineData("sk-ant-api03-xxxx")]
    [InlineData("sk-ant-api-test")]
    [InlineData("sk-ant-api03-XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX")]
    [InlineData("sk-ant-api03-YOUR-KEY-HERE-YOUR-KEY-HERE-YOUR-KEY-HERE")]
    [InlineData("sk-ant-api03-this-is-a-long-fake-key-that-unit-tests-use-0123")]
    [InlineData("sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKlMnOpQrStUvWxYz")]
    [InlineData("sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
    [InlineData("sk-ant-api03-TheQuickBrownFoxJumpsOverTheLazyDogAndThenSleeps99")]
    [InlineData("sk-ant-api03-notARealKeyNotARealKeyNotARealKeyNotARealKey1")]
    [InlineData("sk-1234567890abcdef1234567890abcdef")]
    [InlineData("sk-1234567890abcdef1234567890abcdef1234567890abcdef")]
    [InlineData("sk-00000000000000000000000000000000")]
    [InlineData("sk-deadbeefdeadbeefdeadbeefdeadbeef")]
    [InlineData("sk-proj-abc123def456ghi789abc123def456ghi789abc123def456ghi789")]
    [InlineData("sk-proj-example-example-example-example-example-example-example")]
    [InlineData("sk-or-v1-0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("sk-or-v1-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("AIzaSyXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX")]
    [InlineData("AIzaSyYourGoogleApiKeyGoesRightHere1234")]
    [InlineData("gsk_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("hf_YourHuggingFaceTokenGoesInHerePlease")]
    [InlineData("pa-GetCustomerByIdentifierAndReturnTheirOrders")]
    [InlineData("https://www.example.com/task-0f8fad5bd9cb469fa16570867728950e")]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e-0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("002400000480000094000000060200000024000052534131000400000100010007d1fa57c4aed9f0")]
    [InlineData("sha512-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("ANTHROPIC_API_KEY is not set; get a key that starts with sk-ant-api03- at the console")]
    public void Placeholders_prefixes_and_other_text_are_none(string text)
    {
        Assert.Null(KeyShapes.Find(text));
        Assert.Null(KeyShapes.Find(Convert.ToBase64String(Encoding.UTF8.GetBytes(text))));
    }

    /// <summary>The strings in the code of the framework, the LLM clients and the compiler: none is a key, and there are tens of thousands.</summary>
    [Fact]
    public void No_literal_of_real_libraries_is_taken_for_a_key()
    {
        var paths = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(File.Exists);
        var read = 0;
        var wrong = new List<string>();
        foreach (var path in paths)
        {
            foreach (var text in UserStrings.Of(path))
            {
                read++;
                if (KeyShapes.Find(text) is { } found)
                    wrong.Add($"{Path.GetFileName(path)}: {found.Shape.Provider} {found.Start}+{found.Length}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(read > 20_000, $"{read} literals read");
    }

    [Theory]
    [InlineData("sk-")]
    [InlineData("sk-ant-")]
    [InlineData("sk-ant-api03-a")]
    [InlineData("AIza")]
    [InlineData("JQQJ99")]
    [InlineData("a")]
    public void Hostile_text_takes_linear_time(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 2_000_000 / unit.Length));
        var clock = Stopwatch.StartNew();
        Assert.Null(KeyShapes.Find(text));
        // Under a second on an idle machine; hours if it were quadratic.
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(3), $"{clock.Elapsed}");
    }
}
