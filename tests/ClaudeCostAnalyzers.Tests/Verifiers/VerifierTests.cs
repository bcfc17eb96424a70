using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit.Sdk;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Tests.Verifiers.VerifierTests.GotoAnalyzer>;
using VerifyFix = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Tests.Verifiers.VerifierTests.GotoAnalyzer, ClaudeCostAnalyzers.Tests.Verifiers.VerifierTests.GotoFix>;

#pragma warning disable RS1001, RS1036, RS1038, RS1041, RS2008, RS1016 // Made to test the verifier; nobody ships them.

namespace ClaudeCostAnalyzers.Tests.Verifiers;

/// <summary>The verifier passes when it should and, above all, fails when it should.</summary>
public sealed class VerifierTests
{
    [Fact]
    public Task Markup_of_each_form_is_matched() => Verify.VerifyAnalyzerAsync("""
        class C
        {
            void M() { [|goto a;|] a: {|T0001:goto b;|} b: {|#0:goto c;|} c: return; }
        }
        """, Verify.Diagnostic().WithLocation(0).WithArguments("c"));

    [Theory]
    [InlineData("class C { void M() { goto a; a: return; } }", "Unexpected")]
    [InlineData("class C { void M() { [|return;|] } }", "Missing")]
    [InlineData("class C { void M() { [|goto a|]; a: return; } }", "/0/Test0.cs(1,22) 'goto a;' + /0/Test0.cs(1,30) 'a' T0001 Warning Goto 'a'")]
    [InlineData("class C { void M() { {|T0002:goto a;|} a: return; } }", "T0002")]
    [InlineData("class C { void M() { missing(); } }", "CS0103")]
    public async Task A_difference_fails_and_says_where(string source, string said)
    {
        var failure = await Assert.ThrowsAsync<FailException>(() => Verify.VerifyAnalyzerAsync(source));
        Assert.Contains(said, failure.Message);
    }

    [Fact]
    public async Task The_message_the_severity_and_additional_locations_are_compared()
    {
        const string Source = "class C { void M() { {|#0:goto a;|} {|#1:a|}: return; } }";
        var right = Verify.Diagnostic().WithLocation(0);
        await Verify.VerifyAnalyzerAsync(Source, right.WithArguments("a"));
        await Fails(right.WithArguments("b"));
        await Fails(right.WithSeverity(DiagnosticSeverity.Error));
        await Fails(right.WithLocation(0));
        await Fails(right.WithOptions(DiagnosticOptions.None));
        await Verify.VerifyAnalyzerAsync(Source, right.WithLocation(1).WithOptions(DiagnosticOptions.None));
        await Verify.VerifyAnalyzerAsync(Source, Verify.Diagnostic().WithSpan(1, 22, 1, 29));
        await Fails(Verify.Diagnostic().WithSpan(1, 22, 1, 28));

        static Task Fails(DiagnosticResult result) => Assert.ThrowsAsync<FailException>(() => Verify.VerifyAnalyzerAsync(Source, result));
    }

    [Fact]
    public Task Compiler_errors_can_be_expected_or_left_out() => Task.WhenAll(
        Verify.VerifyAnalyzerAsync("class C { void M() { {|CS0103:missing|}(); [|goto a;|] a: return; } }"),
        new Verify.Test { TestCode = "class C { void M() { missing(; [|goto a;|] a: return; } }", CompilerDiagnostics = CompilerDiagnostics.None }.RunAsync());

    [Fact]
    public async Task An_analyzer_that_throws_fails()
    {
        var failure = await Assert.ThrowsAsync<FailException>(() => CSharpAnalyzerVerifier<Throwing>.VerifyAnalyzerAsync("class C { void M() { return; } }"));
        Assert.Contains("on purpose", failure.Message);
    }

    [Fact]
    public Task Hidden_diagnostics_are_seen() => CSharpAnalyzerVerifier<Hidden>.VerifyAnalyzerAsync("class C { void M() { [|return;|] } }");

    [Fact]
    public Task Options_come_from_the_editorconfig() => new Verify.Test
    {
        TestCode = "class C { void M() { goto a; a: return; } }",
        TestState = { AnalyzerConfigFiles = { ("/.editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.T0001.severity = none\n") } },
    }.RunAsync();

    [Fact]
    public Task Top_level_statements_make_a_program() => Verify.VerifyAnalyzerAsync("[|goto a;|] a: Console.WriteLine();");

    [Theory]
    [InlineData("class C { Anthropic.AnthropicClient? a; }", TestPackages.Anthropic)]
    [InlineData("class C { OpenAI.Chat.ChatClient? a; System.ClientModel.ApiKeyCredential? b; }", TestPackages.OpenAI)]
    [InlineData("class C { Microsoft.Extensions.AI.IChatClient? a; }", TestPackages.ExtensionsAI)]
    public async Task Packages_are_there_only_when_asked_for(string source, TestPackages packages)
    {
        await new Verify.Test { TestCode = source, Packages = packages }.RunAsync();
        await Assert.ThrowsAsync<FailException>(() => new Verify.Test { TestCode = source, Packages = TestPackages.None }.RunAsync());
    }

    [Fact]
    public async Task The_language_version_is_the_tests()
    {
        await new Verify.Test { TestCode = "class C { int[] a = [1]; }", LanguageVersion = LanguageVersion.CSharp12 }.RunAsync();
        await Assert.ThrowsAsync<FailException>(() => new Verify.Test { TestCode = "class C { int[] a = [1]; }", LanguageVersion = LanguageVersion.CSharp11 }.RunAsync());
        await new Verify.Test { TestCode = "class C { string a = null; }", LanguageVersion = LanguageVersion.CSharp7_3 }.RunAsync();
    }

    [Fact]
    public async Task Reports_in_generated_code_fail_for_an_analyzer_that_asks_to_be_kept_out()
    {
        var failure = await Assert.ThrowsAsync<FailException>(() => CSharpAnalyzerVerifier<ReportsFromTheCompilation>.VerifyAnalyzerAsync("[|class C { }|]"));
        Assert.Contains("generated code", failure.Message);
    }

    [Fact]
    public void Markup_that_is_not_closed_is_refused() => Assert.Throws<ArgumentException>(() => MarkedSource.Parse("a [|b"));

    [Fact]
    public Task A_fix_is_applied_one_by_one_and_all_at_once() => VerifyFix.VerifyCodeFixAsync(
        "class C { void M() { [|goto a;|] a: ; [|goto b;|] b: return; } }",
        "class C { void M() { ; a: ; ; b: return; } }");

    [Fact]
    public async Task A_wrong_fixed_state_fails()
    {
        var failure = await Assert.ThrowsAsync<FailException>(() => VerifyFix.VerifyCodeFixAsync("class C { void M() { [|goto a;|] a: return; } }", "class C { void M() { a: return; } }"));
        Assert.Contains("Fixed one by one", failure.Message);
    }

    [Fact]
    public async Task A_fix_that_does_not_compile_fails()
    {
        var failure = await Assert.ThrowsAsync<FailException>(() => CSharpCodeFixVerifier<GotoAnalyzer, BreakingFix>.VerifyCodeFixAsync(
            "class C { void M() { [|goto a;|] a: return; } }", "class C { void M() { missing(); a: return; } }"));
        Assert.Contains("brings compiler errors", failure.Message);
    }

    [Fact]
    public async Task A_fix_all_that_leaves_something_fails()
    {
        var failure = await Assert.ThrowsAsync<FailException>(() => CSharpCodeFixVerifier<GotoAnalyzer, FixAllThatFixesOne>.VerifyCodeFixAsync(
            "class C { void M() { [|goto a;|] a: ; [|goto b;|] b: return; } }", "class C { void M() { ; a: ; ; b: return; } }"));
        Assert.Contains("Fixed all in the document", failure.Message);
    }

    [Fact]
    public async Task A_fix_that_is_not_expected_fails()
    {
        const string Source = "class C { void M() { [|goto a;|] a: return; } }";
        await Assert.ThrowsAsync<FailException>(() => VerifyFix.VerifyCodeFixAsync(Source, Source));
        await new VerifyFix.Test { TestCode = Source, FixedCode = Source, CodeActionEquivalenceKey = "another" }.RunAsync();
    }

    public sealed class GotoAnalyzer : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor Rule = new("T0001", "Goto", "Goto '{0}'", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSyntaxNodeAction(node => node.ReportDiagnostic(Diagnostic.Create(
                Rule, node.Node.GetLocation(), Labels(node.Node), ((GotoStatementSyntax)node.Node).Expression)), SyntaxKind.GotoStatement);
        }

        private static IEnumerable<Location> Labels(SyntaxNode node) => node.FirstAncestorOrSelf<BlockSyntax>()?.DescendantNodes()
            .OfType<LabeledStatementSyntax>().Where(label => label.Identifier.Text == "a").Select(label => label.Identifier.GetLocation()) ?? [];
    }

    public sealed class Hidden : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor Rule = new("T0003", "Hidden", "Hidden", "Test", DiagnosticSeverity.Hidden, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSyntaxNodeAction(node => node.ReportDiagnostic(Diagnostic.Create(Rule, node.Node.GetLocation())), SyntaxKind.ReturnStatement);
        }
    }

    public sealed class Throwing : DiagnosticAnalyzer
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => new Hidden().SupportedDiagnostics;

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSyntaxNodeAction(_ => throw new InvalidOperationException("on purpose"), SyntaxKind.ReturnStatement);
        }
    }

    /// <summary>Says at first that it stays out of generated code, and the last word is another one.</summary>
    public sealed class ReportsFromTheCompilation : DiagnosticAnalyzer
    {
        private int initialized;

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => new Hidden().SupportedDiagnostics;

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            var real = context.GetType().Assembly == typeof(AnalysisContext).Assembly;
            context.ConfigureGeneratedCodeAnalysis(real ? GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics : GeneratedCodeAnalysisFlags.None);
            Interlocked.Increment(ref initialized);
            context.RegisterSyntaxNodeAction(node => node.ReportDiagnostic(Diagnostic.Create(SupportedDiagnostics[0], node.Node.GetLocation())), SyntaxKind.ClassDeclaration);
        }
    }

    public abstract class Replace(string replacement) : CodeFixProvider
    {
        public override ImmutableArray<string> FixableDiagnosticIds => ["T0001"];

        public override FixAllProvider? GetFixAllProvider() => FixAllProvider.Create((_, document, diagnostics) => ApplyAsync(document, OfFixAll(diagnostics))!);

        protected virtual ImmutableArray<Diagnostic> OfFixAll(ImmutableArray<Diagnostic> diagnostics) => diagnostics;

        public override Task RegisterCodeFixesAsync(CodeFixContext context)
        {
            context.RegisterCodeFix(CodeAction.Create("Replace", _ => ApplyAsync(context.Document, context.Diagnostics), "replace"), context.Diagnostics);
            return Task.CompletedTask;
        }

        private async Task<Document> ApplyAsync(Document document, ImmutableArray<Diagnostic> diagnostics)
        {
            var root = (await document.GetSyntaxRootAsync())!;
            var nodes = diagnostics.Select(diagnostic => root.FindNode(diagnostic.Location.SourceSpan));
            return document.WithSyntaxRoot(root.ReplaceNodes(nodes, (node, _) => SyntaxFactory.ParseStatement(replacement).WithTriviaFrom(node)));
        }
    }

    [ExportCodeFixProvider(LanguageNames.CSharp), Shared]
    public sealed class GotoFix() : Replace(";");

    [ExportCodeFixProvider(LanguageNames.CSharp), Shared]
    public sealed class BreakingFix() : Replace("missing();");

    [ExportCodeFixProvider(LanguageNames.CSharp), Shared]
    public sealed class FixAllThatFixesOne() : Replace(";")
    {
        protected override ImmutableArray<Diagnostic> OfFixAll(ImmutableArray<Diagnostic> diagnostics) => [diagnostics[0]];
    }
}
