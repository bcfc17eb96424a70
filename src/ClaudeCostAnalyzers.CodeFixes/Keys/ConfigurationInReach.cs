using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes.Keys;

/// <summary>Finds an <c>IConfiguration</c> that can be named at a place: a local, a parameter, a member, or the <c>Configuration</c> of one of them.</summary>
internal static class ConfigurationInReach
{
    private const string TypeName = "Microsoft.Extensions.Configuration.IConfiguration";
    private const string MemberName = "Configuration";

    /// <summary>The shortest expression for a configuration at <paramref name="at"/>, or null when none is in reach.</summary>
    public static string? Find(ExpressionSyntax at, SemanticModel model, CancellationToken cancellation)
    {
        if (model.Compilation.GetTypeByMetadataName(TypeName) is not { } configuration)
            return null;
        var symbols = model.LookupSymbols(at.SpanStart).Where(symbol => symbol.CanBeReferencedByName && IsUsable(symbol, at, cancellation)).ToList();
        foreach (var rank in new Func<ISymbol, bool>[] { symbol => symbol is ILocalSymbol, symbol => symbol is IParameterSymbol, symbol => symbol is IFieldSymbol or IPropertySymbol })
        {
            var candidates = symbols.Where(rank).OrderBy(symbol => symbol.Name, StringComparer.Ordinal).ToList();
            var direct = candidates.Find(symbol => IsConfiguration(TypeOf(symbol), configuration));
            if (direct is not null)
                return Name(direct);
            var holder = candidates.Find(symbol => TypeOf(symbol) is { } type && HasConfiguration(type, configuration, model, at.SpanStart));
            if (holder is not null)
                return Name(holder) + "." + MemberName;
        }

        return null;
    }

    private static string Name(ISymbol symbol) => SyntaxFacts.GetKeywordKind(symbol.Name) == SyntaxKind.None ? symbol.Name : "@" + symbol.Name;

    private static bool HasConfiguration(ITypeSymbol type, INamedTypeSymbol configuration, SemanticModel model, int position)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (at.GetMembers(MemberName).OfType<IPropertySymbol>().FirstOrDefault() is { IsStatic: false, GetMethod: not null } property)
                return model.IsAccessible(position, property) && IsConfiguration(property.Type, configuration);
        }

        return false;
    }

    private static bool IsConfiguration(ITypeSymbol? type, INamedTypeSymbol configuration) => type is not null
        && (SymbolEqualityComparer.Default.Equals(type, configuration) || type.AllInterfaces.Contains(configuration, SymbolEqualityComparer.Default));

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol { GetMethod: not null, Parameters.IsEmpty: true } property => property.Type,
        _ => null,
    };

    private static bool IsUsable(ISymbol symbol, ExpressionSyntax at, CancellationToken cancellation) => symbol switch
    {
        ILocalSymbol local => IsAssigned(local, at, cancellation) && IsCapturable(local, at),
        IParameterSymbol { RefKind: RefKind.None } parameter => IsPrimary(parameter) ? !IsStaticContext(at) || IsInstanceInitializer(at) : IsCapturable(parameter, at),
        IFieldSymbol or IPropertySymbol => (symbol.IsStatic || !IsStaticContext(at) && !IsInstanceInitializer(at)) && !IsBeingSet(symbol, at),
        _ => false,
    };

    /// <summary>Declared with a value, in a statement that has ended.</summary>
    private static bool IsAssigned(ILocalSymbol local, ExpressionSyntax at, CancellationToken cancellation)
    {
        if (local.IsConst || local.RefKind != RefKind.None)
            return false;
        return local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) switch
        {
            VariableDeclaratorSyntax { Initializer: not null } variable => variable.Span.End <= at.SpanStart,
            ForEachStatementSyntax => true,
            _ => false,
        };
    }

    private static bool IsPrimary(IParameterSymbol parameter) => parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
        && constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is TypeDeclarationSyntax;

    /// <summary>Whether a local or parameter from outside may be used: not from within static lambdas and local functions.</summary>
    private static bool IsCapturable(ISymbol symbol, ExpressionSyntax at)
    {
        if (symbol.DeclaringSyntaxReferences.FirstOrDefault() is not { } declared)
            return false;
        foreach (var node in at.Ancestors())
        {
            if (node.Span.Contains(declared.Span))
                return true;
            if (node is AnonymousFunctionExpressionSyntax lambda && lambda.Modifiers.Any(SyntaxKind.StaticKeyword) || node is LocalFunctionStatementSyntax local && local.Modifiers.Any(SyntaxKind.StaticKeyword))
                return false;
            // Members of a type declared in the file do not see the locals of its top-level statements.
            if (node is BaseTypeDeclarationSyntax)
                return false;
        }

        return true;
    }

    private static bool IsStaticContext(ExpressionSyntax at)
    {
        foreach (var node in at.Ancestors())
        {
            switch (node)
            {
                case AnonymousFunctionExpressionSyntax lambda when lambda.Modifiers.Any(SyntaxKind.StaticKeyword):
                case LocalFunctionStatementSyntax local when local.Modifiers.Any(SyntaxKind.StaticKeyword):
                case ConstructorInitializerSyntax or GlobalStatementSyntax or PrimaryConstructorBaseTypeSyntax:
                    return true;
                case MemberDeclarationSyntax member:
                    return member.Modifiers.Any(SyntaxKind.StaticKeyword) || member is BaseTypeDeclarationSyntax;
            }
        }

        return true;
    }

    /// <summary>In the initializer of an instance field or property: parameters of the type are in reach, its members are not.</summary>
    private static bool IsInstanceInitializer(ExpressionSyntax at)
    {
        var initializer = at.Ancestors().OfType<EqualsValueClauseSyntax>().LastOrDefault(clause => clause.Parent is PropertyDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax });
        return initializer is not null && initializer.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && !member.Modifiers.Any(SyntaxKind.StaticKeyword);
    }

    private static bool IsBeingSet(ISymbol symbol, ExpressionSyntax at) =>
        at.Ancestors().OfType<AssignmentExpressionSyntax>().Any(assignment => assignment.Left is IdentifierNameSyntax name && name.Identifier.ValueText == symbol.Name);
}
