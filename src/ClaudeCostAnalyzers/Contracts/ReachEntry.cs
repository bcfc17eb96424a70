using System.Globalization;

namespace ClaudeCostAnalyzers.Contracts;

/// <summary>
/// What a compiled assembly says of one of its members: that it reaches an LLM call, and how. Written by the generator as
/// an attribute of the assembly, read by builds that see only the assembly.
/// </summary>
/// <param name="Member">The documentation id of the member; of a property, that of its accessor.</param>
/// <param name="Call">The LLM member in words; empty: it reaches none, and the entry is about what it waits for.</param>
/// <param name="Traits">What else callers need to know.</param>
/// <param name="Repeats">
/// Which of its delegate parameters it invokes on a cycle that nothing bounds, and why, as words in order:
/// <c>0-retry 2-endless</c>. Text, so that equal entries are equal.
/// </param>
internal sealed record ReachEntry(string Member, string Call, ReachTraits Traits, string Repeats = "")
{
    private const string Repeating = "repeats-";

    /// <summary>The attribute, without its suffix, and its namespace.</summary>
    public const string AttributeName = "LlmReach";
    public const string AttributeNamespace = "ClaudeCost.Generated";
    public const string AttributeFullName = AttributeNamespace + "." + AttributeName + "Attribute";

    // Words, not numbers: a later version may add some, and an earlier reader skips those that it does not know.
    private static readonly (ReachTraits Trait, string Word)[] s_words =
    [
        (ReachTraits.ReturnsReply, "returns-reply"),
        (ReachTraits.RequiresBudget, "requires-budget"),
        (ReachTraits.WaitsForHuman, "waits-for-human"),
        (ReachTraits.WaitsForWork, "waits-for-work"),
    ];

    public bool Spends => Call.Length > 0;

    /// <summary>The simple name by which code calls the member.</summary>
    public string Name => NameOf(Member);

    public string TraitWords => string.Join(" ", s_words.Where(word => Traits.HasFlag(word.Trait)).Select(word => word.Word)
        .Concat(Repeats.Split([' '], StringSplitOptions.RemoveEmptyEntries).Select(word => Repeating + word)));

    /// <summary>Why the parameter in that place is invoked without a bound; null: as far as is said, it is not.</summary>
    public string? RepeatOf(int parameter)
    {
        var start = parameter.ToString(CultureInfo.InvariantCulture) + "-";
        return Repeats.Split(' ').FirstOrDefault(word => word.StartsWith(start, StringComparison.Ordinal))?.Substring(start.Length);
    }

    /// <summary>Both entries, of one member, in one.</summary>
    public static ReachEntry Merge(ReachEntry one, ReachEntry other) => new(one.Member, one.Spends ? one.Call : other.Call, one.Traits | other.Traits,
        string.Join(" ", one.Repeats.Split(' ').Concat(other.Repeats.Split(' ')).Where(word => word.Length > 0).Distinct().OrderBy(word => word, StringComparer.Ordinal)));

    public static ReachEntry Parse(string member, string call, string traits)
    {
        var words = traits.Split(' ');
        return new(member, call, s_words.Where(word => words.Contains(word.Word)).Aggregate(ReachTraits.None, (all, word) => all | word.Trait),
            string.Join(" ", words.Where(word => word.StartsWith(Repeating, StringComparison.Ordinal)).Select(word => word.Substring(Repeating.Length))));
    }

    /// <summary>The compiler's name of an indexer, as symbols have it.</summary>
    private const string Indexer = "this[]";

    /// <summary><c>Ask</c> of <c>M:N.C.Ask``1(System.String)</c>, <c>C</c> of a constructor, <c>P</c> of <c>get_P</c>.</summary>
    private static string NameOf(string id)
    {
        var end = id.IndexOfAny(['(', '~']);
        var path = (end < 0 ? id : id.Substring(0, end)).Split('.');
        var name = path[path.Length - 1];
        if (name == "get_Item" && end >= 0 && id[end] == '(')
            return Indexer;
        if (name == "#ctor" && path.Length > 1)
            name = path[path.Length - 2];
        else if (name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal))
            name = name.Substring(4);
        var arity = name.IndexOf('`');
        name = arity < 0 ? name : name.Substring(0, arity);
        return name.Substring(name.IndexOf(':') + 1);
    }
}

[Flags]
internal enum ReachTraits
{
    None = 0,

    /// <summary>What it returns is the model's reply, or is decided by it.</summary>
    ReturnsReply = 1,

    /// <summary>It leaves the budget to its callers.</summary>
    RequiresBudget = 2,

    /// <summary>It returns only when a person has done something.</summary>
    WaitsForHuman = 4,

    /// <summary>It waits for time to pass or for work to come.</summary>
    WaitsForWork = 8,
}
