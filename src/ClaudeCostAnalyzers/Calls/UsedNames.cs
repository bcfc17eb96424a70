using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// The names that a piece of text uses: those that are written in it, and those of members that it runs without writing
/// their names, as the compiler calls them. Read off the text, nothing bound.
/// </summary>
internal static class UsedNames
{
    /// <summary>Stands for every constructor: <c>new()</c> names no type.</summary>
    public const string AnyConstructor = "new()";

    /// <summary>Conversions of this kind leave no trace in the text: whatever there is may run one.</summary>
    public const string ImplicitConversion = WellKnownMemberNames.ImplicitConversionName;

    public const string ExplicitConversion = WellKnownMemberNames.ExplicitConversionName;

    public const string Indexer = "this[]";

    private static readonly Dictionary<SyntaxKind, string> s_binary = new()
    {
        [SyntaxKind.PlusToken] = WellKnownMemberNames.AdditionOperatorName,
        [SyntaxKind.PlusEqualsToken] = WellKnownMemberNames.AdditionOperatorName,
        [SyntaxKind.MinusToken] = WellKnownMemberNames.SubtractionOperatorName,
        [SyntaxKind.MinusEqualsToken] = WellKnownMemberNames.SubtractionOperatorName,
        [SyntaxKind.AsteriskToken] = WellKnownMemberNames.MultiplyOperatorName,
        [SyntaxKind.AsteriskEqualsToken] = WellKnownMemberNames.MultiplyOperatorName,
        [SyntaxKind.SlashToken] = WellKnownMemberNames.DivisionOperatorName,
        [SyntaxKind.SlashEqualsToken] = WellKnownMemberNames.DivisionOperatorName,
        [SyntaxKind.PercentToken] = WellKnownMemberNames.ModulusOperatorName,
        [SyntaxKind.PercentEqualsToken] = WellKnownMemberNames.ModulusOperatorName,
        [SyntaxKind.AmpersandToken] = WellKnownMemberNames.BitwiseAndOperatorName,
        [SyntaxKind.AmpersandAmpersandToken] = WellKnownMemberNames.BitwiseAndOperatorName,
        [SyntaxKind.AmpersandEqualsToken] = WellKnownMemberNames.BitwiseAndOperatorName,
        [SyntaxKind.BarToken] = WellKnownMemberNames.BitwiseOrOperatorName,
        [SyntaxKind.BarBarToken] = WellKnownMemberNames.BitwiseOrOperatorName,
        [SyntaxKind.BarEqualsToken] = WellKnownMemberNames.BitwiseOrOperatorName,
        [SyntaxKind.CaretToken] = WellKnownMemberNames.ExclusiveOrOperatorName,
        [SyntaxKind.CaretEqualsToken] = WellKnownMemberNames.ExclusiveOrOperatorName,
        [SyntaxKind.LessThanLessThanToken] = WellKnownMemberNames.LeftShiftOperatorName,
        [SyntaxKind.LessThanLessThanEqualsToken] = WellKnownMemberNames.LeftShiftOperatorName,
        [SyntaxKind.GreaterThanGreaterThanToken] = WellKnownMemberNames.RightShiftOperatorName,
        [SyntaxKind.GreaterThanGreaterThanEqualsToken] = WellKnownMemberNames.RightShiftOperatorName,
        [SyntaxKind.EqualsEqualsToken] = WellKnownMemberNames.EqualityOperatorName,
        [SyntaxKind.ExclamationEqualsToken] = WellKnownMemberNames.InequalityOperatorName,
        [SyntaxKind.LessThanToken] = WellKnownMemberNames.LessThanOperatorName,
        [SyntaxKind.LessThanEqualsToken] = WellKnownMemberNames.LessThanOrEqualOperatorName,
        [SyntaxKind.GreaterThanToken] = WellKnownMemberNames.GreaterThanOperatorName,
        [SyntaxKind.GreaterThanEqualsToken] = WellKnownMemberNames.GreaterThanOrEqualOperatorName,
    };

    private static readonly Dictionary<SyntaxKind, string> s_unary = new()
    {
        [SyntaxKind.PlusToken] = WellKnownMemberNames.UnaryPlusOperatorName,
        [SyntaxKind.MinusToken] = WellKnownMemberNames.UnaryNegationOperatorName,
        [SyntaxKind.ExclamationToken] = WellKnownMemberNames.LogicalNotOperatorName,
        [SyntaxKind.TildeToken] = WellKnownMemberNames.OnesComplementOperatorName,
        [SyntaxKind.PlusPlusToken] = WellKnownMemberNames.IncrementOperatorName,
        [SyntaxKind.MinusMinusToken] = WellKnownMemberNames.DecrementOperatorName,
    };

    private static readonly string[] s_disposal = ["Dispose", "DisposeAsync"];

    private static readonly string[] s_enumeration = ["GetEnumerator", "MoveNext", "Current"];

    private static readonly string[] s_asyncEnumeration = ["GetAsyncEnumerator", "MoveNextAsync", "Current"];

    private static readonly string[] s_awaiting = ["GetAwaiter", "GetResult"];

    /// <summary>Names that a text may use without writing them.</summary>
    public static IReadOnlyCollection<string> Unwritten { get; } =
    [
        AnyConstructor, ImplicitConversion, ExplicitConversion, Indexer, WellKnownMemberNames.DeconstructMethodName, WellKnownMemberNames.CollectionInitializerAddMethodName,
        .. s_disposal, .. s_enumeration, .. s_asyncEnumeration, .. s_awaiting, .. s_binary.Values.Concat(s_unary.Values).Distinct(),
    ];

    /// <summary>Words one of which stands in each file that uses the name; null: any file may.</summary>
    public static IReadOnlyList<string>? WordsAround(string name)
    {
        if (name == AnyConstructor)
            return [TextScan.UnnamedCreation];
        if (Array.IndexOf(s_disposal, name) >= 0)
            return [name, TextScan.UsingStatement];
        if (Array.IndexOf(s_enumeration, name) >= 0 || Array.IndexOf(s_asyncEnumeration, name) >= 0)
            return [name, "foreach"];
        if (Array.IndexOf(s_awaiting, name) >= 0)
            return [name, "await"];
        if (name is WellKnownMemberNames.DeconstructMethodName or WellKnownMemberNames.CollectionInitializerAddMethodName or Indexer || name.StartsWith("op_", StringComparison.Ordinal))
            return null;
        return [OwnerOf(name)];
    }

    /// <summary>Words one of which stands in each file that declares the name; null: any file may.</summary>
    public static IReadOnlyList<string>? WordsOfDeclarations(string name) =>
        name == AnyConstructor ? null
        : name == Indexer ? ["this"]
        : name.StartsWith("op_", StringComparison.Ordinal) ? ["operator"]
        : [OwnerOf(name)];

    /// <summary>Whether the name is declared by writing it.</summary>
    public static bool IsWritten(string name) => name.Length > 0 && name[name.Length - 1] != ')' && name != Indexer && !name.StartsWith("op_", StringComparison.Ordinal);

    /// <summary>What hands functions over to a member stands under the member's name; see <see cref="Functions.ArgumentsOf"/>.</summary>
    private static string OwnerOf(string name) => name.EndsWith("()", StringComparison.Ordinal) ? name.Substring(0, name.Length - 2) : name;

    public static IEnumerable<string> In(SyntaxNode text)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in text.DescendantNodesAndSelf())
        {
            AddOf(node, names);
            foreach (var name in names)
                yield return name;
            names.Clear();
        }
    }

    /// <summary>Adds the names that the node itself uses, what is within it apart.</summary>
    public static void AddOf(SyntaxNode node, HashSet<string> names)
    {
        switch (node.Kind())
        {
            case SyntaxKind.IdentifierName:
            case SyntaxKind.GenericName:
                names.Add(((SimpleNameSyntax)node).Identifier.ValueText);
                break;
            case SyntaxKind.PositionalPatternClause:
                names.Add(WellKnownMemberNames.DeconstructMethodName);
                break;
            case SyntaxKind.CastExpression:
                names.Add(ExplicitConversion);
                break;
            case SyntaxKind.ElementAccessExpression:
            case SyntaxKind.ElementBindingExpression:
            case SyntaxKind.ImplicitElementAccess:
                names.Add(Indexer);
                break;
            case SyntaxKind.ImplicitObjectCreationExpression:
                names.Add(CreatedType.NameOf((ImplicitObjectCreationExpressionSyntax)node) ?? AnyConstructor);
                break;
            case SyntaxKind.CollectionInitializerExpression:
                names.Add(WellKnownMemberNames.CollectionInitializerAddMethodName);
                break;
            case SyntaxKind.UsingStatement:
                names.Add(DisposalOf(((UsingStatementSyntax)node).AwaitKeyword));
                break;
            case SyntaxKind.LocalDeclarationStatement:
                var local = (LocalDeclarationStatementSyntax)node;
                if (local.UsingKeyword.IsKind(SyntaxKind.UsingKeyword))
                    names.Add(DisposalOf(local.AwaitKeyword));
                break;
            case SyntaxKind.ForEachVariableStatement:
                names.Add(WellKnownMemberNames.DeconstructMethodName);
                names.UnionWith(EnumerationBy(((ForEachVariableStatementSyntax)node).AwaitKeyword));
                break;
            case SyntaxKind.ForEachStatement:
                names.UnionWith(EnumerationBy(((ForEachStatementSyntax)node).AwaitKeyword));
                break;
            case SyntaxKind.AwaitExpression:
                names.UnionWith(s_awaiting);
                break;
            default:
                if (node is ExpressionSyntax expression && OperatorOf(expression) is { } name)
                    names.Add(name);
                break;
        }
    }

    /// <summary>The name of the operator that a declaration defines.</summary>
    public static string? Of(OperatorDeclarationSyntax declaration) =>
        (declaration.ParameterList.Parameters.Count == 1 ? s_unary : s_binary).TryGetValue(declaration.OperatorToken.Kind(), out var name) ? name : null;

    public static string Of(ConversionOperatorDeclarationSyntax declaration) =>
        declaration.ImplicitOrExplicitKeyword.IsKind(SyntaxKind.ImplicitKeyword) ? ImplicitConversion : ExplicitConversion;

    private static string DisposalOf(SyntaxToken await) => s_disposal[await.IsKind(SyntaxKind.AwaitKeyword) ? 1 : 0];

    private static string[] EnumerationBy(SyntaxToken await) => await.IsKind(SyntaxKind.AwaitKeyword) ? s_asyncEnumeration : s_enumeration;

    private static string? OperatorOf(ExpressionSyntax expression) => expression switch
    {
        BinaryExpressionSyntax binary => s_binary.TryGetValue(binary.OperatorToken.Kind(), out var name) ? name : null,
        PrefixUnaryExpressionSyntax unary => s_unary.TryGetValue(unary.OperatorToken.Kind(), out var name) ? name : null,
        PostfixUnaryExpressionSyntax unary => s_unary.TryGetValue(unary.OperatorToken.Kind(), out var name) ? name : null,
        AssignmentExpressionSyntax { Left: TupleExpressionSyntax or DeclarationExpressionSyntax } => WellKnownMemberNames.DeconstructMethodName,
        AssignmentExpressionSyntax assignment => s_binary.TryGetValue(assignment.OperatorToken.Kind(), out var name) ? name : null,
        _ => null,
    };
}
