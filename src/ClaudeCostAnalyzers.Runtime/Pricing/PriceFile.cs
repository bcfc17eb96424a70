using System.Text.Json;

namespace ClaudeCost.Pricing;

/// <summary>
/// Reads a price file strictly: a field that is not known is an error, because a misspelt one would otherwise be a price that
/// silently does not count. Errors name the line, which a serializer's would not.
/// </summary>
internal ref struct PriceFile
{
    private const decimal NanoPerMillionth = 1_000m;
    private const decimal MostUsd = 100_000m;
    private const long MostTokens = 1_000_000_000;

    private static readonly string[] FileFields = ["unit", "retrieved", "models"];

    private static readonly string[] RateFields = ["input", "output", "cache_write_5m", "cache_write_1h", "cache_read"];

    private static readonly string[] ModelFields =
        [.. RateFields, "long_prompt", "context_window", "max_output_tokens", "fast_multiplier", "date", "source"];

    private readonly ReadOnlySpan<byte> bytes;
    private readonly string file;
    private Utf8JsonReader json;

    private PriceFile(ReadOnlySpan<byte> bytes, string file)
    {
        this.bytes = bytes;
        this.file = file;
        json = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    }

    /// <exception cref="PriceCatalogException">The content has an error.</exception>
    public static Dictionary<string, ModelPrice?> Read(ReadOnlySpan<byte> bytes, string file)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var reader = new PriceFile(bytes.StartsWith(mark) ? bytes.Slice(mark.Length) : bytes, file);
        try
        {
            return reader.ReadFile();
        }
        catch (JsonException exception)
        {
            throw new PriceCatalogException(file, (exception.LineNumber ?? 0) + 1, "this is not JSON. Correct it, or take the price file in docs/runtime.md as a start.", exception);
        }
    }

    private Dictionary<string, ModelPrice?> ReadFile()
    {
        Dictionary<string, ModelPrice?>? models = null;
        json.Read();
        Expect(JsonTokenType.StartObject, "an object with the field 'models'");
        while (NextField(FileFields) is { } field)
        {
            json.Read();
            switch (field)
            {
                case "models" when models is not null:
                    throw Error("'models' stands here a second time. Put all models into one.");
                case "models":
                    models = ReadModels();
                    break;
                case "unit" when json.TokenType != JsonTokenType.String || json.GetString() != "USD per million tokens":
                    throw Error("'unit' must be \"USD per million tokens\". Convert the prices, or leave the field out.");
                default:
                    Expect(JsonTokenType.String, "a text");
                    break;
            }
        }

        json.Read();
        return models ?? throw Error("there is no field 'models'. Add \"models\": { \"model-name\": { \"input\": 1.0, \"output\": 5.0 } }.");
    }

    private Dictionary<string, ModelPrice?> ReadModels()
    {
        var models = new Dictionary<string, ModelPrice?>(StringComparer.OrdinalIgnoreCase);
        Expect(JsonTokenType.StartObject, "an object with one field per model");
        while (NextField(null) is { } id)
        {
            if (models.ContainsKey(id))
            {
                throw Error($"the model '{id}' stands here a second time. Keep one entry.");
            }

            json.Read();

            // null: the model is known, its price is not. It is charged at the dearest price, like any other that is not known.
            models.Add(id, json.TokenType == JsonTokenType.Null ? null : ReadModel(id));
        }

        return models;
    }

    private ModelPrice ReadModel(string id)
    {
        Expect(JsonTokenType.StartObject, $"an object with the prices of '{id}', or null");
        var rates = new decimal?[RateFields.Length];
        decimal?[]? longRates = null;
        var longAbove = long.MaxValue;
        long? window = null;
        long? output = null;
        decimal? fast = null;
        string? date = null;
        string? source = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (NextField(ModelFields) is { } field)
        {
            RefuseTwice(field, seen);
            json.Read();
            switch (field)
            {
                case "long_prompt":
                    (longAbove, longRates) = ReadLongPrompt(id);
                    break;
                case "context_window":
                    window = ReadCount(field, atLeast: 1);
                    break;
                case "max_output_tokens":
                    output = ReadCount(field, atLeast: 0);
                    break;
                case "fast_multiplier":
                    fast = ReadNumber(field, 1m, 1_000m);
                    break;
                case "date":
                    date = ReadDate();
                    break;
                case "source":
                    Expect(JsonTokenType.String, "a text that says where the price comes from");
                    source = json.GetString();
                    break;
                default:
                    rates[Array.IndexOf(RateFields, field)] = ReadNumber(field, 0m, MostUsd) * NanoPerMillionth;
                    break;
            }
        }

        var known = Complete(id, rates);
        if (output == 0 && known.Output > 0)
        {
            throw Error($"'max_output_tokens' of '{id}' is 0, but its output has a price. Give the largest output, or leave the field out.");
        }

        return new ModelPrice
        {
            Id = id,
            Rates = known,
            LongPromptAbove = longAbove,
            LongPromptRates = longRates is null ? default : Complete(id, longRates),
            ContextWindow = window ?? PriceCatalog.LargestContextWindow,
            MaxOutputTokens = output ?? PriceCatalog.LargestMaxOutput,
            FastMultiplier = fast,
            Date = date,
            Source = source,
        };
    }

    private (long Above, decimal?[] Rates) ReadLongPrompt(string id)
    {
        Expect(JsonTokenType.StartObject, "an object with 'above_tokens' and prices");
        var rates = new decimal?[RateFields.Length];
        long? above = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (NextField(["above_tokens", .. RateFields]) is { } field)
        {
            RefuseTwice(field, seen);
            json.Read();
            if (field == "above_tokens")
            {
                above = ReadCount(field, atLeast: 1);
            }
            else
            {
                rates[Array.IndexOf(RateFields, field)] = ReadNumber(field, 0m, MostUsd) * NanoPerMillionth;
            }
        }

        return (above ?? throw Error($"'long_prompt' of '{id}' has no 'above_tokens'. Add the number of prompt tokens above which it applies."), rates);
    }

    /// <summary>
    /// Prices of the cache that are left out are taken as Anthropic's usual multiples of the input price; a read is taken as
    /// dear as input, because nobody promised the discount.
    /// </summary>
    private Rates Complete(string id, decimal?[] rates)
    {
        var input = rates[0] ?? throw Error($"'{id}' has no 'input' price. Add it, in USD per million tokens.");
        var output = rates[1] ?? throw Error($"'{id}' has no 'output' price. Add it, in USD per million tokens.");
        return new Rates(input, output, rates[2] ?? (input * 1.25m), rates[3] ?? (input * 2m), rates[4] ?? input);
    }

    private string? NextField(string[]? allowed)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        var field = json.GetString()!;
        return allowed is null || Array.IndexOf(allowed, field) >= 0
            ? field
            : throw Error($"'{field}' is no field of a price file. Known are: {string.Join(", ", allowed)}.");
    }

    /// <summary>Of two prices nobody can tell which is meant.</summary>
    private void RefuseTwice(string field, HashSet<string> seen)
    {
        if (!seen.Add(field))
        {
            throw Error($"'{field}' stands here a second time. Keep one.");
        }
    }

    private decimal ReadNumber(string field, decimal least, decimal most) =>
        json.TokenType == JsonTokenType.Number && json.TryGetDecimal(out var value) && value >= least && value <= most
            ? value
            : throw Error(FormattableString.Invariant($"'{field}' must be a number from {least} to {most}. Correct it."));

    private long ReadCount(string field, long atLeast) =>
        json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var value) && value >= atLeast && value <= MostTokens
            ? value
            : throw Error(FormattableString.Invariant($"'{field}' must be a whole number of tokens from {atLeast} to {MostTokens}. Correct it."));

    private string ReadDate()
    {
        var text = json.TokenType == JsonTokenType.String ? json.GetString() : null;
        return DateTime.TryParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out _)
            ? text!
            : throw Error("'date' must be a day as yyyy-MM-dd. Correct it.");
    }

    private void Expect(JsonTokenType type, string what)
    {
        if (json.TokenType != type)
        {
            throw Error($"here must be {what}. Correct it.");
        }
    }

    private PriceCatalogException Error(string problem)
    {
        var line = 1L;
        foreach (var b in bytes.Slice(0, (int)json.TokenStartIndex))
        {
            line += b == '\n' ? 1 : 0;
        }

        return new PriceCatalogException(file, line, problem);
    }
}
