using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>Every diagnostic of the product: one place for ids, titles, messages and default severities.</summary>
/// <remarks>
/// In the loop rules {0} is the call in words, for example <c>'Messages.Create' is called</c> or
/// <c>'AskAsync' reaches 'Messages.Create'</c>; the way to it is in the additional locations.
/// </remarks>
internal static class Descriptors
{
    private const string HelpRoot = "https://github.com/ClaudeCostAnalyzers/ClaudeCostAnalyzers/blob/main/docs/rules/";

    public const string Category = "Cost";
    public const string SecurityCategory = "Security";
    public const string ConfigurationCategory = "Configuration";

    public static readonly DiagnosticDescriptor InvalidOption = Create("CCA0001", ConfigurationCategory, DiagnosticSeverity.Warning,
        "Setting of ClaudeCostAnalyzers cannot be used",
        "The value '{0}' of '{1}' cannot be used for '{3}'; allowed: {2}",
        "A setting in .editorconfig or .globalconfig has a value of another form or beyond its limits. The default applies in its place.");

    public static readonly DiagnosticDescriptor BudgetOfAnalysis = Create("CCA0002", ConfigurationCategory, DiagnosticSeverity.Hidden,
        "The analysis of loops around LLM calls stopped",
        "The analysis of this project stopped near '{0}': its budget of {1} steps is used up, and loops that were not judged yet are not reported",
        "So that no source, however large or odd, slows down an editor or a build, the engine stops after a fixed amount of work. What it had found until then stands.");

    public static readonly DiagnosticDescriptor InvalidBaseline = Create("CCA0003", ConfigurationCategory, DiagnosticSeverity.Warning,
        "Baseline cannot be read",
        "This line {0}",
        "The baseline holds the findings that are not reported. What a line that cannot be read stood for is reported again.");

    public static readonly DiagnosticDescriptor UnboundedLoop = Create("CCA1001", Category, DiagnosticSeverity.Warning,
        "LLM call in a loop that nothing bounds",
        "{0} in a loop that nothing bounds; begin a budget scope before the loop or cap its turns",
        "The loop has no exit, or only cancellation or a flag that the loop itself never sets: it sends paid requests for as long as the process lives.");

    public static readonly DiagnosticDescriptor ModelEndsLoop = Create("CCA1002", Category, DiagnosticSeverity.Warning,
        "Only the model's reply ends the loop around an LLM call",
        "{0} in a loop that only the model's reply ends; begin a budget scope before the loop or cap its turns",
        "Whether there is another paid turn is the model's decision. Nothing in the program says how many turns there may be.");

    public static readonly DiagnosticDescriptor UnboundedRecursion = Create("CCA1003", Category, DiagnosticSeverity.Warning,
        "Unbounded recursion through an LLM call",
        "{0} in a recursion that nothing bounds ({1}); begin a budget scope where it is entered, or pass on a depth and test it",
        "The member comes back to itself and calls a model on the way, and neither its arguments nor its conditions make it end: only the reply does, or a success.");

    public static readonly DiagnosticDescriptor UncappedRetry = Create("CCA1004", Category, DiagnosticSeverity.Warning,
        "LLM call is retried without a cap",
        "{0} again after every failure, without a cap on the attempts; count the attempts or begin a budget scope before the loop",
        "The loop goes round through an exception handler and nothing counts the attempts. A failed attempt may still be billed.");

    public static readonly DiagnosticDescriptor ServiceLoop = Create("CCA1005", Category, DiagnosticSeverity.Info,
        "Service loop or repeating callback spends on LLM calls for as long as the process lives",
        "{0} for as long as the process lives, without a budget; begin a budget scope with a window, such as hourly, around it",
        "Each turn waits for a timer, a queue or a delay and then may pay. That is by design, but nothing says how much it may spend in an hour.");

    public static readonly DiagnosticDescriptor FanOut = Create("CCA1006", Category, DiagnosticSeverity.Info,
        "LLM calls fan out without a limit on how many run at once",
        "{0} for each element at once; limit how many run in parallel, with MaxDegreeOfParallelism, a SemaphoreSlim or chunks",
        "One request per element starts at the same time. What that costs, and how many the provider refuses and the client repeats, is up to the length of the input.");

    public static readonly DiagnosticDescriptor NoIterationLimit = Create("CCA1007", Category, DiagnosticSeverity.Warning,
        "Agent or tool runner without an iteration limit",
        "{0}, and the model decides how many paid turns there are; {1}",
        "The agent calls the model and runs its tools until the model stops asking for more. Without a limit on the turns nothing else ends it.");

    public static readonly DiagnosticDescriptor GrowingConversation = Create("CCA1008", Category, DiagnosticSeverity.Info,
        "A growing conversation is sent again on every turn",
        "'{0}' sends all of '{1}' on every turn of a loop that only adds to it, so the cost grows with the square of the turns; trim or summarise it, or cap the turns",
        "Each turn pays for all turns before it. A conversation that nothing shortens becomes dearer with every turn, up to the model's context window.");

    public static readonly DiagnosticDescriptor UnprovenLoop = Create("CCA1009", Category, DiagnosticSeverity.Hidden,
        "The loop around an LLM call cannot be shown to end",
        "{0} in a cycle whose exits depend on data that cannot be followed; begin a budget scope before it if it may run long",
        "The exits of the loop depend on data that the analysis cannot see through. It may be bounded; nothing shows it.");

    public static readonly DiagnosticDescriptor NoDeadline = Create("CCA2001", Category, DiagnosticSeverity.Warning,
        "LLM call without a deadline",
        "'{0}' has no deadline: {1}, and {2}; {3}",
        "Nothing ends the call when the service stalls or the reply does not come to its end: it waits, and its retries are paid again. A token that nothing ever cancels is no deadline.");

    public static readonly DiagnosticDescriptor TokenNotPassed = Create("CCA2002", Category, DiagnosticSeverity.Warning,
        "Cancellation token is not passed on to an LLM call",
        "'{0}' is not passed on to '{1}', so the paid request goes on when it is cancelled; pass it",
        "The member can be cancelled, and the request that costs money cannot: nobody waits for the reply any more, and it is paid for.");

    public static readonly DiagnosticDescriptor NoOutputCap = Create("CCA2003", Category, DiagnosticSeverity.Warning,
        "LLM call without a cap on output tokens",
        "'{0}' is called without '{1}', so one reply may be as long as the model or its provider allows; set it",
        "Output tokens are the dearest part of a reply. Without a cap the model decides how many there are.");

    public static readonly DiagnosticDescriptor HighOutputCap = Create("CCA2004", Category, DiagnosticSeverity.Info,
        "Cap on output tokens above the ceiling",
        "'{0}' is {1}, above the ceiling of {2} output tokens; lower it to what a reply needs",
        "A cap bounds a reply only if it is near what the reply needs. With one this high a model that repeats itself costs the maximum, and a budget has to reserve it for every call.");

    public static readonly DiagnosticDescriptor LongTimeout = Create("CCA2005", Category, DiagnosticSeverity.Warning,
        "Timeout of LLM requests switched off or above the ceiling",
        "'{0}' is {1}, so a request that stalls holds its caller for that long and is paid for all the same; set it to the longest time that a reply may take",
        "A request without an end holds a connection, a task and the reservation of a budget. Clients give up on it only when somebody said when.");

    public static readonly DiagnosticDescriptor ManyRetries = Create("CCA2006", Category, DiagnosticSeverity.Info,
        "Too many retries of an LLM call, or layers of retries that multiply",
        "{0}; retry in one layer only, and a few times",
        "Each layer that retries repeats all attempts of the layers within it. A failed attempt may be billed, and a service that is overloaded gets many times the requests.");

    public static readonly DiagnosticDescriptor KeyInSource = Create("CCA3001", SecurityCategory, DiagnosticSeverity.Warning,
        "LLM provider key in source code",
        "This is a key of {0} (it ends in '{1}'); revoke it, and read the new one from the environment or a secret store",
        "Whoever can read the source, the binary or the repository's history can spend on this key.");

    public static readonly DiagnosticDescriptor LiteralCredential = Create("CCA3002", SecurityCategory, DiagnosticSeverity.Warning,
        "Literal where a credential is expected",
        "A literal that ends in '{1}' is the credential of {0}; if it is real, revoke it, and read the new one from the environment or a secret store",
        "Whoever can read the source, the binary or the repository's history can spend on this credential.");

    public static readonly DiagnosticDescriptor KeyInSettings = Create("CCA3003", SecurityCategory, DiagnosticSeverity.Warning,
        "LLM provider key in a settings file",
        "This is a key of {0} in a settings file (it ends in '{1}'); revoke it, and keep the new one in the environment, in user secrets or in a secret store",
        "Settings files are committed, copied into build output and containers, and published. Whoever can read one can spend on this key.");

    public static readonly DiagnosticDescriptor KeyExposed = Create("CCA3004", SecurityCategory, DiagnosticSeverity.Info,
        "LLM provider key goes where it is seen",
        "The key in {0} goes to {1}; {2}",
        "Logs, consoles, exceptions, URLs and serialised text are kept, copied and read by more people than may spend on the key.");

    public static readonly DiagnosticDescriptor ScopeNotDisposed = Create("CCA4001", Category, DiagnosticSeverity.Warning,
        "Budget scope does not end where it should",
        "The budget scope {0}; begin it with 'using'",
        "A scope that is not disposed goes on limiting, and refusing, calls that have nothing to do with it, and what it spent is reported nowhere.");

    public static readonly DiagnosticDescriptor NoLimit = Create("CCA4002", Category, DiagnosticSeverity.Warning,
        "Budget without a limit",
        "This budget {0}; say how many calls, tokens, US dollars or minutes there may be",
        "A budget that holds nothing back looks like a bound and is none: what it stands around may spend without end.");

    public static readonly DiagnosticDescriptor SwallowedStop = Create("CCA4003", Category, DiagnosticSeverity.Warning,
        "Handler or retry swallows the budget's stop and goes on",
        "When the budget is used up, {0}; let BudgetExceededException pass",
        "The budget refuses every further call at once, so that nothing more is spent. But a loop that goes on runs hot until the process is killed, and a retry waits longer and longer for what will not come.");

    public static readonly DiagnosticDescriptor UnbudgetedCall = Create("CCA4004", Category, DiagnosticSeverity.Info,
        "LLM call outside every budget",
        "'{0}' is called where no budget scope is open; begin one, or mark the member [RequiresBudget]",
        "For code in which every call is to stand in a budget that its own member, or its caller by contract, has begun.",
        isEnabledByDefault: false);

    public static readonly DiagnosticDescriptor UnmarkedExport = Create("CCA4005", Category, DiagnosticSeverity.Hidden,
        "Exported member makes LLM calls without saying so",
        "'{0}' can be called from other assemblies and reaches '{1}'; mark it [LlmCall], so that its callers know that they pay",
        "Nothing in the member's signature tells its callers that a call of it is a paid call, and a build that sees only a compiled assembly may not find out.");

    /// <summary>The rules that find something in somebody's code, without those about the product's own configuration.</summary>
    public static IEnumerable<DiagnosticDescriptor> Findings =>
        typeof(Descriptors).GetFields().Select(rule => rule.GetValue(null)).OfType<DiagnosticDescriptor>().Where(rule => rule.Category != ConfigurationCategory);

    private static DiagnosticDescriptor Create(string id, string category, DiagnosticSeverity severity, string title, string message, string description, bool isEnabledByDefault = true) =>
        new(id, title, message, category, severity, isEnabledByDefault, description, HelpRoot + id + ".md");
}
