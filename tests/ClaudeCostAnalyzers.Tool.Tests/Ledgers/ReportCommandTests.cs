using System.Globalization;
using System.Text.Json;
using ClaudeCostAnalyzers.Tool.Tests.Support;

namespace ClaudeCostAnalyzers.Tool.Tests.Ledgers;

/// <summary><c>claude-cost report</c> over ledgers as the runtime writes them.</summary>
public sealed class ReportCommandTests
{
    /// <summary>Two days, two models, two places, a tag; one refused, one suspect.</summary>
    private static readonly string[] Rows =
    [
        Row(time: "2026-11-03T23:59:59.5Z", model: "claude-haiku-4-5", nano: 1_500_000, input: 1_000, output: 100, place: ("Agent.cs", 23), more: """, "request_id": "req_1", "tags": { "tenant": "acme" }"""),
        Row(time: "2026-11-04T00:00:00Z", model: "claude-opus-4-5", nano: 250_000_000, input: 40_000, output: 2_000, place: ("Agent.cs", 23), more: """, "request_id": "req_2", "tags": { "tenant": "globex" }"""),
        Row(time: "2026-11-04T10:15:00Z", model: "claude-opus-4-5", nano: 100_000_000, input: 20_000, output: 500, place: ("Review.cs", 7), outcome: "suspect-cut", more: """, "request_id": "req_3" """),
        Row(time: "2026-11-04T11:00:00Z", model: "claude-opus-4-5", nano: 0, calls: 0, outcome: "denied", more: """, "denied_by": "daily", "denied_limit": "Cost" """),
    ];

    [Fact]
    public async Task Sums_the_ledger_by_day_model_and_place()
    {
        using var folder = Ledger(Rows);
        var run = await ToolRun.InAsync(folder, "report", "ledger");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            """
            ledger: 2026-11-03 23:59:59 to 2026-11-04 11:00:00 UTC
              cost      $0.3515       $0.10 of it suspect, in 1 attempt: billed is that much or less
              attempts  4             3 calls charged, 1 refused
              tokens    63,600        61,000 input, 2,600 output

            By day
            day            cost  suspect  attempts  refused   input  output
            2026-11-03  $0.0015                  1            1,000     100
            2026-11-04  $0.3500  $0.1000         3        1  60,000   2,500

            By model
            model                cost  suspect  attempts  refused   input  output
            claude-opus-4-5   $0.3500  $0.1000         3        1  60,000   2,500
            claude-haiku-4-5  $0.0015                  1            1,000     100

            By place
            place                cost  suspect  attempts  refused   input  output
            Agent.cs:23       $0.2515                  2           41,000   2,100
            Review.cs:7       $0.1000  $0.1000         1           20,000     500
            (outside scopes)  $0.0000                  1        1       0       0

            Suspect
               cost  time                 model             input  output  place        request  why
            $0.1000  2026-11-04 10:15:00  claude-opus-4-5  20,000     500  Review.cs:7  req_3    The reply ended or was given up before its final usage, so the worst case is charged.

            """.ReplaceLineEndings("\n"),
            Trimmed(run));
    }

    [Fact]
    public async Task Sums_by_several_things_together_and_adds_up_what_it_leaves_out()
    {
        using var folder = Ledger(Rows);
        var run = await ToolRun.InAsync(folder, "report", "ledger", "--by", "hour,model", "--by", "tag:tenant", "--top", "2", "--until", "2026-11-05");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            """
            By hour and model
            hour              model               cost  suspect  attempts  refused   input  output
            2026-11-04 00:00  claude-opus-4-5  $0.2500                  1           40,000   2,000
            2026-11-04 10:00  claude-opus-4-5  $0.1000  $0.1000         1           20,000     500
            (2 more)                           $0.0015                  2        1   1,000     100

            By tag:tenant
            tag:tenant        cost  suspect  attempts  refused   input  output
            globex         $0.2500                  1           40,000   2,000
            (no such tag)  $0.1000  $0.1000         2        1  20,000     500
            (1 more)       $0.0015                  1            1,000     100

            """.ReplaceLineEndings("\n"),
            Trimmed(run),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$0.3515", "--since", "2026-11-03")]
    [InlineData("$0.35", "--since", "2026-11-04")]
    [InlineData("$0.0015", "--until", "2026-11-04")]
    [InlineData("$0.0015", "--until", "2026-11-04T01:00:00+01:00")]
    [InlineData("$0.10", "--since", "2026-11-04T00:00:00.0000001Z")]
    [InlineData("$0.35", "--where", "model=CLAUDE-opus-*")]
    [InlineData("$0.25", "--where", "model=claude-opus-*", "--where", "tag:tenant=*LOB*")]
    [InlineData("$0.10", "--where", "outcome=suspect-*")]
    [InlineData("$0.10", "--where", "place=Review.cs:7")]
    [InlineData("$0.00", "--where", "model=claude-opus-4?5")]
    [InlineData("$0.00", "--where", "model=claude-opus-4")]
    public async Task Takes_only_the_attempts_that_are_asked_for(string cost, params string[] arguments)
    {
        using var folder = Ledger(Rows);
        var run = await ToolRun.InAsync(folder, ["report", "ledger", .. arguments]);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches($@"(?m)^  cost      \{cost}( |$)", run.Output);
    }

    [Fact]
    public async Task Lists_the_dearest_attempts()
    {
        using var folder = Ledger(Rows);
        var run = await ToolRun.InAsync(folder, "report", "ledger", "--by", "month", "--attempts", "--top", "2");

        Assert.Contains(
            """
            The dearest attempts
               cost  time                 model             input  output  place        request  outcome
            $0.2500  2026-11-04 00:00:00  claude-opus-4-5  40,000   2,000  Agent.cs:23  req_2    settled
            $0.1000  2026-11-04 10:15:00  claude-opus-4-5  20,000     500  Review.cs:7  req_3    suspect-cut

            """.ReplaceLineEndings("\n"),
            Trimmed(run),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.35", 0, "the ledger explains it")]
    [InlineData("$0.26", 0, "the ledger explains it")]
    [InlineData("0.3565", 1, "$0.005 more than the ledger has")]
    [InlineData("200.35", 1, "$199.9985 more than the ledger has")]
    [InlineData("0.2515", 0, "the ledger explains it")]
    [InlineData("0.2", 1, "$0.0515 less than what is certain")]
    public async Task Holds_a_bill_against_the_ledger(string bill, int exitCode, string says)
    {
        using var folder = Ledger(Rows);
        var run = await ToolRun.InAsync(folder, "report", "ledger", "--bill", bill);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains($"  {says}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_ledger_lost_may_have_been_suspect()
    {
        using var folder = Ledger([.. Rows, Row(time: "2026-11-04T12:00:00Z", model: null, nano: 40_000_000, calls: 9, outcome: "lost")]);
        var run = await ToolRun.InAsync(folder, "report", "ledger", "--bill", "0.26");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("  lost      $0.04         9 entries that the ledger could not keep up with, known as a sum only\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_all_files_of_the_folder_and_says_what_it_could_not_read()
    {
        using var folder = Ledger(Rows[..2]);
        folder.Add("ledger/ledger-20261104-093000-12-1.jsonl", Rows[2] + "\n" + Rows[3][..40]);
        folder.Add("ledger/notes.txt", "no ledger");
        var run = await ToolRun.InAsync(folder, "report", "ledger");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("  cost      $0.3515 ", run.Output, StringComparison.Ordinal);
        Assert.Contains("ledger-20261104-093000-12-1.jsonl:2: The last line is torn", run.Output, StringComparison.Ordinal);
        Assert.Contains("note: 1 line could not be read; what they say is in none of these sums.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_json_for_programs()
    {
        using var folder = Ledger(Rows);
        var run = await ToolRun.InAsync(folder, "report", "ledger", "--json", "--by", "model,outcome", "--attempts", "--top", "1", "--bill", "0.30");

        Assert.Equal(0, run.ExitCode);
        using var json = JsonDocument.Parse(run.Output);
        var root = json.RootElement;
        Assert.Equal("2026-11-03T23:59:59.5Z", root.GetProperty("first").GetString());
        var sum = root.GetProperty("sum");
        Assert.Equal(0.3515m, sum.GetProperty("cost_usd").GetDecimal());
        Assert.Equal(0.10m, sum.GetProperty("suspect_usd").GetDecimal());
        Assert.Equal(4, sum.GetProperty("attempts").GetInt64());
        Assert.Equal(0, root.GetProperty("bill").GetProperty("unexplained_usd").GetDecimal());
        var table = Assert.Single(root.GetProperty("tables").EnumerateArray());
        var row = Assert.Single(table.GetProperty("rows").EnumerateArray());
        Assert.Equal("claude-opus-4-5", row.GetProperty("model").GetString());
        Assert.Equal("settled", row.GetProperty("outcome").GetString());
        Assert.Equal(0.25m, row.GetProperty("sum").GetProperty("cost_usd").GetDecimal());
        Assert.Equal(3, table.GetProperty("more_rows").GetInt32());
        var attempt = Assert.Single(root.GetProperty("attempts").EnumerateArray());
        Assert.Equal(250_000_000, attempt.GetProperty("cost_nano_usd").GetInt64());
        Assert.Equal("req_3", Assert.Single(root.GetProperty("suspects").EnumerateArray()).GetProperty("request_id").GetString());
        Assert.Empty(root.GetProperty("problems").EnumerateArray());
    }

    [Theory]
    [InlineData("There is no ledger at 'nowhere'.", "nowhere")]
    [InlineData("There are no entries of a ledger in '.'.", ".")]
    [InlineData("'colour' is nothing to sum up by; use month, day,", "ledger", "--by", "model,colour")]
    [InlineData("'' is nothing to sum up by;", "ledger", "--by", "model,")]
    [InlineData("'tag:' is nothing to sum up by;", "ledger", "--by", "tag:")]
    [InlineData("'model' is no condition;", "ledger", "--where", "model")]
    [InlineData("'colour' is nothing to sum up by;", "ledger", "--where", "colour=red")]
    [InlineData("'yesterday' is not a time;", "ledger", "--since", "yesterday")]
    [InlineData("'0' is not a number of rows;", "ledger", "--top", "0")]
    [InlineData("'-1.00' is not an amount in US dollars;", "ledger", "--bill=-1.00")]
    [InlineData("'12,50' is not an amount in US dollars;", "ledger", "--bill", "12,50")]
    public async Task Names_what_is_wrong(string message, params string[] arguments)
    {
        using var folder = Ledger(Rows);
        var run = await ToolRun.InAsync(folder, ["report", .. arguments]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("error: " + message, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_time_without_attempts_is_no_error()
    {
        using var folder = Ledger(Rows);
        var run = await ToolRun.InAsync(folder, "report", "ledger", "--since", "2027-01-01");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("ledger: no attempt is what was asked for\n  cost      $0.00\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_in_a_ledger_do_not_command_the_terminal()
    {
        using var folder = Ledger(Row(time: "2026-11-04T00:00:00Z", model: @"claude\u001b[2J[red]", nano: 1, input: 1, output: 1));
        var run = await ToolRun.InAsync(folder, "report", "ledger", "--by", "model");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("claude\uFFFD[2J[red]", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_the_dearest_of_many()
    {
        var costs = Enumerable.Range(1, 5_000).Select(i => i * 7_919L % 5_003).ToList();
        using var folder = Ledger([.. costs.Select((nano, i) => Row(time: "2026-11-04T00:00:00Z", model: "claude-opus-4-5", nano: nano, more: $$""", "request_id": "req_{{i}}" """))]);
        var run = await ToolRun.InAsync(folder, "report", "ledger", "--attempts", "--top", "50", "--json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(costs.OrderDescending().Take(50), json.RootElement.GetProperty("attempts").EnumerateArray().Select(entry => entry.GetProperty("cost_nano_usd").GetInt64()));
        Assert.Equal(costs.Sum() / 1e9m, json.RootElement.GetProperty("sum").GetProperty("cost_usd").GetDecimal());
    }

    /// <summary>Without the blanks that fill up the last column of a table.</summary>
    private static string Trimmed(ToolRun run) => string.Join('\n', run.Output.Split('\n').Select(line => line.TrimEnd(' ')));

    private static TestFolder Ledger(params string[] rows) =>
        new TestFolder().Add("ledger/ledger-20261103-000000-11-1.jsonl", string.Concat(rows.Select(row => row + "\n")));

    private static string Row(
        string time, string? model, long nano, long input = 0, long output = 0, int calls = 1, string outcome = "settled", (string File, int Line)? place = null, string more = "")
    {
        var name = model is null ? "" : $", \"model\": \"{model}\"";
        var scope = place is var (file, line) ? string.Create(CultureInfo.InvariantCulture, $", \"scopes\": [\"agent\"], \"file\": \"{file}\", \"line\": {line}") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"v\": 1, \"time\": \"{time}\", \"call\": \"{Guid.NewGuid():N}\", \"attempt\": 1, \"outcome\": \"{outcome}\", \"calls\": {calls}, \"cost_nano_usd\": {nano}, \"input_tokens\": {input}, \"output_tokens\": {output}, \"reserved_nano_usd\": {nano}, \"reserved_input_tokens\": {input}, \"reserved_output_tokens\": {output}, \"bound\": \"measured\", \"operation\": \"chat\", \"duration_ms\": 5{name}{scope}{more}}}");
    }
}
