using ClaudeCostAnalyzers.Rules.OutputCaps;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Deadlines;

/// <summary>Resilience pipelines and policies that a call runs in.</summary>
internal sealed class Pipelines(NameUses names, DeadlineMemory memory, SemanticModel model, CancellationToken cancellation)
{
    private const string Execute = "Execute";
    private const string Timeout = "Timeout";
    private const int MaxVariables = 8;

    /// <summary>Whether a pipeline runs the call that has a timeout, or may have one because it comes from elsewhere.</summary>
    public bool MayTimeOut(SyntaxNode call)
    {
        foreach (var node in call.Ancestors())
        {
            if (node is MemberDeclarationSyntax and not GlobalStatementSyntax)
                return false;
            if (node is AnonymousFunctionExpressionSyntax function && ExecutionOf(function) is { Expression: MemberAccessExpressionSyntax access } && MayTimeOut(access.Expression))
                return true;
        }

        return false;
    }

    /// <summary>The call by which a pipeline or policy runs the function; null: none does.</summary>
    public InvocationExpressionSyntax? ExecutionOf(SyntaxNode function) =>
        function.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } execution }
            && access.Name.Identifier.ValueText.StartsWith(Execute, StringComparison.Ordinal)
            && Calls.ResilienceLibrary.Owns(model.GetTypeInfo(access.Expression, cancellation).Type)
            ? execution
            : null;

    /// <summary>A pipeline that a variable holds is looked at once.</summary>
    private bool MayTimeOut(ExpressionSyntax pipeline)
    {
        if (pipeline is not IdentifierNameSyntax || model.GetSymbolInfo(pipeline, cancellation).Symbol is not { } variable)
            return MayHaveTimeout(pipeline);
        return memory.Pipelines.TryGetValue(variable, out var known) ? known : memory.Pipelines[variable] = MayHaveTimeout(pipeline);
    }

    /// <summary>Whether a timeout is built into the pipeline; where one does not see how it is built, there may be.</summary>
    private bool MayHaveTimeout(ExpressionSyntax pipeline)
    {
        var known = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var open = new Queue<SyntaxNode>();
        open.Enqueue(pipeline);
        while (open.Count > 0)
        {
            foreach (var name in open.Dequeue().DescendantNodesAndSelf().OfType<SimpleNameSyntax>())
            {
                if (name.Identifier.ValueText.IndexOf(Timeout, StringComparison.Ordinal) >= 0)
                    return true;
                switch (model.GetSymbolInfo(name, cancellation).Symbol)
                {
                    case ILocalSymbol or IFieldSymbol or IPropertySymbol when model.GetSymbolInfo(name, cancellation).Symbol is { } variable && IsPipeline(variable):
                        if (!known.Add(variable))
                            break;
                        if (known.Count > MaxVariables || Values(variable) is not { Count: > 0 } values)
                            return true;
                        values.ForEach(open.Enqueue);
                        break;
                    case IParameterSymbol parameter when Calls.ResilienceLibrary.Owns(parameter.Type):
                    case IMethodSymbol { DeclaringSyntaxReferences.IsEmpty: false }:
                    case null:
                        return true;
                }
            }
        }

        return false;
    }

    private static bool IsPipeline(ISymbol variable) => Calls.ResilienceLibrary.Owns(variable switch { ILocalSymbol local => local.Type, IFieldSymbol field => field.Type, IPropertySymbol property => property.Type, _ => null })
        && !variable.DeclaringSyntaxReferences.IsEmpty;

    private List<SyntaxNode>? Values(ISymbol variable)
    {
        if (variable.DeclaringSyntaxReferences.Length != 1 || variable.DeclaringSyntaxReferences[0] is not { } reference || reference.SyntaxTree != model.SyntaxTree)
            return null;
        var declaration = reference.GetSyntax(cancellation);
        var values = new List<SyntaxNode>();
        if (declaration switch { VariableDeclaratorSyntax declarator => declarator.Initializer?.Value, PropertyDeclarationSyntax property => property.Initializer?.Value ?? property.ExpressionBody?.Expression, _ => null } is { } initial)
            values.Add(initial);
        if ((variable is ILocalSymbol ? NameUses.MemberAround(declaration) : NameUses.OutermostTypeAround(declaration)) is { } scope)
        {
            foreach (var use in names.UsesOf(variable, scope, model, cancellation))
            {
                var whole = NameUses.WholeExpression(use);
                if (whole.Parent is AssignmentExpressionSyntax assignment && assignment.Left == whole)
                    values.Add(assignment.Right);
                else if (whole.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access && access.Name.Identifier.ValueText.StartsWith("Add", StringComparison.Ordinal))
                    values.Add(call.ArgumentList);
                if (whole.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member } && member.IndexOf(Timeout, StringComparison.Ordinal) >= 0)
                    values.Add(whole.Parent);
            }
        }

        return values;
    }
}
