namespace ClaudeCostAnalyzers.Tests.Oracle.Generation;

/// <summary>A counter that a generated loop is meant to end by.</summary>
/// <param name="StartsBelow">Whether it stands before its limit whenever control comes to the loop, so that a test for equality will do.</param>
internal sealed record Counter(string Name, bool Up, string Limit, bool StartsBelow);

/// <summary>What the place that a statement is made for may use. Places inside it get a copy.</summary>
internal sealed record Scope
{
    /// <summary>Declarations that go to the start of the function.</summary>
    public required List<Statement> Top { get; init; }

    /// <summary>Members of the class: fields and helpers that some program has asked for.</summary>
    public required Dictionary<string, Statement> Members { get; init; }

    /// <summary>The counters of the loops around, innermost last.</summary>
    public IReadOnlyList<Counter> Counters { get; init; } = [];

    /// <summary>The flags of the loops around.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>The queues of the loops around.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>The lists of the loops around.</summary>
    public IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>Labels that a goto may name.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>An expression that the calls here pass as their token, or null.</summary>
    public string? Token { get; init; }

    /// <summary>No call is made here: whoever consumes it calls.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Whether the parameters of the entry are at hand.</summary>
    public bool HasParameters { get; init; } = true;

    /// <summary>Whether break and continue have a loop to mean.</summary>
    public bool InLoop { get; init; }

    /// <summary>A break here means a switch.</summary>
    public bool InSwitch { get; init; }

    /// <summary>What leaves the function; empty where control may not leave, as in a finally block.</summary>
    public string Return { get; init; } = "return;";

    /// <summary>After an element of an asynchronous iterator no scope that it opened is in force.</summary>
    public bool IsIterator => Return == "yield break;";

    /// <summary>The delegate that stands for the model in a helper, or null.</summary>
    public string? Ask { get; init; }

    /// <summary>In a handler, where <c>throw;</c> is allowed.</summary>
    public bool InHandler { get; init; }

    public int Loops { get; init; }

    public int Depth { get; init; }

    public Scope Deeper() => this with { Depth = Depth + 1 };

    public Scope InFinally() => Deeper() with { Return = "", InLoop = false, InSwitch = false, InHandler = false, Labels = [] };
}
