namespace ClaudeCost;

/// <summary>
/// What happens to a call whose cost cannot be bounded by what stands in its request: a file or conversation that only the provider
/// holds, a tool that the provider runs without a cap on its uses, no cap on the output, a model without a known price, a field that
/// is not known, a body that cannot be read.
/// </summary>
public enum OnUnbounded
{
    /// <summary>The most that is known is reserved in place of what is not: the whole context window, the model's largest output, the dearest price.</summary>
    ReserveMost,

    /// <summary>The call is refused, and the message says what to add to it.</summary>
    Refuse,
}
