using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Tests.Verifiers;

/// <summary>Compares what was expected with what was reported, and says the difference with places and text.</summary>
internal sealed class ExpectedDiagnostics
{
    private readonly ImmutableArray<Item> items;
    private readonly Dictionary<string, SourceText> texts;

    private ExpectedDiagnostics(ImmutableArray<Item> items, Dictionary<string, SourceText> texts)
    {
        this.items = items;
        this.texts = texts;
    }

    /// <summary>Collects the expectations of <paramref name="state"/> and gives the sources without their markup.</summary>
    public static ExpectedDiagnostics Collect(SolutionState state, ImmutableArray<DiagnosticDescriptor> descriptors, out ImmutableArray<(string Path, string Text)> sources)
    {
        var texts = new Dictionary<string, SourceText>();
        var keys = new Dictionary<int, Place>();
        var items = ImmutableArray.CreateBuilder<Item>();
        var clean = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var (path, content) in state.Sources)
        {
            var marked = MarkedSource.Parse(content);
            var text = SourceText.From(marked.Text);
            texts.Add(path, text);
            clean.Add((path, marked.Text));
            foreach (var span in marked.Spans)
            {
                var lines = text.Lines.GetLinePositionSpan(span.Span);
                var place = new Place(path, lines.Start, lines.End);
                if (span.Key is { } key)
                    keys.Add(key, place);
                else
                    items.Add(new(FromMarkup(span.Name, descriptors), [place]));
            }
        }

        foreach (var result in state.ExpectedDiagnostics)
        {
            var places = result.Spans.Select(location => location.MarkupKey switch
            {
                { } key when keys.TryGetValue(key, out var place) => place,
                { } key => throw new ArgumentException($"No markup '{{|#{key}:...|}}' in the test source for {result.Id}."),
                null => new Place(location.Path ?? state.Sources[0].filename, location.Start, location.End),
            });
            items.Add(new(result, [.. places]));
        }

        sources = clean.ToImmutable();
        return new(items.ToImmutable(), texts);
    }

    private static DiagnosticResult FromMarkup(string? id, ImmutableArray<DiagnosticDescriptor> descriptors)
    {
        if (id is null && descriptors.Length != 1)
            throw new ArgumentException($"'[|...|]' names no rule and the analyzer has {descriptors.Length}; write '{{|{descriptors.FirstOrDefault()?.Id ?? "ID"}:...|}}'.");
        // A rule's severity may be changed by the configuration under test; whoever cares says so with a DiagnosticResult.
        return new DiagnosticResult(id ?? descriptors[0].Id, DiagnosticSeverity.Error)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations | DiagnosticOptions.IgnoreSeverity);
    }

    /// <summary>Fails the test when the two differ.</summary>
    public void Verify(IEnumerable<Diagnostic> reported, string when)
    {
        var unexpected = reported.OrderBy(d => d.Location.GetLineSpan().Path, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan.Start).ToList();
        var actual = unexpected.ToArray();
        // Those who say more choose first, so that a bare expectation does not take another one's diagnostic.
        var missing = items.OrderByDescending(item => item.Places.Length).ThenByDescending(item => item.Result.Message is not null)
            .Where(item =>
            {
                var match = unexpected.FindIndex(item.Matches);
                if (match >= 0)
                    unexpected.RemoveAt(match);
                return match < 0;
            }).ToList();
        if (missing.Count == 0 && unexpected.Count == 0)
            return;

        var message = new StringBuilder($"{when}: expected {items.Length} diagnostics, got {actual.Length}.").AppendLine();
        Append("Missing", missing.Select(Describe));
        Append("Unexpected", unexpected.Select(Describe));
        Append("All expected", items.Select(Describe));
        Append("All reported", actual.Select(Describe));
        foreach (var (path, text) in texts)
            message.AppendLine($"--- {path}").AppendLine(string.Join('\n', text.Lines.Select(line => $"{line.LineNumber + 1,4} {line}")));
        Assert.Fail(message.ToString());

        void Append(string title, IEnumerable<string> lines)
        {
            message.Append(title).AppendLine(":");
            foreach (var line in lines.DefaultIfEmpty("(none)"))
                message.Append("    ").AppendLine(line);
        }
    }

    private string Describe(Item item)
    {
        var severity = item.Result.Options.HasFlag(DiagnosticOptions.IgnoreSeverity) ? "" : $" {item.Result.Severity}";
        return $"{string.Join(" + ", item.Places.Select(Describe).DefaultIfEmpty("no location"))} {item.Result.Id}{severity} {item.Result.Message}";
    }

    private string Describe(Diagnostic diagnostic)
    {
        var places = diagnostic.AdditionalLocations.Prepend(diagnostic.Location).Select(location => Describe(Place.Of(location)));
        return $"{string.Join(" + ", places)} {diagnostic.Id} {diagnostic.Severity} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";
    }

    private string Describe(Place place)
    {
        var shown = "";
        if (place.End is { } end && texts.TryGetValue(place.Path, out var text) && end.Line < text.Lines.Count)
        {
            shown = text.ToString(text.Lines.GetTextSpan(new LinePositionSpan(place.Start, end)));
            shown = $" '{(shown.Length > 60 ? shown[..60] + "..." : shown).ReplaceLineEndings(" ")}'";
        }

        return $"{place.Path}({place.Start.Line + 1},{place.Start.Character + 1}){shown}";
    }

    private readonly record struct Place(string Path, LinePosition Start, LinePosition? End)
    {
        public static Place Of(Location location)
        {
            var span = location.GetLineSpan();
            return new(span.Path ?? "", span.StartLinePosition, span.EndLinePosition);
        }

        public bool Matches(Location location)
        {
            var other = Of(location);
            return Path == other.Path && Start == other.Start && (End is null || End == other.End);
        }
    }

    private sealed record Item(DiagnosticResult Result, ImmutableArray<Place> Places)
    {
        // Whoever writes additional locations down means them, whatever the options say.
        private bool IgnoresAdditional => Places.IsEmpty || (Places.Length == 1 && Result.Options.HasFlag(DiagnosticOptions.IgnoreAdditionalLocations));

        public bool Matches(Diagnostic diagnostic) =>
            diagnostic.Id == Result.Id
            && (Result.Options.HasFlag(DiagnosticOptions.IgnoreSeverity) || diagnostic.Severity == Result.Severity)
            && (Result.Message is null || diagnostic.GetMessage(CultureInfo.InvariantCulture) == Result.Message)
            && (Places.IsEmpty || Places[0].Matches(diagnostic.Location))
            && (IgnoresAdditional || MatchesAdditional(diagnostic.AdditionalLocations));

        private bool MatchesAdditional(IReadOnlyList<Location> locations)
        {
            if (locations.Count != Places.Length - 1)
                return false;
            for (var i = 0; i < locations.Count; i++)
            {
                if (!Places[i + 1].Matches(locations[i]))
                    return false;
            }

            return true;
        }
    }
}
