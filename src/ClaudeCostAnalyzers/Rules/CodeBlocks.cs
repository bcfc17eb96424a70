using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>
/// The executable code of a file, member by member, as Roslyn's actions on operation blocks have it - of the members that a
/// rule asks for. Roslyn's own actions would make the operations of every body of the compilation, of which nearly none matters.
/// </summary>
internal static class CodeBlocks
{
    /// <summary>The members of a file whose code <paramref name="mayMatter"/>, with their operations.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mayMatter">A cheap look at a part of a member's code. One part is enough.</param>
    public static IEnumerable<OperationBlockAnalysisContext> In(SemanticModelAnalysisContext file, Func<SyntaxNode, bool> mayMatter)
    {
        Action<Diagnostic> report = file.ReportDiagnostic;
        foreach (var (declaration, parts) in Members(file.SemanticModel.SyntaxTree.GetRoot(file.CancellationToken)))
        {
            file.CancellationToken.ThrowIfCancellationRequested();
            if (!parts.Any(mayMatter) || OwnerOf(declaration, file.SemanticModel, file.CancellationToken) is not { } owner)
                continue;
            var blocks = parts.Select(part => file.SemanticModel.GetOperation(part, file.CancellationToken)).OfType<IOperation>().ToImmutableArray();
            if (!blocks.IsEmpty)
                yield return new OperationBlockAnalysisContext(blocks, owner, file.SemanticModel.Compilation, file.Options, report, static _ => true, file.CancellationToken);
        }
    }

    /// <summary>Each declaration with the parts of it that run, attributes apart.</summary>
    private static IEnumerable<(SyntaxNode Declaration, List<SyntaxNode> Parts)> Members(SyntaxNode root)
    {
        foreach (var node in root.DescendantNodesAndSelf(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or BaseTypeDeclarationSyntax or BasePropertyDeclarationSyntax
            or AccessorListSyntax or BaseFieldDeclarationSyntax or VariableDeclarationSyntax))
        {
            var parts = new List<SyntaxNode>();
            switch (node)
            {
                case CompilationUnitSyntax file when file.Members.Any(member => member is GlobalStatementSyntax):
                    parts.Add(file);
                    break;
                case BaseMethodDeclarationSyntax method:
                    AddDefaults(method.ParameterList, parts);
                    Add((method as ConstructorDeclarationSyntax)?.Initializer, parts);
                    Add((SyntaxNode?)method.Body ?? method.ExpressionBody, parts);
                    break;
                case AccessorDeclarationSyntax accessor:
                    Add((SyntaxNode?)accessor.Body ?? accessor.ExpressionBody, parts);
                    break;
                case PropertyDeclarationSyntax property:
                    Add((SyntaxNode?)property.Initializer ?? property.ExpressionBody, parts);
                    break;
                case IndexerDeclarationSyntax indexer:
                    AddDefaults(indexer.ParameterList, parts);
                    Add(indexer.ExpressionBody, parts);
                    break;
                case VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } variable:
                    Add(variable.Initializer, parts);
                    break;
                case TypeDeclarationSyntax type:
                    // The primary constructor's list: its property is younger than the Roslyn that this is compiled against.
                    foreach (var parameters in type.ChildNodes().OfType<ParameterListSyntax>())
                        AddDefaults(parameters, parts);
                    Add(type.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().FirstOrDefault(), parts);
                    break;
            }

            if (parts.Count > 0)
                yield return (node, parts);
        }
    }

    private static ISymbol? OwnerOf(SyntaxNode declaration, SemanticModel model, CancellationToken cancellation) => declaration switch
    {
        PropertyDeclarationSyntax { ExpressionBody: not null } or IndexerDeclarationSyntax { ExpressionBody: not null } =>
            (model.GetDeclaredSymbol(declaration, cancellation) as IPropertySymbol)?.GetMethod,
        _ => model.GetDeclaredSymbol(declaration, cancellation),
    };

    private static void AddDefaults(BaseParameterListSyntax parameters, List<SyntaxNode> parts)
    {
        foreach (var parameter in parameters.Parameters)
            Add(parameter.Default, parts);
    }

    private static void Add(SyntaxNode? part, List<SyntaxNode> parts)
    {
        if (part is not null)
            parts.Add(part);
    }
}
