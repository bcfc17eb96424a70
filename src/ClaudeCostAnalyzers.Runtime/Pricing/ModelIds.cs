namespace ClaudeCost.Pricing;

/// <summary>
/// Finds the catalogue's name in the many names that one model goes by: dated snapshots, the prefixes of gateways and clouds,
/// version suffixes. Never guesses from a common beginning: <c>gpt-5-mini</c> is not <c>gpt-5</c>.
/// </summary>
internal static class ModelIds
{
    private static readonly string[] Regions = ["us.", "eu.", "apac.", "jp.", "au.", "ca.", "global.", "us-gov."];

    /// <summary>The names to look up, the most specific first.</summary>
    public static IEnumerable<string> Candidates(string model)
    {
        yield return model;

        // openrouter: anthropic/claude-..., Gemini and Vertex: models/..., Azure resource paths.
        var name = model.Substring(model.LastIndexOf('/') + 1);
        if (name.Length != model.Length)
        {
            yield return name;
        }

        // Bedrock: us.anthropic.claude-haiku-4-5-20251001-v1:0
        var region = Array.Find(Regions, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
        if (region is not null)
        {
            name = name.Substring(region.Length);
        }

        if (name.StartsWith("anthropic.", StringComparison.OrdinalIgnoreCase))
        {
            name = name.Substring("anthropic.".Length);
            name = WithoutBedrockVersion(name);
            yield return name;
        }

        // Vertex: claude-haiku-4-5@20251001
        var at = name.IndexOf('@');
        if (at > 0)
        {
            name = name.Substring(0, at);
            yield return name;
        }

        if (name.EndsWith("-latest", StringComparison.OrdinalIgnoreCase))
        {
            name = name.Substring(0, name.Length - "-latest".Length);
            yield return name;
        }

        var undated = WithoutDate(name);
        if (undated.Length != name.Length)
        {
            name = undated;
            yield return name;
        }

        // openrouter writes claude-opus-4.6
        if (name.StartsWith("claude-", StringComparison.OrdinalIgnoreCase) && name.IndexOf('.') >= 0)
        {
            yield return name.Replace('.', '-');
        }
    }

    /// <summary>Cuts <c>-v1:0</c> or <c>-v1</c>.</summary>
    private static string WithoutBedrockVersion(string name)
    {
        var v = name.LastIndexOf("-v", StringComparison.OrdinalIgnoreCase);
        if (v <= 0 || v + 2 == name.Length)
        {
            return name;
        }

        for (var i = v + 2; i < name.Length; i++)
        {
            if (!IsDigit(name[i]) && name[i] != ':')
            {
                return name;
            }
        }

        return name.Substring(0, v);
    }

    /// <summary>Cuts <c>-20251001</c> or <c>-2026-03-05</c>.</summary>
    private static string WithoutDate(string name)
    {
        if (EndsLike(name, "-dddddddd"))
        {
            return name.Substring(0, name.Length - 9);
        }

        return EndsLike(name, "-dddd-dd-dd") ? name.Substring(0, name.Length - 11) : name;
    }

    private static bool EndsLike(string name, string pattern)
    {
        if (name.Length <= pattern.Length)
        {
            return false;
        }

        for (var i = 0; i < pattern.Length; i++)
        {
            var actual = name[name.Length - pattern.Length + i];
            if (pattern[i] == 'd' ? !IsDigit(actual) : actual != pattern[i])
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
