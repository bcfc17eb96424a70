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
            foreach (var body in BodiesOf(reference.GetSyntax(cancellation)))
            {
                if (Operation(body, cancellation) is { } found)
                    yield return found;
            }
        }

        if (!Initialisers.RunBy(definition, cancellation))
            yield break;
        foreach (var initializer in TypeParts(definition, cancellation).SelectMany(Initialisers.Of))
        {
            if (Operation(initializer, cancellation) is { } found)
                yield return found;
        }
    }

    /// <summary>Whether the source of the member is at hand: its own or, of a constructor that nobody wrote, its type's.</summary>
    public bool Has(IMethodSymbol method) => !method.DeclaringSyntaxReferences.IsEmpty
        || method is { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: true, ContainingType.DeclaringSyntaxReferences.IsEmpty: false };

    /// <summary>The constructor of the base type that a constructor runs without saying so.</summary>
    public IEnumerable<IMethodSymbol> ImpliedBy(IMethodSymbol method, CancellationToken cancellation)
    {
        if (method is not { MethodKind: MethodKind.Constructor, IsStatic: false, ContainingType.BaseType: { SpecialType: SpecialType.None } type })
            yield break;
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(cancellation);
            if (syntax is ConstructorDeclarationSyntax { Initializer: not null } || (syntax is TypeDeclarationSyntax && TypeParts(method, cancellation).Any(part => PrimaryBase(part) is not null)))
                yield break;
        }

        foreach (var constructor in type.InstanceConstructors)
        {
            if (constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams))
                yield return constructor.OriginalDefinition;
        }
    }

    private static IEnumerable<TypeDeclarationSyntax> TypeParts(IMethodSymbol constructor, CancellationToken cancellation) =>
        constructor.ContainingType.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>();

    private static PrimaryConstructorBaseTypeSyntax? PrimaryBase(TypeDeclarationSyntax type) => type.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().FirstOrDefault();

    private (IOperation Body, SemanticModel Model)? Operation(SyntaxNode body, CancellationToken cancellation) =>
        Model(body.SyntaxTree) is { } model && model.GetOperation(body, cancellation) is { } operation ? (operation, model) : null;

    private static IEnumerable<SyntaxNode> BodiesOf(SyntaxNode declaration) => declaration switch
    {
        BaseMethodDeclarationSyntax method => [method],
        AccessorDeclarationSyntax accessor => [accessor],
        LocalFunctionStatementSyntax local => local.Body is null && local.ExpressionBody is null ? [] : [(SyntaxNode?)local.Body ?? local.ExpressionBody!],
        ArrowExpressionClauseSyntax arrow => [arrow],
        AnonymousFunctionExpressionSyntax lambda => [lambda],
        PropertyDeclarationSyntax { ExpressionBody: { } expression } => [expression],
        TypeDeclarationSyntax type => PrimaryBase(type) is { } further ? [further] : [],
        _ => [],
    };

    /// <summary>The compilation that the file is part of.</summary>
    public Compilation? CompilationOf(SyntaxTree tree) => _compilations.FirstOrDefault(compilation => compilation.ContainsSyntaxTree(tree));

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
