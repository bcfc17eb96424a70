using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes.Recursion;

/// <summary>A member that calls itself and may be given one more parameter: nobody but callers in sight knows its parameters.</summary>
/// <param name="Declaration">The method or local function.</param>
/// <param name="Method">What it declares.</param>
/// <param name="Calls">Each call of itself that it makes.</param>
internal sealed record DepthParameter(SyntaxNode Declaration, IMethodSymbol Method, IReadOnlyList<InvocationExpressionSyntax> Calls)
{
    /// <summary>Its parameters.</summary>
    public ParameterListSyntax Parameters => Declaration is MethodDeclarationSyntax method ? method.ParameterList : ((LocalFunctionStatementSyntax)Declaration).ParameterList;

    /// <summary>Its block; null: it has an expression.</summary>
    public BlockSyntax? Body => Declaration is MethodDeclarationSyntax method ? method.Body : ((LocalFunctionStatementSyntax)Declaration).Body;

    /// <summary>Its expression; null: it has a block.</summary>
    public ArrowExpressionClauseSyntax? Arrow => Declaration is MethodDeclarationSyntax method ? method.ExpressionBody : ((LocalFunctionStatementSyntax)Declaration).ExpressionBody;

    /// <summary>The member around <paramref name="call"/>, if that is a call of the member itself; null where its parameters must stay as they are.</summary>
    public static DepthParameter? Of(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellation)
    {
        if (model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol target)
            return null;
        var called = Definition(target);
        var declaration = call.Ancestors().FirstOrDefault(node => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax
            && SymbolEqualityComparer.Default.Equals(model.GetDeclaredSymbol(node, cancellation), called));
        if (declaration is null || !MayChange(called) || IsUsedOtherwise(called, model, cancellation))
            return null;
        var calls = declaration.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(inner => SimpleNames.TextOf(inner.Expression) == called.Name && model.GetSymbolInfo(inner, cancellation).Symbol is IMethodSymbol other && SymbolEqualityComparer.Default.Equals(Definition(other), called)).ToList();
        // The depth is a variable of this member: what is static cannot see it.
        return calls.Any(inner => inner.Ancestors().TakeWhile(node => node != declaration).Any(IsStaticFunction)) ? null : new(declaration, called, calls);
    }

    private static IMethodSymbol Definition(IMethodSymbol method) => (method.ReducedFrom ?? method).OriginalDefinition;

    private static bool IsStaticFunction(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax lambda && lambda.Modifiers.Any(SyntaxKind.StaticKeyword)
        || node is LocalFunctionStatementSyntax local && local.Modifiers.Any(SyntaxKind.StaticKeyword);

    private static bool MayChange(IMethodSymbol method)
    {
        if (method.Parameters.Any(parameter => parameter.IsParams) || method.PartialDefinitionPart is not null || method.PartialImplementationPart is not null || method.DeclaringSyntaxReferences.Length != 1)
            return false;
        if (method.MethodKind == MethodKind.LocalFunction)
            return true;
        return method is { MethodKind: MethodKind.Ordinary, IsVirtual: false, IsAbstract: false, IsOverride: false, IsExtern: false } && IsUnknownOutside(method)
            && method.ContainingType.GetMembers(method.Name).Length == 1
            && !method.ContainingType.AllInterfaces.SelectMany(contract => contract.GetMembers(method.Name)).Any(member => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method));
    }

    private static bool IsUnknownOutside(IMethodSymbol method)
    {
        for (ISymbol? at = method; at is not null and not INamespaceSymbol; at = at.ContainingSymbol)
        {
            if (at.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal)
                return true;
        }

        return false;
    }

    /// <summary>Whether the member is somewhere made a delegate, or named in a comment's reference to its parameters, or called where nothing may be left out.</summary>
    private static bool IsUsedOtherwise(IMethodSymbol method, SemanticModel model, CancellationToken cancellation)
    {
        foreach (var tree in model.Compilation.SyntaxTrees)
        {
            if (!SourceSearch.Mentions(tree, method.Name, cancellation))
                continue;
            foreach (var name in tree.GetRoot(cancellation).DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (name.Identifier.ValueText != method.Name)
                    continue;
                ExpressionSyntax whole = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name.Parent is MemberBindingExpressionSyntax binding ? binding : name;
                if (whole.Parent is InvocationExpressionSyntax call && call.Expression == whole)
                    continue;
                // By name where the file's meaning is not at hand: a delegate too many only keeps the fix away.
                if (tree != model.SyntaxTree || model.GetSymbolInfo(name, cancellation) is var info && info.Symbol is IMethodSymbol or null)
                    return true;
            }
        }

        return false;
    }
}
