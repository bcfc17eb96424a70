using ClaudeCost.Pricing;

namespace ClaudeCost.Http;

/// <summary>What a file of calls, which a batch of OpenAI is made of, was seen to hold when this process uploaded it. No text of it.</summary>
/// <param name="Reservation">The most that a batch of it can cost.</param>
/// <param name="Facts">What its calls have in common.</param>
/// <param name="Calls">How many they are.</param>
/// <param name="HasFees">Whether they may use tools that are billed by the use, of which the finished batch says nothing.</param>
internal sealed record BatchFile(Reservation Reservation, RequestFacts Facts, long Calls, bool HasFees)
{
    /// <summary>The model that all of its calls ask for, if it is one.</summary>
    public string? Model => Facts.Model;

    /// <param name="calls">Its calls.</param>
    /// <param name="format">Their format.</param>
    /// <param name="isRegional">Whether they go to a region that costs more.</param>
    /// <param name="catalog">The prices in force.</param>
    public static BatchFile Of(List<RequestFacts> calls, ApiFormat format, bool isRegional, PriceCatalog catalog)
    {
        foreach (var call in calls)
        {
            call.Regional |= isRegional;
        }

        var whole = new RequestFacts { BatchItems = calls, Model = calls.TrueForAll(call => call.Model == calls[0].Model) ? calls[0].Model : null };
        return new BatchFile(
            WorstCase.Of(whole, catalog, anthropic: false, embeddings: format == ApiFormat.OpenAiEmbeddings),
            whole.OfAllItems(),
            calls.Count,
            calls.Exists(static call => call.ToolFees + call.OneTimeFees > 0));
    }
}
