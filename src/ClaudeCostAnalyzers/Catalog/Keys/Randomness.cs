namespace ClaudeCostAnalyzers.Catalog.Keys;

/// <summary>
/// Tells what a generator of random characters has made from what a person has: placeholders, examples, test data and names
/// have the shape of a key, too. Each test is linear; a real key fails one of them less than once in a thousand.
/// </summary>
internal static class Randomness
{
    private const int LongestRepeat = 4;
    private const int LongestSequence = 5;

    private static readonly string[] Words =
    [
        "example", "placeholder", "changeme", "redacted", "secret", "dummy", "sample", "invalid", "yourkey", "yourapi", "apikey",
        "insert", "replace", "notreal", "unittest", "testing", "fakekey", "testkey", "foobar", "password", "lorem", "mykey", "xxxx",
        "qwert", "asdfg", "deadbeef", "goeshere", "keyhere", "removed", "hidden", "masked", "snippet", "development",
    ];

    // Short words occur in random text, so they count only where they stand alone.
    private static readonly string[] ShortWords =
        ["test", "fake", "your", "here", "mock", "todo", "demo", "none", "real", "some", "this", "that", "with", "only", "key", "keys", "not", "the", "for", "my", "api"];

    // The commonest pairs of letters in English: half of all pairs in words, one in twenty in random letters.
    private static readonly HashSet<string> CommonPairs = new(StringComparer.Ordinal)
    {
        "th", "he", "in", "er", "an", "re", "nd", "at", "on", "nt", "ha", "es", "st", "en", "ed", "to", "it", "ou", "ea", "hi",
        "is", "or", "ti", "as", "te", "et", "ng", "of", "al", "de", "se", "le", "sa", "si", "ar", "ve", "ra", "ld", "ur", "ke", "ey", "pi", "st",
    };

    /// <summary>Whether <paramref name="body"/>, a key without its prefix, looks as if chance had made it.</summary>
    public static bool LooksRandom(string body, KeyAlphabet alphabet) =>
        !HasRepeatOrSequence(body) && !IsPeriodic(body) && !IsCounted(body) && Entropy(body) >= LeastEntropy(body.Length, alphabet)
        && MixesClasses(body, alphabet) && !HasWord(body) && (alphabet == KeyAlphabet.Hex || !ReadsAsWords(body));

    /// <summary>
    /// The same for a text of unknown shape, a shorter one among them, that stands where a credential is expected: letters and
    /// digits that change all the time and neither repeat, nor count, nor read as words.
    /// </summary>
    public static bool IsMadeByChance(string text)
    {
        int digits = 0, letters = 0, changes = 0;
        var hasUpper = false;
        var hasLower = false;
        for (var i = 0; i < text.Length; i++)
        {
            var kind = ClassOf(text[i]);
            digits += kind == 0 ? 1 : 0;
            letters += kind is 1 or 2 ? 1 : 0;
            hasLower |= kind == 1;
            hasUpper |= kind == 2;
            changes += i > 0 && kind != ClassOf(text[i - 1]) && kind != 3 && ClassOf(text[i - 1]) != 3 ? 1 : 0;
        }

        const int FewestOfAKind = 2;
        const int LeastChanges = 15;
        return letters >= FewestOfAKind && (digits >= FewestOfAKind || hasUpper && hasLower && text.Length >= 32) && changes >= 4 && changes * 100 >= text.Length * LeastChanges
            && !HasRepeatOrSequence(text) && !IsPeriodic(text) && !IsCounted(text) && Entropy(text) >= Math.Min(3.0, 0.72 * Math.Log(text.Length, 2)) && !ReadsAsWords(text);
    }

    /// <summary>Whether half of the text or more is in runs such as abc, 321 or xxx.</summary>
    private static bool IsCounted(string text)
    {
        var inRuns = 0;
        for (var start = 0; start < text.Length;)
        {
            var end = start + 1;
            var step = end < text.Length ? text[end] - text[start] : 0;
            if (step is >= -1 and <= 1)
            {
                while (end < text.Length && text[end] - text[end - 1] == step)
                    end++;
            }

            if (end - start >= 3)
                inRuns += end - start;
            start = end;
        }

        return inRuns * 2 >= text.Length;
    }

    private static bool HasRepeatOrSequence(string body)
    {
        var repeat = 1;
        var up = 1;
        var down = 1;
        for (var i = 1; i < body.Length; i++)
        {
            var step = body[i] - body[i - 1];
            repeat = step == 0 ? repeat + 1 : 1;
            up = step == 1 ? up + 1 : 1;
            down = step == -1 ? down + 1 : 1;
            if (repeat > LongestRepeat || up > LongestSequence || down > LongestSequence)
                return true;
        }

        return false;
    }

    /// <summary>Whether the text repeats itself after at most half of its length: the prefix function of Knuth, Morris and Pratt.</summary>
    private static bool IsPeriodic(string body)
    {
        var borders = new int[body.Length];
        for (int i = 1, border = 0; i < body.Length; i++)
        {
            while (border > 0 && body[i] != body[border])
                border = borders[border - 1];
            if (body[i] == body[border])
                border++;
            borders[i] = border;
        }

        return body.Length > 0 && borders[body.Length - 1] * 2 >= body.Length;
    }

    /// <summary>Bits per character, by Shannon.</summary>
    private static double Entropy(string body)
    {
        var counts = new int[128];
        foreach (var character in body)
            counts[character & 127]++;
        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
                bits -= (double)count / body.Length * Math.Log((double)count / body.Length, 2);
        }

        return bits;
    }

    /// <summary>Well below what random text of the length has (hex 3.6; others 4.6 at 34 characters, 5.4 at 95) and above most prose.</summary>
    private static double LeastEntropy(int length, KeyAlphabet alphabet) => alphabet switch
    {
        KeyAlphabet.Hex => 3.0,
        KeyAlphabet.Lower => 3.8,
        _ => length < 40 ? 3.9 : 4.2,
    };

    /// <summary>Random text changes between upper case, lower case and digits all the time; words and names do not.</summary>
    private static bool MixesClasses(string body, KeyAlphabet alphabet)
    {
        var counts = new int[4];
        var changes = 0;
        for (var i = 0; i < body.Length; i++)
        {
            counts[ClassOf(body[i])]++;
            if (i > 0 && ClassOf(body[i]) != ClassOf(body[i - 1]))
                changes++;
        }

        if (alphabet is KeyAlphabet.Hex or KeyAlphabet.Lower)
            return counts[0] > 0 && counts[1] > 0 && changes * 100 >= body.Length * 15;
        return counts[1] > 1 && counts[2] > 1 && (counts[0] > 0 || body.Length < 40 || alphabet == KeyAlphabet.Letters) && changes * 100 >= body.Length * 28;
    }

    private static int ClassOf(char character) => character switch
    {
        >= '0' and <= '9' => 0,
        >= 'a' and <= 'z' => 1,
        >= 'A' and <= 'Z' => 2,
        _ => 3,
    };

    private static bool HasWord(string body)
    {
        foreach (var word in Words)
        {
            if (body.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
                return true;
        }

        foreach (var word in ShortWords)
        {
            for (var at = body.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = body.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                if (IsBreak(body, at - 1) && IsBreak(body, at + word.Length))
                    return true;
            }
        }

        return false;
    }

    private static bool IsBreak(string body, int at) => at < 0 || at >= body.Length || body[at] is '-' or '_';

    private static bool ReadsAsWords(string body)
    {
        var pairs = 0;
        var common = 0;
        for (var i = 1; i < body.Length; i++)
        {
            if (!IsLetter(body[i - 1]) || !IsLetter(body[i]))
                continue;
            pairs++;
            if (CommonPairs.Contains(new string([char.ToLowerInvariant(body[i - 1]), char.ToLowerInvariant(body[i])])))
                common++;
        }

        return common >= 6 && common * 100 > pairs * 25;
    }

    private static bool IsLetter(char character) => character is >= 'a' and <= 'z' or >= 'A' and <= 'Z';
}
