using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// A channel or blocking collection that a member makes for itself, fills from something that has an end, and completes: what reads it
/// comes to the end, too.
/// </summary>
internal static class OwnQueues
{
    private static readonly HashSet<string> s_reads = ["ReadAllAsync", "WaitToReadAsync", "GetConsumingEnumerable"];
    private static readonly HashSet<string> s_makes = ["CreateBounded", "CreateUnbounded", "CreateUnboundedPrioritized"];
    private static readonly HashSet<string> s_completes = ["Complete", "TryComplete", "CompleteAdding"];
    private static readonly HashSet<string> s_fills = ["WriteAsync", "TryWrite", "Add", "TryAdd"];

    /// <summary>Whether the call reads such a queue: <c>channel.Reader.ReadAllAsync()</c>.</summary>
    public static bool IsCompleted(IInvocationOperation read)
    {
        if (!s_reads.Contains(read.TargetMethod.Name) || Queue(read.Instance) is not { DeclaringSyntaxReferences: { Length: 1 } references }
            || references[0].GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: { } value } declarator || !IsMade(value) || SourceMember.Around(declarator) is not { } member)
        {
            return false;
        }

        var isCompleted = false;
        var writers = new Stack<string>([declarator.Identifier.ValueText]);
        while (writers.Count > 0)
        {
            var name = writers.Pop();
            foreach (var use in member.DescendantNodes().OfType<IdentifierNameSyntax>().Where(use => use.Identifier.ValueText == name))
            {
                // Whoever else holds it may write to it for ever.
                if (use.Parent is not MemberAccessExpressionSyntax access || access.Expression != use)
                    return false;
                if (access.Name.Identifier.ValueText == "Reader")
                    continue;
                var writing = access.Name.Identifier.ValueText == "Writer" ? access : (ExpressionSyntax)use;
                if (writing.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Identifier.ValueText: var writer } } && writer != name)
                    writers.Push(writer);
                else if (writing.Parent is not MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call, Name.Identifier.ValueText: var does })
                    return false;
                else if (s_completes.Contains(does))
                    isCompleted = true;
                else if (s_fills.Contains(does) && call.Ancestors().TakeWhile(node => node != member).Any(node => MayGoOn(node, name)))
                    return false;
            }
        }

        return isCompleted;
    }

    private static ILocalSymbol? Queue(IOperation? instance) => instance switch
    {
        IPropertyReferenceOperation { Property.Name: "Reader", Instance: ILocalReferenceOperation channel } => channel.Local,
        ILocalReferenceOperation queue => queue.Local,
        _ => null,
    };

    private static bool IsMade(ExpressionSyntax value) => value is BaseObjectCreationExpressionSyntax
        || (value is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var makes } } && s_makes.Contains(makes));

    /// <summary>Loops of which nobody sees that they end, and those that read what they fill.</summary>
    private static bool MayGoOn(SyntaxNode node, string queue) => node switch
    {
        WhileStatementSyntax { Condition: var condition } => condition is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "MoveNext" } },
        ForStatementSyntax { Condition: var condition } => condition is not BinaryExpressionSyntax,
        CommonForEachStatementSyntax each => each.AwaitKeyword.RawKind != 0 || each.Expression.DescendantNodesAndSelf().Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == queue),
        DoStatementSyntax or LabeledStatementSyntax => true,
        _ => false,
    };
}
