using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

internal enum Relation
{
    None,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
}

internal static class Relations
{
    public static Relation Of(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.LessThan => Relation.Less,
        BinaryOperatorKind.LessThanOrEqual => Relation.LessOrEqual,
        BinaryOperatorKind.GreaterThan => Relation.Greater,
        BinaryOperatorKind.GreaterThanOrEqual => Relation.GreaterOrEqual,
        BinaryOperatorKind.Equals => Relation.Equal,
        BinaryOperatorKind.NotEquals => Relation.NotEqual,
        _ => Relation.None,
    };

    /// <summary>What holds when the relation does not.</summary>
    public static Relation Negate(Relation relation) => relation switch
    {
        Relation.Less => Relation.GreaterOrEqual,
        Relation.LessOrEqual => Relation.Greater,
        Relation.Greater => Relation.LessOrEqual,
        Relation.GreaterOrEqual => Relation.Less,
        Relation.Equal => Relation.NotEqual,
        Relation.NotEqual => Relation.Equal,
        _ => Relation.None,
    };

    /// <summary>The same with the operands exchanged.</summary>
    public static Relation Swap(Relation relation) => relation switch
    {
        Relation.Less => Relation.Greater,
        Relation.LessOrEqual => Relation.GreaterOrEqual,
        Relation.Greater => Relation.Less,
        Relation.GreaterOrEqual => Relation.LessOrEqual,
        _ => relation,
    };
}
