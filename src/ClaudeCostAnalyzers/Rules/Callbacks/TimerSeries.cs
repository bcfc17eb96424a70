using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Callbacks;

/// <summary>Whether a timer really repeats: its period, its switch, and what its handler does to it.</summary>
internal static class TimerSeries
{
    private const string Change = "Change";

    private static readonly HashSet<string> s_stops = ["Stop", "Dispose", "DisposeAsync"];

    /// <summary>Whether a period is known to be none: <c>Timeout.Infinite</c>, <c>Timeout.InfiniteTimeSpan</c>, zero.</summary>
    public static bool IsNone(ExpressionSyntax period, SemanticModel model, CancellationToken cancellation)
    {
        if (model.GetConstantValue(period, cancellation) is { HasValue: true, Value: { } constant })
            return constant is 0 or -1 or 0L or -1L or 0u or uint.MaxValue;
        var symbol = model.GetSymbolInfo(period, cancellation).Symbol;
        if (symbol is IFieldSymbol { Name: "InfiniteTimeSpan", ContainingType.Name: "Timeout" } or IFieldSymbol { Name: "Zero", ContainingType.Name: "TimeSpan" })
            return true;
        return period switch
        {
            LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.DefaultLiteralExpression),
            DefaultExpressionSyntax => true,
            InvocationExpressionSyntax { ArgumentList.Arguments.Count: 1 } call when model.GetSymbolInfo(call, cancellation).Symbol is { ContainingType.Name: "TimeSpan" }
                => model.GetConstantValue(call.ArgumentList.Arguments[0].Expression, cancellation) is { HasValue: true, Value: 0 or -1 or 0L or -1L or 0d or -1d },
            _ => false,
        };
    }

    /// <summary>Whether the object that an event is raised by has its switch turned off, or set to what cannot be seen.</summary>
    public static bool IsSwitchedOff(ExpressionSyntax raisedBy, string property, SemanticModel model, CancellationToken cancellation)
    {
        if (model.GetSymbolInfo(raisedBy, cancellation).Symbol is not { } timer || ScopeOf(timer, raisedBy) is not { } scope)
            return false;
        foreach (var assignment in scope.DescendantNodes().OfType<AssignmentExpressionSyntax>())
        {
            if (SimpleNames.TextOf(assignment.Left) != property || assignment.Right.IsKind(SyntaxKind.TrueLiteralExpression))
                continue;
            var owner = assignment.Left is MemberAccessExpressionSyntax access ? SimpleNames.TextOf(access.Expression) : CreatedFor(assignment);
            if (owner == timer.Name)
                return true;
        }

        return false;
    }

    /// <summary>
    /// Whether a timer that is created without a period is given one later: <c>_timer.Change(dueTime, period)</c>, in the member of
    /// a local, in the type of a field.
    /// </summary>
    public static bool IsGivenPeriod(ExpressionSyntax creation, SemanticModel model, CancellationToken cancellation)
    {
        var variable = creation.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declared } => model.GetDeclaredSymbol(declared, cancellation),
            EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax declared } => model.GetDeclaredSymbol(declared, cancellation),
            AssignmentExpressionSyntax assignment when assignment.Right == creation => model.GetSymbolInfo(assignment.Left, cancellation).Symbol,
            _ => null,
        };
        return variable is not null && ScopeOf(variable, creation) is { } scope && scope.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
            CalledName(call) == Change && OwnerOf(call) == variable.Name && call.ArgumentList.Arguments.Count == 2 && IsRearmed(call)
            && !IsNone(call.ArgumentList.Arguments[1].Expression, model, cancellation));
    }

    /// <summary>Whether a handler surely ends the series that it belongs to and does not begin it again.</summary>
    public static bool EndsItself(SyntaxNode? body) => body is not null && (Always(body).Any(Stops) || CountedSeries.Ends(body)) && !StartsAgain(body);

    /// <summary>Whether the statement stops a timer, on some way through it.</summary>
    public static bool MayStop(StatementSyntax statement) => statement.DescendantNodes().OfType<ExpressionSyntax>().Any(Stops);

    /// <summary>Whether a handler surely sets its timer once more, as one-shot timers do that are to repeat.</summary>
    public static bool StartsAgain(SyntaxNode? body) => body is not null && Always(body).Any(Starts);

    /// <summary>The expressions that run on every way through the body.</summary>
    private static IEnumerable<ExpressionSyntax> Always(SyntaxNode body)
    {
        foreach (var node in body.DescendantNodes())
        {
            if (node is not ExpressionSyntax expression)
                continue;
            var current = node.Parent;
            while (current is not null && current != body && current is BlockSyntax or ExpressionStatementSyntax or TryStatementSyntax or FinallyClauseSyntax or UsingStatementSyntax
                or LockStatementSyntax or AwaitExpressionSyntax or ArrowExpressionClauseSyntax)
            {
                current = current.Parent;
            }

            if (current == body)
                yield return expression;
            else if (current is ConditionalAccessExpressionSyntax { Parent: ExpressionStatementSyntax } conditional && conditional.WhenNotNull == expression && IsStatementOf(conditional, body))
                yield return expression;
        }
    }

    private static bool IsStatementOf(ExpressionSyntax expression, SyntaxNode body)
    {
        var current = expression.Parent;
        while (current is not null && current != body && current is BlockSyntax or ExpressionStatementSyntax or TryStatementSyntax or FinallyClauseSyntax or UsingStatementSyntax or LockStatementSyntax)
            current = current.Parent;
        return current == body;
    }

    private static bool Stops(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax call => CalledName(call) is { } name && (s_stops.Contains(name) && call.ArgumentList.Arguments.Count == 0 || name == Change && !IsRearmed(call)),
        AssignmentExpressionSyntax assignment => (assignment.IsKind(SyntaxKind.SubtractAssignmentExpression) && assignment.Right is not LiteralExpressionSyntax)
            || SimpleNames.TextOf(assignment.Left) is "Enabled" or "IsEnabled" or "AutoReset" or "IsRepeating" && assignment.Right.IsKind(SyntaxKind.FalseLiteralExpression),
        _ => false,
    };

    private static bool Starts(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax call => CalledName(call) is { } name && (name == "Start" && call.ArgumentList.Arguments.Count == 0 || name == Change && IsRearmed(call)),
        AssignmentExpressionSyntax assignment => SimpleNames.TextOf(assignment.Left) is "Enabled" or "IsEnabled" && assignment.Right.IsKind(SyntaxKind.TrueLiteralExpression),
        _ => false,
    };

    /// <summary><c>Change(dueTime, ..)</c> with a time that is not infinite.</summary>
    private static bool IsRearmed(InvocationExpressionSyntax change) => change.ArgumentList.Arguments.Count == 2
        && change.ArgumentList.Arguments[0].Expression.ToString() is not ("-1" or "Timeout.Infinite" or "Timeout.InfiniteTimeSpan" or "System.Threading.Timeout.Infinite" or "System.Threading.Timeout.InfiniteTimeSpan");

    /// <summary>Where a timer may be set up: its member when it is a local, else its type.</summary>
    private static SyntaxNode? ScopeOf(ISymbol timer, SyntaxNode use) => timer is ILocalSymbol or IParameterSymbol
        ? use.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member and not GlobalStatementSyntax ? member : use.SyntaxTree.GetRoot()
        : use.FirstAncestorOrSelf<TypeDeclarationSyntax>();

    /// <summary>The variable that the object around an initializer is created for.</summary>
    private static string? CreatedFor(AssignmentExpressionSyntax assignment) =>
        assignment.Parent is InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax creation } ? creation.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
            EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => property.Identifier.ValueText,
            AssignmentExpressionSyntax outer => SimpleNames.TextOf(outer.Left),
            _ => null,
        } : null;

    /// <summary>The variable that a member is called on: <c>_timer.Change(..)</c>, <c>_timer?.Change(..)</c>, <c>_timer!.Change(..)</c>.</summary>
    private static string? OwnerOf(InvocationExpressionSyntax call)
    {
        var owner = call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            MemberBindingExpressionSyntax => call.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
            _ => null,
        };
        while (owner is PostfixUnaryExpressionSyntax or ParenthesizedExpressionSyntax)
            owner = owner is PostfixUnaryExpressionSyntax suppressed ? suppressed.Operand : ((ParenthesizedExpressionSyntax)owner).Expression;
        return owner is null ? null : SimpleNames.TextOf(owner);
    }

    private static string? CalledName(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => null,
    };
}
