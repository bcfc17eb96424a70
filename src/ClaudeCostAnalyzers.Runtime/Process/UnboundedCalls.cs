namespace ClaudeCost.Process;

/// <summary>The rule of the process that calls are refused whose cost cannot be bounded, as an exception names it.</summary>
/// <param name="source">Where it is set.</param>
internal sealed class UnboundedCalls(string source) : IBudgetOwner
{
    public string Name => source;

    public string Description => $"The rule for calls without a bound, set by {source},";

    public string BegunAtFile => "";

    public int BegunAtLine => 0;

    public TimeSpan? Timeout => null;

    public void Closed()
    {
    }
}
