using System.Text.RegularExpressions;

namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>An error or warning as MSBuild, NuGet and the SDK print them.</summary>
/// <param name="File">The file before the colon; empty when the message has none.</param>
/// <param name="Line">The line in the file, or 0.</param>
/// <param name="IsError">False for a warning.</param>
/// <param name="Code">For example <c>NU1101</c>; empty when the message has none.</param>
/// <param name="Text">The message itself.</param>
/// <param name="Project">The project in brackets at the end, without its properties; empty when there is none.</param>
internal sealed partial record BuildMessage(string File, int Line, bool IsError, string Code, string Text, string Project)
{
    [GeneratedRegex(
        @"^\s*(?<file>[^\r\n]*?)(\((?<line>\d+)(,[\d,-]+)?\))?\s*:\s+(?<kind>error|warning)\s*(?<code>[A-Za-z]+\d+)?\s*:\s*(?<text>.*?)(\s\[(?<project>[^\[\]]+?)(::[^\]]*)?\])?\s*$",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Format { get; }

    /// <summary>All messages in the output, each once, in order.</summary>
    public static IReadOnlyList<BuildMessage> ParseAll(string output)
    {
        var messages = new List<BuildMessage>();
        foreach (var line in output.Split('\n'))
        {
            if (Parse(line) is { } message && !messages.Contains(message))
                messages.Add(message);
        }
        return messages;
    }

    public static BuildMessage? Parse(string line)
    {
        // The directive errors of file-based programs come without the blank: "app.cs(1): error: text".
        if (line.Length > 8000 || !(line.Contains(": error", StringComparison.Ordinal) || line.Contains(": warning", StringComparison.Ordinal)))
            return null;
        var match = Format.Match(line);
        if (!match.Success)
            return null;
        var at = match.Groups["line"].Success && int.TryParse(match.Groups["line"].Value, out var number) ? number : 0;
        return new(match.Groups["file"].Value, at, match.Groups["kind"].Value == "error", match.Groups["code"].Value,
            match.Groups["text"].Value, match.Groups["project"].Value);
    }

    /// <summary>Whether the message is about this project, as its file or as the project that was being built.</summary>
    public bool IsAbout(string project) => PathRules.Comparer.Equals(File, project) || PathRules.Comparer.Equals(Project, project);

    public override string ToString() => Code.Length > 0 ? $"{Code}: {Text}" : Text;
}
