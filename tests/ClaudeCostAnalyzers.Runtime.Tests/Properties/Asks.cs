using FsCheck;
using FsCheck.Fluent;

namespace ClaudeCost.Tests.Properties;

/// <summary>Random requests, with a taste for those that cost more than they look.</summary>
internal static class Asks
{
    private static readonly Gen<string> Model = Gen.Elements<string>(WorstBill.Names.AsEnumerable());

    public static readonly Gen<string> Text =
        from piece in Gen.OneOf(
            ArbMap.Default.GeneratorFor<string>().Select(Sound),
            Gen.Elements("Ⱥ", "ꔀ", "😀", "\"\\/\u0001", "data: {\"usage\":{}}", "cache_control", "naïve ", "x", "\u2028"))
        from times in Gen.OneOf(Gen.Choose(0, 20), Gen.Choose(0, 3_000))
        select string.Concat(Enumerable.Repeat(piece, times));

    public static Gen<Ask> All =>
        from model in Model
        from text in Text
        from cap in Gen.Frequency((4, Gen.Choose(0, 64_000).Select(number => (long?)number)), (1, Gen.Constant((long?)null)))
        from thinking in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1_024, 100_000)))
        from lifetime in Gen.Elements(null, "5m", "1h", "auto")
        from fast in Gen.Elements(false, false, true)
        from images in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 5)))
        from hidden in Gen.Elements(false, false, false, true)
        from fallbacks in Gen.Frequency((3, Gen.Constant(Array.Empty<string>())), (1, Model.ArrayOf(2)))
        from searches in Gen.Frequency((3, Gen.Constant((int?)null)), (1, Gen.Choose(0, 20).Select(number => (int?)number)))
        from open in Gen.Elements(false, false, false, false, true)
        from advisor in Gen.Frequency((4, Gen.Constant(("", 0, 0))), (1, from its in Model from uses in Gen.Choose(1, 4) from most in Gen.Choose(1, 9_000) select (its, uses, most)))
        from escapes in Gen.Elements(false, true)
        select new Ask
        {
            Model = model, Text = text, Cap = cap, Thinking = thinking, Lifetime = lifetime, Fast = fast && WorstBill.HasFastMode(model), Images = images,
            Hidden = hidden, Fallbacks = fallbacks, Searches = open ? null : searches, SearchesOpen = open,
            Advisor = advisor.Item1.Length == 0 ? null : advisor, EscapesEverything = escapes,
        };

    /// <summary>No halves of surrogates: they are no text, and no client sends them.</summary>
    private static string Sound(string? text) => string.Concat((text ?? "").Where(c => !char.IsSurrogate(c)));
}
