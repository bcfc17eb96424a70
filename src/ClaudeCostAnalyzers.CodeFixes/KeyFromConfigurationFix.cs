using System.Composition;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using ClaudeCostAnalyzers.CodeFixes.Keys;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>Reads a credential from an <c>IConfiguration</c> that is in reach: user secrets in development, a secret store elsewhere.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(KeyFromConfigurationFix)), Shared]
public sealed class KeyFromConfigurationFix : KeyLookupFix
{
    private protected override string EquivalenceKey => "ClaudeCost.KeyFromConfiguration";

    private protected override Lookup? LookupFor(Diagnostic diagnostic, ExpressionSyntax at, SemanticModel model, Imports imports, CancellationToken cancellationToken)
    {
        if (Property(diagnostic, "KeyConfiguration") is not { } path || ConfigurationInReach.Find(at, model, cancellationToken) is not { } configuration)
            return null;
        return new($"{configuration}[\"{path}\"]", $"Set {path} in the configuration, for example with dotnet user-secrets.", $"Read {path} from the configuration");
    }
}
