using System.Text.Encodings.Web;
using System.Text.Json;
using ClaudeCost;
using ClaudeCost.Ledger;

namespace ClaudeCostAnalyzers.Tool.Ledgers;

/// <summary>A ledger's report for programs: amounts in US dollars, entries as in the ledger's own files.</summary>
internal static class LedgerReportJson
{
    public static string Write(LedgerReport report, Bill? bill, int top)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (report is { First: { } first, Last: { } last })
            {
                json.WriteString("first", first.UtcDateTime);
                json.WriteString("last", last.UtcDateTime);
            }
            json.WritePropertyName("sum");
            Write(json, report.Sum);
            if (bill is not null)
            {
                json.WriteStartObject("bill");
                json.WriteNumber("usd", bill.Usd);
                json.WriteNumber("unexplained_usd", bill.Unexplained(report.Sum));
                json.WriteEndObject();
            }
            json.WriteStartArray("tables");
            foreach (var table in report.Tables)
                Write(json, table, top);
            json.WriteEndArray();
            if (report.Attempts is { } attempts)
                Write(json, "attempts", attempts);
            Write(json, "suspects", report.Suspects);
            json.WriteStartArray("problems");
            foreach (var problem in report.Problems)
            {
                json.WriteStartObject();
                json.WriteString("file", problem.File);
                json.WriteNumber("line", problem.Line);
                json.WriteString("message", problem.Message);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Utf8JsonWriter json, LedgerTable table, int top)
    {
        json.WriteStartObject();
        json.WriteStartArray("by");
        foreach (var dimension in table.Dimensions)
            json.WriteStringValue(dimension.Name);
        json.WriteEndArray();
        var rows = table.Rows(top, out var rest);
        json.WriteStartArray("rows");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            foreach (var (dimension, value) in table.Dimensions.Zip(row.Values))
                json.WriteString(dimension.Name, value);
            json.WritePropertyName("sum");
            Write(json, row.Sum);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("more_rows", rest.Count);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LedgerSummary sum)
    {
        json.WriteStartObject();
        json.WriteNumber("cost_usd", sum.CostUsd);
        json.WriteNumber("suspect_usd", sum.SuspectUsd);
        json.WriteNumber("lost_usd", sum.LostUsd);
        json.WriteNumber("attempts", sum.Attempts);
        json.WriteNumber("calls", sum.Calls);
        json.WriteNumber("suspects", sum.Suspects);
        json.WriteNumber("denied", sum.Denied);
        json.WriteNumber("lost", sum.Lost);
        json.WriteNumber("input_tokens", sum.InputTokens);
        json.WriteNumber("output_tokens", sum.OutputTokens);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<LedgerEntry> entries)
    {
        json.WriteStartArray(name);
        foreach (var entry in entries)
            LedgerJson.Write(json, entry);
        json.WriteEndArray();
    }
}
