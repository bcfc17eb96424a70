using System.Text;

namespace ClaudeCostAnalyzers.Tool.Reporting;

/// <summary>Makes text of unknown origin harmless to a terminal.</summary>
internal static class SafeText
{
    /// <summary>Replaces control characters (terminal commands) and characters that change the direction of writing.</summary>
    public static string Clean(string text)
    {
        StringBuilder? clean = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (!char.IsControl(c) && c is not (>= '\u202A' and <= '\u202E') and not (>= '\u2066' and <= '\u2069'))
                continue;
            clean ??= new(text);
            clean[i] = c is '\t' or '\n' or '\r' ? ' ' : '\uFFFD';
        }
        return clean?.ToString() ?? text;
    }
}
