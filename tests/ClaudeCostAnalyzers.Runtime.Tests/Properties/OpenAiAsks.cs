using FsCheck;
using FsCheck.Fluent;

namespace ClaudeCost.Tests.Properties;

/// <summary>Random requests to OpenAI, with a taste for those that cost more than they look.</summary>
internal static class OpenAiAsks
{
    private static readonly string[] HostedTools = ["web_search", "web_search_preview", "file_search", "code_interpreter", "image_generation", "mcp"];

    public static Gen<OpenAiAsk> All =>
        from response in Gen.Elements(false, true)
        from model in Gen.Elements<string>(OpenAiWorstBill.Names.AsEnumerable())
        from text in Asks.Text
        from cap in Caps
        from oldCap in Caps
        from answers in Gen.Frequency((4, Gen.Constant(1)), (1, Gen.Choose(2, 8)))
        from tier in Gen.Elements(null, null, "auto", "default", "flex", "priority")
        from effort in Gen.Elements(null, "low", "high")
        from images in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 6)))
        from hidden in Gen.Frequency((4, Gen.Constant((string?)null)), (1, Gen.Elements<string?>("file", "previous", "conversation", "prompt")))
        from soundIn in Gen.Frequency((6, Gen.Constant(false)), (1, Gen.Constant(true)))
        from soundOut in Gen.Frequency((6, Gen.Constant(false)), (1, Gen.Constant(true)))
        from prediction in Gen.Frequency((4, Gen.Constant((string?)null)), (1, Asks.Text.Select(its => (string?)its)))
        from tools in Gen.Frequency((3, Gen.Constant(Array.Empty<string>())), (2, Gen.SubListOf(HostedTools.AsEnumerable()).Select(its => its.ToArray())))
        from most in Gen.Frequency((1, Gen.Constant((int?)null)), (1, Gen.Choose(0, 60).Select(number => (int?)number)))
        from escapes in Gen.Elements(false, true)
        select new OpenAiAsk
        {
            IsResponse = response, Model = soundIn || (soundOut && !response) ? OpenAiWorstBill.Sounding : model, Text = text, Cap = cap, OldCap = oldCap, Answers = answers, Tier = tier, Effort = effort,
            Images = images, Hidden = hidden is "file" || response ? hidden : null, SoundIn = soundIn, SoundOut = soundOut && !response, Prediction = prediction, Tools = tools,
            MostToolCalls = most, EscapesEverything = escapes,
        };

    private static Gen<long?> Caps => Gen.Frequency((3, Gen.Choose(0, 64_000).Select(number => (long?)number)), (2, Gen.Constant((long?)null)));
}
