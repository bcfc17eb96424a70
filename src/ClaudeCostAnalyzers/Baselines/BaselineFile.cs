using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Baselines;

/// <summary>A line of a baseline that cannot be read.</summary>
/// <param name="Line">The line, from 0.</param>
/// <param name="Reason">What is wrong and what is allowed, as the end of a sentence.</param>
internal sealed record BaselineProblem(int Line, string Reason);

/// <summary>
/// The findings that a code base had when its baseline was written: text, one entry a line, in an order that merges well.
/// Lines that can be read count although others cannot.
/// </summary>
internal sealed class BaselineFile
{
    /// <summary>How the file's name ends, and what it is called unless somebody names it: so package, tool and suppressor know it.</summary>
    public const string Name = "claude-cost.baseline";

    private const string Version = "version\t1";
    private const int Columns = 6;

    private BaselineFile(ImmutableArray<BaselineEntry> entries, ImmutableArray<BaselineProblem> problems)
    {
        Entries = entries;
        Problems = problems;
    }

    public ImmutableArray<BaselineEntry> Entries { get; }

    public ImmutableArray<BaselineProblem> Problems { get; }

    public static bool IsBaseline(string path) => path.EndsWith(Name, StringComparison.OrdinalIgnoreCase);

    public static BaselineFile Parse(SourceText text)
    {
        var entries = ImmutableArray.CreateBuilder<BaselineEntry>();
        var problems = ImmutableArray.CreateBuilder<BaselineProblem>();
        foreach (var line in text.Lines)
        {
            var content = line.ToString();
            if (content.Trim().Length == 0 || content[0] == '#' || content.TrimEnd() == Version)
                continue;
            if (content.StartsWith("version\t", StringComparison.Ordinal))
            {
                // Read as version 1 it would say something else than was meant.
                return new(ImmutableArray<BaselineEntry>.Empty, ImmutableArray.Create(
                    new BaselineProblem(line.LineNumber, "has a version that this release does not know; update ClaudeCostAnalyzers, or delete the file and write it again")));
            }

            if (Entry(content) is { } entry)
                entries.Add(entry);
            else
                problems.Add(new(line.LineNumber, "is not 'rule, count, hash, assembly, member, file' with tabs in between; resolve a merge conflict, or delete the file and write it again"));
        }

        return new(entries.ToImmutable(), problems.ToImmutable());
    }

    private static BaselineEntry? Entry(string line)
    {
        var columns = line.Split('\t');
        return columns.Length == Columns
            && columns[0].StartsWith("CCA", StringComparison.Ordinal) && columns[0].Length == 7
            && int.TryParse(columns[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            && columns[2].Length == 16 && columns[2].All(IsHex)
                ? new(new(columns[0], columns[2]), count, columns[3], columns[4], columns[5].TrimEnd())
                : null;
    }

    private static bool IsHex(char c) => c is >= '0' and <= '9' or >= 'a' and <= 'f';

    /// <summary>The file for these entries. A key that stands twice is one line.</summary>
    public static string Format(IEnumerable<BaselineEntry> entries)
    {
        var text = new StringBuilder();
        text.Append("# Findings that were known when 'claude-cost baseline' wrote this file. They are not reported; new ones are.\n");
        text.Append("# rule, count, hash, assembly, member, file. Write it again to drop what has been fixed.\n");
        text.Append(Version).Append('\n');
        foreach (var entry in entries
            .GroupBy(entry => (entry.Key, entry.Assembly))
            .Select(group => group.First() with { Count = group.Max(entry => entry.Count) })
            .OrderBy(entry => entry.File, StringComparer.Ordinal).ThenBy(entry => entry.Member, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Rule, StringComparer.Ordinal).ThenBy(entry => entry.Key.Hash, StringComparer.Ordinal)
            .ThenBy(entry => entry.Assembly, StringComparer.Ordinal))
        {
            text.Append(entry.Key.Rule).Append('\t').Append(entry.Count.ToString(CultureInfo.InvariantCulture)).Append('\t').Append(entry.Key.Hash)
                .Append('\t').Append(Clean(entry.Assembly)).Append('\t').Append(Clean(entry.Member)).Append('\t').Append(Clean(entry.File)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A type in a signature may go over several lines.</summary>
    private static string Clean(string text) => string.Join(" ", text.Split(['\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(part => part.Trim()));
}
