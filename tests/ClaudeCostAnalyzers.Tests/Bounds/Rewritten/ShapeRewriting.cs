using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace ClaudeCostAnalyzers.Tests.Bounds.Rewritten;

/// <summary>Rewritings that change the shape of a body more than <see cref="Rewriting"/> does.</summary>
internal static class ShapeRewriting
{
    private static bool IsNested(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;

    private static StatementSyntax Statement(string text) => ParseStatement(text);

    private static ExpressionSyntax Not(ExpressionSyntax condition) => PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, ParenthesizedExpression(condition.WithoutTrivia()));

    /// <summary><c>again: if (condition) { ...; goto again; } done:;</c></summary>
    internal sealed class GotoLoops : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node)
        {
            var visited = (WhileStatementSyntax)base.VisitWhileStatement(node)!;
            if (node.DescendantNodes(child => !IsNested(child)).Any(child => child is LocalFunctionStatementSyntax) || node.DescendantNodes().OfType<FinallyClauseSyntax>().Any()
                || node.Condition.DescendantNodes().Any(child => child is SingleVariableDesignationSyntax))
            {
                return visited;
            }

            var again = "again" + node.SpanStart;
            var done = "done" + node.SpanStart;
            var body = (StatementSyntax)new Jumps(again, done).Visit(visited.Statement)!;
            var isEndless = visited.Condition.IsKind(SyntaxKind.TrueLiteralExpression);
            var turn = body is BlockSyntax block ? block.AddStatements(Statement($" goto {again};")) : Block(body, Statement($" goto {again};"));
            StatementSyntax first = isEndless ? turn : IfStatement(ParenthesizedExpression(visited.Condition), turn);
            return Block(LabeledStatement(again, first), LabeledStatement(done, EmptyStatement())).WithTriviaFrom(visited);
        }

        /// <summary>What leaves the loop, or begins its next turn, by a jump to a label.</summary>
        private sealed class Jumps(string again, string done) : CSharpSyntaxRewriter
        {
            private int _switches;
            private int _loops;

            public override SyntaxNode? VisitBreakStatement(BreakStatementSyntax node) => _loops > 0 || _switches > 0 ? node : Statement($" goto {done};");

            public override SyntaxNode? VisitContinueStatement(ContinueStatementSyntax node) => _loops > 0 ? node : Statement($" goto {again};");

            public override SyntaxNode? VisitSwitchStatement(SwitchStatementSyntax node)
            {
                _switches++;
                var visited = base.VisitSwitchStatement(node);
                _switches--;
                return visited;
            }

            public override SyntaxNode? Visit(SyntaxNode? node)
            {
                if (node is null || IsNested(node))
                    return node;
                var isLoop = node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax;
                _loops += isLoop ? 1 : 0;
                var visited = base.Visit(node);
                _loops -= isLoop ? 1 : 0;
                return visited;
            }
        }
    }

    /// <summary><c>if (condition) continue; rest</c> as <c>if (!condition) { rest }</c></summary>
    internal sealed class NestedRests : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node)
        {
            var visited = (WhileStatementSyntax)base.VisitWhileStatement(node)!;
            return visited.Statement is BlockSyntax block ? visited.WithStatement(Nested(block)) : visited;
        }

        private static BlockSyntax Nested(BlockSyntax block)
        {
            for (var i = 0; i < block.Statements.Count - 1; i++)
            {
                if (block.Statements[i] is not IfStatementSyntax { Else: null } skip || !(skip.Statement is ContinueStatementSyntax or BlockSyntax { Statements: [ContinueStatementSyntax] })
                    || block.Statements.Skip(i + 1).Any(statement => statement is LocalFunctionStatementSyntax))
                {
                    continue;
                }

                var rest = Nested(Block(block.Statements.Skip(i + 1)));
                return block.WithStatements(List(block.Statements.Take(i).Append(IfStatement(Not(skip.Condition), rest))));
            }

            return block;
        }
    }

    /// <summary><c>for (var i = 0; i &lt; items.Count; i++) { var item = items[i]; ... }</c></summary>
    internal sealed class IndexLoops(SemanticModel model) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node)
        {
            var visited = (ForEachStatementSyntax)base.VisitForEachStatement(node)!;
            var size = model.GetTypeInfo(node.Expression).Type switch
            {
                IArrayTypeSymbol { Rank: 1 } => "Length",
                INamedTypeSymbol { Name: "List" or "IReadOnlyList" or "IList", Arity: 1 } => "Count",
                _ => null,
            };
            if (size is null || node.Expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax) || !model.GetForEachStatementInfo(node).ElementConversion.IsIdentity)
                return visited;
            var index = "index" + node.SpanStart;
            var items = visited.Expression.WithoutTrivia();
            return ForStatement(Block(Statement($"var {node.Identifier} = {items}[{index}];"), visited.Statement))
                .WithDeclaration(VariableDeclaration(ParseTypeName("int ")).AddVariables(VariableDeclarator(Identifier(index)).WithInitializer(EqualsValueClause(ParseExpression("0")))))
                .WithCondition(ParseExpression($"{index} < {items}.{size}")).AddIncrementors(ParseExpression($"{index}++")).WithTriviaFrom(visited);
        }
    }

    /// <summary><c>condition == false</c> for <c>!condition</c></summary>
    internal sealed class ComparedWithFalse : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
        {
            var visited = base.VisitPrefixUnaryExpression(node)!;
            return node.IsKind(SyntaxKind.LogicalNotExpression) && visited is PrefixUnaryExpressionSyntax not && node.Parent is IfStatementSyntax or WhileStatementSyntax or DoStatementSyntax && !node.ContainsAnnotations
                ? BinaryExpression(SyntaxKind.EqualsExpression, ((PrefixUnaryExpressionSyntax)visited).Operand, LiteralExpression(SyntaxKind.FalseLiteralExpression)) : visited;
        }
    }
}
