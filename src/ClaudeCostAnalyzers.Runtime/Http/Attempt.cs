namespace ClaudeCost.Http;

/// <summary>One physical request to a model: what it holds in its scope, and how that is settled, exactly once.</summary>
internal sealed class Attempt
{
    private readonly BudgetScope scope;
    private readonly Amounts held;
    private int settled;

    private Attempt(BudgetScope scope, in Amounts held)
    {
        this.scope = scope;
        this.held = held;
    }

    public static Attempt? Begin(BudgetScope scope, Endpoint endpoint, string? modelInPath, HttpRequestMessage request)
    {
        _ = endpoint;
        _ = modelInPath;
        _ = request;
        var need = new Amounts(1, 0, 0, 0);
        scope.Reserve(need, null);
        return new Attempt(scope, need);
    }

    public void Failed(Exception? exception)
    {
        _ = exception;
        Settle(held, suspect: true);
    }

    public void Answered(HttpResponseMessage response)
    {
        _ = response;
        Settle(held, suspect: false);
    }

    private void Settle(in Amounts actual, bool suspect)
    {
        if (Interlocked.Exchange(ref settled, 1) == 0)
        {
            scope.Settle(held, actual, suspect);
        }
    }
}
