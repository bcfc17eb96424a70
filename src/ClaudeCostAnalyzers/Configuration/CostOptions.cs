using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Configuration;

/// <summary>
/// The product's options as <c>.editorconfig</c> and <c>.globalconfig</c> give them. A value that is absent or invalid gives
/// the default, never an exception; CCA0001 names the invalid ones. Immutable.
/// </summary>
internal sealed class CostOptions
{
    /// <summary>The cap on output tokens that the fix writes when nobody says another.</summary>
    public const int DefaultMaxOutputTokens = 1024;

    /// <summary>The highest cap on output tokens when nobody says another.</summary>
    public const int DefaultOutputTokenCeiling = 32_000;

    /// <summary>The longest timeout of a request, in minutes, when nobody says another: no SDK's own default is longer.</summary>
    public const int DefaultMaxTimeoutMinutes = 60;

    /// <summary>The timeout of a request that a fix writes, in minutes, when nobody says another.</summary>
    public const int DefaultRequestTimeoutMinutes = 10;

    /// <summary>The most retries of one layer, after the first attempt, when nobody says another number.</summary>
    public const int DefaultMaxRetries = 5;

    /// <summary>The most requests that all layers of retries together may make of one call when nobody says another number.</summary>
    public const int DefaultMaxRequestsPerCall = 10;

    /// <summary>The most turns that an agent or tool runner may be allowed when nobody says another number.</summary>
    public const int DefaultMaxIterations = 50;

    private CostOptions(int maxOutputTokens, int maxIterations, MemberNames humanGates, MemberNames endlessSources, MemberNames llmMembers)
    {
        MaxOutputTokens = maxOutputTokens;
        MaxIterations = maxIterations;
        HumanGates = humanGates;
        EndlessSources = endlessSources;
        LlmMembers = llmMembers;
    }

    /// <summary>The cap on output tokens that a fix writes.</summary>
    public int MaxOutputTokens { get; }

    /// <summary>The most turns that an agent or tool runner may be allowed.</summary>
    public int MaxIterations { get; }

    /// <summary>Further members that wait for a person.</summary>
    public MemberNames HumanGates { get; }

    /// <summary>Further members whose sequence never ends.</summary>
    public MemberNames EndlessSources { get; }

    /// <summary>Further members that send a paid request.</summary>
    public MemberNames LlmMembers { get; }

    /// <summary>The options in force for one file.</summary>
    public static CostOptions Read(AnalyzerConfigOptions options) => new(
        OptionKey.MaxOutputTokens.Find(options) is { } tokens ? int.Parse(tokens, CultureInfo.InvariantCulture) : DefaultMaxOutputTokens,
        OptionKey.MaxIterations.Find(options) is { } turns ? int.Parse(turns, CultureInfo.InvariantCulture) : DefaultMaxIterations,
        Members(OptionKey.HumanGates, options),
        Members(OptionKey.EndlessSources, options),
        Members(OptionKey.LlmMembers, options));

    /// <summary>The number in force for one file under <paramref name="key"/>, or <paramref name="absent"/>.</summary>
    public static double Number(OptionKey key, AnalyzerConfigOptions options, double absent) =>
        key.Find(options) is { } text ? double.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : absent;

    /// <summary>What all files of a compilation together name under <paramref name="key"/>: a call may cross from one file to another.</summary>
    public static MemberNames ReadMembers(OptionKey key, AnalyzerOptions options, Compilation compilation)
    {
        var provider = options.AnalyzerConfigOptionsProvider;
        var names = Members(key, provider.GlobalOptions);
        string? last = null;
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (key.Find(provider.GetOptions(tree)) is not { } value || value == last)
                continue;
            last = value;
            MemberNames.TryParse(value, out var further);
            names = names.With(further);
        }

        return names;
    }

    /// <summary>The values in force for one file that are not valid.</summary>
    public static ImmutableArray<InvalidOption> FindInvalid(AnalyzerConfigOptions options)
    {
        var invalid = ImmutableArray.CreateBuilder<InvalidOption>();
        foreach (var option in OptionKey.All)
        {
            foreach (var key in option.Keys)
            {
                // Two options may share the key that both fall back to.
                if (options.TryGetValue(key, out var value) && !option.IsValid(value) && !invalid.Any(known => known.Key == key))
                    invalid.Add(new InvalidOption(key, value, option.Allowed));
            }
        }

        return invalid.ToImmutable();
    }

    /// <summary>
    /// The keys in the product's namespace, or in that of one of its rules, that are none of its options: most often misspelt ones, or
    /// those of another rule.
    /// </summary>
    public static ImmutableArray<InvalidOption> FindUnknown(AnalyzerConfigOptions options) => KeysOf(options)
        .Where(key => key.StartsWith(OptionKey.Prefix + "c", StringComparison.OrdinalIgnoreCase) && !OptionKey.All.Any(option => option.Keys.Contains(key, StringComparer.OrdinalIgnoreCase)))
        .OrderBy(key => key, StringComparer.Ordinal)
        .Select(key => (Key: key, Allowed: InPlaceOf(key)))
        .Where(unknown => unknown.Allowed is not null)
        .Select(unknown => new InvalidOption(AsWritten(unknown.Key), options.TryGetValue(unknown.Key, out var value) ? value : "", unknown.Allowed!))
        .ToImmutableArray();

    /// <summary>What may be written in the place of a key that no option has; null for a key that is none of the product's affairs.</summary>
    private static string? InPlaceOf(string key)
    {
        if (key.StartsWith(OptionKey.CommonPrefix, StringComparison.OrdinalIgnoreCase))
            return "one of the keys " + string.Join(", ", OptionKey.All.Select(option => option.Name).Distinct());

        var parts = key.Substring(OptionKey.Prefix.Length).Split('.');
        if (parts.Length != 2 || parts[0].Length != 7 || !parts[0].StartsWith("CCA", StringComparison.OrdinalIgnoreCase) || !parts[0].Skip(3).All(char.IsDigit))
            return null;
        var ofName = OptionKey.All.Where(option => option.Name.Equals(parts[1], StringComparison.OrdinalIgnoreCase)).SelectMany(option => option.Keys).Distinct().ToList();
        if (ofName.Count > 0)
            return string.Join(" or ", ofName);
        var ofRule = OptionKey.All.Where(option => parts[0].Equals(option.Rule, StringComparison.OrdinalIgnoreCase)).SelectMany(option => option.Keys).Distinct().ToList();
        return ofRule.Count > 0 ? string.Join(" or ", ofRule) : null;
    }

    /// <summary>The compiler gives keys in small letters; the id of a rule is written in capitals.</summary>
    private static string AsWritten(string key) => key.StartsWith(OptionKey.CommonPrefix, StringComparison.OrdinalIgnoreCase)
        ? key
        : OptionKey.Prefix + key.Substring(OptionKey.Prefix.Length, 3).ToUpperInvariant() + key.Substring(OptionKey.Prefix.Length + 3);

    private static IEnumerable<string> KeysOf(AnalyzerConfigOptions options)
    {
        try
        {
            return options.Keys;
        }
        catch (NotImplementedException)
        {
            // A host's own options need not list their keys: the base class throws.
            return [];
        }
    }

    private static MemberNames Members(OptionKey key, AnalyzerConfigOptions options) =>
        key.Find(options) is { } value && MemberNames.TryParse(value, out var names) ? names : MemberNames.None;
}

/// <summary>A setting that cannot be used: its key, its value, and what is allowed.</summary>
internal sealed record InvalidOption(string Key, string Value, string Allowed);
