using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Tests.Rules;

/// <summary>Runs one analyzer over source that need not compile, for tests that look at more than the verifier compares.</summary>
internal static class Analysis
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.Threading; global using System.Threading.Tasks;";

    /// <summary>What <paramref name="analyzer"/> reports, AD0001 included.</summary>
    public static Task<ImmutableArray<Diagnostic>> RunAsync(DiagnosticAnalyzer analyzer, string source, TestPackages packages = TestPackages.AllLlm) =>
        CSharpCompilation.Create(
                "Test",
                [CSharpSyntaxTree.ParseText(source, path: "Test0.cs"), CSharpSyntaxTree.ParseText(Usings, path: "Usings.g.cs")],
                TestReferences.Of(packages),
                new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .WithAnalyzers([analyzer])
            .GetAnalyzerDiagnosticsAsync();
}
