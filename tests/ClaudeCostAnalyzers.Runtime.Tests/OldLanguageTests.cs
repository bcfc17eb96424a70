using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ClaudeCost.Tests;

/// <summary>Programs in older versions of C# can write every budget: .NET Framework's default is 7.3.</summary>
public sealed class OldLanguageTests
{
    public static TheoryData<LanguageVersion, string> Builds => new()
    {
        { LanguageVersion.CSharp7_3, "net" },
        { LanguageVersion.CSharp7_3, "netstandard2.0" },
        { LanguageVersion.CSharp8, "net" },
        { LanguageVersion.CSharp8, "netstandard2.0" },
    };

    [Theory]
    [MemberData(nameof(Builds))]
    public void Every_property_of_a_budget_can_be_written(LanguageVersion version, string build)
    {
        var properties = typeof(Budget).GetProperties().Where(property => property.SetMethod is { IsPublic: true }).Select(property => property.Name).ToArray();
        Assert.Contains(nameof(Budget.MaxCalls), properties);
        var program = $$"""
            class Program
            {
                static void Main()
                {
                    var other = new ClaudeCost.Budget();
                    using (var scope = ClaudeCost.BudgetScope.Begin(new ClaudeCost.Budget { {{string.Join(", ", properties.Select(name => $"{name} = other.{name}"))}} }))
                    {
                        System.Console.WriteLine(scope.Remaining.Calls);
                    }
                }
            }
            """;

        Assert.Empty(Errors(program, version, build));
    }

    [Fact]
    public void What_the_code_fixes_write_compiles()
    {
        const string Program = """
            using System;
            using ClaudeCost;
            class Program
            {
                static void Main()
                {
                    using var budget = BudgetScope.Begin(new Budget { MaxCalls = 50, MaxCostUsd = 5m, Timeout = TimeSpan.FromMinutes(10) });
                }
            }
            """;

        Assert.Empty(Errors(Program, LanguageVersion.CSharp8, "net"));
    }

    [Fact]
    public void A_budget_that_is_changed_after_Begin_does_not_change_the_scope()
    {
        var budget = new Budget { MaxCalls = 3 };
        using var scope = BudgetScope.Begin(budget);
        budget.MaxCalls = 1_000;

        Assert.Equal(3, scope.Remaining.Calls);
    }

    private static string[] Errors(string program, LanguageVersion version, string build)
    {
        var runtime = typeof(Budget).Assembly.Location;
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != Path.GetFileName(runtime))
            .Append(build == "net" ? runtime : Path.Combine(Path.GetDirectoryName(runtime)!, build, Path.GetFileName(runtime)))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "program", [CSharpSyntaxTree.ParseText(program, new CSharpParseOptions(version))], references);
        return [.. compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.ToString())];
    }
}
