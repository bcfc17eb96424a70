using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Deadlines;

/// <summary>
/// Deadlines of a call that are not its token's: of a budget, of whoever waits, of a pipeline, of the client. One per
/// compilation; safe for concurrent use.
/// </summary>
internal sealed class ForeignDeadlines
{
    /// <summary>Members that the configuration names: what is inside them is not known.</summary>
    private const string ConfigurationName = "configuration";

    private static readonly string[] s_handlers = ["AddStandardResilienceHandler", "AddResilienceHandler", "AddStandardHedgingHandler"];

    private readonly LlmApis apis;
    private readonly NameUses names;
    private readonly ClientTimeouts timeouts;
    private readonly CallerBudgets callers;
    private readonly Lazy<List<SyntaxTree>> handlers;
    private readonly DeadlineMemory memory;
    private readonly ConcurrentDictionary<(SyntaxTree Tree, SdkCatalog Sdk), bool> mentions = new();

    public ForeignDeadlines(CostContext cost, NameUses names, DeadlineMemory memory)
    {
        apis = cost.Apis;
        this.names = names;
        this.memory = memory;
        timeouts = new ClientTimeouts(cost);
        callers = new CallerBudgets(cost);
        handlers = new(() => cost.Compilation.SyntaxTrees.Where(tree => s_handlers.Any(handler => SourceSearch.Mentions(tree, handler, CancellationToken.None))).ToList());
    }

    /// <summary>Whether the call has such a deadline, or may have one that is out of sight.</summary>
    public bool Hold(ModelCall call, SemanticModel model, TokenOrigin origin, CancellationToken cancellation) =>
        call.Member?.Sdk == ConfigurationName
        || HasOwn(call)
        || new Waiting(names, origin, model, cancellation).IsLimited(call.Syntax)
        || new Pipelines(names, memory, model, cancellation).MayTimeOut(call.Syntax)
        || EnclosingBudgets.Cover(call.Operation, model, cancellation, begin => BudgetTimeouts.MayHaveOne(begin, model, cancellation))
        || IsClients(call, model, cancellation)
        || callers.Cover(call.Syntax, model, cancellation);

    /// <summary>Whether the call itself takes a time, and is given a finite one or none, which means its default.</summary>
    private static bool HasOwn(ModelCall call) => call is { Operation: IInvocationOperation made, Member: { TimeoutParameter: var position and >= 0 } }
        && made.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == position) is var time
        && (time is null or { ArgumentKind: ArgumentKind.DefaultValue } || TokenOrigin.IsFinite(time.Value));

    /// <summary>How long the call waits if nobody says another time, in words.</summary>
    public string DefaultWords(ModelCall call)
    {
        var wait = call.Member is null ? new DefaultWait(100, call.IsStreamed) : SdkOf(call.Member)?.DefaultWait;
        if (wait?.Seconds is not { } seconds)
            return "how long it waits is up to the client";
        var time = seconds >= 300 && seconds % 60 == 0
            ? (seconds / 60).ToString(CultureInfo.InvariantCulture) + " minutes"
            : seconds.ToString(CultureInfo.InvariantCulture) + " seconds";
        return wait.CoversHeadersOnly && call.IsStreamed
            ? $"the client's default of {time} ends with the response headers"
            : $"by default the client waits up to {time} for each attempt";
    }

    private SdkCatalog? SdkOf(LlmMember member) => apis.Sdks.FirstOrDefault(sdk => sdk.Name == member.Sdk);

    /// <summary>
    /// Whether the client has a finite timeout that covers the reply: set where it is made, or, where that is out of sight,
    /// anywhere in the compilation.
    /// </summary>
    private bool IsClients(ModelCall call, SemanticModel model, CancellationToken cancellation)
    {
        if (timeouts.All.IsEmpty && handlers.Value.Count == 0)
            return false;
        if (timeouts.All.Any(setting => setting.Request == call.Syntax && Covers(setting, call)))
            return true;
        var made = MakingOf(call.Client, model, cancellation);
        if (made.Timeouts.Any(setting => Covers(setting, call)))
            return true;
        if (!made.IsPartlyOutOfSight)
            return false;
        return timeouts.All.Any(setting => setting.Request is null && Covers(setting, call) && IsAbout(setting.Limit.Sdk, setting.IsHttp, setting.Place.SyntaxTree, call))
            || !call.IsStreamed && handlers.Value.Any(tree => IsAbout("", isHttp: true, tree, call));
    }

    /// <summary>A client that a variable holds is followed once, however many calls are made with it.</summary>
    private MadeClient MakingOf(IOperation? client, SemanticModel model, CancellationToken cancellation)
    {
        while (client is IConversionOperation conversion)
            client = conversion.Operand;
        ISymbol? variable = client is ILocalReferenceOperation { Local: var local } ? local : (client as IFieldReferenceOperation)?.Field;
        if (variable is not null && memory.Clients.TryGetValue(variable, out var known))
            return known;
        var making = new ClientMaking(timeouts, names, model, cancellation);
        making.Follow(client);
        var made = new MadeClient(making.Parts.SelectMany(part => timeouts.Within(part, model, cancellation)).Distinct().ToImmutableArray(), making.IsPartlyOutOfSight);
        if (variable is not null && variable.DeclaringSyntaxReferences.Length == 1 && variable.DeclaringSyntaxReferences[0].SyntaxTree == model.SyntaxTree)
            memory.Clients[variable] = made;
        return made;
    }

    private static bool Covers(TimeoutSetting setting, ModelCall call) =>
        !call.IsStreamed && (call.Member is not null || setting.IsHttp) || call.IsStreamed && !setting.Limit.CoversHeadersOnly && call.Member is not null;

    /// <summary>Whether a timeout that is set somewhere may be that of the call's client.</summary>
    private bool IsAbout(string sdk, bool isHttp, SyntaxTree tree, ModelCall call)
    {
        if (call.Member is null)
            return isHttp;
        if (!isHttp && sdk == call.Member.Sdk)
            return true;
        var own = SdkOf(call.Member);
        // A provider-neutral call goes to any of the providers.
        if (own is null or { Timeouts.IsEmpty: true, DefaultWait: null })
            return !isHttp || apis.Sdks.Any(provider => Mentions(tree, provider));
        return isHttp && Mentions(tree, own);
    }

    private bool Mentions(SyntaxTree tree, SdkCatalog sdk) => mentions.GetOrAdd((tree, sdk), key =>
        key.Sdk.Anchors.Any(anchor => SourceSearch.Mentions(key.Tree, anchor.Substring(anchor.LastIndexOf('.') + 1), CancellationToken.None)));
}
