using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Work that is fetched from a store to which the replies go: <c>while (await jobs.NextAsync() is { } job) await jobs.SaveAsync(job.Id, reply);</c>.
/// That the store is given the reply does not make it the model that says which job is next, or whether there is one.
/// </summary>
internal static class FiledReplies
{
    private const int MaxVariables = 20;

    /// <summary>What names say that ask for the next piece of work.</summary>
    private static readonly string[] s_fetches =
    [
        "Next", "Get", "Fetch", "Read", "Receive", "Dequeue", "Take", "Pull", "Load", "Claim", "Lease", "Poll", "Find", "List", "Query", "Acquire", "Reserve", "Peek", "Batch",
        "Pending", "More", "Work", "Any", "Count", "First", "Page", "Unprocessed", "Todo", "Open", "Due", "Remaining",
    ];

    /// <summary>What names say that ask how far the whole has come.</summary>
    private static readonly string[] s_judgements = ["Done", "Complete", "Finish", "Solve", "Valid", "Good", "Approve", "Accept", "Continue", "Should", "Step", "Reply", "Answer", "Prompt", "Message"];

    /// <summary>What names say that put something away for good.</summary>
    private static readonly string[] s_files = ["Save", "Store", "Persist", "Insert", "Upsert", "Complete", "Mark", "Archive", "Ack"];

    /// <summary>What names say that give more work.</summary>
    private static readonly string[] s_adds = ["Add", "Enqueue", "Push", "Append", "Post", "Send", "Publish", "Schedule", "Put", "Submit", "Apply", "Step", "Act", "Advance", "Execute", "Run", "Play", "Process", "Handle"];

    /// <summary>Whether the variable is a store that is asked for work at <paramref name="read"/>, and the write files a reply in it.</summary>
    public static bool Is(VariableWrite write, IOperation read, Loop loop)
    {
        if (write.Kind is not (WriteKind.Mutate or WriteKind.Expose) || write.IsNested || write.Operation is not IInvocationOperation filing || Asked(read) is not { } asked || asked.Syntax == filing.Syntax)
            return false;
        var name = filing.TargetMethod.Name;
        if (!Says(Name(asked), s_fetches) || Says(Name(asked), s_judgements) || Begins(name, s_adds))
            return false;
        return Begins(name, s_files) || filing.Arguments.Any(argument => IsFetched(argument.Value, write.Variable, filing, loop));
    }

    /// <summary>The call or property by which the loop asks the object, or asks somebody about it.</summary>
    private static IOperation? Asked(IOperation read) => read.Parent switch
    {
        IInvocationOperation call => call,
        IPropertyReferenceOperation property => property,
        IArgumentOperation { Parent: IInvocationOperation call } => call,
        IConversionOperation conversion => Asked(conversion),
        _ => null,
    };

    private static string Name(IOperation asked) => asked is IInvocationOperation call ? call.TargetMethod.Name : ((IPropertyReferenceOperation)asked).Property.Name;

    private static bool Says(string name, string[] words) => words.Any(word => name.IndexOf(word, StringComparison.Ordinal) >= 0);

    private static bool Begins(string name, string[] words) => words.Any(word => name.StartsWith(word, StringComparison.Ordinal));

    /// <summary>Whether the value is a piece of work that the store gave, or a part of one, and nothing that the model said of it.</summary>
    private static bool IsFetched(IOperation value, Variable store, IInvocationOperation filing, Loop loop)
    {
        var seen = new HashSet<Variable>();
        var pending = new Stack<IOperation>();
        pending.Push(value);
        while (pending.Count > 0)
        {
            var parts = loop.Whole(pending.Pop()).DescendantsAndSelf().ToList();
            if (parts.Any(part => loop.Spending.Of(part, loop.Graph.Model) is not null))
                continue;
            foreach (var part in parts)
            {
                if (part is IInvocationOperation call && call.Syntax != filing.Syntax && (Is(call.Instance) || call.Arguments.Any(argument => Is(argument.Value))))
                    return true;
                if (part is ILocalReferenceOperation or IFlowCaptureReferenceOperation && Variable.Referenced(part) is { } variable && seen.Count < MaxVariables && seen.Add(variable))
                {
                    foreach (var write in loop.Writes(variable))
                    {
                        if (write is { Kind: WriteKind.Assign, Value: { } given })
                            pending.Push(given);
                    }
                }
            }
        }

        return false;

        bool Is(IOperation? operation) => Variable.Root(operation)?.Equals(store) == true;
    }
}
