using System.Globalization;
using System.Text;

namespace ClaudeCostAnalyzers.Rules.RequestBodies;

/// <summary>
/// The fields of a JSON object that a program writes as text, with holes where values are put in. Reads forward once, with a
/// stack of its own: how deep the text nests does not matter.
/// </summary>
internal static class JsonText
{
    /// <summary>Stands for a part of the text that is not known.</summary>
    public const char Hole = '\uFFFF';

    /// <summary>A field: its path, and its value as text; null for an object or an array.</summary>
    internal readonly record struct Field(string Path, string? Value)
    {
        /// <summary>Whether the value is not known.</summary>
        public bool IsHole => Value is { Length: > 0 } text && text[0] == Hole;

        /// <summary>Whether it is <c>null</c>.</summary>
        public bool IsNull => Value == "null";

        /// <summary>Its number; null: it is none.</summary>
        public double? Number => double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The fields that stand in objects, not those within arrays; null when the text is not wholly understood as one object.</summary>
    public static IReadOnlyList<Field>? Read(string text)
    {
        var fields = new List<Field>();
        var open = new Stack<(string? Path, char Close)>();
        var at = 0;
        if (!Next(text, ref at, '{'))
            return null;
        open.Push(("", '}'));
        var first = true;
        while (open.Count > 0)
        {
            var (path, close) = open.Peek();
            Skip(text, ref at);
            if (at < text.Length && text[at] == close)
            {
                at++;
                open.Pop();
                first = false;
                continue;
            }

            // What stands between values may be further fields, if it is not known.
            if (!first && !Next(text, ref at, ','))
                return null;
            Skip(text, ref at);
            string? inner = null;
            if (close == '}')
            {
                if (at >= text.Length || text[at] != '"' || String(text, ref at) is not { } name || name.IndexOf(Hole) >= 0 || !Next(text, ref at, ':'))
                    return null;
                inner = path is null ? null : path.Length == 0 ? name : path + "." + name;
                Skip(text, ref at);
            }

            if (at >= text.Length)
                return null;
            first = text[at] is '{' or '[';
            if (first)
            {
                if (inner is not null)
                    fields.Add(new(inner, null));
                open.Push((text[at] == '{' ? inner : null, text[at] == '{' ? '}' : ']'));
                at++;
            }
            else if (Scalar(text, ref at) is not { } value)
            {
                return null;
            }
            else if (inner is not null)
            {
                fields.Add(new(inner, value));
            }
        }

        Skip(text, ref at);
        return at == text.Length ? fields : null;
    }

    private static bool Next(string text, ref int at, char wanted)
    {
        Skip(text, ref at);
        return at < text.Length && text[at++] == wanted;
    }

    private static void Skip(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
    }

    /// <summary>A string in its quotes, a word or number as it stands, or a hole; null: none of them.</summary>
    private static string? Scalar(string text, ref int at)
    {
        if (text[at] == '"')
            return String(text, ref at) is { } content ? "\"" + content : null;
        if (text[at] == Hole)
        {
            at++;
            return Hole.ToString();
        }

        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '+' or '-' or '.'))
            at++;
        return at > start ? text.Substring(start, at - start) : null;
    }

    private static string? String(string text, ref int at)
    {
        var content = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at++;
                return content.ToString();
            }

            if (text[at] == '\\' && ++at == text.Length)
                return null;
            content.Append(text[at]);
        }

        return null;
    }
}
