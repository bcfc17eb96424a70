using ClaudeCost.Pricing;
using ClaudeCost.Usage;

namespace ClaudeCost.Attempts;

/// <summary>
/// All that is known about one physical attempt when its money is settled, or when it is refused. Holds neither prompt nor key.
/// Made only while somebody observes; see <see cref="AttemptFeed"/>.
/// </summary>
internal sealed record SettledAttempt
{
    /// <summary>The same for all attempts of one call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>1 for the first attempt of a call.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>When it was about to be reserved.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>From <see cref="StartedAt"/> until the headers of the reply; <see langword="null"/> if there were none.</summary>
    public TimeSpan? TimeToHeaders { get; init; }

    /// <summary>From <see cref="StartedAt"/> until it was settled.</summary>
    public TimeSpan Duration { get; init; }

    public AttemptOutcome Outcome { get; init; }

    /// <summary>The refusal, if there was one: it names the budget and its limit.</summary>
    public BudgetExceededException? Refusal { get; init; }

    /// <summary>The type of the exception that ended it, if any.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The HTTP status of the reply; <see langword="null"/> if there was none.</summary>
    public int? Status { get; init; }

    /// <summary>The provider's own id of the request, from the reply's headers.</summary>
    public string? RequestId { get; init; }

    /// <summary>The provider's id of the batch that it made; <see langword="null"/> for other calls.</summary>
    public string? BatchId { get; init; }

    /// <summary>Who answers, as OpenTelemetry names it: <c>anthropic</c>, <c>openai</c>, <c>azure.ai.openai</c>, <c>aws.bedrock</c>, <c>gcp.vertex_ai</c>.</summary>
    public string? Provider { get; init; }

    /// <summary>What was asked for, as OpenTelemetry names it: <c>chat</c>, <c>embeddings</c>, <c>text_completion</c>, <c>generate_content</c>.</summary>
    public string Operation { get; init; } = "chat";

    /// <summary>The host and port that it went to; <see langword="null"/> for a model in the process.</summary>
    public Uri? Address { get; init; }

    /// <summary>The last four characters of its key.</summary>
    public string? KeyEnd { get; init; }

    public string? ModelAsked { get; init; }

    public string? ModelServed { get; init; }

    /// <summary>The innermost scope around it, with its parents; <see langword="null"/> outside every scope.</summary>
    public BudgetScope? Scope { get; init; }

    /// <summary>Every account that it is charged to.</summary>
    public AccountChain Accounts { get; init; }

    /// <summary>What was held, how strong that bound is, and why it is not less.</summary>
    public Reservation Reservation { get; init; }

    /// <summary>What is charged in the end.</summary>
    public Amounts Charged { get; init; }

    /// <summary>Whether no final usage confirms the charge.</summary>
    public bool IsSuspect { get; init; }

    /// <summary>Whether it used more than was held.</summary>
    public bool BoundViolated { get; init; }

    /// <summary>What the reply said was used, final or not; <see langword="null"/> if nothing.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>The price list that both amounts were worked out with.</summary>
    public string? PriceVersion { get; init; }
}
