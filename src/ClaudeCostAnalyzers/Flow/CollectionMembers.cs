using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>What the members of the framework's collections do to the number of elements. Data: member name to effect.</summary>
internal static class CollectionMembers
{
    private static readonly HashSet<string> s_grow =
    [
        "Add", "AddRange", "AddFirst", "AddLast", "AddAfter", "AddBefore", "Enqueue", "EnqueueRange", "Push", "PushRange", "Insert",
        "InsertRange", "TryAdd", "UnionWith", "Append", "AppendLine", "AppendFormat", "AppendJoin", "Write", "TryWrite", "WriteAsync",
        "AddOrUpdate", "GetOrAdd", "EnqueueDequeue", "Concat", "Prepend",
    ];

    private static readonly HashSet<string> s_surelyGrow = ["Add", "AddFirst", "AddLast", "AddAfter", "AddBefore", "Enqueue", "Push", "Insert", "Append", "Prepend"];

    private static readonly HashSet<string> s_shrink =
    [
        "Dequeue", "TryDequeue", "Pop", "TryPop", "Take", "TryTake", "Remove", "RemoveAt", "RemoveFirst", "RemoveLast", "RemoveAll",
        "RemoveRange", "TryRemove", "Clear", "ExceptWith", "IntersectWith", "TryRead", "Slice", "Skip", "SkipLast", "SkipWhile", "TakeWhile",
        "TakeLast", "Substring", "TrimStart", "TrimEnd", "Trim", "Where", "Except", "Drain",
    ];

    private static readonly HashSet<string> s_surelyShrink =
        ["Dequeue", "TryDequeue", "Pop", "TryPop", "TryTake", "RemoveAt", "RemoveFirst", "RemoveLast", "Clear", "TryRead"];

    /// <summary>Members that take one element and say by their result whether there was one.</summary>
    private static readonly HashSet<string> s_tryTake = ["TryDequeue", "TryPop", "TryTake", "TryRead"];

    public static bool Grows(string member) => s_grow.Contains(member);

    public static bool Shrinks(string member) => s_shrink.Contains(member);

    public static bool TakesOne(string member) => s_tryTake.Contains(member);

    /// <summary>Whether one more call surely leaves one element more (a set may already hold it; a map that does throws).</summary>
    public static bool SurelyGrows(string member, ITypeSymbol? collection) =>
        s_surelyGrow.Contains(member) && collection is not null && (!IsKeyed(collection) || (member == "Add" && collection.Name.EndsWith("Dictionary", StringComparison.Ordinal)));

    public static bool SurelyShrinks(string member) => s_surelyShrink.Contains(member);

    /// <summary>A collection of the framework: its members do what their names say.</summary>
    public static bool IsFrameworkCollection(ITypeSymbol? type)
    {
        if (type is null)
            return false;
        if (type.TypeKind == TypeKind.Array)
            return true;
        var space = type.OriginalDefinition.ContainingNamespace?.ToDisplayString() ?? "";
        return space.StartsWith("System.Collections", StringComparison.Ordinal) || space == "System.Threading.Channels" ||
            (space == "System.Text" && type.Name == "StringBuilder");
    }

    /// <summary>Sets, maps and texts: whether an element is added depends on what is there.</summary>
    public static bool IsKeyed(ITypeSymbol type) =>
        type.Name.Contains("Set") || type.Name.Contains("Dictionary") || type.Name == "StringBuilder";
}
