using ClaudeCostAnalyzers.Syntax;
using ClaudeCostAnalyzers.Tests.Rules.Keys;
using Microsoft.CodeAnalysis.CSharp;

namespace ClaudeCostAnalyzers.Tests.Syntax;

/// <summary>What is not found in a file's text is never looked at: too much may be found, too little never.</summary>
public sealed class TreeTextTests
{
    [Theory]
    [InlineData("a.AskAsync(b)", "AskAsync", true)]
    [InlineData("@class x", "class", true)]
    [InlineData("Größe", "Größe", true)]
    [InlineData("Größe", "Gr", false)]
    [InlineData("AskAsyncAll", "AskAsync", false)]
    [InlineData("x1 0x1F 10m", "x1", true)]
    [InlineData("0Ask", "Ask", false)]
    [InlineData("a\u00A0Ask\u2028b", "Ask", true)]
    [InlineData("// Ask", "Ask", true)]
    // A letter that is written by its number, and one that the compiler leaves out, may make any name.
    [InlineData("\\u0041sk()", "Ask", true)]
    [InlineData("A\u00ADsk()", "Ask", true)]
    [InlineData("\"a\\u0022b\"", "Ask", false)]
    public void Words_are_whole(string source, string word, bool expected) => Assert.Equal(expected, Of(source).Has(word));

    [Theory]
    [InlineData("new(x)", true)]
    [InlineData("new\n  (x)", true)]
    [InlineData("new C(x)", false)]
    [InlineData("new[] { 1 }", false)]
    public void Creations_without_a_type_are_seen(string source, bool expected) => Assert.Equal(expected, Of(source).HasAny(Words.OfCreations(["Any"])));

    [Theory]
    [InlineData("public void Ask(int n) { }")]
    [InlineData("Task<List<int>> Ask(int n) => null;")]
    [InlineData("(int, int) Ask(int n) { return default; }")]
    [InlineData("int? Ask { get; }")]
    [InlineData("int[] Ask() => [];")]
    [InlineData("void IC.Ask() { }")]
    [InlineData("void IC<int, string>.Ask<T>() where T : class { }")]
    [InlineData("(int, int) N.IC.Ask(int n) => default;")]
    [InlineData("class C { Ask() { } }", "a constructor")]
    [InlineData("public Ask(int n) : base(n) { }")]
    [InlineData("var ask = () => 1;", "a local", "ask")]
    [InlineData("this.Ask = M;")]
    [InlineData("Ask += M;")]
    [InlineData("table.Ask[3] = M;")]
    [InlineData("Func<int> Ask;\nint f(Func<int> Ask) => 1;")]
    public void Declarations_are_seen(string source, string _ = "", string name = "Ask") =>
        Assert.NotEqual(WordUse.None, Of(source).UsesOf(name) & (WordUse.Declared | WordUse.Function));

    [Theory]
    [InlineData("replies.Ask(x);")]
    [InlineData("if (a) replies.Ask(x);")]
    [InlineData("return Ask(x);")]
    [InlineData("var y = await c.Ask(x);")]
    [InlineData("Run(Ask);")]
    [InlineData("x => x.Ask")]
    [InlineData("Task<Ask<int>> f;")]
    [InlineData("public async Ask<int> M();")]
    [InlineData("public Ask M();")]
    public void Calls_are_no_declarations(string source) => Assert.Equal(WordUse.None, Of(source).UsesOf("Ask"));

    [Fact]
    public void Parts_of_keys_are_seen_in_literals_alone()
    {
        var key = TestKeys.Anthropic(5);
        Assert.True(Of($"var k = \"{key}\";").HasKeyPart);
        Assert.True(Of("var k = \"sk-\" + rest;").HasKeyPart);
        Assert.True(Of("var k = \"a\\nsk-\" + rest;").HasKeyPart);
        Assert.True(Of($"var k = \"\"\"\n  {key}\n  \"\"\";").HasKeyPart);
        Assert.True(Of($"var k = @\"\n{key[..20]}\n\";").HasKeyPart);
        Assert.False(Of($"// {key}\nvar x = 1;").HasKeyPart);
        Assert.False(Of("var risk = \"task-force\";").HasKeyPart);
        Assert.True(Of("var k = \"\\x73k-\";").HasEscapes);
        Assert.NotEmpty(Of($"var k = \"{TestKeys.Random(3, "0123456789abcdef", 32)}\";").LongRuns);
        Assert.Empty(Of($"var x = {new string('a', 40)}12;").LongRuns);
    }

    [Fact]
    public void Texts_that_are_put_together_and_long_lists_are_seen()
    {
        Assert.NotEmpty(Of("x = (\"a\") + y;").JoinedQuotes);
        Assert.NotEmpty(Of("x = y + \"b\"u8;").JoinedQuotes);
        Assert.NotEmpty(Of("x = \"a\" // first\n + \"b\";").JoinedQuotes);
        Assert.NotEmpty(Of("x = $\"{\"a\"}{y}\";").JoinedQuotes);
        Assert.Empty(Of("M(\"a\", \"b\");").JoinedQuotes);
        Assert.NotEmpty(Of("new[] { " + string.Join(", ", Enumerable.Range(0, 60)) + " }").LongLists);
        Assert.NotEmpty(Of("new[] { " + string.Join(",\n", Enumerable.Repeat("(byte)'a'", 60)) + " }").LongLists);
        Assert.Empty(Of("M(" + string.Join(", ", Enumerable.Repeat("a", 60)) + ")").LongLists);
    }

    private static TreeText Of(string source) => TreeText.Of(CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken));
}
