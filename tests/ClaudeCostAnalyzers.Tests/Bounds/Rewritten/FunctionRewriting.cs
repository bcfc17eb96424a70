using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace ClaudeCostAnalyzers.Tests.Bounds.Rewritten;

/// <summary>Rewritings that move a part of a body into a function of its own.</summary>
internal static class FunctionRewriting
{
    /// <summary>Whether the code can be moved into a function: it assigns, declares and marks nothing, and reads nothing that a function cannot.</summary>
    private static bool MayMove(ExpressionSyntax code, SemanticModel model) =>
        !code.ContainsAnnotations && !code.IsKind(SyntaxKind.TrueLiteralExpression)
        && !code.DescendantNodesAndSelf().Any(node => node is SingleVariableDesignationSyntax or AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } or ArgumentSyntax { RefKindKeyword.RawKind: not 0 })
        && !code.FirstAncestorOrSelf<TypeDeclarationSyntax>().IsKind(SyntaxKind.StructDeclaration)
        && code.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().All(name => model.GetSymbolInfo(name).Symbol switch
        {
            IParameterSymbol parameter => parameter.RefKind == RefKind.None,
            ILocalSymbol local => local.RefKind == RefKind.None && !local.Type.IsRefLikeType,
            _ => true,
        });

    private static bool Awaits(SyntaxNode code) => code.DescendantNodesAndSelf(node => node is not AnonymousFunctionExpressionSyntax).Any(node => node is AwaitExpressionSyntax);

    /// <summary>How the test of a loop, or of a branch in a block, is written: the statement that comes before it, and what is tested.</summary>
    internal abstract class MovedTests(SemanticModel model) : CSharpSyntaxRewriter
    {
        private protected abstract (StatementSyntax Function, ExpressionSyntax Test)? Moved(string name, ExpressionSyntax original, ExpressionSyntax condition);

        private SyntaxNode Split<T>(T node, T visited, ExpressionSyntax original, ExpressionSyntax condition, Func<ExpressionSyntax, StatementSyntax> with)
            where T : StatementSyntax =>
            node.Parent is BlockSyntax && MayMove(original, model) && Moved("Test" + original.SpanStart, original, condition.WithoutTrivia()) is var (function, test)
                ? new StatementPair(function, with(test)).Marked() : visited;

        public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node)
        {
            var visited = (WhileStatementSyntax)base.VisitWhileStatement(node)!;
            return Split(node, visited, node.Condition, visited.Condition, visited.WithCondition);
        }

        public override SyntaxNode? VisitDoStatement(DoStatementSyntax node)
        {
            var visited = (DoStatementSyntax)base.VisitDoStatement(node)!;
            return Split(node, visited, node.Condition, visited.Condition, visited.WithCondition);
        }

        public override SyntaxNode? VisitForStatement(ForStatementSyntax node)
        {
            var visited = (ForStatementSyntax)base.VisitForStatement(node)!;
            return node is { Condition: { } condition, Declaration: null } ? Split(node, visited, condition, visited.Condition!, visited.WithCondition) : visited;
        }

        public override SyntaxNode? VisitIfStatement(IfStatementSyntax node)
        {
            var visited = (IfStatementSyntax)base.VisitIfStatement(node)!;
            return Split(node, visited, node.Condition, visited.Condition, visited.WithCondition);
        }

        public override SyntaxNode? VisitBlock(BlockSyntax node) => StatementPair.Spliced((BlockSyntax)base.VisitBlock(node)!);
    }

    /// <summary><c>bool IsLast() => n >= max; if (IsLast()) break;</c></summary>
    internal sealed class TestFunctions(SemanticModel model) : MovedTests(model)
    {
        private protected override (StatementSyntax, ExpressionSyntax)? Moved(string name, ExpressionSyntax original, ExpressionSyntax condition) => Awaits(original)
            ? (With(ParseStatement($"async Task<bool> {name}() => "), condition), ParseExpression($"await {name}()"))
            : (With(ParseStatement($"bool {name}() => "), condition), ParseExpression($"{name}()"));

        private static StatementSyntax With(StatementSyntax declaration, ExpressionSyntax condition) =>
            ((LocalFunctionStatementSyntax)declaration).WithExpressionBody(ArrowExpressionClause(condition)).WithSemicolonToken(Token(SyntaxKind.SemicolonToken));
    }

    /// <summary><c>Func&lt;bool> isLast = () => n >= max; if (isLast()) break;</c></summary>
    internal sealed class TestLambdas(SemanticModel model) : MovedTests(model)
    {
        private readonly SemanticModel _model = model;

        private protected override (StatementSyntax, ExpressionSyntax)? Moved(string name, ExpressionSyntax original, ExpressionSyntax condition)
        {
            // A lambda may use only what is assigned where it is made.
            if (original.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => _model.GetSymbolInfo(name).Symbol is ILocalSymbol local
                && local.DeclaringSyntaxReferences[0].GetSyntax() is VariableDeclaratorSyntax { Initializer: null, Parent.Parent: not UsingStatementSyntax }))
            {
                return null;
            }

            var lambda = ParenthesizedLambdaExpression(condition);
            if (Awaits(original))
                lambda = lambda.WithAsyncKeyword(Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(Space));
            var declaration = LocalDeclarationStatement(VariableDeclaration(ParseTypeName(Awaits(original) ? "Func<Task<bool>> " : "Func<bool> "))
                .AddVariables(VariableDeclarator(Identifier(name)).WithInitializer(EqualsValueClause(lambda))));
            return (declaration, ParseExpression(Awaits(original) ? $"await {name}()" : $"{name}()"));
        }
    }

    /// <summary><c>Task M(int n) { return Core(); async Task Core() { ... } }</c></summary>
    internal sealed class BodyFunctions(SemanticModel model) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
        {
            var visited = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
            if (node.Body is null || node.Parent.IsKind(SyntaxKind.StructDeclaration) || node.Modifiers.Any(SyntaxKind.UnsafeKeyword) || node.AttributeLists.Count > 0 || model.GetDeclaredSymbol(node) is not { } method
                || method.Parameters.Any(parameter => parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType)
                || node.Body.DescendantNodes(child => child is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(child => child is YieldStatementSyntax))
            {
                return visited;
            }

            var name = "Core" + node.SpanStart;
            var asynchronous = node.Modifiers.Any(SyntaxKind.AsyncKeyword);
            var function = LocalFunctionStatement(visited.ReturnType.WithoutTrivia().WithTrailingTrivia(Space), Identifier(name)).WithBody(visited.Body!.WithLeadingTrivia(Space));
            if (asynchronous)
                function = function.AddModifiers(Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(Space));
            var call = ParseStatement(method.ReturnsVoid ? $"{name}();" : $"return {name}();");
            return visited.WithModifiers(TokenList(visited.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.AsyncKeyword))))
                .WithBody(Block(call.WithTrailingTrivia(LineFeed), function.WithTrailingTrivia(LineFeed)));
        }
    }
}
