using System.Text;

namespace ClaudeCostAnalyzers.Tests.Rules.Keys;

/// <summary>Keys that nobody has, made when a test runs: none may stand in the repository, where scanners and people would take them for real.</summary>
internal static class TestKeys
{
    public const string Digits = "0123456789";
    public const string LowerCase = "abcdefghijklmnopqrstuvwxyz";
    public const string UpperCase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    public const string Alnum = Digits + LowerCase + UpperCase;
    public const string Base64Url = Alnum + "-_";

    public static string Anthropic(int seed = 1, string kind = "api03") => $"sk-ant-{kind}-" + Random(seed, Base64Url, 93) + "AA";

    public static string OpenAI(int seed = 1) => "sk-" + Random(seed, Alnum, 20) + Marker + Random(seed + 1, Alnum, 20);

    /// <summary>What every older key of OpenAI has in its middle.</summary>
    public static string Marker => "T3Blbk" + "FJ";

    /// <summary>One key of each kind, by seed.</summary>
    public static IEnumerable<(string Provider, string Key)> All(int seed)
    {
        yield return ("Anthropic", Anthropic(seed));
        yield return ("Anthropic", Anthropic(seed, "admin01"));
        yield return ("Anthropic", Anthropic(seed, "oat01"));
        yield return ("Anthropic", Anthropic(seed, "ort01"));
        yield return ("Anthropic", Anthropic(seed, "api07"));
        yield return ("OpenAI", OpenAI(seed));
        yield return ("OpenAI", "sk-" + Random(seed, Alnum, 48));
        yield return ("OpenAI", "sk-proj-" + Random(seed, Base64Url, 74) + Marker + Random(seed + 1, Base64Url, 74));
        yield return ("OpenAI", "sk-svcacct-" + Random(seed, Base64Url, 58) + Marker + Random(seed + 1, Base64Url, 58));
        yield return ("OpenAI", "sk-admin-" + Random(seed, Base64Url, 58) + Marker + Random(seed + 1, Base64Url, 58));
        yield return ("OpenAI", "sk-myteam-" + Random(seed, Alnum, 20) + Marker + Random(seed + 1, Alnum, 20));
        yield return ("OpenRouter", "sk-or-v1-" + Random(seed, "0123456789abcdef", 64));
        yield return ("DeepSeek", "sk-" + Random(seed, "0123456789abcdef", 32));
        yield return ("Google", "AIza" + Random(seed, Base64Url, 35));
        yield return ("Groq", "gsk_" + Random(seed, Alnum, 52));
        yield return ("Hugging Face", "hf_" + Random(seed, LowerCase + UpperCase, 34));
        yield return ("Azure OpenAI", Random(seed, Alnum, 52) + "JQQJ99" + "BACACYeBjFXJ3w3AAAB" + "ACOG" + Random(seed, Alnum, 3));
        yield return ("Amazon Bedrock", "ABSK" + Convert.ToBase64String(Encoding.ASCII.GetBytes("BedrockAPIKey-" + Random(seed, Alnum, 4) + "-at-" + Random(seed, Digits, 12) + ":" + Random(seed, Alnum, 44))));
        yield return ("xAI", "xai-" + Random(seed, Alnum, 80));
        yield return ("Perplexity", "pplx-" + Random(seed, Alnum, 48));
        yield return ("Replicate", "r8_" + Random(seed, Alnum, 37));
        yield return ("NVIDIA", "nvapi-" + Random(seed, Base64Url, 64));
        yield return ("Cerebras", "csk-" + Random(seed, Digits + LowerCase, 48));
        yield return ("Together AI", "tgp_v1_" + Random(seed, Base64Url, 43));
        yield return ("Voyage AI", "pa-" + Random(seed, Base64Url, 43));
    }

    /// <summary>Random characters, the same on every run.</summary>
    public static string Random(int seed, string alphabet, int length)
    {
        var random = new Random(seed * 7919 + length);
        return new string([.. Enumerable.Range(0, length).Select(_ => alphabet[random.Next(alphabet.Length)])]);
    }
}
