namespace ClaudeCost.Tests.Server;

/// <summary>What the model server does with one request, and what it bills for it.</summary>
public sealed record Answer
{
    public int Status { get; init; } = 200;

    /// <summary>Uncached input tokens (Anthropic) or all input tokens but the cached (OpenAI).</summary>
    public long Input { get; init; } = 100;

    public long Output { get; init; } = 20;

    public long CacheRead { get; init; }

    public long CacheWrite5m { get; init; }

    public long CacheWrite1h { get; init; }

    /// <summary>The part of the output that Gemini reports as thoughts.</summary>
    public long Thoughts { get; init; }

    /// <summary>The part of the input that Gemini reports as put in by tools.</summary>
    public long ToolInput { get; init; }

    public int WebSearches { get; init; }

    public string Text { get; init; } = "Hello";

    /// <summary>What the reply gives as its model; by default the one that was asked for.</summary>
    public string? ServedModel { get; init; }

    /// <summary>Text pieces of a streamed reply.</summary>
    public int Deltas { get; init; } = 3;

    /// <summary>The stream ends after this many text pieces: the usage that would follow never comes.</summary>
    public int? CutAfterDeltas { get; init; }

    /// <summary>A cut stream ends with a broken connection instead of a clean end.</summary>
    public bool Abort { get; init; }

    /// <summary>Of a reply that is not streamed, half arrives before the connection breaks.</summary>
    public bool CutBody { get; init; }

    /// <summary>After the first text piece nothing comes for this long.</summary>
    public TimeSpan Stall { get; init; }

    /// <summary>Time before the headers of the reply.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>No header of the reply leaves before this is done.</summary>
    public Task Gate { get; init; } = Task.CompletedTask;

    /// <summary>The model did the work although the status says that it failed.</summary>
    public bool BilledAnyway { get; init; }

    public string? Encoding { get; init; }

    public bool LeaveUsageOut { get; init; }

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>A body to send as it is, instead of a reply made from the above.</summary>
    public string? Body { get; init; }

    public static Answer Fail(int status) => new() { Status = status };
}
