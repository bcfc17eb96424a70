namespace ClaudeCost.Tests;

public sealed class BudgetTests
{
    public static TheoryData<string, Func<Budget>> Wrong => new()
    {
        { nameof(Budget.MaxCalls), () => new Budget { MaxCalls = 0 } },
        { nameof(Budget.MaxCalls), () => new Budget { MaxCalls = -1 } },
        { nameof(Budget.MaxCostUsd), () => new Budget { MaxCostUsd = 0m } },
        { nameof(Budget.MaxCostUsd), () => new Budget { MaxCostUsd = -5m } },
        { nameof(Budget.MaxCostUsd), () => new Budget { MaxCostUsd = 0.0000000001m } },
        { nameof(Budget.MaxCostUsd), () => new Budget { MaxCostUsd = decimal.MaxValue } },
        { nameof(Budget.MaxTokens), () => new Budget { MaxTokens = 0 } },
        { nameof(Budget.MaxTokens), () => new Budget { MaxTokens = long.MinValue } },
        { nameof(Budget.MaxOutputTokens), () => new Budget { MaxOutputTokens = 0 } },
        { nameof(Budget.MaxInputTokens), () => new Budget { MaxInputTokens = -7 } },
        { nameof(Budget.Name), () => new Budget { Name = " " } },
        { nameof(Budget.Timeout), () => new Budget { Timeout = TimeSpan.Zero } },
        { nameof(Budget.Timeout), () => new Budget { Timeout = Timeout.InfiniteTimeSpan } },
        { nameof(Budget.TimeProvider), () => new Budget { TimeProvider = null! } },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void A_wrong_limit_is_refused_by_its_name(string property, Func<Budget> make)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(make);
        Assert.Equal(property, exception.ParamName);
        Assert.Contains(property, exception.Message);
    }

    [Fact]
    public void Limits_may_be_left_open()
    {
        var budget = new Budget { MaxCalls = null, MaxCostUsd = null, MaxTokens = null, MaxOutputTokens = null, MaxInputTokens = null, Timeout = null, Name = null, Window = null };
        Assert.False(budget.HasLimit);
        Assert.Equal(Amounts.Unlimited, budget.Limits);
    }

    [Fact]
    public void Dollars_become_whole_nano_dollars_rounded_down()
    {
        Assert.Equal(5_000_000_000, new Budget { MaxCostUsd = 5m }.Limits.NanoUsd);
        Assert.Equal(1, new Budget { MaxCostUsd = 0.0000000019m }.Limits.NanoUsd);
        Assert.Equal(5m, Money.ToUsd(5_000_000_000));
    }
}
