namespace ClaudeCost;

/// <summary>One kind of amount: what is spent for certain or under suspicion, and what calls in flight hold.</summary>
internal readonly struct Line
{
    public long Spent { get; init; }

    public long Reserved { get; init; }

    public long Room(long limit)
    {
        var unspent = limit - Spent;
        return unspent > Reserved ? unspent - Reserved : 0;
    }
}
