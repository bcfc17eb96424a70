namespace ClaudeCostAnalyzers.Baselines;

/// <summary>One line of a baseline: so many findings of one rule that were known at one place.</summary>
/// <param name="Key">What the findings are.</param>
/// <param name="Count">How many of them there were, 1 or more.</param>
/// <param name="Assembly">The assembly whose code they are in, for people and to tell which entries a scan covers.</param>
/// <param name="Member">The member, for people.</param>
/// <param name="File">The file, relative to the baseline's folder, for people.</param>
internal sealed record BaselineEntry(BaselineKey Key, int Count, string Assembly, string Member, string File);

/// <summary>What a finding is, whatever line it is on: the rule, and a hash of the assembly, the member and the flagged code.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Hash">16 hexadecimal digits.</param>
internal readonly record struct BaselineKey(string Rule, string Hash);
