using System.Collections.Immutable;
using ClaudeCostAnalyzers.Tool.Analysis;
using ClaudeCostAnalyzers.Tool.Commands;
using ClaudeCostAnalyzers.Tool.Loading;
using ClaudeCostAnalyzers.Tool.Reporting;
using ClaudeCostAnalyzers.Tool.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ClaudeCostAnalyzers.Tool.Tests.Reporting;

public sealed class ReportTests
{
    [Theory]
    [InlineData("var c = new Client(\"sk-ant-api03-aaaaaaaaaaaa\"); // sk-ant-api03-aaaaaaaaaaaa", "var c = new Client(\"…\");")]
    [InlineData("var c = $\"the key sk-{x}-ant-api03-aaaaaaa\";", "var c = $\"…{x}…\";")]
    [InlineData("var c = \"\"\"sk-ant-api03-aaaaaaaaaaaa\"\"\";", "var c = \"\"\"…\"\"\";")]
    [InlineData("var c = \"sk-ant-api03-aaaaaaaaaaaa\"u8;", "var c = \"…\";")]
    [InlineData("var c = sk_ant_api03_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;", "var c = …;")]
    [InlineData("    while (!ok && reply != \"done\")", "while (!ok && reply != \"done\")")]
    public void Excerpt_keeps_code_and_drops_what_may_hold_a_key(string code, string expected) =>
        Assert.Equal(expected, SourceExcerpt.Of(CSharpSyntaxTree.ParseText(code), 0, CancellationToken.None));

    [Fact]
    public void Excerpt_of_a_line_within_a_literal_shows_nothing_of_it()
    {
        var tree = CSharpSyntaxTree.ParseText("var a = @\"first\nsk-ant-api03-aaaaaaaaaaaa\nlast\";");
        Assert.Equal("\"…\"", SourceExcerpt.Of(tree, 1, CancellationToken.None));
        Assert.Equal("", SourceExcerpt.Of(tree, 99, CancellationToken.None));
    }

    [Fact]
    public void Terminal_commands_and_reversed_text_are_taken_out_of_what_is_shown() =>
        Assert.Equal("a\uFFFD[31mb c\uFFFDd", SafeText.Clean("a\u001b[31mb\tc\u202Ed"));

    [Fact]
    public void Redirected_report_is_not_wrapped()
    {
        var text = Render(wrap: false, Finding("CCA1002", DiagnosticSeverity.Warning, string.Join(' ', Enumerable.Repeat("word", 100))));
        Assert.Contains(text.Split('\n'), l => l.EndsWith(string.Join(' ', Enumerable.Repeat("word", 100)), StringComparison.Ordinal));
    }

    [Fact]
    public void Report_on_a_terminal_keeps_to_its_width()
    {
        var text = Render(wrap: true, Finding("CCA1002", DiagnosticSeverity.Warning, string.Join(' ', Enumerable.Repeat("word", 100))));
        Assert.All(text.Split('\n'), l => Assert.True(l.Length <= 60, l));
        Assert.Equal(100, text.Split("word").Length - 1);
    }

    [Fact]
    public void Finding_about_a_secret_shows_no_source()
    {
        var finding = Finding("CCA3001", DiagnosticSeverity.Warning, "masked") with { Path = [new("/w/a.cs", 9, 1, 9, 2, "the line itself")] };
        var text = Render(wrap: false, finding);
        Assert.DoesNotContain("the line itself", text, StringComparison.Ordinal);
        Assert.Contains("fix: revoke the key", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_that_holds_a_secret_is_shown_in_no_finding()
    {
        var secret = Finding("CCA3001", DiagnosticSeverity.Warning, "masked") with { Spot = new("/w/a.cs", 7, 1, 9, 2, "\"sk-\" +") };
        var other = Finding("CCA1002", DiagnosticSeverity.Warning, "m") with { Path = [new("/w/a.cs", 8, 1, 8, 2, "\"ant-\" +"), new("/w/b.cs", 8, 1, 8, 2, "harmless")] };
        var redacted = Redaction.Apply([secret, other]);
        Assert.DoesNotContain("sk-", redacted[0].Spot.Excerpt, StringComparison.Ordinal);
        Assert.DoesNotContain("ant-", redacted[1].Path[0].Excerpt, StringComparison.Ordinal);
        Assert.Equal("harmless", redacted[1].Path[1].Excerpt);
    }

    [Fact]
    public void Rule_without_a_line_of_its_own_points_to_its_page() =>
        Assert.Equal("see https://example.test/CCA7777.md", Remedies.For(Finding("CCA7777", DiagnosticSeverity.Info, "m")));

    [Fact]
    public void Fingerprints_survive_moved_lines_and_tell_equal_lines_apart()
    {
        var paths = new SarifPaths("/w");
        var one = Finding("CCA1001", DiagnosticSeverity.Warning, "m");
        var moved = one with { Spot = one.Spot with { Line = 77, EndLine = 77 } };
        Assert.Equal(Fingerprints.For([one], paths), Fingerprints.For([moved], paths));
        Assert.Equal(2, Fingerprints.For([one, moved], paths).Distinct().Count());
        Assert.NotEqual(Fingerprints.For([one], paths), Fingerprints.For([one with { Spot = one.Spot with { Excerpt = "other" } }], paths));
    }

    [Fact]
    public void Paths_in_the_log_start_at_the_root_of_the_repository()
    {
        using var folder = new TestFolder();
        folder.Add(".git/HEAD", "").Add("src/app/a b.cs", "");
        var paths = new SarifPaths(folder.Path("src/app"));
        Assert.Equal(("src/app/a%20b.cs", true), paths.For(folder.Path("src/app/a b.cs")));
        Assert.False(paths.For(Path.GetFullPath("/elsewhere/x.cs")).IsRelative);
        Assert.Equal(("Gen/File.g.cs", true), paths.For("Gen/File.g.cs"));
    }

    private static string Render(bool wrap, params Finding[] findings)
    {
        using var writer = new StringWriter();
        var console = ToolHost.Create(writer, plain: true);
        if (wrap)
            console.Profile.Width = 60;
        new ConsoleReport(console, wrap, "/w").Write(new ScanResult(findings, [], 1, [], "", [], TimeSpan.FromSeconds(1)), DiagnosticSeverity.Info);
        return writer.ToString().ReplaceLineEndings("\n");
    }

    private static Finding Finding(string id, DiagnosticSeverity severity, string message) => new(
        new(id, "t", "m", "Cost", severity, true, helpLinkUri: $"https://example.test/{id}.md"),
        severity, message, new("/w/a.cs", 3, 5, 3, 9, "Spend();"), [], null, ImmutableDictionary<string, string?>.Empty, "/w/a.csproj", []);
}
