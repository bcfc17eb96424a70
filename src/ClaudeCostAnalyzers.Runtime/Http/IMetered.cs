using ClaudeCost.Attempts;
using ClaudeCost.Usage;

namespace ClaudeCost.Http;

/// <summary>What a reply that passes through a <see cref="MeteredStream"/> says something about.</summary>
internal interface IMetered
{
    /// <summary>Cancelled when the reply is to be given up.</summary>
    CancellationToken Deadline { get; }

    /// <summary>The exception for that.</summary>
    Exception TimeIsOver();

    /// <summary>The reply is over, or nothing that counts will follow in it. May be called again; only the first time counts.</summary>
    /// <param name="meter">What was read of it.</param>
    /// <param name="clean">Whether it was read to its end.</param>
    void Settle(ReplyMeter meter, bool clean);

    /// <summary>Nothing can be read of the reply.</summary>
    void Unread(AttemptOutcome outcome);
}
