using System.Collections.Immutable;
using ClaudeCostAnalyzers.Rules;
using ClaudeCostAnalyzers.Tests.Verifiers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Tests.Bounds;

/// <summary>The source of a referenced project is there in an editor and in a scan: a path may lead into it.</summary>
public class OtherProjectTests
{
    [Fact]
    public async Task A_path_into_another_project_is_reported_by_file_and_line()
    {
        var library = Compile("Library", "Asker.cs", """
            using System.Threading.Tasks;
            using Anthropic;
            using Anthropic.Models.Messages;

            public class Asker
            {
                private readonly AnthropicClient client = new();

                public Task<Message> AskAsync(MessageCreateParams ask) => client.Messages.Create(ask);
            }
            """);
        var program = Compile("Program", "Agent.cs", """
            using System.Threading.Tasks;
            using Anthropic.Models.Messages;

            public class Agent
            {
                public async Task WorkAsync(Asker asker, MessageCreateParams ask)
                {
                    while (true)
                        await asker.AskAsync(ask);
                }
            }
            """, library.ToMetadataReference());

        var analyzed = program.WithAnalyzers([new BoundAnalyzer()]);
        var found = Assert.Single(await analyzed.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));

        Assert.Equal("CCA1001", found.Id);
        Assert.Equal("Agent.cs", found.Location.GetLineSpan().Path);
        var call = found.AdditionalLocations[^1].GetLineSpan();
        Assert.Equal(("Asker.cs", 8), (call.Path, call.StartLinePosition.Line));
    }

    private static CSharpCompilation Compile(string name, string file, string source, params MetadataReference[] more)
    {
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source, path: file)],
            [.. TestReferences.Of(TestPackages.Anthropic), .. more],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return compilation;
    }
}
