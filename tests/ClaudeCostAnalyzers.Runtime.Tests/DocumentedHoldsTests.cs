using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using ClaudeCost.Ledger;
using ClaudeCost.Logging;
using ClaudeCost.Pricing;
using ClaudeCost.Process;
using Microsoft.Extensions.Logging;

namespace ClaudeCost.Tests;

/// <summary>Tables of the documentation, held against what the code does.</summary>
public sealed class DocumentedHoldsTests
{
    [Fact]
    public void The_table_of_calls_at_a_time_is_true()
    {
        var rows = Regex.Matches(Page("budgets"), @"^\| ([\d,]+) \| \$([\d.]+) \| (\d+) \|$", RegexOptions.Multiline);
        Assert.Equal(5, rows.Count);
        foreach (Match row in rows)
        {
            var cap = long.Parse(row.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
            var facts = new RequestFacts { Model = "claude-opus-4-6", AsciiBytes = 4_100, Messages = 1, MaxOutputTokens = cap, LooksLikeModelCall = true };
            var held = Money.ToUsd(WorstCase.Of(facts, PriceCatalog.Default, anthropic: true, embeddings: false).Amounts.NanoUsd);
            Assert.Equal((row.Groups[2].Value, row.Groups[3].Value), (held.ToString("0.000", CultureInfo.InvariantCulture), ((int)(10 / held)).ToString(CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void Every_event_of_the_log_stands_in_its_table_with_its_level()
    {
        var rows = Regex.Matches(Page("telemetry"), @"^\| ([\d, ]+) \| ([^|]+) \| ([^|]+) \|", RegexOptions.Multiline).SelectMany(static row =>
        {
            var (ids, names, levels) = (Cells(row, 1), Cells(row, 2), Cells(row, 3));
            return ids.Select((id, i) => $"{id} {names[i].Trim('`')} {levels[Math.Min(i, levels.Length - 1)]}");
        });
        var events = typeof(GuardEvents).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>()!).Select(static its => $"{its.EventId} {its.EventName} {its.Level}");
        Assert.Equal(events.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_warning_has_an_event_of_its_own()
    {
        // What it says stands in the call's own event.
        string[] elsewhere = [nameof(BudgetWarningKind.WorstCaseExceeded)];
        Assert.All(Enum.GetNames<BudgetWarningKind>().Except(elsewhere), static kind => Assert.NotNull(typeof(GuardEvents).GetMethod(kind)));
    }

    [Fact]
    public void Every_metric_and_every_field_of_the_ledger_is_described()
    {
        // A set: the .NET Standard build, which other tests load beside this one, has the same instruments.
        var metrics = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        using (var listener = new MeterListener())
        {
            listener.InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == "ClaudeCost")
                {
                    metrics.TryAdd($"| `{instrument.Name}` | {instrument.GetType().Name switch { var name when name.StartsWith("Histogram", StringComparison.Ordinal) => "histogram", var name when name.StartsWith("Counter", StringComparison.Ordinal) => "counter", _ => "gauge" }}, `{instrument.Unit}` |", true);
                }
            };
            using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1 });
            listener.Start();
        }

        var telemetry = Page("telemetry");
        Assert.Equal(10, metrics.Count);
        Assert.All(metrics.Keys, row => Assert.Contains(row, telemetry));

        using var line = new MemoryStream();
        LedgerJson.Write(line, Ledger.LedgerFileTests.Full);
        using var json = JsonDocument.Parse(line.ToArray());
        var ledger = Page("ledger");
        Assert.True(json.RootElement.EnumerateObject().Count() > 35);
        Assert.All(json.RootElement.EnumerateObject(), field => Assert.Contains($"`{field.Name}`", ledger));
    }

    [Fact]
    public void Every_variable_of_the_environment_is_described()
    {
        var page = Page("runtime");
        Assert.All(EnvironmentBudgets.Others, variable => Assert.Contains($"| `{variable}` |", page));
        Assert.All(EnvironmentBudgets.Variables, static variable => Assert.Matches("^CLAUDE_COST_MAX_(USD|CALLS|TOKENS|INPUT_TOKENS|OUTPUT_TOKENS)_PER_(HOUR|DAY|MONTH|24H)$", variable));
        Assert.Equal(20, EnvironmentBudgets.Variables.Count());
    }

    private static string[] Cells(Match row, int column) => row.Groups[column].Value.Split(", ");

    private static string Page(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return File.ReadAllText(Path.Combine(root, "docs", name + ".md")).ReplaceLineEndings("\n");
    }
}
