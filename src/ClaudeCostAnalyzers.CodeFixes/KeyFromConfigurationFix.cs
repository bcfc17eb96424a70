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
    private const string InMemory = "AddInMemoryCollection";

    private protected override string EquivalenceKey => "ClaudeCost.KeyFromConfiguration";

    private protected override Lookup? LookupFor(Diagnostic diagnostic, ExpressionSyntax at, SemanticModel model, Imports imports, CancellationToken cancellationToken)
    {
        if (Property(diagnostic, "KeyConfiguration") is not { } path || ConfigurationInReach.Find(at, model, cancellationToken) is not { } configuration)
            return null;
        // What is put into the configuration here cannot come from there.
        if (at.Ancestors().Any(node => node switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: InMemory } or IdentifierNameSyntax { Identifier.ValueText: InMemory } } => true,
            AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax { Expression: var owner } } => owner.ToString() == configuration,
            _ => false,
        }))
        {
            return null;
        }

        return new($"{configuration}[\"{path}\"]", $"Set {path} in the configuration, for example with dotnet user-secrets.", $"Read {path} from the configuration");
    }
}
