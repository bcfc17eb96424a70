using System.Text;
using ClaudeCostAnalyzers.Catalog.Keys;

namespace ClaudeCostAnalyzers.Tests.Rules.Keys;

/// <summary>
/// Texts of the kinds that stand in the tests of LLM clients and are no keys, made by seed: what chance has made for another
/// purpose, and what people write in the place of a key.
/// </summary>
internal static class HarmlessTexts
{
    private const string Hex = "0123456789abcdef";

    private static readonly string[] Fillers =
    [
        "...", "…", "xxx", "XXXX", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "********************************", "<your key>", "{key}", "{0}",
        "${API_KEY}", "your-key-here", "YOUR_API_KEY", "your-api-key-goes-here-your-api-key-goes-here", "test", "test-key", "test-key-12345", "fake-key-for-unit-tests-only",
        "dummy", "placeholder", "abc", "abc123", "abcd1234", "1234567890", "12345678901234567890123456789012345678901234567890", "00000000000000000000000000000000000000000000000000",
        "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789",
        "this-is-not-a-real-key-this-is-not-a-real-key-0000", "redacted", "REDACTED-REDACTED-REDACTED-REDACTED-REDACTED-REDACTED", "from-environment", "valid-key", "invalid-key",
        "key1", "secret", "a1b2c3", "a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6", "AbCdEf...uVwXyZ", "abc...xyz", "example-example-example-example-example-example",
    ];

    /// <summary>A few thousand texts, the same on every run.</summary>
    public static IEnumerable<string> All() => Enumerable.Range(1, 150).SelectMany(ByChance).Concat(InPlaceOfKeys()).Distinct();

    /// <summary>The prefix of every shape with what people put behind it.</summary>
    public static IEnumerable<string> InPlaceOfKeys() =>
        KeyShapes.All.Select(shape => shape.Prefix).Append("").Distinct().SelectMany(prefix => Fillers.Select(filler => prefix + filler).Append(prefix));

    private static IEnumerable<string> ByChance(int seed)
    {
        string Alnum(int length) => TestKeys.Random(seed, TestKeys.Alnum, length);
        string Lower(int length) => TestKeys.Random(seed, Hex, length);
        string Base64(int bytes) => Convert.ToBase64String(Bytes(seed, bytes));
        var guid = new Guid(Bytes(seed, 16));

        // Identifiers that the APIs give to messages, calls, files, runs and requests.
        foreach (var prefix in new[] { "msg_01", "toolu_01", "srvtoolu_01", "msgbatch_01", "req_011C", "call_", "asst_", "thread_", "run_", "chatcmpl-", "cmpl-", "file-", "batch_", "org-", "proj_", "vs_", "ft:gpt-4o-mini:acme::" })
            yield return prefix + Alnum(prefix.StartsWith("chat", StringComparison.Ordinal) ? 29 : 24);
        yield return "resp_" + Lower(48);
        yield return "fp_" + Lower(10);
        yield return "wrkspc_01" + Alnum(22);

        // Digests, identifiers and signatures.
        yield return guid.ToString();
        yield return guid.ToString("N");
        yield return $"https://example.com/tasks/task-{guid:N}?id={guid}";
        yield return Lower(40);
        yield return Lower(64);
        yield return Lower(128);
        yield return "sha256:" + Lower(64);
        yield return "sha512-" + Base64(64);
        yield return "W/\"" + Base64(12) + "\"";
        yield return "00-" + Lower(32) + "-" + Lower(16) + "-01";
        yield return "PublicKeyToken=" + Lower(16);
        yield return "risk-" + Lower(32);
        yield return "desk-" + Alnum(48);
        yield return "/_content/app." + TestKeys.Random(seed, TestKeys.Digits + TestKeys.LowerCase, 10) + ".js";

        // Encoded and encrypted content: images, embeddings, signatures of thinking, tokens.
        yield return "iVBORw0KGgo" + Base64(300);
        yield return "data:image/png;base64,iVBORw0KGgo" + Base64(200);
        yield return "Ep4CCkYICBgCKkD" + Base64(180);
        yield return Base64(32);
        yield return Base64(33);
        yield return Base64(512);
        yield return "ey" + "J" + Alnum(30) + ".ey" + "J" + Alnum(80) + "." + Alnum(43);
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"type\":\"text\",\"text\":\"The weather in Paris is {seed} degrees.\"}}"));
        yield return $"{{\"id\":\"msg_01{Alnum(22)}\",\"type\":\"message\",\"model\":\"claude-sonnet-4-5-20250929\",\"content\":[{{\"type\":\"tool_use\",\"id\":\"toolu_01{Alnum(22)}\"}}]}}";
        yield return $"arn:aws:bedrock:us-east-1:{TestKeys.Random(seed, TestKeys.Digits, 12)}:provisioned-model/{TestKeys.Random(seed, TestKeys.Digits + TestKeys.LowerCase, 12)}";
    }

    private static byte[] Bytes(int seed, int count)
    {
        var bytes = new byte[count];
        new Random(seed * 104_729 + count).NextBytes(bytes);
        return bytes;
    }
}
