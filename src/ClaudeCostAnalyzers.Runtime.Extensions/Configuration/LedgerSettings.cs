using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ClaudeCost.Configuration;

/// <summary>The entry <c>Ledger</c>: a folder, or an object with a folder and how its files are cut.</summary>
internal sealed record LedgerSettings(string Path, string Source, FileLedgerOptions Options)
{
    public static LedgerSettings? Read(IConfigurationSection section, List<string> errors)
    {
        var before = errors.Count;
        var path = section.Value;
        var options = new FileLedgerOptions();
        foreach (var child in section.GetChildren())
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "PATH":
                    path = child.Value;
                    break;
                case "MAXFILEBYTES" when long.TryParse(child.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0:
                    options.MaxFileBytes = bytes;
                    break;
                case "KEEPDAYS" when int.TryParse(child.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days > 0:
                    options.KeepDays = days;
                    break;
                case "FLUSHTODISK" when bool.TryParse(child.Value, out var flush):
                    options.FlushToDisk = flush;
                    break;
                case "RESUMEBUDGETS" when bool.TryParse(child.Value, out var resume):
                    options.ResumeBudgets = resume;
                    break;
                case "MAXFILEBYTES" or "KEEPDAYS":
                    errors.Add($"{child.Path} is '{child.Value}'; give it a positive whole number.");
                    break;
                case "FLUSHTODISK" or "RESUMEBUDGETS":
                    errors.Add($"{child.Path} is '{child.Value}'; give it true or false.");
                    break;
                default:
                    errors.Add($"{child.Path} is not known; known are Path, MaxFileBytes, KeepDays, FlushToDisk and ResumeBudgets.");
                    break;
            }
        }

        if (string.IsNullOrWhiteSpace(path))
        {
            errors.Add($"{section.Path} names no folder; give it the path of one, or an object with a Path.");
        }

        return errors.Count == before ? new LedgerSettings(path!.Trim(), section.Path, options) : null;
    }
}
