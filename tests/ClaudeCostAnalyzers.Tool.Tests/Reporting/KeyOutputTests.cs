using System.Text;
using ClaudeCostAnalyzers.Tool.Analysis;
using ClaudeCostAnalyzers.Tool.Tests.Support;

namespace ClaudeCostAnalyzers.Tool.Tests.Reporting;

/// <summary>
/// Everything that the tool writes - the report, SARIF, the baseline, differences, what fixes are called, errors - about a project
/// that is full of keys, searched for more of any key than its last four characters.
/// </summary>
public sealed class KeyOutputTests
{
    private static readonly string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    // One for each place, so that a part of any of them tells where it came from.
    private static readonly Dictionary<string, string> Chance = new[]
    {
        "field", "concat", "base64", "bytes", "comment", "attribute", "looped", "console", "exception", "errordirective", "obsolete", "appsettings", "env", "named", "header",
    }.Select((place, i) => (place, Random(i + 1, 93))).ToDictionary(entry => entry.place, entry => entry.Item2);

    private static readonly string Hex = string.Concat(Random(99, 32).Select(character => "0123456789abcdef"[character % 16]));

    [Fact]
    public async Task No_output_has_more_of_a_key_than_its_last_four_characters()
    {
        using var folder = Project();
        var outputs = new Dictionary<string, string>();
        async Task RunAsync(string what, params string[] arguments)
        {
            var run = await ToolRun.InAsync(folder, RuleSet.CreateAll(), CancellationToken.None, arguments);
            outputs[what] = run.Output + run.Error;
        }

        await RunAsync("scan", "scan", "--sarif", "all.sarif");
        outputs["sarif"] = File.ReadAllText(folder.Path("all.sarif"));
        await RunAsync("fix --dry-run", "fix", "--dry-run", "--no-restore");
        await RunAsync("baseline", "baseline", "--no-restore");
        outputs["baseline file"] = File.ReadAllText(folder.Path("claude-cost.baseline"));
        await RunAsync("scan with a baseline", "scan", "--no-restore", "--sarif", "known.sarif");
        outputs["sarif with a baseline"] = File.ReadAllText(folder.Path("known.sarif"));
        await RunAsync("fix", "fix", "--no-restore");

        // The keys were seen, so that there was something to say.
        foreach (var rule in new[] { "CCA3001", "CCA3002", "CCA3004", "CCA1002" })
            Assert.Contains(rule, outputs["sarif"], StringComparison.Ordinal);
        Assert.Contains(Chance["field"][^2..] + "AA", outputs["scan"], StringComparison.Ordinal);
        Assert.Contains("CCA3001\t", outputs["baseline file"], StringComparison.Ordinal);
        Assert.Contains("@@", outputs["fix --dry-run"], StringComparison.Ordinal);

        var leaks = outputs.SelectMany(output => Parts().Where(part => output.Value.Contains(part.Text, StringComparison.Ordinal)).Select(part => $"{output.Key}: {part.Place}"));
        Assert.Empty(leaks.Distinct());
    }

    /// <summary>Every run of six characters of the keys, but for their ends, in plain and as it looks in Base64.</summary>
    private static IEnumerable<(string Place, string Text)> Parts()
    {
        const int Length = 6;
        foreach (var (place, text) in Chance.Append(new("hex", Hex)))
        {
            for (var at = 0; at + Length <= text.Length; at++)
                yield return (place, text.Substring(at, Length));
        }

        var encoded = Encode("base64");
        for (var at = 20; at + Length + 2 <= encoded.Length; at++)
            yield return ("encoded", encoded.Substring(at, Length + 2));
        yield return ("bytes", Bytes("bytes")[..40]);
    }

    private static string Key(string place) => "sk-ant-" + "api03-" + Chance[place] + "AA";

    private static string Encode(string place) => Convert.ToBase64String(Encoding.ASCII.GetBytes(Key(place)));

    private static string Bytes(string place) => string.Join(", ", Key(place).Select(character => (int)character));

    private static TestFolder Project() => new TestFolder()
        .Add("App.csproj", TestFolder.Console.Replace("<OutputType>Exe</OutputType>", "", StringComparison.Ordinal).Replace("</Project>",
            """<ItemGroup><PackageReference Include="Anthropic" Version="13.11.0" /><AdditionalFiles Include="appsettings.json;.env" /></ItemGroup></Project>""", StringComparison.Ordinal))
        .Add("appsettings.json", $"{{ \"Anthropic\": {{ \"ApiKey\": \"{Key("appsettings")}\" }} }}")
        .Add(".env", $"ANTHROPIC_API_KEY={Key("env")}\n")
        .Add("Runtime.cs", """
            namespace ClaudeCost;
            public sealed class Budget { public int MaxCalls { get; set; } public decimal MaxCostUsd { get; set; } public System.TimeSpan Timeout { get; set; } }
            public sealed class BudgetScope : System.IDisposable { public static BudgetScope Begin(Budget budget) => new(); public void Dispose() { } }
            """)
        .Add("Keys.cs", $$"""
            using Anthropic;
            namespace App;
            public static class Keys
            {
                const string Prefix = "sk-ant-api03-";
                public static string Field = "{{Key("field")}}";
                public static string Concat = Prefix + "{{Chance["concat"][..50]}}" + "{{Chance["concat"][50..]}}AA";
                public static string Base64 = "{{Encode("base64")}}";
                public static byte[] Bytes = { {{Bytes("bytes")}} };
                [System.ComponentModel.Description("{{Key("attribute")}}")]
                public static AnthropicClient Named() => new() { ApiKey = "{{Hex}}" };
                public static AnthropicClient Client() => new() { ApiKey = "{{Key("named")}}" };
            #warning {{Key("errordirective")}}
                [System.Obsolete("{{Key("obsolete")}}")]
                public static void Old() { }
                public static void UseOld() => Old();
            }
            """)
        .Add("Agent.cs", $$"""
            using Anthropic;
            using Anthropic.Models.Messages;

            namespace App;

            public static class Agent
            {
                public static async Task RunAsync(AnthropicClient client, HttpClient http)
                {
                    Console.WriteLine("{{Key("console")}}"); // {{Key("comment")}}
                    var headers = new Dictionary<string, string> { ["x-api-key"] = "{{Key("header")}}" };
                    http.DefaultRequestHeaders.Add("x-api-key", "{{Key("header")}}");
                    // {{Key("comment")}}
                    while (true)
                    {
                        var reply = await client.Messages.Create(new MessageCreateParams { Model = Model.ClaudeSonnet5_5, MaxTokens = 1024, Messages = [new() { Role = Role.User, Content = "{{Key("looped")}}" }] });
                        // {{Key("comment")}}
                        if (reply.StopReason != StopReason.ToolUse)
                            throw new InvalidOperationException("{{Key("exception")}}" + headers.Count);
                    }
                }
            }
            """);

    private static string Random(int seed, int length)
    {
        var random = new Random(seed);
        return new string([.. Enumerable.Range(0, length).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
    }
}
