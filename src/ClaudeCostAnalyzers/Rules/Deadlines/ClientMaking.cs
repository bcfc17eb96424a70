using ClaudeCostAnalyzers.Flow;
using ClaudeCostAnalyzers.Rules.OutputCaps;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Deadlines;

/// <summary>Follows the client of a call to where it is made, as far as one file shows.</summary>
internal sealed class ClientMaking(ClientTimeouts timeouts, NameUses names, SemanticModel model, CancellationToken cancellation)
{
    /// <summary>Longer ways are out of sight; they do not occur in real code.</summary>
    private const int MaxSteps = 64;

    private readonly List<SyntaxNode> parts = [];
    private readonly HashSet<ISymbol> variables = new(SymbolEqualityComparer.Default);
    private readonly Queue<IOperation?> open = new();

    /// <summary>The code that makes the client and what it is made of.</summary>
    public IReadOnlyList<SyntaxNode> Parts => parts;

    /// <summary>Whether some of it comes from elsewhere: a parameter, another file, a helper of another assembly.</summary>
    public bool IsPartlyOutOfSight { get; private set; }

    public void Follow(IOperation? client)
    {
        open.Enqueue(client);
        for (var steps = 0; open.Count > 0; steps++)
        {
            if (steps == MaxSteps)
            {
                IsPartlyOutOfSight = true;
                return;
            }

            Step(open.Dequeue());
        }
    }

    private void Step(IOperation? value)
    {
        if (Alternatives.Push(value, open.Enqueue))
            return;
        switch (value)
        {
            case IWithOperation with:
                parts.Add(with.Initializer.Syntax);
                open.Enqueue(with.Operand);
                break;
            case IInvocationOperation call:
                OfCall(call);
                break;
            case IObjectCreationOperation creation:
                parts.Add(creation.Syntax);
                OfArguments(creation.Arguments.Select(argument => argument.Value));
                OfArguments(creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>().Select(set => set.Value) ?? []);
                break;
            case ILocalReferenceOperation { Local: var local }:
                OfVariable(local);
                break;
            case IFieldReferenceOperation { Field: var field }:
                OfVariable(field);
                break;
            case IPropertyReferenceOperation { Property: { DeclaringSyntaxReferences.IsEmpty: true }, Instance: { } owner }:
                // A service of the SDK's client.
                open.Enqueue(owner);
                break;
            case IPropertyReferenceOperation { Property: var property }:
                OfVariable(property);
                break;
            default:
                IsPartlyOutOfSight = true;
                break;
        }
    }

    private void OfCall(IInvocationOperation call)
    {
        var method = call.TargetMethod.ReducedFrom ?? call.TargetMethod;
        if (!method.DeclaringSyntaxReferences.IsEmpty)
        {
            if (method.DeclaringSyntaxReferences[0].SyntaxTree == model.SyntaxTree)
                OfHelper(method);
            else
                IsPartlyOutOfSight = true;
            return;
        }

        if (call.Syntax is InvocationExpressionSyntax written)
            parts.Add(written.ArgumentList);
        var arguments = call.Arguments.Select(argument => argument.Value);
        if (call.Instance is { } instance)
        {
            open.Enqueue(instance);
            OfArguments(arguments);
        }
        else if (method.IsExtensionMethod && call.Arguments.Length > 0)
        {
            open.Enqueue(call.Arguments[0].Value);
            OfArguments(arguments.Skip(1));
        }
        else
        {
            IsPartlyOutOfSight = true;
        }
    }

    /// <summary>A helper of this file that makes the client: what it returns.</summary>
    private void OfHelper(IMethodSymbol method)
    {
        if (!variables.Add(method))
            return;
        var declaration = method.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        parts.Add(declaration);
        var returned = declaration.DescendantNodes().Select(node => node switch { ReturnStatementSyntax given => given.Expression, ArrowExpressionClauseSyntax arrow => arrow.Expression, _ => null }).OfType<ExpressionSyntax>().ToList();
        returned.ForEach(value => open.Enqueue(model.GetOperation(value, cancellation)));
        if (returned.Count == 0)
            IsPartlyOutOfSight = true;
    }

    /// <summary>Options, transports and clients that a client is made with; names, keys and addresses say nothing of time.</summary>
    private void OfArguments(IEnumerable<IOperation> values)
    {
        foreach (var value in values)
        {
            var given = value;
            while (given is IConversionOperation conversion)
                given = conversion.Operand;
            if (given is IObjectCreationOperation || given is IInvocationOperation or IMemberReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation && MayMatter(given.Type))
                open.Enqueue(given);
        }
    }

    private bool MayMatter(ITypeSymbol? type) => timeouts.MayHold(type) || type?.Name.EndsWith("Transport", StringComparison.Ordinal) == true || type?.Name.EndsWith("Client", StringComparison.Ordinal) == true;

    private void OfVariable(ISymbol variable)
    {
        if (!variables.Add(variable))
            return;
        if (variable.DeclaringSyntaxReferences.Length != 1 || variable.DeclaringSyntaxReferences[0].SyntaxTree != model.SyntaxTree)
        {
            IsPartlyOutOfSight = true;
            return;
        }

        var declaration = variable.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        var isGiven = false;
        if (declaration switch { VariableDeclaratorSyntax declarator => declarator.Initializer?.Value, PropertyDeclarationSyntax property => property.Initializer?.Value ?? property.ExpressionBody?.Expression, _ => null } is { } initial)
        {
            isGiven = true;
            open.Enqueue(model.GetOperation(initial, cancellation));
        }

        if ((variable is ILocalSymbol ? NameUses.MemberAround(declaration) : NameUses.OutermostTypeAround(declaration)) is { } scope)
        {
            foreach (var use in names.UsesOf(variable, scope, model, cancellation))
            {
                var whole = NameUses.WholeExpression(use);
                if (whole.Parent is not AssignmentExpressionSyntax assignment || assignment.Left != whole)
                {
                    // `client.Timeout = ..`, `options.Retry.NetworkTimeout = ..`.
                    if (whole.Parent is MemberAccessExpressionSyntax && whole.Ancestors().TakeWhile(node => node is ExpressionSyntax).OfType<AssignmentExpressionSyntax>().FirstOrDefault() is { } set && set.Left.Span.Contains(whole.Span))
                        parts.Add(set);
                    continue;
                }

                isGiven = true;
                open.Enqueue(model.GetOperation(assignment.Right, cancellation));
            }
        }

        // Others may give it another client.
        if (!isGiven || variable is IFieldSymbol { IsReadOnly: false, DeclaredAccessibility: not Accessibility.Private } or IPropertySymbol { SetMethod.DeclaredAccessibility: not Accessibility.Private })
            IsPartlyOutOfSight = true;
    }
}
