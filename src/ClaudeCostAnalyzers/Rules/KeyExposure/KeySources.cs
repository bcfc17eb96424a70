using System.Runtime.CompilerServices;
using ClaudeCostAnalyzers.Catalog.Endpoints;
using ClaudeCostAnalyzers.Catalog.Keys;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.KeyExposure;

/// <summary>Which expressions of a file are keys: by the name of the variable or of the configuration entry, or by their shape.</summary>
internal sealed class KeySources
{
    // Keyed by syntax tree, not by symbol: an unchanged file keeps its entry from one edit to the next.
    private static readonly ConditionalWeakTable<SyntaxTree, KeySources> s_cache = new();

    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly bool namesProvider;

    private KeySources(SyntaxTree tree)
    {
        foreach (var token in tree.GetRoot().DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken) ? MayBeName(token.ValueText) : token.IsKind(SyntaxKind.StringLiteralToken) && IsOfKey(token.ValueText))
                names.Add(token.ValueText);
        }

        namesProvider = names.Count > 0 && CredentialNames.Shared.Provider(word => EndpointMentions.Has(tree, word)) is not null;
    }

    /// <summary>The table of a file.</summary>
    public static KeySources Of(SyntaxTree tree) => s_cache.GetValue(tree, static t => new KeySources(t));

    /// <summary>Whether the file has no key in it: then nothing is bound.</summary>
    public bool IsEmpty => names.Count == 0;

    /// <summary>The key that <paramref name="node"/> is, or null.</summary>
    /// <param name="node">A name, literal, call or element access.</param>
    /// <param name="model">The file's model.</param>
    /// <param name="cancellation">Ends the look-up.</param>
    public SourceOfKey? Find(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        switch (node)
        {
            case IdentifierNameSyntax name when names.Contains(name.Identifier.ValueText) && !IsNoRead(name):
                return model.GetSymbolInfo(name, cancellation).Symbol is { } symbol && IsKey(symbol, cancellation)
                    ? new SourceOfKey(WholeOf(name), $"'{symbol.Name}'", CredentialNames.Shared.ProviderIn(symbol.Name) is not null)
                    : null;
            case LiteralExpressionSyntax { Token: { Value: string text } token } literal when names.Contains(token.ValueText):
                return literal.Parent switch
                {
                    ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list } when list.Arguments[0] == literal.Parent && IsLookup(call, text, model, cancellation)
                        => new SourceOfKey(call, $"'{text}'", CredentialNames.Shared.ProviderIn(text) is not null),
                    ArgumentSyntax { Parent: BracketedArgumentListSyntax { Arguments.Count: 1, Parent: ElementAccessExpressionSyntax access } } when CredentialNames.Shared.IsLlmCredential(text)
                            && model.GetSymbolInfo(access, cancellation).Symbol is { } indexer && IsConfiguration(indexer.ContainingType)
                        => new SourceOfKey(access, $"'{text}'", CredentialNames.Shared.ProviderIn(text) is not null),
                    _ => KeyShapes.Find(text) is null ? null : new SourceOfKey(literal, "this literal", IsOfModel: true),
                };
            default:
                return null;
        }
    }

    /// <summary>A cheap test before the name is looked at: every credential's name ends so.</summary>
    private static bool MayBeName(string name) =>
        (name.EndsWith("key", StringComparison.OrdinalIgnoreCase) || name.EndsWith("token", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("secret", StringComparison.OrdinalIgnoreCase) || name.EndsWith("keyvalue", StringComparison.OrdinalIgnoreCase))
        && CredentialNames.Shared.IsLlmCredential(name) && !KeySinks.Shared.IsClean(name);

    private static bool IsOfKey(string text) => CredentialNames.Shared.IsKnownVariable(text) || MayBeName(text) || KeyShapes.Find(text) is not null;

    /// <summary>Names that are written, declared or only named.</summary>
    private static bool IsNoRead(IdentifierNameSyntax name) =>
        name.Parent is NameColonSyntax or NameEqualsSyntax or QualifiedNameSyntax || WholeOf(name).Parent is AssignmentExpressionSyntax assignment && assignment.Left == WholeOf(name);

    private bool IsKey(ISymbol symbol, CancellationToken cancellation)
    {
        var type = symbol switch
        {
            ILocalSymbol { IsConst: false } local => local.Type,
            IParameterSymbol parameter => parameter.Type,
            IFieldSymbol { IsConst: false } field => field.Type,
            IPropertySymbol property => property.Type,
            _ => null,
        };
        if (type?.SpecialType != SpecialType.System_String)
            return false;
        // The name of a credential in general says whose it is only in a file about models.
        if (!namesProvider && CredentialNames.Shared.ProviderIn(symbol.Name) is null && CredentialNames.Shared.ProviderIn(symbol.ContainingSymbol?.ToDisplayString() ?? "") is null)
            return false;
        var value = symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var initial } => initial,
            PropertyDeclarationSyntax { ExpressionBody.Expression: var body } => body,
            _ => null,
        };
        return value is null || MayGiveKey(value);
    }

    /// <summary>Whether a variable with such a value may hold a key: not with a text that is written out, nor with a masked key.</summary>
    private static bool MayGiveKey(ExpressionSyntax value)
    {
        var pending = new Stack<ExpressionSyntax>();
        pending.Push(value);
        while (pending.Count > 0)
        {
            switch (pending.Pop())
            {
                case LiteralExpressionSyntax { Token.Value: string text }:
                    if (CredentialText.Find(text) is not null || KeyShapes.Find(text) is not null)
                        return true;
                    break;
                case LiteralExpressionSyntax or InterpolatedStringExpressionSyntax:
                    break;
                case ParenthesizedExpressionSyntax inner:
                    pending.Push(inner.Expression);
                    break;
                case CastExpressionSyntax cast:
                    pending.Push(cast.Expression);
                    break;
                case PostfixUnaryExpressionSyntax suppressed:
                    pending.Push(suppressed.Operand);
                    break;
                case ConditionalExpressionSyntax choice:
                    pending.Push(choice.WhenTrue);
                    pending.Push(choice.WhenFalse);
                    break;
                case BinaryExpressionSyntax binary:
                    if (binary.IsKind(SyntaxKind.CoalesceExpression))
                    {
                        pending.Push(binary.Left);
                        pending.Push(binary.Right);
                    }

                    break;
                case ThrowExpressionSyntax:
                    break;
                case ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } when arguments[0].Expression is RangeExpressionSyntax:
                    break;
                case InvocationExpressionSyntax call:
                    if (SimpleNames.TextOf(call.Expression) is not { } name || !KeySinks.Shared.IsClean(name))
                        return true;
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Empty" }:
                    break;
                default:
                    return true;
            }
        }

        return false;
    }

    private static bool IsLookup(InvocationExpressionSyntax call, string name, SemanticModel model, CancellationToken cancellation) =>
        SimpleNames.TextOf(call.Expression) switch
        {
            "GetEnvironmentVariable" => CredentialNames.Shared.IsVariable(name) && model.GetSymbolInfo(call, cancellation).Symbol is { ContainingType: { Name: "Environment", ContainingNamespace.Name: "System" } },
            "GetValue" => CredentialNames.Shared.IsLlmCredential(name) && model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol { ReturnType.SpecialType: SpecialType.System_String } method && IsConfiguration(method.ReceiverType),
            _ => false,
        };

    private static bool IsConfiguration(ITypeSymbol? type) => type is not null
        && (type.Name.StartsWith("IConfiguration", StringComparison.Ordinal) || type.Name == "ConfigurationBinder" || type.AllInterfaces.Any(implemented => implemented.Name == "IConfiguration"));

    private static ExpressionSyntax WholeOf(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => access,
        MemberBindingExpressionSyntax { Parent: ConditionalAccessExpressionSyntax conditional } binding when binding.Name == name && conditional.WhenNotNull == binding => conditional,
        _ => name,
    };
}

/// <summary>An expression that is a key.</summary>
/// <param name="Expression">The whole of it.</param>
/// <param name="Name">What the code calls it, quoted, or what it is.</param>
/// <param name="IsOfModel">Whether it is known that the key is one for a model.</param>
internal sealed record SourceOfKey(ExpressionSyntax Expression, string Name, bool IsOfModel);
