using System.Composition;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>Reads a credential from the environment variable that holds it by convention.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(KeyFromEnvironmentFix)), Shared]
public sealed class KeyFromEnvironmentFix : KeyLookupFix
{
    private protected override string EquivalenceKey => "ClaudeCost.KeyFromEnvironment";

    private protected override Lookup? LookupFor(Diagnostic diagnostic, ExpressionSyntax at, SemanticModel model, Imports imports, CancellationToken cancellationToken)
    {
        if (Property(diagnostic, "KeyVariable") is not { } variable || model.Compilation.GetTypeByMetadataName("System.Environment") is not { } environment)
            return null;
        // Whoever sets the variable here has to get the key from somewhere else.
        if (at.Ancestors().OfType<InvocationExpressionSyntax>().Any(call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SetEnvironmentVariable" }))
            return null;
        return new($"{imports.Name(environment, at.SpanStart)}.GetEnvironmentVariable(\"{variable}\")", $"Set the environment variable {variable}.", $"Read from the environment variable {variable}");
    }
}
