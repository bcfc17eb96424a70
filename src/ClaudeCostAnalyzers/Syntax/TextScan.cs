using System.Globalization;
using System.Runtime.CompilerServices;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog.Keys;
using Microsoft.CodeAnalysis.CSharp;

namespace ClaudeCostAnalyzers.Syntax;

/// <summary>One pass over the characters of a file: see <see cref="TreeText"/>. It knows quotes and lines, not the language: it never needs to be in step with it.</summary>
internal sealed class TextScan(char[] text, int length)
{
    /// <summary>Stands for an object creation that names no type.</summary>
    public const string UnnamedCreation = "new()";

    /// <summary>Stands for a statement that disposes of something.</summary>
    public const string UsingStatement = "using()";

    /// <summary>
    /// This compiles the method well at once: it runs over all text of a compilation, most often in a compiler that has just been started and
    /// is done before it would compile anything a second time. Whatever such a method calls in a loop needs it, too.
    /// </summary>
    public const MethodImplOptions AggressiveOptimization = (MethodImplOptions)512;

    /// <summary>Elements of a list are short: further apart, commas are those of arguments or members.</summary>
    private const int LongestElement = 100;

    /// <summary>What is longer counts as the parameters of a declaration.</summary>
    private const int LongestList = 300;

    /// <summary>What is longer counts as a statement.</summary>
    private const int LongestDirective = 500;

    // Classes of ASCII: part of a word, digit, and what credentials have besides.
    private const byte Word = 1;
    private const byte Digit = 2;
    private const byte Further = 4;

    private static readonly byte[] s_classes = Classes();
    private static readonly int s_unnamedCreation = WordTable.HashOf(UnnamedCreation);
    private static readonly int s_usingStatement = WordTable.HashOf(UsingStatement);
    private static readonly int s_using = WordTable.HashOf("using");
    private static readonly int s_new = WordTable.HashOf("new");

    /// <summary>Words that begin statements with a list of their own. No member has such a name.</summary>
    private static readonly HashSet<int> s_statements = [.. new[] { "if", "while", "for", "foreach", "switch", "lock", "using", "fixed", "catch", "checked", "unchecked" }.Select(WordTable.HashOf)];

    /// <summary>Words that may stand before a call. No type has such a name.</summary>
    private static readonly HashSet<int> s_keywords =
        [.. new[] { "return", "await", "throw", "in", "is", "as", "new", "case", "when", "else", "do", "and", "or", "not" }.Select(WordTable.HashOf)];

    private static readonly HashSet<int> s_modifiers =
    [
        .. new[]
        {
            "public", "private", "protected", "internal", "static", "async", "readonly", "override", "virtual", "sealed", "abstract", "partial", "extern", "unsafe",
            "volatile", "const", "event", "file", "fixed", "using", "scoped", "params", "this", "ref", "out",
        }.Select(WordTable.HashOf),
    ];

    private static readonly HashSet<int> s_delegates = [.. Functions.DelegateTypes.Select(WordTable.HashOf)];

    private readonly int _shortestKey = KeyShapes.ShortestKey;
    private readonly int _commasOfKey = KeyShapes.ShortestKey - 1;

    private bool _isMultiline;
    private bool _hasHoles;
    private bool _lineHasQuote;
    private int _lineStart;
    private int _runsBeforeLine;
    private int _commas;
    private int _previousWord;
    private int _previousEnd;
    private int _lastComma;

    public WordTable Words { get; } = new();

    public List<int> LongRuns { get; } = [];

    public List<int> JoinedQuotes { get; } = [];

    public List<int> LongLists { get; } = [];

    public bool IsOpaque { get; private set; }

    public bool HasEscapes { get; private set; }

    public bool HasKeyPart { get; private set; }

    public bool HasKeyRun { get; private set; }

    [MethodImpl(AggressiveOptimization)]
    public void Run()
    {
        var characters = text;
        var classes = s_classes;
        var at = 0;
        while (at < length)
        {
            var character = characters[at];
            var kind = character < 128 ? classes[character] : ClassOfWide(character);
            if (kind == 0)
            {
                // Blanks are most of what is left.
                if (character != ' ')
                    Special(character, at);
                at++;
                continue;
            }

            // A run of what credentials are made of, and the words in it.
            var start = at;
            var digits = 0;
            while (kind != 0)
            {
                if (kind == Further)
                {
                    at++;
                }
                else
                {
                    var word = at;
                    var hash = WordTable.Seed;
                    var isName = kind == Word;
                    do
                    {
                        digits += kind == Digit ? 1 : 0;
                        hash = (hash ^ character) * WordTable.Prime;
                        if (++at >= length)
                            break;
                        character = characters[at];
                        kind = character < 128 ? classes[character] : ClassOfWide(character);
                    }
                    while ((kind & (Word | Digit)) != 0);
                    if (isName)
                        AddWord(WordTable.Finish(hash), word, at - word);
                }

                if (at >= length)
                    break;
                character = characters[at];
                kind = character < 128 ? classes[character] : ClassOfWide(character);
            }

            if (at - start >= CredentialText.Shortest && (digits > 0 || at - start >= 2 * CredentialText.Shortest))
                LongRuns.Add(start);
            if (at - start >= _shortestKey && !HasKeyRun)
                HasKeyRun = KeyStarts.StandsIn(characters, start, at);
        }

        EndLine(length);
    }

    [MethodImpl(AggressiveOptimization)]
    private void AddWord(int hash, int start, int wordLength)
    {
        ref var entry = ref Words.Entry(hash, start, wordLength);
        // To be declared is all that a word's use can say.
        if ((entry.Use & WordUse.Declared) == 0)
            entry.Use |= UseOf(hash, start, start + wordLength);
        (_previousWord, _previousEnd) = (hash, start + wordLength);
        if (hash != s_new && hash != s_using)
            return;
        var next = start + wordLength;
        if (hash == s_new)
        {
            while (next < length && char.IsWhiteSpace(text[next]))
                next++;
            if (next < length && text[next] is '(' or '/')
                Words.Entry(s_unnamedCreation, start, wordLength);
        }
        else
        {
            // A directive ends without either, unless it gives a name.
            while (next < length && next - start < LongestDirective && text[next] is not (';' or '(' or '=' or '{' or '"'))
                next++;
            if (next < length && text[next] is not (';' or '{' or '"'))
                Words.Entry(s_usingStatement, start, wordLength);
        }
    }

    /// <summary>
    /// Whether the word may be the name of a member that is declared here, or of a variable that is given a value. Where it is
    /// only called, or stands between signs, it is not.
    /// </summary>
    [MethodImpl(AggressiveOptimization)]
    private WordUse UseOf(int hash, int start, int end)
    {
        var characters = text;
        var before = start - 1;
        while (before >= 0 && characters[before] is ' ' or '\n' or '\r' or '\t')
            before--;
        var previous = before < 0 ? ';' : characters[before];
        var next = end;
        while (next < length && characters[next] is ' ' or '\n' or '\r' or '\t')
            next++;
        if (next >= length)
            return WordUse.None;
        // After a type, or after what looks like one.
        var isFunction = previous is '>' or ']' or '?' or '*' or '/' or '@' || _previousEnd == before + 1 && s_delegates.Contains(_previousWord);
        // After a modifier stands a type, or the name of a constructor.
        if (_previousEnd == before + 1 && s_modifiers.Contains(_previousWord))
            return characters[next] == '(' ? WordUse.Declared : WordUse.None;
        if (isFunction || IsOfName(previous) && !(_previousEnd == before + 1 && s_keywords.Contains(_previousWord)))
            return characters[next] is ',' or ')' ? isFunction ? WordUse.Function : WordUse.Variable : WordUse.Declared;
        return IsGivenValue(hash, previous, before, next) ? WordUse.Declared : WordUse.None;
    }

    [MethodImpl(AggressiveOptimization)]
    private bool IsGivenValue(int hash, char previous, int before, int next)
    {
        switch (text[next])
        {
            case '=' or '{' or '[' or '+' or '-' or '?' or '/' or >= (char)128:
                return true;
            case '(' or '<':
                // A constructor without modifiers, or a member whose type has several parts, looks like a call, but for its body.
                // So does an interface's member that is implemented by its full name.
                return previous is ';' or '{' or '}' or ')' ? !s_statements.Contains(hash) && IsBeforeBody(next) : previous == '.' && IsAfterType(before - 1, next);
            default:
                return false;
        }
    }

    [MethodImpl(AggressiveOptimization)]
    private bool IsAfterType(int at, int list)
    {
        // A type with arguments.
        if (at < 0 || text[at] == '>')
            return at >= 0;
        while (at >= 0 && (text[at] == '.' || IsOfName(text[at])))
            at--;
        var end = at;
        while (at >= 0 && char.IsWhiteSpace(text[at]))
            at--;
        if (at < 0 || at == end)
            return false;
        return (text[at] is '>' or ']' or '?' or '*' or ')' or '/' || IsOfName(text[at])) && IsBeforeBody(list);
    }

    [MethodImpl(AggressiveOptimization)]
    private bool IsBeforeBody(int list)
    {
        var depth = 0;
        for (var at = list; at < length && at - list < LongestList; at++)
        {
            depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
            if (depth > 0 || text[at] != ')')
                continue;
            do
                at++;
            while (at < length && char.IsWhiteSpace(text[at]));
            return at < length && text[at] is '{' or '=' or 'w' or '/';
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOfName(char character) => character >= 128 || (s_classes[character] & (Word | Digit)) != 0;

    [MethodImpl(AggressiveOptimization)]
    private void Special(char character, int at)
    {
        switch (character)
        {
            case '\n':
                EndLine(at);
                break;
            case '"':
                Quote(at);
                break;
            case '\\':
                Escape(at);
                break;
            case '$':
                _hasHoles = true;
                break;
            case ',':
                Comma(at);
                break;
            case ';':
                _commas = 0;
                break;
        }
    }

    [MethodImpl(AggressiveOptimization)]
    private void EndLine(int at)
    {
        if (!_lineHasQuote && !_isMultiline)
            LongRuns.RemoveRange(_runsBeforeLine, LongRuns.Count - _runsBeforeLine);
        else if (!HasKeyPart)
            HasKeyPart = KeyStarts.AnyIn(text, _lineStart, at, length);
        _runsBeforeLine = LongRuns.Count;
        _lineHasQuote = false;
        _lineStart = at + 1;
    }

    [MethodImpl(AggressiveOptimization)]
    private void Quote(int at)
    {
        _lineHasQuote = true;
        var before = at - 1;
        while (before >= 0 && text[before] is '$' or '@' or '"')
        {
            // Verbatim and raw literals go on for lines.
            _isMultiline |= text[before] == '@' || text[before] == '"' && before > 0 && text[before - 1] == '"';
            before--;
        }

        while (before >= 0 && (text[before] == '(' || char.IsWhiteSpace(text[before])))
            before--;
        var after = at + 1;
        if (after + 1 < length && text[after] is 'u' or 'U' && text[after + 1] == '8')
            after += 2;
        while (after < length && (text[after] == ')' || char.IsWhiteSpace(text[after])))
            after++;
        var isJoined = before >= 0 && (text[before] is '+' or '/' || text[before] == '{' && _hasHoles) || after < length && text[after] is '+' or '/';
        if (isJoined)
            JoinedQuotes.Add(at);
    }

    private void Escape(int at)
    {
        if (at + 1 >= length || text[at + 1] is not ('u' or 'U' or 'x'))
            return;
        HasEscapes = true;
        var digits = text[at + 1] switch { 'u' => 4, 'U' => 8, _ => 0 };
        var value = 0L;
        for (var i = at + 2; i < at + 2 + digits; i++)
        {
            if (i >= length || !Uri.IsHexDigit(text[i]))
                return;
            value = value * 16 + Convert.ToInt32(text[i].ToString(), 16);
        }

        IsOpaque |= digits > 0 && value <= char.MaxValue && SyntaxFacts.IsIdentifierPartCharacter((char)value);
    }

    [MethodImpl(AggressiveOptimization)]
    private void Comma(int at)
    {
        var next = at + 1;
        while (next < length && char.IsWhiteSpace(text[next]))
            next++;
        var isElement = next < length && (text[next] is '\'' or '(' or '/' || text[next] is >= '0' and <= '9');
        _commas = !isElement ? 0 : at - _lastComma <= LongestElement ? _commas + 1 : 1;
        _lastComma = at;
        if (_commas < _commasOfKey)
            return;
        LongLists.Add(at);
        _commas = 0;
    }

    private byte ClassOfWide(char character)
    {
        if (!SyntaxFacts.IsIdentifierPartCharacter(character))
            return 0;
        // The compiler leaves such characters out of names.
        if (CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.Format)
        {
            IsOpaque = true;
            return 0;
        }

        return Word;
    }

    private static byte[] Classes()
    {
        var classes = new byte[128];
        for (var character = 0; character < 128; character++)
        {
            classes[character] = (char)character switch
            {
                >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_' => Word,
                >= '0' and <= '9' => Digit,
                '-' or '.' or '+' or '/' or '=' or '~' or ':' => Further,
                _ => 0,
            };
        }

        return classes;
    }
}
