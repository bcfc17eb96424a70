using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace ClaudeCostAnalyzers.Tests.Bounds.Rewritten;

/// <summary>Ways to write the same program otherwise: none changes what it does, so none may change what is reported.</summary>
internal static class Rewriting
{
    public static readonly IReadOnlyDictionary<string, Func<SemanticModel, CSharpSyntaxRewriter>> All = new Dictionary<string, Func<SemanticModel, CSharpSyntaxRewriter>>
    {
        ["ConfigureAwait"] = model => new ConfiguredAwaits(model),
        ["AwaitedLater"] = model => new AwaitsLater(model),
        ["ForInsteadOfWhile"] = _ => new ForLoops(),
        ["BreakInsteadOfWhile"] = _ => new BreakingLoops(),
        ["ConditionInLocal"] = _ => new ConditionLocals(),
        ["BranchesSwapped"] = _ => new SwappedBranches(),
        ["TryFinally"] = _ => new TriedBodies(),
        ["LongSteps"] = model => new LongSteps(model),
        ["OperandsSwapped"] = model => new SwappedOperands(model),
        ["BlockBodies"] = model => new BlockBodies(model),
        ["EnumeratorByHand"] = model => new HandEnumerators(model),
        ["ResultInLocal"] = model => new ResultLocals(model),
        ["Goto"] = _ => new ShapeRewriting.GotoLoops(),
        ["NestedRest"] = _ => new ShapeRewriting.NestedRests(),
        ["IndexLoop"] = model => new ShapeRewriting.IndexLoops(model),
        ["ComparedWithFalse"] = _ => new ShapeRewriting.ComparedWithFalse(),
        ["TestFunction"] = model => new FunctionRewriting.TestFunctions(model),
        ["TestLambda"] = model => new FunctionRewriting.TestLambdas(model),
        ["BodyFunction"] = model => new FunctionRewriting.BodyFunctions(model),
    };

    private static string Fresh(SyntaxNode node) => $"made{node.SpanStart}";

    /// <summary>Whether the condition declares variables, whose scope a rewriting would change.</summary>
    private static bool Declares(SyntaxNode condition) => condition.DescendantNodesAndSelf().Any(node => node is SingleVariableDesignationSyntax);

    private static ExpressionSyntax Not(ExpressionSyntax condition) =>
        PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, ParenthesizedExpression(condition.WithoutTrivia()));

    private static bool IsTask(ITypeSymbol? type) => type is { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" };

    /// <summary><c>await task.ConfigureAwait(false)</c></summary>
    private sealed class ConfiguredAwaits(SemanticModel model) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitAwaitExpression(AwaitExpressionSyntax node)
        {
            var visited = (AwaitExpressionSyntax)base.VisitAwaitExpression(node)!;
            if (!IsTask(model.GetTypeInfo(node.Expression).Type))
                return visited;
            var task = visited.Expression is InvocationExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax
                ? visited.Expression : ParenthesizedExpression(visited.Expression);
            return visited.WithExpression(InvocationExpression(
                MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, task.WithoutTrailingTrivia(), IdentifierName("ConfigureAwait")),
                ArgumentList(SingletonSeparatedList(Argument(LiteralExpression(SyntaxKind.FalseLiteralExpression))))).WithTrailingTrivia(task.GetTrailingTrivia()));
        }
    }

    /// <summary><c>var task = Ask(); var reply = await task;</c></summary>
    private sealed class AwaitsLater(SemanticModel model) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitLocalDeclarationStatement(LocalDeclarationStatementSyntax node)
        {
            var visited = (LocalDeclarationStatementSyntax)base.VisitLocalDeclarationStatement(node)!;
            if (node.Parent is not BlockSyntax || node.UsingKeyword != default || node.Declaration.Variables is not [{ Initializer.Value: AwaitExpressionSyntax await }] || !IsTask(model.GetTypeInfo(await.Expression).Type)
                || Declares(await) || model.GetTypeInfo(await.Expression).Type is not INamedTypeSymbol)
            {
                return visited;
            }

            var awaited = (AwaitExpressionSyntax)visited.Declaration.Variables[0].Initializer!.Value;
            var name = "task" + Fresh(node);
            var first = LocalDeclarationStatement(VariableDeclaration(IdentifierName(Identifier(TriviaList(Space), "var", TriviaList(Space))))
                .AddVariables(VariableDeclarator(Identifier(name)).WithInitializer(EqualsValueClause(Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space), awaited.Expression))));
            var second = visited.ReplaceNode(awaited, AwaitExpression(Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space), IdentifierName(name)));
            return new StatementPair(first, second).Marked();
        }

        public override SyntaxNode? VisitBlock(BlockSyntax node) => StatementPair.Spliced((BlockSyntax)base.VisitBlock(node)!);
    }

    /// <summary><c>var value = ...; return value;</c></summary>
    private sealed class ResultLocals(SemanticModel model) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node)
        {
            var visited = (ReturnStatementSyntax)base.VisitReturnStatement(node)!;
            if (node.Expression is null || node.Parent is not BlockSyntax || Declares(node.Expression) || node.Expression is RefExpressionSyntax
                || model.GetTypeInfo(node.Expression) is not { Type: { SpecialType: not SpecialType.System_Void, TypeKind: not TypeKind.Error } type, ConvertedType: { } converted } || !SymbolEqualityComparer.Default.Equals(type, converted)
                || node.Expression is LambdaExpressionSyntax or AnonymousFunctionExpressionSyntax or CollectionExpressionSyntax or ThrowExpressionSyntax or LiteralExpressionSyntax)
            {
                return visited;
            }

            var name = "result" + Fresh(node);
            var first = LocalDeclarationStatement(VariableDeclaration(IdentifierName(Identifier(TriviaList(Space), "var", TriviaList(Space))))
                .AddVariables(VariableDeclarator(Identifier(name)).WithInitializer(EqualsValueClause(Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space), visited.Expression!))));
            return new StatementPair(first, visited.WithExpression(IdentifierName(name))).Marked();
        }

        public override SyntaxNode? VisitBlock(BlockSyntax node) => StatementPair.Spliced((BlockSyntax)base.VisitBlock(node)!);
    }

    /// <summary><c>for (; condition;)</c></summary>
    private sealed class ForLoops : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node)
        {
            var visited = (WhileStatementSyntax)base.VisitWhileStatement(node)!;
            return ForStatement(visited.Statement).WithCondition(visited.Condition).WithTriviaFrom(visited);
        }
    }

    /// <summary><c>while (true) { if (!condition) break; ... }</c>, and the same of <c>do</c></summary>
    private sealed class BreakingLoops : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node)
        {
            var visited = (WhileStatementSyntax)base.VisitWhileStatement(node)!;
            if (visited.Condition.IsKind(SyntaxKind.TrueLiteralExpression))
                return visited;
            var leave = IfStatement(Not(visited.Condition), BreakStatement());
            return WhileStatement(LiteralExpression(SyntaxKind.TrueLiteralExpression), Block(leave, visited.Statement)).WithTriviaFrom(visited);
        }

        public override SyntaxNode? VisitDoStatement(DoStatementSyntax node)
        {
            var visited = (DoStatementSyntax)base.VisitDoStatement(node)!;
            if (node.Statement.DescendantNodes(child => child is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(child => child is ContinueStatementSyntax))
                return visited;
            var leave = IfStatement(Not(visited.Condition), BreakStatement());
            return WhileStatement(LiteralExpression(SyntaxKind.TrueLiteralExpression), Block(visited.Statement, leave)).WithTriviaFrom(visited);
        }
    }

    /// <summary><c>var goOn = condition; if (!goOn) break;</c></summary>
    private sealed class ConditionLocals : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node)
        {
            var visited = (WhileStatementSyntax)base.VisitWhileStatement(node)!;
            if (visited.Condition.IsKind(SyntaxKind.TrueLiteralExpression) || Declares(node.Condition))
                return visited;
            var name = "goOn" + Fresh(node);
            var set = LocalDeclarationStatement(VariableDeclaration(IdentifierName(Identifier(TriviaList(Space), "var", TriviaList(Space))))
                .AddVariables(VariableDeclarator(Identifier(name)).WithInitializer(EqualsValueClause(visited.Condition))));
            return WhileStatement(LiteralExpression(SyntaxKind.TrueLiteralExpression), Block(set, IfStatement(Not(IdentifierName(name)), BreakStatement()), visited.Statement)).WithTriviaFrom(visited);
        }

        public override SyntaxNode? VisitIfStatement(IfStatementSyntax node)
        {
            var visited = (IfStatementSyntax)base.VisitIfStatement(node)!;
            if (node.Parent is not BlockSyntax || Declares(node.Condition))
                return visited;
            var name = "test" + Fresh(node);
            var set = LocalDeclarationStatement(VariableDeclaration(IdentifierName(Identifier(TriviaList(Space), "var", TriviaList(Space))))
                .AddVariables(VariableDeclarator(Identifier(name)).WithInitializer(EqualsValueClause(visited.Condition))));
            return new StatementPair(set, visited.WithCondition(IdentifierName(name))).Marked();
        }

        public override SyntaxNode? VisitBlock(BlockSyntax node) => StatementPair.Spliced((BlockSyntax)base.VisitBlock(node)!);
    }

    /// <summary><c>if (!(condition)) B else A</c></summary>
    private sealed class SwappedBranches : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitIfStatement(IfStatementSyntax node)
        {
            var visited = (IfStatementSyntax)base.VisitIfStatement(node)!;
            var then = visited.Statement is BlockSyntax ? visited.Statement : Block(visited.Statement);
            var otherwise = visited.Else?.Statement ?? Block();
            return IfStatement(Not(visited.Condition), otherwise is BlockSyntax ? otherwise : Block(otherwise), ElseClause(Token(SyntaxKind.ElseKeyword).WithTrailingTrivia(Space), then)).WithTriviaFrom(visited);
        }
    }

    /// <summary><c>while (condition) try { ... } finally { }</c></summary>
    private sealed class TriedBodies : CSharpSyntaxRewriter
    {
        private static StatementSyntax Tried(StatementSyntax body) =>
            Block(TryStatement(body is BlockSyntax block ? block : Block(body), [], FinallyClause()));

        private static bool May(SyntaxNode loop) => !loop.DescendantNodes().Any(node => node is LocalFunctionStatementSyntax or LabeledStatementSyntax or GotoStatementSyntax);

        public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node) =>
            base.VisitWhileStatement(node) is WhileStatementSyntax visited && May(node) ? visited.WithStatement(Tried(visited.Statement)) : base.VisitWhileStatement(node);

        public override SyntaxNode? VisitForStatement(ForStatementSyntax node) =>
            base.VisitForStatement(node) is ForStatementSyntax visited && May(node) ? visited.WithStatement(Tried(visited.Statement)) : base.VisitForStatement(node);
    }

    /// <summary><c>n = n + 1</c></summary>
    private sealed class LongSteps(SemanticModel model) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node) => node.Expression switch
        {
            PostfixUnaryExpressionSyntax { Operand: IdentifierNameSyntax operand } step when IsInteger(operand) => Long(node, operand, step.IsKind(SyntaxKind.PostIncrementExpression)),
            PrefixUnaryExpressionSyntax { Operand: IdentifierNameSyntax operand } step when IsInteger(operand) => Long(node, operand, step.IsKind(SyntaxKind.PreIncrementExpression)),
            _ => base.VisitExpressionStatement(node),
        };

        private bool IsInteger(ExpressionSyntax operand) => model.GetTypeInfo(operand).Type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64;

        private static StatementSyntax Long(ExpressionStatementSyntax node, IdentifierNameSyntax operand, bool up) =>
            ParseStatement($"{operand} = {operand} {(up ? '+' : '-')} 1;").WithTriviaFrom(node);
    }

    /// <summary><c>limit &gt; n</c></summary>
    private sealed class SwappedOperands(SemanticModel model) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitBinaryExpression(BinaryExpressionSyntax node)
        {
            var visited = (BinaryExpressionSyntax)base.VisitBinaryExpression(node)!;
            if (model.GetOperation(node) is not Microsoft.CodeAnalysis.Operations.IBinaryOperation { OperatorMethod: null } || node.Left.DescendantNodesAndSelf().Concat(node.Right.DescendantNodesAndSelf()).Any(child => child is AssignmentExpressionSyntax or AwaitExpressionSyntax or SingleVariableDesignationSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax or InvocationExpressionSyntax or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression }))
                return visited;
            (SyntaxKind Kind, SyntaxKind Token)? swapped = node.Kind() switch
            {
                SyntaxKind.LessThanExpression => (SyntaxKind.GreaterThanExpression, SyntaxKind.GreaterThanToken),
                SyntaxKind.LessThanOrEqualExpression => (SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.GreaterThanEqualsToken),
                SyntaxKind.GreaterThanExpression => (SyntaxKind.LessThanExpression, SyntaxKind.LessThanToken),
                SyntaxKind.GreaterThanOrEqualExpression => (SyntaxKind.LessThanOrEqualExpression, SyntaxKind.LessThanEqualsToken),
                SyntaxKind.EqualsExpression => (SyntaxKind.EqualsExpression, SyntaxKind.EqualsEqualsToken),
                SyntaxKind.NotEqualsExpression => (SyntaxKind.NotEqualsExpression, SyntaxKind.ExclamationEqualsToken),
                _ => null,
            };
            return swapped is not var (kind, token) ? visited
                : BinaryExpression(kind, ParenthesizedExpression(visited.Right.WithoutTrivia()), Token(token), ParenthesizedExpression(visited.Left.WithoutTrivia())).WithTriviaFrom(visited);
        }
    }

    /// <summary><c>{ return ...; }</c> in the place of <c>=&gt; ...</c></summary>
    private sealed class BlockBodies(SemanticModel model) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
        {
            var visited = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
            return visited.ExpressionBody is { } body && model.GetDeclaredSymbol(node) is { } method
                ? visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(method, body.Expression)) : visited;
        }

        public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
        {
            var visited = (LocalFunctionStatementSyntax)base.VisitLocalFunctionStatement(node)!;
            return visited.ExpressionBody is { } body && model.GetDeclaredSymbol(node) is IMethodSymbol method
                ? visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(method, body.Expression)) : visited;
        }

        private static BlockSyntax Body(IMethodSymbol method, ExpressionSyntax value) => Block(value is ThrowExpressionSyntax thrown
            ? ThrowStatement(Token(SyntaxKind.ThrowKeyword).WithTrailingTrivia(Space), thrown.Expression, Token(SyntaxKind.SemicolonToken))
            : method.ReturnsVoid || (method.IsAsync && method.ReturnType is INamedTypeSymbol { Arity: 0 }) ? ExpressionStatement(value)
            : ReturnStatement(Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space), value, Token(SyntaxKind.SemicolonToken)));
    }

    /// <summary><c>using (var e = items.GetEnumerator()) while (e.MoveNext()) { var item = e.Current; ... }</c></summary>
    private sealed class HandEnumerators(SemanticModel model) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node)
        {
            var visited = (ForEachStatementSyntax)base.VisitForEachStatement(node)!;
            var info = model.GetForEachStatementInfo(node);
            if (info.GetEnumeratorMethod is not { IsExtensionMethod: false, ReturnType.IsRefLikeType: false } get || info.ElementConversion is not { IsIdentity: true } || model.GetTypeInfo(node.Expression).Type is not { TypeKind: not TypeKind.Array } type
                // The finding would be the call of GetEnumerator then.
                || node.Expression.ContainsAnnotations || type.IsValueType || !(info.IsAsynchronous || Disposable(get.ReturnType)))
            {
                return visited;
            }

            var name = "enumerator" + Fresh(node);
            var enumerated = ParenthesizedExpression(visited.Expression.WithoutTrivia());
            var text = info.IsAsynchronous ? "GetAsyncEnumerator" : "GetEnumerator";
            var start = InvocationExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, enumerated, IdentifierName(text)));
            var next = ParseExpression(info.IsAsynchronous ? $"await {name}.MoveNextAsync()" : $"{name}.MoveNext()");
            var current = ParseStatement($"var {node.Identifier} = {name}.Current;");
            var using_ = UsingStatement(
                VariableDeclaration(IdentifierName(Identifier(TriviaList(Space), "var", TriviaList(Space)))).AddVariables(VariableDeclarator(Identifier(name)).WithInitializer(EqualsValueClause(start))),
                null, WhileStatement(next, Block(current, visited.Statement)));
            return (info.IsAsynchronous ? using_.WithAwaitKeyword(Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space)) : using_).WithTriviaFrom(visited);
        }

        private static bool Disposable(ITypeSymbol enumerator) => enumerator.SpecialType == SpecialType.System_IDisposable || enumerator.AllInterfaces.Any(type => type.SpecialType == SpecialType.System_IDisposable);
    }
}
