namespace ClaudeCostAnalyzers.Rules.Settings;

/// <summary>
/// Reads the named values off settings files of several kinds. It looks for what it knows and passes over the rest: a file that is
/// half written has entries too. One pass, no recursion.
/// </summary>
internal static class SettingsReader
{
    private const int DeepestSection = 200;

    /// <summary>Longer values of attributes hold no credential.</summary>
    private const int LongestValue = 8192;

    /// <summary>Names are shorter: a section of a longer one is somebody's data.</summary>
    private const int LongestName = 1000;

    /// <summary>The entries of a file, by the form that its name tells.</summary>
    public static IEnumerable<SettingsEntry> Read(string path, string text) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? ReadJson(text)
        : path.EndsWith(".config", StringComparison.OrdinalIgnoreCase) ? ReadTags(text)
        : ReadLines(text);

    /// <summary>Strings of objects; comments and trailing commas are allowed, as configuration allows them.</summary>
    private static IEnumerable<SettingsEntry> ReadJson(string text)
    {
        // The names of the sections so far, each with those around it, down to a depth that no settings have: a file may be nothing but brackets.
        var path = new Stack<string>();
        var beyond = 0;
        string? name = null;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '/' when i + 1 < text.Length && text[i + 1] == '/':
                    i = EndOfLine(text, i);
                    break;
                case '/' when i + 1 < text.Length && text[i + 1] == '*':
                    var close = text.IndexOf("*/", i + 2, StringComparison.Ordinal);
                    i = close < 0 ? text.Length : close + 1;
                    break;
                case '{' or '[':
                    if (path.Count >= DeepestSection)
                        beyond++;
                    else
                        path.Push(Join(path, name));
                    name = null;
                    break;
                case '}' or ']':
                    if (beyond > 0)
                        beyond--;
                    else if (path.Count > 0)
                        path.Pop();
                    name = null;
                    break;
                case ',':
                    name = null;
                    break;
                case '"':
                    var start = i + 1;
                    for (i = start; i < text.Length && text[i] != '"' && text[i] is not ('\r' or '\n'); i++)
                        i += text[i] == '\\' ? 1 : 0;
                    var end = Math.Min(i, text.Length);
                    var next = end + 1;
                    while (next < text.Length && char.IsWhiteSpace(text[next]))
                        next++;
                    if (next < text.Length && text[next] == ':')
                        (name, i) = (text.Substring(start, end - start), next);
                    else if (name is not null || path.Count > 0)
                        yield return new SettingsEntry(Join(path, name), start, end - start);
                    break;
            }
        }
    }

    private static string Join(Stack<string> path, string? name)
    {
        var around = path.Count > 0 ? path.Peek() : "";
        if (name is not { Length: > 0 } || around.Length + name.Length > LongestName)
            return around;
        return around.Length == 0 ? name : around + ":" + name;
    }

    /// <summary><c>NAME=value</c> and <c>Name: value</c>, one on a line, with or without quotes, as in <c>.env</c> and <c>.http</c> files.</summary>
    private static IEnumerable<SettingsEntry> ReadLines(string text)
    {
        for (var start = 0; start < text.Length; start = EndOfLine(text, start) + 1)
        {
            var end = EndOfLine(text, start);
            if (text.IndexOf("://", start, end - start, StringComparison.Ordinal) is >= 0 and var scheme)
            {
                // The URL of a request, up to the next blank.
                var stop = scheme;
                while (stop < end && !char.IsWhiteSpace(text[stop]) && text[stop] is not ('"' or '\''))
                    stop++;
                yield return new SettingsEntry("", scheme, stop - scheme);
            }

            var from = start;
            while (from < end && text[from] is ' ' or '\t' or '@' or '#' or '$')
                from++;
            if (string.CompareOrdinal(text, from, "export ", 0, 7) == 0)
                from += 7;
            var name = from;
            while (name < end && (char.IsLetterOrDigit(text[name]) || text[name] is '_' or '-' or '.' or ':' && name + 1 < end && text[name + 1] is not ' '))
                name++;
            var value = name;
            while (value < end && text[value] is ' ' or '\t')
                value++;
            if (name == from || value >= end || text[value] is not ('=' or ':'))
                continue;
            value++;
            while (value < end && text[value] is ' ' or '\t' or '"' or '\'')
                value++;
            var last = value;
            while (last < end && text[last] is not ('"' or '\'' or '\r' or '#'))
                last++;
            while (last > value && text[last - 1] is ' ' or '\t')
                last--;
            yield return new SettingsEntry(text.Substring(from, name - from), value, last - value);
        }
    }

    /// <summary><c>&lt;add key="name" value="value" /&gt;</c>, and <c>&lt;Name&gt;value&lt;/Name&gt;</c>.</summary>
    private static IEnumerable<SettingsEntry> ReadTags(string text)
    {
        for (var open = text.IndexOf('<'); open >= 0; open = text.IndexOf('<', open + 1))
        {
            // The last one before the end of the tag begins it.
            var close = text.IndexOf('>', open);
            if (close < 0)
                break;
            open = text.LastIndexOf('<', close, close - open + 1);
            var named = Attribute(text, open, close, "key") ?? Attribute(text, open, close, "name");
            if (named is var (nameStart, nameLength) && Attribute(text, open, close, "value") is var (start, length))
            {
                yield return new SettingsEntry(text.Substring(nameStart, nameLength), start, length);
            }
            else if (open + 1 < close && char.IsLetter(text[open + 1]) && text[close - 1] != '/')
            {
                var next = text.IndexOf('<', close);
                var end = open + 1;
                while (end < close && !char.IsWhiteSpace(text[end]))
                    end++;
                if (next > close + 1)
                    yield return new SettingsEntry(text.Substring(open + 1, end - open - 1), close + 1, next - close - 1);
            }
        }
    }

    private static (int Start, int Length)? Attribute(string text, int open, int close, string name)
    {
        for (var at = text.IndexOf(name, open, close - open, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(name, at + 1, close - at - 1, StringComparison.OrdinalIgnoreCase))
        {
            var equals = at + name.Length;
            while (equals < close && char.IsWhiteSpace(text[equals]))
                equals++;
            if (!char.IsWhiteSpace(text[at - 1]) || equals >= close || text[equals] != '=')
                continue;
            var quote = equals + 1;
            while (quote < close && char.IsWhiteSpace(text[quote]))
                quote++;
            if (quote < close && text[quote] is '"' or '\'' && text.IndexOf(text[quote], quote + 1, Math.Min(text.Length - quote - 1, LongestValue)) is var end && end > quote)
                return (quote + 1, end - quote - 1);
        }

        return null;
    }

    private static int EndOfLine(string text, int from)
    {
        var end = text.IndexOf('\n', from);
        return end < 0 ? text.Length : end;
    }
}
