using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>What in the text may be a function: given to a variable, handed to a call. Nothing is bound.</summary>
internal static class Functions
{
    private static readonly HashSet<string> s_delegates = ["Func", "Action", "Predicate", "Converter", "Comparison", "EventHandler", "Delegate", "MulticastDelegate"];

    /// <summary>The names of the delegate types that everybody uses.</summary>
    public static IReadOnlyCollection<string> DelegateTypes => s_delegates;

    /// <summary>The name under which the calls of a member, or of a type's constructors, are found by what they hand over.</summary>
    public static string ArgumentsOf(string owner) => owner + "()";

    public static bool IsDelegate(string type) => s_delegates.Contains(type);

    /// <summary>A lambda, or the bare name of a method, or of a variable that may hold one.</summary>
    public static bool MayBe(ExpressionSyntax value) => value switch
    {
        AnonymousFunctionExpressionSyntax => true,
        IdentifierNameSyntax name => MayBeMethod(name),
        MemberAccessExpressionSyntax { Name: var name } => MayBeMethod(name),
        _ => false,
    };

    /// <summary>The same of the value that a variable is given; where the file calls the variable, any value may be one.</summary>
    public static bool MayBe(ExpressionSyntax value, string variable, HashSet<string> invoked) =>
        value is AnonymousFunctionExpressionSyntax or IdentifierNameSyntax || MayBe(value) || invoked.Contains(variable);

    /// <summary>The names that the nodes of a file call: <c>next(x)</c>, <c>Changed?.Invoke(this)</c>.</summary>
    public static HashSet<string> InvokedNames(IEnumerable<SyntaxNode> nodes)
    {
        var names = new HashSet<string>();
        foreach (var node in nodes)
        {
            if (Called(node) is { } called && NameOf(called) is { } found)
                names.Add(found);
        }

        return names;
    }

    private static ExpressionSyntax? Called(SyntaxNode node) => node.Kind() switch
    {
        SyntaxKind.InvocationExpression => ((InvocationExpressionSyntax)node).Expression switch
        {
            IdentifierNameSyntax name => name,
            ElementAccessExpressionSyntax { Expression: var table } => table,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke", Expression: var instance } => instance,
            _ => null,
        },
        SyntaxKind.ConditionalAccessExpression when node is ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax } access => access.Expression,
        _ => null,
    };

    /// <summary>Whether the method gives the parameter to a variable, or hands it on in a creation.</summary>
    public static bool IsKept(string parameter, SyntaxNode method)
    {
        foreach (var node in method.DescendantNodes())
        {
            if (node is AssignmentExpressionSyntax { Right: var right } && right.DescendantNodesAndSelf().Any(part => part is IdentifierNameSyntax name && name.Identifier.ValueText == parameter))
                return true;
            if (node is ArgumentSyntax { Expression: IdentifierNameSyntax handed, Parent.Parent: BaseObjectCreationExpressionSyntax } && handed.Identifier.ValueText == parameter)
                return true;
        }

        return false;
    }

    /// <summary>The variable that an assignment gives a value, or whose element.</summary>
    public static ExpressionSyntax Assigned(AssignmentExpressionSyntax assignment) =>
        assignment.Left is ElementAccessExpressionSyntax { Expression: var table } ? table : assignment.Left;

    /// <summary>The variable that the lambda is given to at once.</summary>
    public static string? GivenTo(AnonymousFunctionExpressionSyntax lambda) => lambda.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => declarator.Identifier.ValueText,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => property.Identifier.ValueText,
        AssignmentExpressionSyntax assignment => NameOf(assignment.Left),
        _ => null,
    };

    /// <summary>The variables that a pattern declares.</summary>
    public static IEnumerable<SingleVariableDesignationSyntax> Declared(PatternSyntax pattern) => pattern.DescendantNodes().OfType<SingleVariableDesignationSyntax>();

    /// <summary>The last name of the expression or type.</summary>
    public static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Name: var name } => name.Identifier.ValueText,
        MemberBindingExpressionSyntax { Name: var name } => name.Identifier.ValueText,
        QualifiedNameSyntax { Right: var name } => name.Identifier.ValueText,
        AliasQualifiedNameSyntax { Name: var name } => name.Identifier.ValueText,
        PostfixUnaryExpressionSyntax suppressed when suppressed.IsKind(SyntaxKind.SuppressNullableWarningExpression) => NameOf(suppressed.Operand),
        _ => null,
    };

    /// <summary>Methods begin with a capital letter, nearly everywhere.</summary>
    private static bool MayBeMethod(SimpleNameSyntax name) => name.Identifier.ValueText is { Length: > 0 } text && (char.IsUpper(text[0]) || text[0] == '_');
}
