using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Tests.Verifiers;

/// <summary>
/// What every test source of this project has: the packages, the language version and the usings that the SDK adds.
/// This file is where Microsoft.CodeAnalysis.Testing would be put in place of the folder Testing.
/// </summary>
internal static class TestDefaults
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;

        """;

    /// <summary>Adds the SDK's implicit usings as the generated document that the SDK would write, where the language has them.</summary>
    public static Solution AddImplicitUsings(Solution solution, ProjectId projectId, LanguageVersion version) =>
        version.MapSpecifiedToEffectiveVersion() < LanguageVersion.CSharp10 ? solution : solution.AddDocument(
            DocumentId.CreateNewId(projectId), "TestProject.GlobalUsings.g.cs", SourceText.From(ImplicitUsings), filePath: "/0/obj/TestProject.GlobalUsings.g.cs");

    public static ParseOptions For(LanguageVersion version, ParseOptions options) => ((CSharpParseOptions)options).WithLanguageVersion(version);

    public static CompilationOptions For(LanguageVersion version, CompilationOptions options) =>
        version.MapSpecifiedToEffectiveVersion() >= LanguageVersion.CSharp8
            ? options
            : ((CSharpCompilationOptions)options).WithNullableContextOptions(NullableContextOptions.Disable);
}

/// <summary>Verifies an analyzer over source with markup.</summary>
public static class CSharpAnalyzerVerifier<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>An expected diagnostic of the analyzer's only rule. Its additional locations are compared when the test names some.</summary>
    public static DiagnosticResult Diagnostic() => Expect(new TAnalyzer().SupportedDiagnostics.Single());

    /// <summary>An expected diagnostic of one of the analyzer's rules. Its additional locations are compared when the test names some.</summary>
    public static DiagnosticResult Diagnostic(string id) => Expect(new TAnalyzer().SupportedDiagnostics.Single(descriptor => descriptor.Id == id));

    private static DiagnosticResult Expect(DiagnosticDescriptor descriptor) =>
        new DiagnosticResult(descriptor).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations);

    /// <summary>Checks that <typeparamref name="TAnalyzer"/> reports just the markup in <paramref name="source"/> and <paramref name="expected"/>.</summary>
    public static Task VerifyAnalyzerAsync(string source, params DiagnosticResult[] expected)
    {
        var test = new Test { TestCode = source };
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }

    /// <summary>A test that needs more than source: configuration, further files, other packages, another language version.</summary>
    public sealed class Test : AnalyzerTest
    {
        public LanguageVersion LanguageVersion { get; set; } = LanguageVersion.Latest;

        public TestPackages Packages { get; set; } = TestPackages.All;

        public bool ImplicitUsings { get; set; } = true;

        public Test() => SolutionTransforms.Add((solution, id) => ImplicitUsings ? TestDefaults.AddImplicitUsings(solution, id, LanguageVersion) : solution);

        protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => [new TAnalyzer()];

        protected override IEnumerable<MetadataReference> GetReferences() => TestReferences.Of(Packages);

        protected override ParseOptions CreateParseOptions() => TestDefaults.For(LanguageVersion, base.CreateParseOptions());

        protected override CompilationOptions CreateCompilationOptions() => TestDefaults.For(LanguageVersion, base.CreateCompilationOptions());
    }
}

/// <summary>Verifies an analyzer and the fix of what it reports.</summary>
public static class CSharpCodeFixVerifier<TAnalyzer, TCodeFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TCodeFix : CodeFixProvider, new()
{
    public static DiagnosticResult Diagnostic() => CSharpAnalyzerVerifier<TAnalyzer>.Diagnostic();

    public static DiagnosticResult Diagnostic(string id) => CSharpAnalyzerVerifier<TAnalyzer>.Diagnostic(id);

    public static Task VerifyAnalyzerAsync(string source, params DiagnosticResult[] expected) =>
        CSharpAnalyzerVerifier<TAnalyzer>.VerifyAnalyzerAsync(source, expected);

    /// <summary>
    /// Checks that fixing <paramref name="source"/>, one by one and all at once, gives <paramref name="fixedSource"/>; the
    /// same text twice says that no fix is offered.
    /// </summary>
    public static Task VerifyCodeFixAsync(string source, string fixedSource) => new Test { TestCode = source, FixedCode = fixedSource }.RunAsync();

    public static Task VerifyCodeFixAsync(string source, DiagnosticResult[] expected, string fixedSource)
    {
        var test = new Test { TestCode = source, FixedCode = fixedSource };
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }

    /// <summary>A test that needs more than source.</summary>
    public sealed class Test : CodeFixTest
    {
        public LanguageVersion LanguageVersion { get; set; } = LanguageVersion.Latest;

        public TestPackages Packages { get; set; } = TestPackages.All;

        public bool ImplicitUsings { get; set; } = true;

        public Test() => SolutionTransforms.Add((solution, id) => ImplicitUsings ? TestDefaults.AddImplicitUsings(solution, id, LanguageVersion) : solution);

        protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => [new TAnalyzer()];

        protected override IEnumerable<CodeFixProvider> GetCodeFixProviders() => [new TCodeFix()];

        protected override IEnumerable<MetadataReference> GetReferences() => TestReferences.Of(Packages);

        protected override ParseOptions CreateParseOptions() => TestDefaults.For(LanguageVersion, base.CreateParseOptions());

        protected override CompilationOptions CreateCompilationOptions() => TestDefaults.For(LanguageVersion, base.CreateCompilationOptions());
    }
}
