using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Configuration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>The known members of the bounds together with those that the configuration adds.</summary>
internal sealed class ConfiguredMembers(MemberNames humanGates, MemberNames endlessSources)
{
    public static ConfiguredMembers Read(AnalyzerOptions options, Compilation compilation) => new(
        CostOptions.ReadMembers(OptionKey.HumanGates, options, compilation), CostOptions.ReadMembers(OptionKey.EndlessSources, options, compilation));

    public bool IsHumanGate(IMethodSymbol method) => HumanGates.Is(method) || humanGates.Contains(method);

    /// <summary>Whether a member of this name may be a gate: a cheap test before a symbol is bound.</summary>
    public bool MayBeHumanGate(string name) => HumanGates.MayBe(name) || humanGates.MayContain(name);

    public bool IsEndless(ISymbol member) => KnownMembers.IsEndless(member) || endlessSources.Contains(member);
}
