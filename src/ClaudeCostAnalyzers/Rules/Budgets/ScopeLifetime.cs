using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Budgets;

/// <summary>What becomes of a budget scope that was begun.</summary>
internal enum ScopeEnd
{
    /// <summary>It is disposed, or somebody else has it.</summary>
    Fine,

    /// <summary>Nobody keeps it.</summary>
    Discarded,

    /// <summary>A local keeps it, and nothing disposes it.</summary>
    NeverDisposed,

    /// <summary>It is disposed where everything went well, and only there.</summary>
    NotOnFailure,
}

/// <summary>Follows a begun scope through the member that begins it.</summary>
internal static class ScopeLifetime
{
    private const string Dispose = "Dispose";

    public static ScopeEnd Of(IInvocationOperation begin)
    {
        IOperation value = begin;
        // One of several values is kept as a value by itself is.
        while (value.Parent is IConversionOperation or IParenthesizedOperation or ICoalesceOperation or ISwitchExpressionArmOperation or ISwitchExpressionOperation
            || value.Parent is IConditionalOperation { Type: not null } conditional && conditional.Condition != value)
        {
            value = value.Parent;
        }

        switch (value.Parent)
        {
            case IExpressionStatementOperation:
                return ScopeEnd.Discarded;
            case ISimpleAssignmentOperation { Target: IDiscardOperation }:
                return ScopeEnd.Discarded;
            case ISimpleAssignmentOperation { Parent: IUsingOperation }:
                return ScopeEnd.Fine;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target }:
                return OfLocal(target.Local, begin);
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                return IsUsing(declarator) ? ScopeEnd.Fine : OfLocal(declarator.Symbol, begin);
            case IMemberReferenceOperation { Instance: { } instance } when instance == value:
                // The scope itself is out of reach from here on.
                return ScopeEnd.Discarded;
            default:
                return ScopeEnd.Fine;
        }
    }

    private static bool IsUsing(IOperation declarator)
    {
        for (var at = declarator.Parent; at is not null; at = at.Parent)
        {
            if (at is IUsingOperation or IUsingDeclarationOperation)
                return true;
            if (at is IBlockOperation)
                return false;
        }

        return false;
    }

    private static ScopeEnd OfLocal(ILocalSymbol local, IOperation begin)
    {
        var root = begin;
        while (root.Parent is { } parent)
            root = parent;
        var end = ScopeEnd.NeverDisposed;
        foreach (var operation in root.Descendants())
        {
            if (operation is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, local))
                continue;
            IOperation use = reference;
            while (use.Parent is IConversionOperation or IParenthesizedOperation)
                use = use.Parent;
            switch (use.Parent)
            {
                case ISimpleAssignmentOperation assignment when assignment.Target == use:
                    break;
                case IInvocationOperation call when call.Instance == use && call.TargetMethod.Name == Dispose:
                case IConditionalAccessOperation { WhenNotNull: IInvocationOperation { TargetMethod.Name: Dispose } } access when access.Operation == use:
                    if (IsSureToRun(reference.Syntax, begin.Syntax) || IsNext(reference.Syntax, begin.Syntax))
                        return ScopeEnd.Fine;
                    end = ScopeEnd.NotOnFailure;
                    break;
                case IConditionalAccessOperation access when access.Operation == use:
                case IMemberReferenceOperation member when member.Instance == use:
                case IInvocationOperation call when call.Instance == use:
                case IBinaryOperation:
                case IIsPatternOperation:
                    break;
                default:
                    // Returned, handed on, kept in a field, used by a using statement: whoever has it ends it.
                    return ScopeEnd.Fine;
            }
        }

        return end;
    }

    /// <summary>Nothing is between the two that could throw.</summary>
    private static bool IsNext(SyntaxNode dispose, SyntaxNode begin) =>
        dispose.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax block } last && begin.FirstAncestorOrSelf<StatementSyntax>() is { } first
        && block.Statements.IndexOf(first) is >= 0 and var index && block.Statements.IndexOf(last) == index + 1;

    /// <summary>In a finally, or in a function of its own that somebody calls when it is time.</summary>
    private static bool IsSureToRun(SyntaxNode dispose, SyntaxNode begin)
    {
        foreach (var ancestor in dispose.Ancestors())
        {
            if (ancestor is FinallyClauseSyntax)
                return true;
            if (ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
                return !ancestor.Span.Contains(begin.Span);
            if (ancestor is MemberDeclarationSyntax)
                return false;
        }

        return false;
    }
}
