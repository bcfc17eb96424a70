using System.Globalization;
using System.Text.Json;

namespace ClaudeCost.Ledger;

/// <summary>An entry as one line of JSON. Money is whole nano-USD; what is absent or empty is left out.</summary>
internal static class LedgerJson
{
    /// <summary>The version of the format. A reader takes every version up to its own; fields are only ever added.</summary>
    public const int Version = 1;

    private static readonly (LedgerOutcome Outcome, string Name)[] Outcomes =
    [
        (LedgerOutcome.Settled, "settled"),
        (LedgerOutcome.Rejected, "rejected"),
        (LedgerOutcome.Redirected, "redirected"),
        (LedgerOutcome.NotSent, "not-sent"),
        (LedgerOutcome.Denied, "denied"),
        (LedgerOutcome.SuspectNoReply, "suspect-no-reply"),
        (LedgerOutcome.SuspectStatus, "suspect-status"),
        (LedgerOutcome.SuspectCut, "suspect-cut"),
        (LedgerOutcome.SuspectNoUsage, "suspect-no-usage"),
        (LedgerOutcome.SuspectForgotten, "suspect-forgotten"),
        (LedgerOutcome.SuspectBatch, "suspect-batch"),
        (LedgerOutcome.Corrected, "corrected"),
        (LedgerOutcome.Unsettled, "sent"),
        (LedgerOutcome.Lost, "lost"),
    ];

    private static readonly (LedgerBound Bound, string Name)[] Bounds =
    [
        (LedgerBound.Proven, "proven"),
        (LedgerBound.Measured, "measured"),
        (LedgerBound.ByRule, "by-rule"),
    ];

    public static void Write(Stream stream, LedgerEntry entry)
    {
        using (var json = new Utf8JsonWriter(stream))
        {
            Write(json, entry);
        }

        stream.WriteByte((byte)'\n');
    }

    public static void Write(Utf8JsonWriter json, LedgerEntry entry)
    {
        json.WriteStartObject();
        json.WriteNumber("v", Version);
        json.WriteString("time", entry.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("call", entry.CallId);
        json.WriteNumber("attempt", entry.Attempt);
        json.WriteString("outcome", NameOf(entry.Outcome));
        json.WriteNumber("calls", entry.Calls);
        json.WriteNumber("cost_nano_usd", Nano(entry.CostUsd));
        json.WriteNumber("input_tokens", entry.InputTokens);
        json.WriteNumber("output_tokens", entry.OutputTokens);
        json.WriteNumber("reserved_nano_usd", Nano(entry.ReservedUsd));
        Write(json, "reserved_calls", entry.ReservedCalls > 1 ? entry.ReservedCalls : null);
        json.WriteNumber("reserved_input_tokens", entry.ReservedInputTokens);
        json.WriteNumber("reserved_output_tokens", entry.ReservedOutputTokens);
        json.WriteString("bound", Array.Find(Bounds, row => row.Bound == entry.Bound).Name);
        Write(json, "bound_reason", entry.BoundReason);
        Write(json, "bound_violated", entry.BoundViolated ? true : null);
        Write(json, "model", entry.Model);
        Write(json, "served_model", entry.ServedModel);
        Write(json, "provider", entry.Provider);
        Write(json, "operation", entry.Operation);
        Write(json, "host", entry.Host);
        Write(json, "port", entry.Port == 0 ? null : entry.Port);
        Write(json, "status", entry.Status);
        Write(json, "request_id", entry.RequestId);
        Write(json, "batch_id", entry.BatchId);
        Write(json, "error", entry.Error);
        if (entry.TimeToHeaders is { } headers)
        {
            json.WriteNumber("headers_ms", Math.Round(headers.TotalMilliseconds, 3));
        }

        json.WriteNumber("duration_ms", Math.Round(entry.Duration.TotalMilliseconds, 3));
        Write(json, "scopes", entry.Scopes);
        Write(json, "file", entry.File);
        Write(json, "line", entry.Line == 0 ? null : entry.Line);
        Write(json, "budgets", entry.Budgets);
        WriteTags(json, entry.Tags);
        Write(json, "key_end", entry.KeyEnd);
        Write(json, "price_version", entry.PriceVersion);
        Write(json, "denied_by", entry.DeniedBy);
        Write(json, "denied_limit", entry.DeniedLimit?.ToString());
        Write(json, "trace_id", entry.TraceId);
        Write(json, "ended", entry.Ended);
        if (entry.Usage is { } usage)
        {
            json.WritePropertyName("usage");
            WriteUsage(json, usage);
        }

        json.WriteEndObject();
    }

    /// <exception cref="JsonException">It is not a whole entry.</exception>
    public static LedgerEntry Read(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line);
        var entry = document.RootElement;
        if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("v", out var v) || !v.TryGetInt32(out var version))
        {
            throw new JsonException("It is no entry of a ledger.");
        }

        if (version > Version)
        {
            throw new JsonException(FormattableString.Invariant($"It is of version {version} of the format; this package reads up to {Version}."));
        }

        try
        {
            return new LedgerEntry
            {
                Time = DateTimeOffset.Parse(entry.GetProperty("time").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                CallId = entry.GetProperty("call").GetString()!,
                Attempt = entry.GetProperty("attempt").GetInt32(),
                Outcome = OutcomeOf(entry.GetProperty("outcome").GetString()),
                Calls = entry.GetProperty("calls").GetInt64(),
                CostUsd = Money.ToUsd(entry.GetProperty("cost_nano_usd").GetInt64()),
                InputTokens = entry.GetProperty("input_tokens").GetInt64(),
                OutputTokens = entry.GetProperty("output_tokens").GetInt64(),
                ReservedUsd = Money.ToUsd(entry.GetProperty("reserved_nano_usd").GetInt64()),
                ReservedCalls = Number(entry, "reserved_calls") ?? 1,
                ReservedInputTokens = entry.GetProperty("reserved_input_tokens").GetInt64(),
                ReservedOutputTokens = entry.GetProperty("reserved_output_tokens").GetInt64(),
                Bound = Array.Find(Bounds, row => row.Name == Text(document.RootElement, "bound")) is { Name: not null } found ? found.Bound : LedgerBound.ByRule,
                BoundReason = Text(entry, "bound_reason"),
                BoundViolated = Truth(entry, "bound_violated") ?? false,
                Model = Text(entry, "model"),
                ServedModel = Text(entry, "served_model"),
                Provider = Text(entry, "provider"),
                Operation = Text(entry, "operation") ?? "",
                Host = Text(entry, "host"),
                Port = (int)(Number(entry, "port") ?? 0),
                Status = (int?)Number(entry, "status"),
                RequestId = Text(entry, "request_id"),
                BatchId = Text(entry, "batch_id"),
                Error = Text(entry, "error"),
                TimeToHeaders = entry.TryGetProperty("headers_ms", out var headers) ? Milliseconds(headers) : null,
                Duration = Milliseconds(entry.GetProperty("duration_ms")),
                Scopes = Texts(entry, "scopes"),
                File = Text(entry, "file") ?? "",
                Line = (int)(Number(entry, "line") ?? 0),
                Budgets = Texts(entry, "budgets"),
                Tags = entry.TryGetProperty("tags", out var tags) ? tags.EnumerateObject().ToDictionary(tag => tag.Name, tag => tag.Value.GetString() ?? "") : [],
                KeyEnd = Text(entry, "key_end"),
                PriceVersion = Text(entry, "price_version"),
                DeniedBy = Text(entry, "denied_by"),
                DeniedLimit = Enum.TryParse<BudgetLimit>(Text(entry, "denied_limit"), out var limit) ? limit : null,
                TraceId = Text(entry, "trace_id"),
                Ended = Texts(entry, "ended"),
                Usage = entry.TryGetProperty("usage", out var usage) ? UsageOf(usage) : null,
            };
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new JsonException($"It is no whole entry of a ledger: {exception.Message}", exception);
        }
    }

    /// <summary>The outcome as the files say it.</summary>
    public static string NameOf(LedgerOutcome outcome) => Array.Find(Outcomes, row => row.Outcome == outcome).Name;

    private static LedgerOutcome OutcomeOf(string? name) => Array.FindIndex(Outcomes, row => row.Name == name) is >= 0 and var index
        ? Outcomes[index].Outcome
        : throw new FormatException($"The outcome '{name}' is not known.");

    private static long Nano(decimal usd) => (long)(usd * Money.NanoPerUsd);

    private static void WriteUsage(Utf8JsonWriter json, LedgerUsage usage)
    {
        json.WriteStartObject();
        Write(json, "model", usage.Model);
        Write(json, "input_tokens", usage.InputTokens);
        Write(json, "output_tokens", usage.OutputTokens);
        Write(json, "cache_read_tokens", usage.CacheReadTokens);
        Write(json, "cache_write_tokens", usage.CacheWriteTokens);
        Write(json, "cache_write_5m_tokens", usage.CacheWrite5mTokens);
        Write(json, "cache_write_1h_tokens", usage.CacheWrite1hTokens);
        Write(json, "web_searches", usage.WebSearches);
        Write(json, "fast", usage.Fast);
        Write(json, "regional", usage.Regional);
        if (usage.Iterations.Count > 0)
        {
            json.WriteStartArray("iterations");
            foreach (var part in usage.Iterations)
            {
                WriteUsage(json, part with { Iterations = [] });
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static LedgerUsage UsageOf(JsonElement usage) => StepOf(usage) with
    {
        // One level: a file that nests deeper was not written by this package.
        Iterations = usage.TryGetProperty("iterations", out var parts) && parts.ValueKind == JsonValueKind.Array ? [.. parts.EnumerateArray().Select(StepOf)] : [],
    };

    private static LedgerUsage StepOf(JsonElement step) => new()
    {
        Model = Text(step, "model"),
        InputTokens = Number(step, "input_tokens"),
        OutputTokens = Number(step, "output_tokens"),
        CacheReadTokens = Number(step, "cache_read_tokens"),
        CacheWriteTokens = Number(step, "cache_write_tokens"),
        CacheWrite5mTokens = Number(step, "cache_write_5m_tokens"),
        CacheWrite1hTokens = Number(step, "cache_write_1h_tokens"),
        WebSearches = Number(step, "web_searches"),
        Fast = Truth(step, "fast"),
        Regional = Truth(step, "regional"),
    };

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } truth)
        {
            json.WriteBoolean(name, truth);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteTags(Utf8JsonWriter json, IReadOnlyDictionary<string, string> tags)
    {
        if (tags.Count == 0)
        {
            return;
        }

        json.WriteStartObject("tags");
        foreach (var tag in tags)
        {
            json.WriteString(tag.Key, tag.Value);
        }

        json.WriteEndObject();
    }

    private static TimeSpan Milliseconds(JsonElement value) => TimeSpan.FromTicks((long)(value.GetDouble() * TimeSpan.TicksPerMillisecond));

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static long? Number(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetInt64() : null;

    private static bool? Truth(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetBoolean() : null;

    private static string[] Texts(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var values) ? [.. values.EnumerateArray().Select(value => value.GetString() ?? "")] : [];
}
