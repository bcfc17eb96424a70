using Spectre.Console;

namespace ClaudeCostAnalyzers.Tool.Reporting;

/// <summary>
/// Writes lines of styled text, wrapped at the width of a terminal with a hanging indent. Where output is redirected
/// nothing is wrapped, so that a line of the report stays a line to <c>grep</c>.
/// </summary>
internal sealed class StyledLines(IAnsiConsole console, bool wrap)
{
    private const int NarrowestText = 30;

    public void Blank() => console.WriteLine();

    /// <param name="indent">Columns before the first line.</param>
    /// <param name="hanging">Columns before the lines that follow when it wraps.</param>
    /// <param name="parts">The text, in parts of one style each; it wraps at blanks.</param>
    public void Line(int indent, int hanging, params (string Text, Style? Style)[] parts)
    {
        var width = wrap ? Math.Max(console.Profile.Width - 1, hanging + NarrowestText) : int.MaxValue;
        Write(new string(' ', indent), null);
        var column = indent;
        var atStart = true;
        foreach (var (text, style) in parts)
        {
            foreach (var word in Words(SafeText.Clean(text)))
            {
                var blank = word[0] == ' ';
                if (!blank && !atStart && column + word.Length > width)
                {
                    console.WriteLine();
                    Write(new string(' ', hanging), null);
                    column = hanging;
                }
                else if (blank && column + word.Length >= width)
                {
                    continue;
                }
                Write(word, style);
                column += word.Length;
                atStart = false;
            }
        }
        console.WriteLine();
    }

    private void Write(string text, Style? style)
    {
        if (text.Length > 0)
            console.Write(new Text(text, style));
    }

    /// <summary>Splits into runs of blanks and runs of others, in order.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var start = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == ' ' == (text[start] == ' '))
                continue;
            yield return text[start..i];
            start = i;
        }
    }
}
