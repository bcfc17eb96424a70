using ClaudeCostAnalyzers.Configuration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ClaudeCostAnalyzers.Tests.Configuration;

public sealed class MemberNamesTests
{
    private static readonly IMethodSymbol Ask = (IMethodSymbol)CSharpCompilation.Create("Test", [CSharpSyntaxTree.ParseText(
        "namespace App { public class Prompt<T> { public T Ask<U>(string question, U more) => default!; } }")],
        [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]).GetTypeByMetadataName("App.Prompt`1")!.GetMembers("Ask").Single();

    [Theory]
    [InlineData("Ask", true)]
    [InlineData("Prompt`1.Ask", true)]
    [InlineData("Prompt.Ask", true)]
    [InlineData("App.Prompt.Ask", true)]
    [InlineData("App.Prompt`1.Ask", true)]
    [InlineData("M:App.Prompt`1.Ask``1(System.String,``0)", true)]
    [InlineData("M:App.Prompt`1.Ask", true)]
    [InlineData("Other|Ask", true)]
    [InlineData("M:App.Prompt`1.Ask``1(System.Int32,``0)", false)]
    [InlineData("M:App.Prompt.Ask", false)]
    [InlineData("rompt`1.Ask", false)]
    [InlineData("ask", false)]
    [InlineData("Other.Ask", false)]
    public void An_entry_names_a_member_by_id_or_by_the_end_of_its_name(string entries, bool expected)
    {
        Assert.True(MemberNames.TryParse(entries, out var names));
        Assert.Equal(expected, names.Contains(Ask));
        Assert.Equal(expected, names.Contains(Ask.Construct(Ask.ContainingAssembly.GetTypeByMetadataName("App.Prompt`1")!)));
    }

    [Fact]
    public void No_entry_names_nothing() => Assert.False(MemberNames.None.Contains(Ask));
}
