namespace ClaudeCost.Pricing;

/// <summary>What few requests say: see <see cref="RequestFacts"/>, which has the same for all of them.</summary>
internal sealed class RareFacts
{
    public long ThinkingTokens;
    public long Images;
    public long ServerToolUses;
    public long BilledToolUses;
    public decimal ToolFee;
    public decimal OneTimeFees;
    public List<AdvisorUse>? Advisors;
    public long ExtraOutputTokens;
    public long ExtraTurns;
    public long CountedImages;
    public long? MostToolUses;
    public List<string?>? Fallbacks;
    public List<RequestFacts>? BatchItems;
    public string? UnknownPrice;
    public string? InputFile;
}
