using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes.FanOuts;

/// <summary>Where the gate of a fan-out can be declared.</summary>
/// <param name="Node">The statement before which it stands, or the expression body that becomes a block.</param>
/// <param name="EndsThere">Whether all tasks are over when the block around it is left, so that it can be disposed then.</param>
/// <param name="ReturnsValue">Of an expression body: whether its value is returned.</param>
internal sealed record GatePlace(SyntaxNode Node, bool EndsThere, bool ReturnsValue)
{
    /// <summary>The nearest place outside of <paramref name="function"/>; null: there is none, as in an initializer of a field.</summary>
    public static GatePlace? For(ExpressionSyntax function, InvocationExpressionSyntax gather, SemanticModel model)
    {
        var isDeferred = false;
        for (SyntaxNode at = function; at.Parent is { } parent; at = parent)
        {
            switch (parent)
            {
                case AnonymousFunctionExpressionSyntax when at is ExpressionSyntax:
                    // Whoever runs that function may do so when the block around it is left.
                    isDeferred = true;
                    break;
                case QueryExpressionSyntax or ConstructorInitializerSyntax:
                    return null;
                case ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax } arrow:
                    return model.GetDeclaredSymbol(arrow.Parent!) is IMethodSymbol method ? new(arrow, !isDeferred && IsAwaited(gather), Returns(method)) : null;
                case MemberDeclarationSyntax and not GlobalStatementSyntax:
                    return null;
                case LabeledStatementSyntax:
                    return null;
                default:
                    if (at is StatementSyntax and not BlockSyntax)
                        return new(at, !isDeferred && IsAwaited(gather) && parent.Span.Contains(gather.Span) && MayUse(parent), ReturnsValue: false);
                    break;
            }
        }

        return null;
    }

    private static bool Returns(IMethodSymbol method) => !method.ReturnsVoid && !(method.IsAsync && method.ReturnType is INamedTypeSymbol { Arity: 0 });

    /// <summary>A using declaration may stand neither in a <c>case</c> nor where a jump goes over it.</summary>
    private static bool MayUse(SyntaxNode parent) => ((CSharpParseOptions)parent.SyntaxTree.Options).LanguageVersion >= LanguageVersion.CSharp8 && parent switch
    {
        BlockSyntax block => !block.Statements.Any(statement => statement is LabeledStatementSyntax),
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => !unit.Members.Any(member => member is GlobalStatementSyntax { Statement: LabeledStatementSyntax }),
        SwitchSectionSyntax => false,
        _ => true,
    };

    private static bool IsAwaited(InvocationExpressionSyntax gather)
    {
        ExpressionSyntax task = gather;
        if (task.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" or "WaitAsync", Parent: InvocationExpressionSyntax configured } access)
            task = access.Name.Identifier.ValueText == "ConfigureAwait" ? configured : task;
        return task.Parent is AwaitExpressionSyntax;
    }
}
