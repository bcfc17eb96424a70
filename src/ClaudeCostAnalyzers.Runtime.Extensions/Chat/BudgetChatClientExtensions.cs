using ClaudeCost.Chat;
using Microsoft.Extensions.AI;

namespace ClaudeCost;

/// <summary>Budgets for chat clients whose model does not stand behind HTTP.</summary>
public static class BudgetChatClientExtensions
{
    /// <summary>
    /// Charges the calls of a chat client to the <see cref="BudgetScope"/> around them and to the budgets of the process. For models
    /// that run in the process; clients that send HTTP requests need it only to wait for room
    /// (<see cref="OnExceeded.Wait"/>). A call that becomes requests which the guard sees is charged by those, and not twice.
    /// </summary>
    /// <param name="client">The client; it is disposed with the returned one.</param>
    /// <param name="free">
    /// Whether the model costs nothing, as on a machine of one's own: then calls and tokens are charged, and no US dollars. Otherwise the
    /// price is that of <see cref="BudgetGuard.Prices"/>, and of a model without a known price the dearest one.
    /// </param>
    /// <returns>A client that is as safe to use from several threads as <paramref name="client"/> is.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">An environment variable that sets a budget has a wrong value.</exception>
    public static IChatClient UseBudget(this IChatClient client, bool free = false) =>
        new BudgetChatClient(client ?? throw new ArgumentNullException(nameof(client)), free);
}
