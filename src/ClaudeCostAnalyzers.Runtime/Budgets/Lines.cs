namespace ClaudeCost;

/// <summary>One kind of amount: what is spent for certain or under suspicion, and what calls in flight hold.</summary>
internal struct Line
{
    public long Spent;
    public long Reserved;

    public readonly long Room(long limit)
    {
        var unspent = limit - Spent;
        return unspent > Reserved ? unspent - Reserved : 0;
    }

    public void Settle(long held, long actual)
    {
        Reserved -= held;
        Spent = Money.AddSaturating(Spent, actual);
    }

    public void Add(in Line other)
    {
        Reserved = Money.AddSaturating(Reserved, other.Reserved);
        Spent = Money.AddSaturating(Spent, other.Spent);
    }
}

/// <summary>Every kind of amount that a budget can limit.</summary>
internal struct Lines
{
    public Line Calls;
    public Line NanoUsd;
    public Line Tokens;
    public Line OutputTokens;
    public Line InputTokens;

    public void Reserve(in Amounts need)
    {
        // There was room below a limit that is a long, or the limit is the largest long: then the sum may stop there.
        Calls.Reserved = Money.AddSaturating(Calls.Reserved, need.Calls);
        NanoUsd.Reserved = Money.AddSaturating(NanoUsd.Reserved, need.NanoUsd);
        Tokens.Reserved = Money.AddSaturating(Tokens.Reserved, need.Tokens);
        OutputTokens.Reserved = Money.AddSaturating(OutputTokens.Reserved, need.OutputTokens);
        InputTokens.Reserved = Money.AddSaturating(InputTokens.Reserved, need.InputTokens);
    }

    public void Settle(in Amounts held, in Amounts actual)
    {
        Calls.Settle(held.Calls, actual.Calls);
        NanoUsd.Settle(held.NanoUsd, actual.NanoUsd);
        Tokens.Settle(held.Tokens, actual.Tokens);
        OutputTokens.Settle(held.OutputTokens, actual.OutputTokens);
        InputTokens.Settle(held.InputTokens, actual.InputTokens);
    }

    public void Add(in Lines other)
    {
        Calls.Add(other.Calls);
        NanoUsd.Add(other.NanoUsd);
        Tokens.Add(other.Tokens);
        OutputTokens.Add(other.OutputTokens);
        InputTokens.Add(other.InputTokens);
    }

    public readonly Lines OnlySpent() => new()
    {
        Calls = { Spent = Calls.Spent },
        NanoUsd = { Spent = NanoUsd.Spent },
        Tokens = { Spent = Tokens.Spent },
        OutputTokens = { Spent = OutputTokens.Spent },
        InputTokens = { Spent = InputTokens.Spent },
    };

    public readonly Lines OnlyReserved() => new()
    {
        Calls = { Reserved = Calls.Reserved },
        NanoUsd = { Reserved = NanoUsd.Reserved },
        Tokens = { Reserved = Tokens.Reserved },
        OutputTokens = { Reserved = OutputTokens.Reserved },
        InputTokens = { Reserved = InputTokens.Reserved },
    };

    public readonly Amounts Room(in Amounts limits) => new(
        Calls.Room(limits.Calls),
        NanoUsd.Room(limits.NanoUsd),
        Tokens.Room(limits.Tokens),
        OutputTokens.Room(limits.OutputTokens),
        InputTokens.Room(limits.InputTokens));

    public readonly BudgetLimit? FirstLackOf(in Amounts need, in Amounts limits) =>
        need.Calls > Calls.Room(limits.Calls) ? BudgetLimit.Calls
        : need.NanoUsd > NanoUsd.Room(limits.NanoUsd) ? BudgetLimit.Cost
        : need.Tokens > Tokens.Room(limits.Tokens) ? BudgetLimit.Tokens
        : need.OutputTokens > OutputTokens.Room(limits.OutputTokens) ? BudgetLimit.OutputTokens
        : need.InputTokens > InputTokens.Room(limits.InputTokens) ? BudgetLimit.InputTokens
        : null;

    public readonly Line Of(BudgetLimit limit) => limit switch
    {
        BudgetLimit.Calls => Calls,
        BudgetLimit.Cost => NanoUsd,
        BudgetLimit.Tokens => Tokens,
        BudgetLimit.OutputTokens => OutputTokens,
        BudgetLimit.InputTokens => InputTokens,
        _ => default,
    };
}
