using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// The source of members: of this compilation, and of the projects that it references where the host gives their source.
/// The one place that asks for semantic models. Safe for concurrent use.
/// </summary>
internal sealed class MemberBodies
{
    private readonly ImmutableArray<Compilation> _compilations;
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel?> _models = new();

    public MemberBodies(Compilation compilation)
    {
        var found = new List<Compilation> { compilation };
        for (var i = 0; i < found.Count; i++)
        {
            foreach (var reference in found[i].References.OfType<CompilationReference>())
            {
                if (reference.Compilation.Language == LanguageNames.CSharp && !found.Contains(reference.Compilation))
                    found.Add(reference.Compilation);
            }
        }

        _compilations = found.ToImmutableArray();
    }

    /// <summary>The compilations whose source is at hand, the one that is analysed first.</summary>
    public IEnumerable<Compilation> Compilations => _compilations;

    public IEnumerable<SyntaxTree> Trees => _compilations.SelectMany(compilation => compilation.SyntaxTrees);

    /// <summary>The operation tree of each body of the member; empty when its source is not at hand.</summary>
    public IEnumerable<(IOperation Body, SemanticModel Model)> Of(IMethodSymbol method, CancellationToken cancellation)
    {
        var definition = method.PartialImplementationPart ?? method;
        foreach (var reference in definition.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(cancellation);
            if (Model(syntax.SyntaxTree) is not { } model)
                continue;
            foreach (var body in BodiesOf(syntax))
            {
                if (model.GetOperation(body, cancellation) is { } operation)
                    yield return (operation, model);
            }
        }
    }

    private static IEnumerable<SyntaxNode> BodiesOf(SyntaxNode declaration) => declaration switch
    {
        BaseMethodDeclarationSyntax method => [method],
        AccessorDeclarationSyntax accessor => [accessor],
        LocalFunctionStatementSyntax local => local.Body is null && local.ExpressionBody is null ? [] : [(SyntaxNode?)local.Body ?? local.ExpressionBody!],
        ArrowExpressionClauseSyntax arrow => [arrow],
        AnonymousFunctionExpressionSyntax lambda => [lambda],
        PropertyDeclarationSyntax { ExpressionBody: { } expression } => [expression],
        _ => [],
    };

    public SemanticModel? Model(SyntaxTree tree) => _models.GetOrAdd(tree, t =>
    {
        foreach (var compilation in _compilations)
        {
            if (compilation.ContainsSyntaxTree(t))
            {
#pragma warning disable RS1030, RS0030 // This is the summary cache: bodies in other files have no operation at hand to take a model from.
                return compilation.GetSemanticModel(t);
#pragma warning restore RS1030, RS0030
            }
        }

        return null;
    });
}
