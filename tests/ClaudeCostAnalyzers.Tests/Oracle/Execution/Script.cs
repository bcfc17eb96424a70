namespace ClaudeCostAnalyzers.Tests.Oracle.Execution;

/// <summary>What the model and the world answer in one execution. What stands before a bar is said once, the rest is repeated for ever.</summary>
/// <param name="Replies">o: "ok"; m: "more"; k: "ok more"; b, p, q, a: the same and nothing with an exclamation mark; e: nothing; u: something new each time; t: HttpRequestException; i: InvalidOperationException.</param>
/// <param name="Flags">T or F: what opaque questions are answered.</param>
/// <param name="Faults">x: the log throws; . : it does not.</param>
/// <param name="PerSite">Above 0, each call site gets one answer of <paramref name="Replies"/> of its own, drawn by this number.</param>
/// <param name="First">The reply that the program starts with.</param>
/// <param name="Start">The number that its counters may start from.</param>
/// <param name="Limit">The number that its counters may go to.</param>
/// <param name="Free">
/// Tests of the reply come out as the script says, whatever the reply is. No real execution is like that, but the engine
/// does not ask whether one reply can pass two tests, and is not wrong when it reports a loop that ends by that alone.
/// </param>
public sealed record Script(string Replies, string Flags = "F", string Faults = ".", int PerSite = 0, string First = "", int Start = 0, int Limit = 3, bool Free = false)
{
    /// <summary>The scripts under which every program is executed.</summary>
    internal static IReadOnlyList<Script> Usual { get; } =
    [
        new("m"), new("m", "T", First: "more"), new("m", Limit: 0), new("o", "T", Limit: -1), new("o"), new("o", "T", First: "ok", Start: 3), new("e"), new("k", Start: 7), new("q", "T", Limit: 1), new("p"), new("b"), new("a", "T"), new("t"), new("t", "T", First: "more"), new("i"),
        new("mo", "TF"), new("tm"), new("ot", "T"), new("mkb", "FFT"), new("m", "F", "x"), new("o", "F", ".x"), new("u"), new("u", "T", First: "more"), new("t|m"), new("t|o"), new("m|t"), new("o|t", "T"), new("m|o"), new("o|m"),
        new("okmbpqaet", PerSite: 1), new("okmbpqaet", "T", PerSite: 2, First: "ok", Start: -2),
    ];

    /// <summary>More of them, for programs that none of the usual ones has shown to go on.</summary>
    internal static IEnumerable<Script> More(int count)
    {
        // A failure at one of several calls of each turn, and at the same one for ever.
        foreach (var replies in (string[])["ot", "to", "oot", "oto", "too", "ott", "tot", "tto", "ooot", "ooto", "otoo", "tooo", "mt", "tm", "mmt", "mtm", "tmm"])
        {
            yield return new Script(replies);
            yield return new Script(replies, "T", First: "ok more!", Limit: 0);
            foreach (var first in (string[])["o", "oo", "t", "tt", "to", "ot", "oot", "oto"])
                yield return new Script($"{first}|{replies}");
        }

        // A failure or two at the start, and then the same for ever.
        foreach (var first in (string[])["ot", "tt", "to", "oot", "oto", "mt", "mmt"])
        {
            foreach (var then in (string[])["m", "e", "o", "u"])
                yield return new Script($"{first}|{then}");
        }

        // All short rhythms of success and failure, of two kinds of answers, and of any two answers.
        foreach (var rhythm in Rhythms("ot", 6).Concat(Rhythms("om", 4)).Concat(Rhythms("omeutkb", 2)))
            yield return new Script(rhythm);

        var random = new Prng(20);
        for (var i = 0; i < count; i++)
        {
            var faults = (i % 6) switch { 0 => Text(random, "..x", 4), 3 => Text(random, ".x", 2) + "|.", _ => "." };
            var script = i % 2 == 0
                ? new Script("okmbpqaeutti", Text(random, "TF", 4), faults, PerSite: i + 3)
                : new Script((i % 4 == 1 ? Text(random, "okmbpqaet", 4) + "|" : "") + Text(random, i % 8 < 4 ? "omeut" : "okmbpqaeu", 4), Text(random, "TF", 4), faults);
            yield return script with { First = random.Pick("", "ok", "more", "ok more!"), Start = random.Between(-2, 7), Limit = random.Between(-1, 4) };
        }
    }

    /// <summary>All texts of the letters up to a length.</summary>
    private static IEnumerable<string> Rhythms(string letters, int length)
    {
        List<string> shorter = [""];
        for (var i = 0; i < length; i++)
        {
            shorter = [.. shorter.SelectMany(text => letters.Select(letter => text + letter))];
            foreach (var text in shorter)
                yield return text;
        }
    }

    /// <summary>Scripts for tests that have nothing to do with each other.</summary>
    internal static IEnumerable<Script> Freed(int count) => More(count).Select(script => script with { Free = true });

    /// <summary>The outcome of a test: by its place, or by its number.</summary>
    internal bool Outcome(int number, int line) =>
        PerSite > 0 ? ((Hash(line.ToString(System.Globalization.CultureInfo.InvariantCulture)) >> 9) & 1) == 1 : At(Replies, number) is 'o' or 'k' or 'p' or 'a';

    /// <summary>The answer to the call with this number.</summary>
    internal char Reply(int call, string site)
    {
        if (PerSite == 0)
            return At(Replies, call);
        return Replies[(int)((Hash(site) >> 8) % Replies.Length)];
    }

    private uint Hash(string place)
    {
        var hash = (uint)(PerSite * 2654435761);
        foreach (var letter in place)
            hash = (hash ^ letter) * 16777619;

        // Places that differ in one digit must not get answers that go together.
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    internal bool Flag(int question) => At(Flags, question) == 'T';

    internal bool Fault(int log) => At(Faults, log) == 'x';

    private static char At(string text, int number)
    {
        var bar = text.IndexOf('|', StringComparison.Ordinal);
        return number < bar ? text[number] : text[bar + 1 + ((number - Math.Max(0, bar)) % (text.Length - bar - 1))];
    }

    private static string Text(Prng random, string letters, int maximum)
    {
        var text = new char[random.Between(1, maximum)];
        for (var i = 0; i < text.Length; i++)
            text[i] = letters[random.Below(letters.Length)];
        return new string(text);
    }

    public override string ToString() => $"replies {Replies}{(PerSite > 0 ? $" per site {PerSite}" : "")}, flags {Flags}, faults {Faults}, first \"{First}\", start {Start}, limit {Limit}";
}
