using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Tests.Oracle;

/// <summary>What a statement of a random program is.</summary>
internal enum Form
{
    /// <summary>One line of C#, or a field.</summary>
    Line,

    /// <summary>A place that goto statements name.</summary>
    Label,
    Block,
    While,
    Do,

    /// <summary>Its text is the head, with <c>?</c> where the condition stands.</summary>
    For,

    /// <summary>Its text is the head without the parentheses.</summary>
    Foreach,
    If,
    Else,
    Try,
    Catch,
    Finally,
    Switch,
    Case,

    /// <summary>A method or local function; its text is the head.</summary>
    Function,

    /// <summary>A lambda; its text is all before the body.</summary>
    Lambda,

    /// <summary>Its text is the head.</summary>
    Using,
}

/// <summary>
/// A statement of a random program. All forms have the same shape, so that the shrinker need not know them: a condition,
/// the statements inside, and the parts that belong to it (else, handlers, the sections of a switch).
/// </summary>
internal sealed record Statement(Form Form, string Text = "", Condition? Condition = null)
{
    public ImmutableArray<Statement> Body { get; init; } = [];

    public ImmutableArray<Statement> Parts { get; init; } = [];

    /// <summary>Before the head of a <see cref="Form.Foreach"/>.</summary>
    public string Keyword { get; init; } = "foreach";

    public static Statement Line(string text) => new(Form.Line, text);

    /// <summary>How many statements and conditions the tree holds: what the shrinker makes smaller.</summary>
    public int Size => 1 + (Condition?.Size ?? 0) + Body.Sum(inner => inner.Size) + Parts.Sum(part => part.Size);

    public IEnumerable<Statement> All() => Body.Concat(Parts).SelectMany(inner => inner.All()).Prepend(this);
}

/// <summary>A condition: a piece of C#, or conditions put together.</summary>
internal abstract record Condition
{
    public sealed record Test(string Text) : Condition
    {
        public override int Size => Text == "true" ? 0 : 1;

        public override string ToString() => Text;
    }

    public sealed record Not(Condition Inner) : Condition
    {
        public override int Size => 1 + Inner.Size;

        public override string ToString() => Inner is Test { Text: var text } && text.All(char.IsLetterOrDigit) ? $"!{text}" : $"!({Inner})";
    }

    public sealed record Both(Condition Left, Condition Right) : Condition
    {
        public override int Size => 1 + Left.Size + Right.Size;

        public override string ToString() => $"({Left} && {Right})";
    }

    public sealed record Either(Condition Left, Condition Right) : Condition
    {
        public override int Size => 1 + Left.Size + Right.Size;

        public override string ToString() => $"({Left} || {Right})";
    }

    public abstract int Size { get; }

    public static Condition True { get; } = new Test("true");
}

/// <summary>One class with one entry, <c>RunAsync(string reply, int start, int limit)</c>.</summary>
/// <param name="Members">Fields and methods.</param>
internal sealed record OracleProgram(ImmutableArray<Statement> Members)
{
    public int Size => Members.Sum(member => member.Size);
}
