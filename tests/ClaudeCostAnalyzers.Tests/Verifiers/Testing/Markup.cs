using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Tests.Verifiers;

/// <summary>A span of test source: unnamed (<c>[|...|]</c>), named by an id (<c>{|CCA1001:...|}</c>) or by a key (<c>{|#0:...|}</c>).</summary>
internal sealed record MarkedSpan(string? Name, TextSpan Span)
{
    public int? Key => Name is ['#', .. var digits] ? int.Parse(digits) : null;
}

/// <summary>Test source with its markup taken out.</summary>
internal sealed partial record MarkedSource(string Text, ImmutableArray<MarkedSpan> Spans)
{
    [GeneratedRegex(@"\G\{\|(#\d+|[A-Za-z]\w*):")]
    private static partial Regex NamedStart { get; }

    /// <summary>Parses markup; spans nest. A start without an end, or an end of another kind, is a mistake of the test and throws.</summary>
    public static MarkedSource Parse(string source)
    {
        var text = new StringBuilder(source.Length);
        var open = new Stack<(string? Name, int Start)>();
        var spans = ImmutableArray.CreateBuilder<MarkedSpan>();
        for (var i = 0; i < source.Length;)
        {
            if (At("[|"))
            {
                open.Push((null, text.Length));
                i += 2;
            }
            else if (source[i] == '{' && NamedStart.Match(source, i) is { Success: true } start)
            {
                open.Push((start.Groups[1].Value, text.Length));
                i += start.Length;
            }
            else if (open.Count > 0 && At(open.Peek().Name is null ? "|]" : "|}"))
            {
                var (name, from) = open.Pop();
                spans.Add(new(name, TextSpan.FromBounds(from, text.Length)));
                i += 2;
            }
            else
            {
                text.Append(source[i++]);
            }

            bool At(string mark) => string.CompareOrdinal(source, i, mark, 0, mark.Length) == 0;
        }

        if (open.Count > 0)
            throw new ArgumentException($"The markup '{open.Peek().Name ?? "[|"}' is not closed in the test source:\n{source}");
        spans.Sort((a, b) => a.Span.Start != b.Span.Start ? a.Span.Start.CompareTo(b.Span.Start) : b.Span.Length.CompareTo(a.Span.Length));
        return new(text.ToString(), spans.ToImmutable());
    }
}
