namespace ClaudeCost.Pricing;

/// <summary>
/// Tokens that OpenAI bills for pictures beyond what they take up. Its small models count them several times (page "Images and vision"
/// of its docs: gpt-4o-mini takes 2,833 tokens and 5,667 for each of at most 8 tiles, where others take 85 and 170; gpt-4.1-mini and
/// the like multiply 1,536 patches by up to 2.46), so that a prompt can be billed as larger than the window.
/// </summary>
internal static class VisionTokens
{
    private const long OfFourOhMini = 2_833 + (8 * 5_667);
    private const long OfSmallModels = 3_800;

    /// <summary>The most that is billed for one picture on top of the window.</summary>
    public static long MostBeyondWindow(string? model) => IsFourOhMini(model) ? OfFourOhMini : IsSmall(model) ? OfSmallModels : 0;

    /// <summary>How many times a window full of pages can be billed, of whose number nobody knows.</summary>
    public static long WindowsOfPages(string? model) => IsFourOhMini(model) ? 34 : IsSmall(model) ? 3 : 1;

    private static bool IsFourOhMini(string? model) => model?.Contains("4o-mini") == true;

    private static bool IsSmall(string? model) => model is not null && (model.Contains("-mini") || model.Contains("-nano"));
}
