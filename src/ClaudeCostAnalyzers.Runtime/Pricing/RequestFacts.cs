namespace ClaudeCost.Pricing;

/// <summary>How long a request asks the provider to keep its prompt, which decides what the prompt costs.</summary>
internal enum CacheMark
{
    None,
    FiveMinutes,

    /// <summary>One hour, or a lifetime that is not known.</summary>
    OneHour,
}

/// <summary>What one request says about what it may cost. Holds no text of the prompt.</summary>
/// <remarks>Each call makes one of these, so what few requests say lies apart.</remarks>
internal sealed class RequestFacts
{
    private const long NotSet = -1;

    private long maxOutputTokens = NotSet;
    private RareFacts? rare;

    public string? Model { get; set; }

    /// <summary>Where it goes; <see langword="null"/> for a model in the process.</summary>
    public Uri? Address { get; set; }

    /// <summary>Whether the model costs no dollars.</summary>
    public bool IsFree { get; set; }

    /// <summary>The cap on output tokens; <see langword="null"/> where the request sets none that can be read.</summary>
    public long? MaxOutputTokens
    {
        get => maxOutputTokens == NotSet ? null : maxOutputTokens;
        set => maxOutputTokens = value ?? NotSet;
    }

    /// <summary>Tokens that thinking may take; above the cap, it is the cap that does not hold.</summary>
    public long ThinkingTokens
    {
        get => rare?.ThinkingTokens ?? 0;
        set => Rare.ThinkingTokens = value;
    }

    /// <summary>Answers asked for in one request, each billed.</summary>
    public long Choices { get; set; } = 1;

    /// <summary>Bytes of the body that are ASCII, JSON's own included, images not.</summary>
    public long AsciiBytes { get; set; }

    /// <summary>Bytes of the body that belong to other characters.</summary>
    public long OtherBytes { get; set; }

    public long Messages { get; set; }

    public long Images
    {
        get => rare?.Images ?? 0;
        set => Rare.Images = value;
    }

    public CacheMark Cache { get; set; }

    /// <summary>Uses that tools run by the provider are allowed; each is another turn over the whole context.</summary>
    public long ServerToolUses
    {
        get => rare?.ServerToolUses ?? 0;
        set => Rare.ServerToolUses = value;
    }

    /// <summary>Uses of a tool that is billed by the use.</summary>
    public long BilledToolUses
    {
        get => rare?.BilledToolUses ?? 0;
        set => Rare.BilledToolUses = value;
    }

    /// <summary>The fee for a use of the dearest of these tools, in nano-USD.</summary>
    public decimal ToolFee
    {
        get => rare?.ToolFee ?? 0m;
        set => Rare.ToolFee = value;
    }

    /// <summary>Fees that come once with the request, in nano-USD, and that no usage names.</summary>
    public decimal OneTimeFees
    {
        get => rare?.OneTimeFees ?? 0m;
        set => Rare.OneTimeFees = value;
    }

    /// <summary>Other models that the provider may ask.</summary>
    public List<AdvisorUse>? Advisors
    {
        get => rare?.Advisors;
        set => Rare.Advisors = value;
    }

    /// <summary>Output tokens that may come on top of the cap.</summary>
    public long ExtraOutputTokens
    {
        get => rare?.ExtraOutputTokens ?? 0;
        set => Rare.ExtraOutputTokens = value;
    }

    /// <summary>The most that tools which are billed by the use can cost, in nano-USD.</summary>
    public decimal ToolFees => Money.Of(BilledToolUses, ToolFee);

    /// <summary>Turns that the provider may add by itself: compaction, an advisor.</summary>
    public long ExtraTurns
    {
        get => rare?.ExtraTurns ?? 0;
        set => Rare.ExtraTurns = value;
    }

    /// <summary>Whether a dearer, faster mode or tier was asked for.</summary>
    public bool Fast { get; set; }

    /// <summary>Whether the request leaves the tier to the project that its key belongs to, whose default may be the dearer one.</summary>
    public bool LeavesTierOpen { get; set; }

    /// <summary>Whether that default is, or may be, the dearer tier: it is reserved, and charged if the reply says so.</summary>
    public bool MayBeFast { get; set; }

    /// <summary>Images by OpenAI's way of counting, which bills more tokens for them with some models than they take up.</summary>
    public long CountedImages
    {
        get => rare?.CountedImages ?? 0;
        set => Rare.CountedImages = value;
    }

    /// <summary>Whether there are files whose pages may be counted as images.</summary>
    public bool HasCountedFiles { get; set; }

    /// <summary>The most uses of tools that the provider runs, all tools together; <see langword="null"/> where the request sets no such cap.</summary>
    public long? MostToolUses
    {
        get => rare?.MostToolUses;
        set => Rare.MostToolUses = value;
    }

    /// <summary>Whether a region that costs more was asked for.</summary>
    public bool Regional { get; set; }

    /// <summary>Models that the provider may fall back on, each billed if it is tried; <see langword="null"/> for one without a name.</summary>
    public List<string?> Fallbacks => Rare.Fallbacks ??= [];

    /// <summary>Whether there are any.</summary>
    public bool HasFallbacks => rare?.Fallbacks is { Count: > 0 };

    /// <summary>The messages of a batch, each with its own facts.</summary>
    public List<RequestFacts>? BatchItems
    {
        get => rare?.BatchItems;
        set => Rare.BatchItems = value;
    }

    /// <summary>What the messages of a batch have in common, where its results leave something open the dearest of any: so much is kept until they are read.</summary>
    public RequestFacts OfAllItems()
    {
        var all = new RequestFacts { Model = Model, Address = Address, IsFree = IsFree };
        foreach (var item in BatchItems ?? [])
        {
            all.Cache = item.Cache > all.Cache ? item.Cache : all.Cache;
            all.Fast |= item.Fast;
            all.Regional |= item.Regional;
            if (item.OneTimeFees > all.OneTimeFees)
            {
                all.OneTimeFees = item.OneTimeFees;
            }
        }

        return all;
    }

    /// <summary>Why the size of the input cannot be told from the body; <see langword="null"/> if it can.</summary>
    public string? UnknownInput { get; set; }

    /// <summary>Why the price cannot be told from the model's name; <see langword="null"/> if it can.</summary>
    public string? UnknownPrice
    {
        get => rare?.UnknownPrice;
        set => Rare.UnknownPrice = value;
    }

    /// <summary>The file that holds the calls of a batch; <see langword="null"/> where the request names none, or several.</summary>
    public string? InputFile
    {
        get => rare?.InputFile;
        set => Rare.InputFile = value;
    }

    /// <summary>What else keeps the cost from being bounded, as a sentence; <see langword="null"/> for nothing.</summary>
    public string? Unbounded { get; set; }

    /// <summary>Whether the body says that it is in Anthropic's format, as it must where other formats go to the same address.</summary>
    public bool NamesAnthropicVersion { get; set; }

    /// <summary>Whether the body has what a request to a model has.</summary>
    public bool LooksLikeModelCall { get; set; }

    /// <summary>Whether it says nothing of what only few requests say: neither tools nor models nor fees besides its own.</summary>
    public bool IsPlain => rare is null;

    private RareFacts Rare => rare ??= new RareFacts();
}
