using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// The functions that a delegate may be: lambdas and methods that reach it through variables, constructors, helpers that
/// return them, and handlers of events, as far as the source is at hand. A worklist over expressions. Safe for concurrent use.
/// </summary>
internal sealed class DelegateValues(MemberBodies bodies, Lazy<NameIndex> names)
{
    /// <summary>A delegate that may be more functions than this says nothing about any of them.</summary>
    private const int MaxFunctions = 16;

    /// <summary>So many expressions and variables are looked at for one delegate.</summary>
    private const int MaxSteps = 256;

    private static readonly SymbolEqualityComparer s_same = SymbolEqualityComparer.Default;

    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IMethodSymbol>> _known = new(s_same);

    /// <summary>The functions that the expression may be, as they are referred to; a method may still be another by way of the object.</summary>
    public ImmutableArray<IMethodSymbol> Of(SyntaxNode expression, CancellationToken cancellation)
    {
        if (expression is not ExpressionSyntax syntax || bodies.Model(syntax.SyntaxTree) is not { } model)
            return ImmutableArray<IMethodSymbol>.Empty;
        if (syntax is not SimpleNameSyntax and not MemberAccessExpressionSyntax || Variable(model.GetSymbolInfo(syntax, cancellation).Symbol) is not { } variable)
            return new Search(this, cancellation).Run(search => search.Add(syntax));
        if (variable is IParameterSymbol parameter && !IsOfConstructor(parameter))
            return ImmutableArray<IMethodSymbol>.Empty;
        if (!_known.TryGetValue(variable, out var known))
            _known[variable] = known = new Search(this, cancellation).Run(search => search.Add(variable));
        return known;
    }

    /// <summary>The simple name of what holds the delegate: the name that the index knows it by.</summary>
    public static string? NameOf(SyntaxNode expression)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    expression = parenthesized.Expression;
                    break;
                case CastExpressionSyntax cast:
                    expression = cast.Expression;
                    break;
                case AwaitExpressionSyntax await:
                    expression = await.Expression;
                    break;
                case InvocationExpressionSyntax call:
                    expression = call.Expression;
                    break;
                case ElementAccessExpressionSyntax element:
                    expression = element.Expression;
                    break;
                default:
                    return expression is ExpressionSyntax name ? Functions.NameOf(name) : null;
            }
        }
    }

    private static bool IsOfConstructor(IParameterSymbol parameter) => parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor };

    private static ISymbol? Variable(ISymbol? symbol) => symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol or IEventSymbol ? symbol.OriginalDefinition : null;

    private sealed class Search(DelegateValues owner, CancellationToken cancellation)
    {
        private readonly Stack<ExpressionSyntax> _expressions = new();
        private readonly Stack<ISymbol> _variables = new();
        private readonly HashSet<ISymbol> _seen = new(s_same);
        private readonly HashSet<IMethodSymbol> _found = new(s_same);

        public void Add(ExpressionSyntax? expression)
        {
            if (expression is not null)
                _expressions.Push(expression);
        }

        public void Add(ISymbol variable)
        {
            if (_seen.Add(variable))
                _variables.Push(variable);
        }

        public ImmutableArray<IMethodSymbol> Run(Action<Search> begin)
        {
            begin(this);
            for (var steps = 0; steps < MaxSteps && _expressions.Count + _variables.Count > 0; steps++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (_expressions.Count > 0)
                    Look(_expressions.Pop());
                else
                    Look(_variables.Pop());
            }

            return _found.Count > MaxFunctions ? ImmutableArray<IMethodSymbol>.Empty : _found.ToImmutableArray();
        }

        private void Look(ExpressionSyntax expression)
        {
            switch (expression)
            {
                case AnonymousFunctionExpressionSyntax or SimpleNameSyntax or MemberAccessExpressionSyntax or MemberBindingExpressionSyntax:
                    Bind(expression);
                    break;
                case ParenthesizedExpressionSyntax parenthesized:
                    Add(parenthesized.Expression);
                    break;
                case CastExpressionSyntax cast:
                    Add(cast.Expression);
                    break;
                case AwaitExpressionSyntax await:
                    Add(await.Expression);
                    break;
                case PostfixUnaryExpressionSyntax suppressed:
                    Add(suppressed.Operand);
                    break;
                case AssignmentExpressionSyntax assignment:
                    Add(assignment.Right);
                    break;
                case ConditionalExpressionSyntax choice:
                    Add(choice.WhenTrue);
                    Add(choice.WhenFalse);
                    break;
                case BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.CoalesceExpression) || binary.IsKind(SyntaxKind.AddExpression):
                    Add(binary.Left);
                    Add(binary.Right);
                    break;
                case SwitchExpressionSyntax choice:
                    foreach (var arm in choice.Arms)
                        Add(arm.Expression);
                    break;
                case ElementAccessExpressionSyntax element:
                    Add(element.Expression);
                    break;
                case InvocationExpressionSyntax call:
                    if (Symbol(call) is IMethodSymbol { MethodKind: not MethodKind.DelegateInvoke } helper)
                        Returned(helper);
                    break;
                case BaseObjectCreationExpressionSyntax creation:
                    Made(creation);
                    break;
                case InitializerExpressionSyntax elements:
                    foreach (var element in elements.Expressions)
                        Add(element);
                    break;
                case ArrayCreationExpressionSyntax { Initializer: { } elements }:
                    Add(elements);
                    break;
                case ImplicitArrayCreationExpressionSyntax { Initializer: { } elements }:
                    Add(elements);
                    break;
            }
        }

        private ISymbol? Symbol(SyntaxNode node) => owner.Model(node)?.GetSymbolInfo(node, cancellation).Symbol;

        private void Bind(ExpressionSyntax expression)
        {
            var symbol = Symbol(expression);
            if (symbol is IMethodSymbol function)
                _found.Add(function);
            else if (Variable(symbol) is { } variable)
                Add(variable);
        }

        /// <summary><c>new Func&lt;Task&gt;(AskAsync)</c>, and the functions that a table of them is filled with.</summary>
        private void Made(BaseObjectCreationExpressionSyntax creation)
        {
            if (creation.ArgumentList is { Arguments: { Count: 1 } arguments } && owner.Model(creation)?.GetTypeInfo(creation, cancellation).Type?.TypeKind == TypeKind.Delegate)
                Add(arguments[0].Expression);
            if (creation.Initializer is { } elements)
                Add(elements);
        }

        private void Returned(IMethodSymbol helper)
        {
            if (!_seen.Add(helper.OriginalDefinition))
                return;
            foreach (var reference in helper.OriginalDefinition.DeclaringSyntaxReferences)
                Returned(reference.GetSyntax(cancellation));
        }

        private void Returned(SyntaxNode declaration)
        {
            var arrow = declaration switch
            {
                BaseMethodDeclarationSyntax method => method.ExpressionBody,
                LocalFunctionStatementSyntax local => local.ExpressionBody,
                AccessorDeclarationSyntax accessor => accessor.ExpressionBody,
                ArrowExpressionClauseSyntax expression => expression,
                _ => null,
            };
            Add(arrow?.Expression);
            foreach (var node in declaration.DescendantNodes(node => node == declaration || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
            {
                if (node is ReturnStatementSyntax { Expression: { } value })
                    Add(value);
            }
        }

        private void Look(ISymbol variable)
        {
            if (variable is IParameterSymbol parameter)
            {
                Handed(parameter);
                return;
            }

            if (variable is IPropertySymbol property)
            {
                if (property.GetMethod is { } getter)
                    Returned(getter);
                Positional(property);
            }

            var scope = variable is ILocalSymbol && variable.DeclaringSyntaxReferences.Length > 0 ? variable.DeclaringSyntaxReferences[0].GetSyntax(cancellation).FirstAncestorOrSelf<MemberDeclarationSyntax>() : null;
            foreach (var place in owner.Places(variable.Name))
            {
                if (scope is not null && (place.SyntaxTree != scope.SyntaxTree || !scope.Span.Contains(place.Span)))
                    continue;
                switch (place)
                {
                    case VariableDeclaratorSyntax { Initializer.Value: { } value } when Declares(place, variable):
                        Add(value);
                        break;
                    case PropertyDeclarationSyntax { Initializer.Value: { } value } when Declares(place, variable):
                        Add(value);
                        break;
                    case IsPatternExpressionSyntax match when Functions.Declared(match.Pattern).Any(declared => Declares(declared, variable)):
                        Add(match.Expression);
                        break;
                    case AssignmentExpressionSyntax assignment when !assignment.IsKind(SyntaxKind.SubtractAssignmentExpression) && s_same.Equals(Symbol(Functions.Assigned(assignment))?.OriginalDefinition, variable):
                        Add(assignment.Right);
                        break;
                }
            }
        }

        private bool Declares(SyntaxNode place, ISymbol variable) => s_same.Equals(owner.Model(place)?.GetDeclaredSymbol(place, cancellation)?.OriginalDefinition, variable);

        /// <summary><c>record Worker(Func&lt;Task&gt; Ask)</c>: the property is what the constructor is given.</summary>
        private void Positional(IPropertySymbol property)
        {
            if (!property.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellation) is ParameterSyntax))
                return;
            foreach (var constructor in property.ContainingType.InstanceConstructors)
            {
                foreach (var parameter in constructor.Parameters)
                {
                    if (parameter.Name == property.Name)
                        Add(parameter.OriginalDefinition);
                }
            }
        }

        /// <summary>What the calls in sight hand over to the parameter.</summary>
        private void Handed(IParameterSymbol parameter)
        {
            if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.Ordinary or MethodKind.LocalFunction } method)
                return;
            var isConstructor = method.MethodKind == MethodKind.Constructor;
            var places = owner.Places(Functions.ArgumentsOf(isConstructor ? method.ContainingType.Name : method.Name));
            foreach (var place in isConstructor ? places.Concat(owner.Places(Functions.ArgumentsOf(UsedNames.AnyConstructor))) : places)
            {
                // `events.OnReply(Handle)`, an extension method: the first parameter stands before the dot.
                if (ArgumentsOf(place) is { } arguments && Symbol(place) is IMethodSymbol called && s_same.Equals((called.ReducedFrom ?? called).OriginalDefinition, method.OriginalDefinition))
                    Add(Argument(arguments, parameter, skipped: called.ReducedFrom is null ? 0 : 1));
            }
        }

        private static ArgumentListSyntax? ArgumentsOf(SyntaxNode place) => place switch
        {
            InvocationExpressionSyntax call => call.ArgumentList,
            BaseObjectCreationExpressionSyntax creation => creation.ArgumentList,
            ConstructorInitializerSyntax further => further.ArgumentList,
            PrimaryConstructorBaseTypeSyntax further => further.ArgumentList,
            _ => null,
        };

        private static ExpressionSyntax? Argument(ArgumentListSyntax arguments, IParameterSymbol parameter, int skipped)
        {
            for (var i = 0; i < arguments.Arguments.Count; i++)
            {
                var argument = arguments.Arguments[i];
                if (argument.NameColon is { } named ? named.Name.Identifier.ValueText == parameter.Name : i == parameter.Ordinal - skipped)
                    return argument.Expression;
            }

            return null;
        }
    }

    private SemanticModel? Model(SyntaxNode node) => bodies.Model(node.SyntaxTree);

    private IEnumerable<SyntaxNode> Places(string name) => names.Value.Declarations(name).Take(MaxSteps);
}
