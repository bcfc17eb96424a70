using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Configuration;
using ClaudeCostAnalyzers.Rules.Settings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA3003: a provider's key in a settings file of the project.</summary>
/// <remarks>
/// Positive: an additional file with the name of a settings file holds a key by its shape, in plain or in Base64, be it in a
/// comment; or a credential by the name of its entry and the look of its value.
/// Negative: placeholders, references to variables and vaults, lines marked with a comment, files that an option leaves out,
/// user secrets, other files. Nothing is registered when the project hands over no such file.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SettingsKeyAnalyzer : CostAnalyzer
{
    /// <summary>A settings file is small; a larger file is data.</summary>
    private const int LongestFile = 1_000_000;

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.KeyInSettings);

    private protected override bool JudgesCalls => false;

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        if (context.Options.AdditionalFiles.Any(file => SettingsFile.Is(file.Path)))
            context.RegisterAdditionalFileAction(Analyze);
    }

    private static void Analyze(AdditionalFileAnalysisContext context)
    {
        var file = context.AdditionalFile;
        if (!SettingsFile.Is(file.Path) || OptionKey.CheckSettings.Find(context.Options.AnalyzerConfigOptionsProvider.GetOptions(file)) == OptionKey.False)
            return;
        if (file.GetText(context.CancellationToken) is not { Length: <= LongestFile } text)
            return;
        foreach (var key in SettingsKeys.Find(file.Path, text.ToString()))
        {
            var span = new TextSpan(key.Start, key.Length);
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.KeyInSettings,
                Location.Create(file.Path, span, text.Lines.GetLinePositionSpan(span)),
                ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.Provider, key.Provider),
                key.Provider,
                key.LastFour));
        }
    }
}
