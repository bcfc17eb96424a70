using System.Text;
using ClaudeCostAnalyzers.Tests.Verifiers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Tests.Bounds.Rewritten;

/// <summary>Applies a rewriting to test source and moves its markup along with the code that it marks.</summary>
internal static class MarkedRewriter
{
    private const string Mark = "mark";

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Latest);

    public static string Apply(string source, Func<SemanticModel, CSharpSyntaxRewriter> rewriting)
    {
        var marked = MarkedSource.Parse(source);
        var root = CSharpSyntaxTree.ParseText(marked.Text, s_options).GetRoot();
        var names = new Dictionary<SyntaxNodeOrToken, List<string>>();
        foreach (var span in marked.Spans)
        {
            var place = Find(root, span.Span);
            if (!names.TryGetValue(place, out var list))
                names.Add(place, list = []);
            list.Add(span.Name ?? throw new ArgumentException("Name the rule in the markup: {|CCA1001:...|}."));
        }

        root = root.ReplaceSyntax(
            names.Keys.Where(place => place.IsNode).Select(place => place.AsNode()!), (old, changed) => changed.WithAdditionalAnnotations(Annotations(names[old])),
            names.Keys.Where(place => place.IsToken).Select(place => place.AsToken()), (old, changed) => changed.WithAdditionalAnnotations(Annotations(names[old])),
            [], (_, changed) => changed);
        var tree = CSharpSyntaxTree.Create((CSharpSyntaxNode)root, s_options);
        var compilation = CSharpCompilation.Create("Rewritten", [tree, s_usings], TestReferences.Of(TestPackages.All), new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var model = compilation.GetSemanticModel(tree);
        return Written(rewriting(model).Visit(tree.GetRoot()));
    }

    private static readonly SyntaxTree s_usings = CSharpSyntaxTree.ParseText(
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;",
        s_options);

    private static IEnumerable<SyntaxAnnotation> Annotations(List<string> names) => names.Select(name => new SyntaxAnnotation(Mark, name));

    private static SyntaxNodeOrToken Find(SyntaxNode root, TextSpan span)
    {
        var node = root.FindNode(span, getInnermostNodeForTie: true);
        if (node.Span == span)
            return node;
        var token = root.FindToken(span.Start);
        return token.Span == span ? token : throw new ArgumentException($"The markup at {span} marks no node and no token: {root.GetText().ToString(span)}");
    }

    private static string Written(SyntaxNode root)
    {
        var marks = root.GetAnnotatedNodesAndTokens(Mark)
            .SelectMany(place => place.GetAnnotations(Mark).Select(annotation => (place.Span, Name: annotation.Data!))).ToList();
        var starts = marks.ToLookup(mark => mark.Span.Start, mark => mark.Name);
        var ends = marks.ToLookup(mark => mark.Span.End);
        var text = root.ToFullString();
        var written = new StringBuilder(text.Length);
        for (var i = 0; i <= text.Length; i++)
        {
            foreach (var _ in ends[i])
                written.Append("|}");
            foreach (var name in starts[i])
                written.Append("{|").Append(name).Append(':');
            if (i < text.Length)
                written.Append(text[i]);
        }

        return written.ToString();
    }
}
