using System.Collections.Immutable;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Contracts;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Generation;

/// <summary>
/// Exported methods that may repeat a delegate which they are given, told by their text: they have a parameter of a
/// delegate's type and use it, in a loop or as an argument. Few methods are worth a closer look, most projects have none.
/// </summary>
internal static class RepeatingHelpers
{
    private static readonly Words s_delegate = new(["delegate"]);

    public static ImmutableArray<IMethodSymbol> In(CSharpCompilation compilation, Exports exports, CancellationToken cancellation)
    {
        var methods = new List<MethodDeclarationSyntax>();
        var delegates = new HashSet<string>(Members<DelegateDeclarationSyntax>(compilation, s_delegate, cancellation).Select(declared => declared.Identifier.ValueText));
        foreach (var method in Members<MethodDeclarationSyntax>(compilation, new Words(delegates.Concat(Functions.DelegateTypes)), cancellation))
        {
            if (!method.Modifiers.Any(SyntaxKind.PrivateKeyword) && method.ParameterList.Parameters.Count > 0)
                methods.Add(method);
        }

        var found = ImmutableArray.CreateBuilder<IMethodSymbol>();
        foreach (var ofTree in methods.GroupBy(method => method.SyntaxTree))
        {
            SemanticModel? model = null;
            foreach (var method in ofTree)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!MayBe(method, delegates))
                    continue;
#pragma warning disable RS1030, RS0030 // A generator has no operation at hand to take a model from.
                model ??= compilation.GetSemanticModel(ofTree.Key);
#pragma warning restore RS1030, RS0030
                if (model.GetDeclaredSymbol(method, cancellation) is { } symbol && exports.Contains(symbol) && symbol.Parameters.Any(parameter => parameter.Type.TypeKind == TypeKind.Delegate))
                    found.Add(symbol);
            }
        }

        return found.ToImmutable();
    }

    /// <summary>The members of a kind, in files that have one of the words.</summary>
    private static IEnumerable<T> Members<T>(CSharpCompilation compilation, Words words, CancellationToken cancellation)
    {
        foreach (var tree in compilation.SyntaxTrees.Where(tree => TreeText.Of(tree).HasAny(words)))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var member in tree.GetRoot(cancellation).DescendantNodes(IsAroundMembers).OfType<T>())
                yield return member;
        }
    }

    private static bool IsAroundMembers(SyntaxNode node) => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax;

    private static bool MayBe(MethodDeclarationSyntax method, HashSet<string> delegates)
    {
        foreach (var parameter in method.ParameterList.Parameters)
        {
            var type = parameter.Type is NullableTypeSyntax nullable ? nullable.ElementType : parameter.Type;
            if (type is not null && Functions.NameOf(type) is { } name && (Functions.IsDelegate(name) || delegates.Contains(name)) && (IsContract(method) || IsUsed(method, parameter.Identifier.ValueText)))
                return true;
        }

        return false;
    }

    /// <summary>An interface's: those who implement it say more.</summary>
    private static bool IsContract(MethodDeclarationSyntax method) => method.Body is null && method.ExpressionBody is null;

    /// <summary>The method goes round and uses the parameter, or hands it on.</summary>
    private static bool IsUsed(MethodDeclarationSyntax method, string parameter)
    {
        var goesRound = BodyJudge.MayGoRound(method);
        return method.DescendantNodes().Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == parameter
            && (goesRound || name.Parent is ArgumentSyntax || name.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is not null));
    }
}
