using System.Globalization;
using ClaudeCost;
using ClaudeCostAnalyzers.Tool.Reporting;
using Spectre.Console;
using Spectre.Console.Rendering;
using static ClaudeCostAnalyzers.Tool.Reporting.Styles;
using static ClaudeCostAnalyzers.Tool.Reporting.Wording;

namespace ClaudeCostAnalyzers.Tool.Ledgers;

/// <summary>A ledger's report for people.</summary>
/// <param name="console">Where to.</param>
/// <param name="wrap">Whether it is a terminal.</param>
/// <param name="top">The most rows of a table.</param>
internal sealed class LedgerText(IAnsiConsole console, bool wrap, int top)
{
    private readonly StyledLines lines = new(console, wrap);

    public void Write(string ledger, LedgerReport report, Bill? bill)
    {
        lines.Line(0, 2, (ledger, Strong), (Span(report), null));
        Summarize(report.Sum);
        if (bill is not null)
            Explain(bill, report.Sum);
        foreach (var table in report.Tables)
            Write(table);
        if (report.Attempts is { Count: > 0 } attempts)
            Write("The dearest attempts", attempts, showOutcome: true);
        if (report.Suspects is { Count: > 0 } suspects)
            Write(suspects.Count < report.Sum.Suspects ? string.Create(CultureInfo.InvariantCulture, $"Suspect: the dearest of {report.Sum.Suspects:N0}") : "Suspect", suspects, showOutcome: false);
        foreach (var problem in report.Problems.Take(top))
            lines.Line(0, 6, ("note: ", Yellow), (string.Create(CultureInfo.InvariantCulture, $"{problem.File}:{problem.Line}: {problem.Message}"), null));
        if (report.Problems.Count > 0)
            lines.Line(0, 6, ("note: ", Yellow), ($"{Count(report.Problems.Count, "line")} could not be read; what they say is in none of these sums.", null));
    }

    private static string Span(LedgerReport report) => report is { First: { } first, Last: { } last }
        ? $": {Moment(first)} to {Moment(last)} UTC"
        : ": no attempt is what was asked for";

    private void Summarize(LedgerSummary sum)
    {
        Fact("cost", Money.Format(sum.CostUsd), sum.Suspects == 0 ? "" : $"{Money.Format(sum.SuspectUsd)} of it suspect, in {Count(sum.Suspects, "attempt")}: billed is that much or less");
        Fact("attempts", Number(sum.Attempts), $"{Count(sum.Calls, "call")} charged, {Number(sum.Denied)} refused");
        Fact("tokens", Number(sum.InputTokens + sum.OutputTokens), $"{Number(sum.InputTokens)} input, {Number(sum.OutputTokens)} output");
        if (sum.Lost > 0)
            Fact("lost", Money.Format(sum.LostUsd), $"{Count(sum.Lost, "entry", "entries")} that the ledger could not keep up with, known as a sum only");
    }

    private void Explain(Bill bill, LedgerSummary sum)
    {
        var unexplained = bill.Unexplained(sum);
        var (text, style) = unexplained switch
        {
            0 => ("the ledger explains it", Green),
            > 0 => ($"{Money.Format(unexplained)} more than the ledger has: calls without the guard, by another process or with the key elsewhere, or prices that it does not know", Yellow),
            _ => ($"{Money.Format(-unexplained)} less than what is certain: a discount, prices that have gone down, or a bill for another time", Yellow),
        };
        Fact("bill", Money.Format(bill.Usd), text, style);
    }

    private void Fact(string what, string amount, string more, Style? style = null) => lines.Line(2, 4, (what.PadRight(10), Faint), (more is "" ? amount : amount.PadRight(14), Strong), (more, style));

    private void Write(LedgerTable table)
    {
        var rows = table.Rows(top, out var rest);
        if (rows.Count == 0)
            return;
        var grid = Grid([.. table.Dimensions.Select(dimension => (dimension.Name, false)), ("cost", true), ("suspect", true), ("attempts", true), ("refused", true), ("input", true), ("output", true)]);
        foreach (var row in rows)
            grid.AddRow([.. row.Values.Select(value => Cell(value)), .. Amounts(row.Sum)]);
        if (rest.Count > 0)
        {
            var sum = rest.Aggregate(new LedgerSummary(), (sum, row) => sum.Plus(row.Sum));
            grid.AddRow([Cell($"({Count(rest.Count, "more", "more")})"), .. Enumerable.Repeat(Cell(""), table.Dimensions.Count - 1), .. Amounts(sum)]);
        }
        Write("By " + string.Join(" and ", table.Dimensions.Select(dimension => dimension.Name)), grid);
    }

    private void Write(string title, IReadOnlyList<LedgerEntry> entries, bool showOutcome)
    {
        var grid = Grid([("cost", true), ("time", false), ("model", false), ("input", true), ("output", true), ("place", false), ("request", false), (showOutcome ? "outcome" : "why", false)]);
        foreach (var entry in entries)
        {
            grid.AddRow(
                Cell(Rounded(entry.CostUsd)), Cell(Moment(entry.Time)), Cell(Value("model", entry)), Cell(Number(entry.InputTokens)), Cell(Number(entry.OutputTokens)),
                Cell(Value("place", entry)), Cell(entry.RequestId ?? ""), Cell(showOutcome ? Value("outcome", entry) : entry.Explanation));
        }
        Write(title, grid);
    }

    private void Write(string title, Table grid)
    {
        lines.Blank();
        lines.Line(0, 2, (title, Strong));
        console.Write(grid);
    }

    private static IEnumerable<IRenderable> Amounts(LedgerSummary sum) =>
        new[] { Rounded(sum.CostUsd), sum.SuspectUsd == 0 ? "" : Rounded(sum.SuspectUsd), Number(sum.Attempts), sum.Denied == 0 ? "" : Number(sum.Denied), Number(sum.InputTokens), Number(sum.OutputTokens) }
            .Select(Cell);

    private static Table Grid(IEnumerable<(string Name, bool IsNumber)> columns)
    {
        var grid = new Table().Border(new NoTableBorder());
        foreach (var (name, isNumber) in columns)
        {
            var column = new TableColumn(new Text(SafeText.Clean(name), Faint)) { Padding = new Padding(0, 0, 2, 0), NoWrap = isNumber };
            grid.AddColumn(isNumber ? column.RightAligned() : column);
        }
        return grid;
    }

    private static IRenderable Cell(string text) => new Text(SafeText.Clean(text));

    private static string Value(string dimension, LedgerEntry entry) => LedgerDimension.Named(dimension)!.ValueOf(entry);

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>In a table amounts stand below each other; the sum above it, and JSON, are exact.</summary>
    private static string Rounded(decimal usd) => (usd < 0 ? "-$" : "$") + Math.Abs(usd).ToString("N4", CultureInfo.InvariantCulture);
}
