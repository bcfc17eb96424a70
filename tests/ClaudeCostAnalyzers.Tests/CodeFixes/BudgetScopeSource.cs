using Microsoft.CodeAnalysis.CSharp;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Tests.CodeFixes.LoopCallAnalyzer, ClaudeCostAnalyzers.CodeFixes.BudgetScopeFix>;

namespace ClaudeCostAnalyzers.Tests.CodeFixes;

/// <summary>What the tests of the budget scope have in common: a class with calls, and how a fix in it is checked.</summary>
internal static class BudgetScopeSource
{
    public const string Begin = "BudgetScope.Begin(new Budget { MaxCalls = 50, MaxCostUsd = 5m, Timeout = TimeSpan.FromMinutes(10) })";

    /// <summary>Tests a fix of statements in an asynchronous method of a class; <c>BEGIN</c> stands for the call that begins the scope.</summary>
    public static Task InMethod(string statements, string fixedStatements, LanguageVersion version = LanguageVersion.Latest) =>
        InFile(Wrap("", statements), Wrap(fixedStatements == statements ? "" : "using ClaudeCost;\n", fixedStatements), version);

    public static Task InFile(string source, string fixedSource, LanguageVersion version = LanguageVersion.Latest) =>
        Test(source, fixedSource, version).RunAsync();

    public static Verify.Test Test(string source, string fixedSource, LanguageVersion version = LanguageVersion.Latest) => new()
    {
        TestCode = source,
        FixedCode = fixedSource.Replace("BEGIN", Begin),
        LanguageVersion = version,
        Packages = version.MapSpecifiedToEffectiveVersion() < LanguageVersion.CSharp9 ? TestPackages.None : TestPackages.Runtime,
        SolutionTransforms = { (solution, id) => version.MapSpecifiedToEffectiveVersion() < LanguageVersion.CSharp9 ? RuntimeStub.AddTo(solution, id) : solution },
    };

    public static string Wrap(string usings, string statements) => $$"""
        using System;
        using System.Threading.Tasks;

        class C
        {
            static Task<bool> Ask() => Task.FromResult(true);
            static Task<bool> Refine() => Task.FromResult(true);

            async Task M(int x, bool b)
            {
        {{string.Join("\n", statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
            }
        }
        """.Replace("using System;\n", usings + "using System;\n").Replace("using ClaudeCost;\nusing System;\nusing System.Threading.Tasks;\n", "using System;\nusing System.Threading.Tasks;\nusing ClaudeCost;\n");
}
