using System.CommandLine;
using System.Globalization;
using ClaudeCost;
using ClaudeCostAnalyzers.Tool.Ledgers;
using ClaudeCostAnalyzers.Tool.Loading;

namespace ClaudeCostAnalyzers.Tool.Commands;

/// <summary><c>claude-cost report</c>: what calls have cost, from the ledger that the runtime guard keeps.</summary>
internal static class ReportCommand
{
    private const int DefaultTop = 20;

    private static readonly string[][] DefaultTables = [["day"], ["model"], ["place"]];

    public static Command Create(ToolHost host)
    {
        var ledger = new Argument<string>("ledger") { Description = "The folder of a ledger, as in CLAUDE_COST_LEDGER, or one of its files." };
        var by = new Option<LedgerDimension[][]>("--by")
        {
            Description = $"A table of sums by these, separated by commas: {LedgerDimension.Names}. Without it: by day, by model and by place, where the budget scope was begun.",
            HelpName = "model,...",
            AllowMultipleArgumentsPerToken = false,
            CustomParser = result => [.. result.Tokens.Select(token => token.Value.Split(',').Select(name => Dimension(name.Trim(), result.AddError)).OfType<LedgerDimension>().ToArray())],
        };
        var since = Moment("--since", "Only attempts from this day or moment on (UTC, unless it says otherwise).");
        var until = Moment("--until", "Only attempts before this day or moment.");
        var where = new Option<LedgerCondition[]>("--where")
        {
            Description = "Only attempts with this value, by one of the names above; * stands for any characters.",
            HelpName = "model=claude-opus-*",
            AllowMultipleArgumentsPerToken = false,
            CustomParser = result => [.. result.Tokens.Select(token => Condition(token.Value, result.AddError)).OfType<LedgerCondition>()],
        };
        var attempts = new Option<bool>("--attempts") { Description = "List the dearest attempts, too." };
        var top = new Option<int>("--top") { Description = $"The most rows of a table and of a list; {DefaultTop} if not given.", HelpName = "number", DefaultValueFactory = _ => DefaultTop };
        top.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: { } text }] && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0))
                result.AddError($"'{text}' is not a number of rows; use 1 or more.");
        });
        var bill = new Option<Bill?>("--bill")
        {
            Description = "What the provider has billed for the same time, in US dollars: says whether the ledger explains it.",
            HelpName = "12.34",
            CustomParser = result => BillOf(result.Tokens[0].Value, result.AddError),
        };
        var asJson = new Option<bool>("--json") { Description = "Write JSON for other programs." };
        var command = new Command("report", "Sum up the ledger of the runtime guard: what calls have cost, where, and what is not certain.") { ledger, by, since, until, where, attempts, top, bill, asJson };
        command.SetAction((parsed, cancel) => RunAsync(
            host,
            parsed.GetValue(ledger)!,
            () => new LedgerReport(
                parsed.GetValue(by) is { Length: > 0 } tables ? tables : DefaultTables.Select(names => names.Select(name => LedgerDimension.Named(name)!).ToArray()),
                new LedgerFilter { Since = parsed.GetValue(since), Until = parsed.GetValue(until), Where = parsed.GetValue(where) ?? [] },
                parsed.GetValue(top),
                parsed.GetValue(attempts)),
            parsed.GetValue(top),
            parsed.GetValue(bill),
            parsed.GetValue(asJson),
            cancel));
        return command;
    }

    private static async Task<int> RunAsync(ToolHost host, string ledger, Func<LedgerReport> create, int top, Bill? bill, bool asJson, CancellationToken cancel)
    {
        var report = await CommonOptions.RunAsync(host, progress => Task.Run(() => Read(ledger, host.WorkingDirectory, create(), progress, cancel), cancel));
        if (report is null)
            return ExitCodes.CouldNotAnalyse;
        if (asJson)
            host.Output.Profile.Out.Writer.WriteLine(LedgerReportJson.Write(report, bill, top));
        else
            new LedgerText(host.Output, host.WrapOutput, top).Write(ledger, report, bill);
        return report.Problems.Count > 0 || bill?.Unexplained(report.Sum) is not (null or 0) ? ExitCodes.Findings : ExitCodes.Clean;
    }

    private static LedgerReport Read(string ledger, string workingDirectory, LedgerReport report, IProgress<string> progress, CancellationToken cancel)
    {
        const string Remedy = "Name the folder that CLAUDE_COST_LEDGER, BudgetLedger.Start or the configuration names.";
        progress.Report($"Reading {ledger}");
        try
        {
            foreach (var entry in LedgerReader.Read(Path.GetFullPath(ledger, workingDirectory), report.Problems))
            {
                cancel.ThrowIfCancellationRequested();
                report.Add(entry);
            }
        }
        catch (FileNotFoundException)
        {
            throw new AnalysisException($"There is no ledger at '{ledger}'.", Remedy);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnalysisException($"The ledger '{ledger}' cannot be read: {e.Message}", "See to it that its files can be read.");
        }

        // Nothing at all would look like nothing spent.
        return report.Read > 0 || report.Problems.Count > 0 ? report : throw new AnalysisException($"There are no entries of a ledger in '{ledger}'.", Remedy);
    }

    private static LedgerDimension? Dimension(string name, Action<string> addError)
    {
        if (LedgerDimension.Named(name) is { } dimension)
            return dimension;
        addError($"'{name}' is nothing to sum up by; use {LedgerDimension.Names}.");
        return null;
    }

    private static LedgerCondition? Condition(string text, Action<string> addError)
    {
        if (text.Split('=', 2) is [var name, var pattern])
            return Dimension(name.Trim(), addError) is { } dimension ? new(dimension, pattern) : null;
        addError($"'{text}' is no condition; write a name, '=' and a value, such as model=claude-*.");
        return null;
    }

    private static Option<DateTimeOffset?> Moment(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "2026-11-01",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
                return moment;
            result.AddError($"'{result.Tokens[0].Value}' is not a time; write it as 2026-11-01 or 2026-11-01T09:30:00Z.");
            return null;
        },
    };

    private static Bill? BillOf(string text, Action<string> addError)
    {
        if (decimal.TryParse(text.TrimStart('$'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd))
            return new(usd);
        addError($"'{text}' is not an amount in US dollars; write it as 12.34.");
        return null;
    }
}
