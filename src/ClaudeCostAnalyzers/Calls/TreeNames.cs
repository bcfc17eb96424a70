using System.Runtime.CompilerServices;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>What one file declares and which names each of its members uses: read off the text, nothing bound.</summary>
internal sealed class TreeNames
{
    // Keyed by syntax tree, not by symbol: an unchanged file keeps its entry from one edit to the next and holds no compilation.
    private static readonly ConditionalWeakTable<SyntaxTree, TreeNames> s_cache = new();

    private readonly Dictionary<string, List<SyntaxNode>> _declarations = [];
    private readonly Dictionary<string, HashSet<string>> _uses = [];
    private readonly List<NamedParameter> _parameters = [];
    private readonly HashSet<string> _delegates = [];

    // The texts of declarations that are still to come, and those around the node at hand.
    private readonly Dictionary<SyntaxNode, List<string>> _texts = [];
    private readonly Stack<(string Name, int End, HashSet<string> Names)> _open = new();

    private TreeNames(SyntaxNode root)
    {
        var nodes = root.DescendantNodes().ToList();
        var invoked = Functions.InvokedNames(nodes);
        foreach (var node in nodes)
        {
            if (_open.Count > 0)
                Leave(node.FullSpan.Start);
            if (_texts.Count > 0 && _texts.TryGetValue(node, out var waiting))
                waiting.ForEach(name => Enter(name, node));
            Declare(node, invoked);
            if (_open.Count > 0)
                UsedNames.AddOf(node, _open.Peek().Names);
        }

        Leave(int.MaxValue);
        _texts.Clear();
    }

    public static TreeNames Of(SyntaxTree tree) => s_cache.GetValue(tree, static t => new TreeNames(t.GetRoot()));

    /// <summary>
    /// Members that are called by their names, with their declarations; variables that may hold functions, with the places
    /// that give them one; and calls that hand functions over, by <see cref="Functions.ArgumentsOf"/>.
    /// </summary>
    public IReadOnlyDictionary<string, List<SyntaxNode>> Declarations => _declarations;

    /// <summary>For each declared name, every name that stands in a member so called.</summary>
    public IReadOnlyDictionary<string, HashSet<string>> Uses => _uses;

    /// <summary>Parameters that are kept beyond the call, or may be, if they are functions.</summary>
    public IReadOnlyList<NamedParameter> Parameters => _parameters;

    /// <summary>Names of delegate types.</summary>
    public IReadOnlyCollection<string> Delegates => _delegates;

    // By number, in pieces: a compiler that has just been started compiles this before it runs, and one switch over types with conditions
    // took it longer than all else that is done here.
    private void Declare(SyntaxNode node, HashSet<string> invoked)
    {
        switch (node.Kind())
        {
            case SyntaxKind.MethodDeclaration:
                DeclareMethod((MethodDeclarationSyntax)node);
                break;
            case SyntaxKind.PropertyDeclaration:
                Declare(((PropertyDeclarationSyntax)node).Identifier.ValueText, node);
                break;
            case SyntaxKind.ConstructorDeclaration:
                DeclareConstructor((ConstructorDeclarationSyntax)node);
                break;
            case SyntaxKind.LocalFunctionStatement:
                DeclareLocal((LocalFunctionStatementSyntax)node);
                break;
            case SyntaxKind.IndexerDeclaration:
                Declare(UsedNames.Indexer, node);
                break;
            case SyntaxKind.OperatorDeclaration:
                if (UsedNames.Of((OperatorDeclarationSyntax)node) is { } name)
                    Declare(name, node);
                break;
            case SyntaxKind.ConversionOperatorDeclaration:
                Declare(UsedNames.Of((ConversionOperatorDeclarationSyntax)node), node);
                break;
            case SyntaxKind.DelegateDeclaration:
                _delegates.Add(((DelegateDeclarationSyntax)node).Identifier.ValueText);
                break;
            case SyntaxKind.VariableDeclarator:
                DeclareVariable((VariableDeclaratorSyntax)node, invoked);
                break;
            case SyntaxKind.IsPatternExpression:
                DeclarePattern((IsPatternExpressionSyntax)node, invoked);
                break;
            case SyntaxKind.InvocationExpression:
                DeclareHandedOver((InvocationExpressionSyntax)node);
                break;
            case SyntaxKind.ObjectCreationExpression:
            case SyntaxKind.ImplicitObjectCreationExpression:
                DeclareHandedOver((BaseObjectCreationExpressionSyntax)node);
                break;
            case SyntaxKind.BaseConstructorInitializer:
            case SyntaxKind.ThisConstructorInitializer:
                DeclareHandedOver((ConstructorInitializerSyntax)node);
                break;
            case SyntaxKind.PrimaryConstructorBaseType:
                DeclareHandedOver((PrimaryConstructorBaseTypeSyntax)node);
                break;
            default:
                if (node is AssignmentExpressionSyntax assignment)
                    DeclareAssigned(assignment, invoked);
                else if (node is TypeDeclarationSyntax type)
                    DeclareParts(type);
                break;
        }
    }

    private void DeclareMethod(MethodDeclarationSyntax method)
    {
        Declare(method.Identifier.ValueText, method);
        Take(method.ParameterList, method.Identifier.ValueText, method);
    }

    private void DeclareConstructor(ConstructorDeclarationSyntax constructor)
    {
        DeclareConstruction(constructor.Identifier.ValueText, constructor, isToCome: false);
        Take(constructor.ParameterList, constructor.Identifier.ValueText, method: null);
    }

    private void DeclareLocal(LocalFunctionStatementSyntax local)
    {
        Declare(local.Identifier.ValueText, local);
        Take(local.ParameterList, local.Identifier.ValueText, local);
    }

    private void DeclareVariable(VariableDeclaratorSyntax variable, HashSet<string> invoked)
    {
        if (variable.Initializer is { } initializer && Functions.MayBe(initializer.Value, variable.Identifier.ValueText, invoked))
            Declare(variable.Identifier.ValueText, variable);
    }

    private void DeclareAssigned(AssignmentExpressionSyntax assignment, HashSet<string> invoked)
    {
        if (Functions.NameOf(Functions.Assigned(assignment)) is { } name && Functions.MayBe(assignment.Right, name, invoked))
            Declare(name, assignment);
    }

    private void DeclarePattern(IsPatternExpressionSyntax match, HashSet<string> invoked)
    {
        foreach (var variable in Functions.Declared(match.Pattern))
        {
            if (invoked.Contains(variable.Identifier.ValueText))
                Declare(variable.Identifier.ValueText, match, match.Expression);
        }
    }

    private void DeclareHandedOver(InvocationExpressionSyntax call)
    {
        if (Functions.NameOf(call.Expression) is not { } name)
            return;
        foreach (var argument in call.ArgumentList.Arguments)
        {
            if (!Functions.MayBe(argument.Expression))
                continue;
            Declare(Functions.ArgumentsOf(name), call, call.ArgumentList);
            return;
        }
    }

    private void DeclareHandedOver(BaseObjectCreationExpressionSyntax creation)
    {
        if (creation.ArgumentList is not { } arguments)
            return;
        foreach (var argument in arguments.Arguments)
        {
            if (argument.Expression is not IdentifierNameSyntax && !Functions.MayBe(argument.Expression))
                continue;
            var type = creation is ObjectCreationExpressionSyntax named ? Functions.NameOf(named.Type) ?? "" : CreatedType.NameOf(creation) ?? UsedNames.AnyConstructor;
            Declare(Functions.ArgumentsOf(type), creation, arguments);
            return;
        }
    }

    private void DeclareHandedOver(ConstructorInitializerSyntax further)
    {
        if (further.ArgumentList.Arguments.Count == 0)
            return;
        foreach (var name in ConstructedBy(further))
            Declare(Functions.ArgumentsOf(name), further, further.ArgumentList);
    }

    private void DeclareHandedOver(PrimaryConstructorBaseTypeSyntax further)
    {
        if (further.ArgumentList.Arguments.Count > 0)
            Declare(Functions.ArgumentsOf(Functions.NameOf(further.Type) ?? ""), further, further.ArgumentList);
    }

    private static IEnumerable<string> ConstructedBy(ConstructorInitializerSyntax initializer)
    {
        if (initializer.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
            return [];
        return initializer.IsKind(SyntaxKind.ThisConstructorInitializer) ? [type.Identifier.ValueText]
            : type.BaseList is { Types: { Count: > 0 } bases } && Functions.NameOf(bases[0].Type) is { } name ? [name] : [];
    }

    /// <summary>What runs when the type is made, its constructors apart: initialisers, the base type's constructor.</summary>
    private void DeclareParts(TypeDeclarationSyntax type)
    {
        var name = type.Identifier.ValueText;
        if (type.BaseList is { } bases)
            DeclareConstruction(name, bases);
        foreach (var initializer in Initialisers.Of(type))
            DeclareConstruction(name, initializer);

        // The primary constructor's list: its property is younger than the Roslyn that this is compiled against.
        foreach (var child in type.ChildNodes())
        {
            if (child is ParameterListSyntax parameters)
                Take(parameters, name, method: null);
        }
    }

    private void DeclareConstruction(string type, SyntaxNode part, bool isToCome = true)
    {
        if (isToCome)
            Declare(type, part, part);
        else
            Declare(type, part);
        Use(UsedNames.AnyConstructor, type);
    }

    private void Declare(string name, SyntaxNode declaration)
    {
        AddDeclaration(name, declaration);
        Enter(name, declaration);
    }

    /// <summary>Of such a declaration only a part is its text, which is still to come.</summary>
    private void Declare(string name, SyntaxNode declaration, SyntaxNode text)
    {
        AddDeclaration(name, declaration);
        if (!_texts.TryGetValue(text, out var names))
            _texts.Add(text, names = []);
        names.Add(name);
    }

    private void AddDeclaration(string name, SyntaxNode declaration)
    {
        if (!_declarations.TryGetValue(name, out var declarations))
            _declarations.Add(name, declarations = []);
        declarations.Add(declaration);
    }

    private void Enter(string name, SyntaxNode text) => _open.Push((name, text.FullSpan.End, new HashSet<string>(StringComparer.Ordinal)));

    /// <summary>Closes the texts that end before the position: what one uses, the one around it uses, too.</summary>
    private void Leave(int position)
    {
        while (_open.Count > 0 && _open.Peek().End <= position)
        {
            var (name, _, names) = _open.Pop();
            if (_open.Count > 0)
                _open.Peek().Names.UnionWith(names);
            if (_uses.TryGetValue(name, out var uses))
                uses.UnionWith(names);
            else
                _uses.Add(name, names);
        }
    }

    private void Use(string name, string used) => UsesOf(name).Add(used);

    private HashSet<string> UsesOf(string name)
    {
        if (!_uses.TryGetValue(name, out var uses))
            _uses.Add(name, uses = []);
        return uses;
    }

    /// <summary>Parameters of constructors, and those that a method may put away: what is handed over runs later, by another name.</summary>
    private void Take(ParameterListSyntax parameters, string owner, SyntaxNode? method)
    {
        foreach (var parameter in parameters.Parameters)
        {
            if (parameter.Type is { } type && Functions.NameOf(type is NullableTypeSyntax nullable ? nullable.ElementType : type) is { } name && name != nameof(CancellationToken))
            {
                _parameters.Add(new NamedParameter(parameter.Identifier.ValueText, name, owner, method));
            }
        }
    }
}

/// <summary>A parameter that may be a function, by names only.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The simple name of its type.</param>
/// <param name="Owner">The method, or the type that the constructor makes.</param>
/// <param name="Method">The method; null: it is a constructor's.</param>
internal sealed record NamedParameter(string Name, string Type, string Owner, SyntaxNode? Method)
{
    private bool? _isKept;

    public bool IsOfConstructor => Method is null;

    /// <summary>Whether it is kept beyond the call: looked up when somebody asks, as few parameters are functions.</summary>
    public bool IsKept => _isKept ??= Method is null || Functions.IsKept(Name, Method);
}
