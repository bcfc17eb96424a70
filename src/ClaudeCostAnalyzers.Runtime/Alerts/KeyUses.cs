using System.Globalization;
using System.Text.Json;

namespace ClaudeCost.Alerts;

/// <summary>On which day each key was last used, in memory and, if there is one, in a file: <c>{"anthropic:wxyz":"2026-11-21"}</c>.</summary>
internal sealed class KeyUses
{
    private const string Format = "yyyy-MM-dd";
    private const int MostKeys = 10_000;

    private readonly Dictionary<string, DateTime> last = new(StringComparer.Ordinal);
    private readonly string? path;

    /// <exception cref="InvalidOperationException">The file is there and cannot be read.</exception>
    public KeyUses(string? path)
    {
        this.path = path;
        if (path is not null && File.Exists(path))
        {
            Load(path);
        }
    }

    /// <summary>Keeps the day.</summary>
    /// <returns>The day on which it was used before; <see langword="null"/> if that is not known.</returns>
    public DateTime? Used(string key, DateTime today)
    {
        DateTime? before = last.TryGetValue(key, out var day) ? day : null;
        if (before < today || (before is null && last.Count < MostKeys))
        {
            last[key] = today;
            Save();
        }

        return before;
    }

    private void Load(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var entry in document.RootElement.EnumerateObject())
            {
                last[entry.Name] = DateTime.ParseExact(entry.Value.GetString()!, Format, CultureInfo.InvariantCulture);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The file of key uses '{file}' cannot be read: {exception.Message} Mend or delete it.", exception);
        }
    }

    /// <summary>Once a day for each key. Written beside and moved over, so that a process that is killed leaves the old file or the new one.</summary>
    private void Save()
    {
        if (path is null)
        {
            return;
        }

        try
        {
            var beside = path + ".new";
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write))
            using (var json = new Utf8JsonWriter(stream))
            {
                json.WriteStartObject();
                foreach (var entry in last)
                {
                    json.WriteString(entry.Key, entry.Value.ToString(Format, CultureInfo.InvariantCulture));
                }

                json.WriteEndObject();
            }

#if NET
            File.Move(beside, path, overwrite: true);
#else
            File.Delete(path);
            File.Move(beside, path);
#endif
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            BudgetGuard.WarnOnce(BudgetWarningKind.AlertFailed, $"The file of key uses '{path}' cannot be written: {exception.Message}");
        }
    }
}
