namespace ClaudeCost;

/// <summary>What happens to a call that has no room in a budget at the moment: see <see cref="Budget.OnExceeded"/>.</summary>
public enum OnExceeded
{
    /// <summary>It is refused with a <see cref="BudgetExceededException"/>, and the scope closes.</summary>
    Deny,

    /// <summary>
    /// It waits for room, first come, first served, as long as room may come: calls in flight end and use less than they hold, or
    /// the next <see cref="Budget.Window"/> begins. A waiting call holds nothing. Its cancellation token, the end of the scope and
    /// <see cref="Budget.Timeout"/> end the wait. A call for which no room can come is refused at once.
    /// </summary>
    /// <remarks>
    /// Only what sends asynchronously can wait without blocking a thread: clients that have a <see cref="BudgetHandler"/>. Other
    /// calls are refused, without closing the scope.
    /// </remarks>
    Wait,
}
