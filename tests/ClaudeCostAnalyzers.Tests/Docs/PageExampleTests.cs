using ClaudeCostAnalyzers.Rules;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Tests.Docs;

/// <summary>The examples of the loop rules' pages compile, and fire or are quiet as the pages say.</summary>
public sealed class PageExampleTests
{
    [Theory]
    [InlineData("CCA1001")]
    [InlineData("CCA1002")]
    [InlineData("CCA1004")]
    [InlineData("CCA1005")]
    [InlineData("CCA1009")]
    public async Task Examples_do_what_their_page_says(string id)
    {
        var fires = RulePages.Code(RulePages.Section(id, "Example that fires"));
        Assert.NotNull(fires);
        await CSharpAnalyzerVerifier<BoundAnalyzer>.VerifyAnalyzerAsync(Wrap(Mark(fires, id)));

        var quiet = RulePages.Code(RulePages.Section(id, "Example that is quiet"));
        Assert.NotNull(quiet);
        await CSharpAnalyzerVerifier<BoundAnalyzer>.VerifyAnalyzerAsync(Wrap(quiet));
    }

    /// <summary>Marks the one call of the model in an example.</summary>
    private static string Mark(string code, string id)
    {
        var call = Assert.Single(CSharpSyntaxTree.ParseText(code).GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>(),
            invocation => invocation.Expression.ToString() == "client.Messages.Create");
        return code.Insert(call.Span.End, "|}").Insert(call.SpanStart, $"{{|{id}:");
    }

    private static string Wrap(string code)
    {
        var returns = code.Contains("return ", StringComparison.Ordinal);
        return $$"""
            using Anthropic;
            using Anthropic.Exceptions;
            using Anthropic.Models.Messages;
            using ClaudeCost;

            abstract class Example(IAnthropicClient client, ITracker tracker, object job)
            {
                protected abstract Task SaveAsync(Message reply);
                protected abstract Task<MessageCreateParams> RunToolsAsync(MessageCreateParams parameters, Message reply);

                async Task{{(returns ? "<Message>" : "")}} Run(MessageCreateParams parameters, CancellationToken stoppingToken)
                {
                    Message reply{{(code.Contains("var reply", StringComparison.Ordinal) ? "_" : "")}};
            {{code}}
                }
            }

            public interface ITracker { bool IsComplete(object job); }
            """;
    }
}
