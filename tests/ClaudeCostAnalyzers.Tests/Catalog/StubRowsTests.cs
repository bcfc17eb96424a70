using System.Text.RegularExpressions;
using ClaudeCostAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Tests.Catalog;

/// <summary>The rows of SDKs that are not at hand as packages and the declarations of their public API agree.</summary>
public sealed class StubRowsTests
{
    public static IEnumerable<TheoryDataRow<string>> Assemblies => StubAssemblies.All.Select(assembly => new TheoryDataRow<string>(assembly));

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_member_of_a_row_is_declared(string assembly)
    {
        var compilation = StubAssemblies.Compile("", assembly);
        var wrong = new List<string>();
        var resolved = 0;
        foreach (var row in Sdk(assembly).Rows)
        {
            foreach (var id in row.Values.Where(value => value.Length > 2 && value[1] == ':').Concat(row.Parts("also").Select(type => "T:" + type)))
            {
                var symbol = DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation);
                resolved++;
                if (symbol is null)
                    wrong.Add($"line {row.Line}: {id}");
                else if (symbol is IMethodSymbol method && row.Word == "call")
                    wrong.AddRange(WrongPositions(row, method));
            }
        }

        Assert.Empty(wrong);
        Assert.NotEqual(0, resolved);
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_row_is_found_by_its_symbol_and_a_free_one_is_not(string assembly)
    {
        var compilation = StubAssemblies.Compile("", assembly);
        var sdk = Sdk(assembly);
        if (!sdk.Members.Any())
            return;
        var apis = LlmApis.TryCreate(compilation)!;
        foreach (var row in sdk.Rows.Where(row => row.Word is "call" or "free"))
        {
            var method = (IMethodSymbol)DocumentationCommentId.GetFirstSymbolForDeclarationId(row.Value, compilation)!;
            Assert.Equal(row.Word == "call", apis.Find(method) is not null);
        }
    }

    /// <summary>Versions differ in their parameters; the type and the name stay.</summary>
    [Theory]
    [InlineData("Google.GenAI.Models", "Google.GenAI", "Task<int> GenerateContentAsync(string model, string contents, Types.GenerateContentConfig? config = null, CancellationToken token = default) => throw null!;", "GenerateContentAsync(\"m\", \"x\")", 3)]
    [InlineData("Azure.AI.OpenAI.OpenAIClient", "Azure.AI.OpenAI", "Task<int> GetChatCompletionsAsync(string deployment, object options, CancellationToken token = default) => throw null!;", "GetChatCompletionsAsync(\"d\", 1)", 2)]
    [InlineData("LlmTornado.Agents.TornadoAgent", "LlmTornado.Agents", "Task<int> RunAsync(string input = \"\", bool? streaming = null, int maxTurns = 10, Func<string, ValueTask<bool>>? permission = null) => throw null!;", "RunAsync()", -1)]
    [InlineData("Microsoft.Agents.AI.AIAgent", "Microsoft.Agents.AI", "Task<int> RunAsync(string message, object? thread = null, CancellationToken token = default) => throw null!;", "RunAsync(\"x\")", 2)]
    public void Another_overload_counts_too(string type, string space, string method, string call, int token)
    {
        var name = type[(type.LastIndexOf('.') + 1)..];
        // The anchors of the family are declared with it, as the SDK itself would.
        var compilation = StubAssemblies.Compile($$"""
            namespace {{space}} { public class {{name}} { public {{method}} } }
            namespace Google.GenAI.Types { public record GenerateContentConfig; }
            namespace LlmTornado { public class TornadoApi; }
            class C { object M({{type}} c) => c.{{call}}; }
            """);
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var tree = compilation.SyntaxTrees[1];
        var called = (IMethodSymbol)compilation.GetSemanticModel(tree).GetSymbolInfo(tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>().Last()).Symbol!;
        var found = LlmApis.TryCreate(compilation)!.Find(called);
        Assert.NotNull(found);
        Assert.Equal(token, found.TokenParameter);
    }

    private static SdkCatalog Sdk(string assembly) => LlmCatalog.Sdks.Single(sdk => sdk.AssemblyNames.Contains(assembly));

    private static IEnumerable<string> WrongPositions(CatalogRow row, IMethodSymbol method)
    {
        var token = method.Parameters.FirstOrDefault(parameter => parameter.Type.Name == "CancellationToken")?.Ordinal ?? -1;
        if (row.Number("token") != token)
            yield return $"line {row.Line}: token={row["token"]} should be {token}";
        if (row["options"] is not null && !Regex.IsMatch(method.Parameters[row.Number("options")].Type.Name, "(Options|Params|Parameters|Settings|Request|Config)$"))
            yield return $"line {row.Line}: options={row["options"]} is {method.Parameters[row.Number("options")].Type.Name}";
        if (row["stream"] is not null != (method.ReturnType.Name == "IAsyncEnumerable"))
            yield return $"line {row.Line}: stream={row["stream"]} does not fit {method.ReturnType.Name}";
    }
}
