using System.Diagnostics;
using ClaudeCostAnalyzers.Rules.Settings;
using ClaudeCostAnalyzers.Tests.Rules.Keys;

namespace ClaudeCostAnalyzers.Tests.Hostile;

/// <summary>
/// Settings files of a million characters, the longest that are read, that no settings are like: they are read to their end, in a
/// time that is that of a file, not of its square.
/// </summary>
public sealed class HostileSettingsTests
{
    private const int Length = 1_000_000;

    /// <summary>Some hundred times what such a file takes, and a tenth of what it takes where a part of it is read again and again.</summary>
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData("appsettings.json", "{ \"a\": ")]
    [InlineData("appsettings.json", "[ \"x\", ")]
    [InlineData("appsettings.json", "[[[[\"aB3dE6gH9jK2mN5p\",")]
    [InlineData("appsettings.json", "{ \"OpenAI\": { \"ApiKey\": \"aB3dE6gH9jK2mN5pR8tV\" ")]
    [InlineData("appsettings.json", "\"a\": \"b\", ")]
    [InlineData("appsettings.json", "/* ")]
    [InlineData("appsettings.json", "\"\\")]
    [InlineData("appsettings.json", "}")]
    [InlineData("appsettings.json", "sk-ant-api03-")]
    [InlineData("appsettings.json", "KEY ")]
    [InlineData("appsettings.json", "\"x-api-key\": \"aB3dE6gH9jK2mN5pR8tV\", ")]
    [InlineData("web.config", "<")]
    [InlineData("web.config", "<add key=\"")]
    [InlineData("web.config", "<add key=\"a>")]
    [InlineData("web.config", "<a ")]
    [InlineData("web.config", "key = name ")]
    [InlineData(".env", "=")]
    [InlineData(".env", "A=")]
    [InlineData(".env", "\n")]
    [InlineData(".env", "https://x?key=")]
    [InlineData("ask.http", "x-api-key: aB3dE6gH9jK2mN5pR8tV\n")]
    [InlineData("ask.http", "KEY\n")]
    public void A_long_file_is_read_in_the_time_of_its_length(string file, string part)
    {
        part = part.Replace("KEY", TestKeys.Anthropic(7), StringComparison.Ordinal);
        var text = string.Concat(Enumerable.Repeat(part, Length / part.Length));
        var clock = Stopwatch.StartNew();
        SettingsKeys.Find(file, text);
        Assert.True(clock.Elapsed < s_most, $"{clock.Elapsed.TotalSeconds:0.0} s");
    }

    [Fact]
    public void A_key_behind_deep_nesting_is_found_where_it_is()
    {
        var key = TestKeys.Anthropic(7);
        var text = new string('[', 5000) + "\"" + key + "\"" + new string(']', 5000) + ", { \"OpenAI\": { \"ApiKey\": \"" + TestKeys.Random(3, "0123456789abcdef", 32) + "\" } }";
        Assert.Equal([5001, text.LastIndexOf('"') - 32], SettingsKeys.Find("appsettings.json", text).Select(found => found.Start));
    }

    [Fact]
    public void Each_key_on_a_long_line_is_found_and_a_comment_takes_all_of_them_out()
    {
        var line = string.Concat(Enumerable.Range(0, 200).Select(i => TestKeys.Anthropic(i) + " "));
        Assert.Equal(200, SettingsKeys.Find(".env", line).Count);
        Assert.Empty(SettingsKeys.Find(".env", "# claude-cost: ignore\n" + line));
        Assert.Equal(200, SettingsKeys.Find(".env", "# claude-cost: ignore\n\n" + line).Count);
    }
}
