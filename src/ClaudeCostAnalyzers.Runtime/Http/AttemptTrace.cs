namespace ClaudeCost.Http;

/// <summary>What only observers want to know of an attempt. Made only while there are any.</summary>
internal sealed class AttemptTrace
{
    /// <summary>The end of the key that the request carries.</summary>
    public string? KeyEnd { get; init; }

    /// <summary>The call that it is an attempt of; <see langword="null"/> where the observer came when the request was on its way already.</summary>
    public (Guid Id, int Attempt)? Call { get; init; }

    public TimeSpan? ToHeaders { get; set; }

    public int? Status { get; set; }

    public string? RequestId { get; set; }

    public string? ErrorType { get; set; }
}
