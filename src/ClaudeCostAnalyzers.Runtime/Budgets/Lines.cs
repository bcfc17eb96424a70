#if NET
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
#endif

namespace ClaudeCost;

/// <summary>Every kind of amount that a budget can limit: what is spent of it, and what is reserved.</summary>
internal struct Lines
{
    public Amounts Spent;
    public Amounts Reserved;

    public readonly Line Calls => new() { Spent = Spent.Calls, Reserved = Reserved.Calls };

    public readonly Line NanoUsd => new() { Spent = Spent.NanoUsd, Reserved = Reserved.NanoUsd };

    public readonly Line Tokens => new() { Spent = Spent.Tokens, Reserved = Reserved.Tokens };

    public readonly Line OutputTokens => new() { Spent = Spent.OutputTokens, Reserved = Reserved.OutputTokens };

    public readonly Line InputTokens => new() { Spent = Spent.InputTokens, Reserved = Reserved.InputTokens };

    /// <summary>
    /// Reserves an amount for which there is room in every line, at once. False, and nothing reserved, if one of them lacks room or is
    /// past its limit; <see cref="FirstLackOf"/> tells.
    /// </summary>
    public bool TryReserve(in Amounts need, in Amounts limits)
    {
        // A sum that wraps, a limit that is passed, and room that lacks all leave a negative number behind.
#if NET
        var reserved = FirstFour(Reserved) + FirstFour(need);
        var unspent = FirstFour(limits) - FirstFour(Spent);
        var wrong = reserved | unspent | (unspent - reserved);
        var reservedInput = Reserved.InputTokens + need.InputTokens;
        var unspentInput = limits.InputTokens - Spent.InputTokens;
        if (wrong.ExtractMostSignificantBits() != 0 || (reservedInput | unspentInput | (unspentInput - reservedInput)) < 0)
        {
            return false;
        }

        Set(ref Reserved, reserved, reservedInput);
        return true;
#else
        if (FirstLackOf(need, limits) is not null)
        {
            return false;
        }

        Reserve(need);
        return true;
#endif
    }

    /// <summary>Takes back what <see cref="TryReserve"/> has just reserved.</summary>
    public void Unreserve(in Amounts need) => Reserved = Reserved.Minus(need);

    public void Reserve(in Amounts need) => Reserved = Reserved.PlusSaturating(need);

    public void Settle(in Amounts held, in Amounts actual)
    {
#if NET
        var spent = FirstFour(Spent) + FirstFour(actual);
        var spentInput = Spent.InputTokens + actual.InputTokens;
        if (spent.ExtractMostSignificantBits() == 0 && spentInput >= 0)
        {
            Set(ref Spent, spent, spentInput);
            Set(ref Reserved, FirstFour(Reserved) - FirstFour(held), Reserved.InputTokens - held.InputTokens);
            return;
        }
#endif
        Reserved = Reserved.Minus(held);
        Spent = Spent.PlusSaturating(actual);
    }

    /// <summary>Replaces an amount that was charged by another. What has come to the largest long is no sum any more, and stays.</summary>
    public void Correct(in Amounts charged, in Amounts actual) => Spent = new Amounts(
        Corrected(Spent.Calls, charged.Calls, actual.Calls),
        Corrected(Spent.NanoUsd, charged.NanoUsd, actual.NanoUsd),
        Corrected(Spent.Tokens, charged.Tokens, actual.Tokens),
        Corrected(Spent.OutputTokens, charged.OutputTokens, actual.OutputTokens),
        Corrected(Spent.InputTokens, charged.InputTokens, actual.InputTokens));

    public void Add(in Lines other)
    {
        Reserved = Reserved.PlusSaturating(other.Reserved);
        Spent = Spent.PlusSaturating(other.Spent);
    }

    public readonly Lines OnlySpent() => new() { Spent = Spent };

    public readonly Lines OnlyReserved() => new() { Reserved = Reserved };

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

    private static long Corrected(long spent, long charged, long actual) => spent == long.MaxValue ? spent : Money.AddSaturating(spent - charged, actual);

#if NET
    // The fields of Amounts lie behind each other in the order of their declaration; the fifth is InputTokens.
    private static Vector256<long> FirstFour(in Amounts amounts) => Unsafe.ReadUnaligned<Vector256<long>>(ref Unsafe.As<Amounts, byte>(ref Unsafe.AsRef(in amounts)));

    private static void Set(ref Amounts amounts, Vector256<long> firstFour, long fifth)
    {
        ref var first = ref Unsafe.As<Amounts, long>(ref amounts);
        Unsafe.WriteUnaligned(ref Unsafe.As<long, byte>(ref first), firstFour);
        Unsafe.Add(ref first, 4) = fifth;
    }
#endif
}
