using System.Text;
using ClaudeCost.Http;
using ClaudeCost.Pricing;

namespace ClaudeCost.Tests;

/// <summary>What a request to Gemini or to Bedrock's Converse may cost at most.</summary>
public sealed class CloudBoundTests
{
    private const string GeminiText = "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]";
    private const string ConverseText = "\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]";

    [Theory]
    [InlineData("\"generationConfig\":{\"maxOutputTokens\":100}", 100)]
    [InlineData("\"generation_config\":{\"max_output_tokens\":100}", 100)]
    [InlineData("\"generationConfig\":{\"maxOutputTokens\":100,\"candidateCount\":3}", 300)]
    [InlineData("\"generationConfig\":{\"maxOutputTokens\":100},\"generation_config\":{\"max_output_tokens\":700}", 700)]
    [InlineData("\"generationConfig\":{\"maxOutputTokens\":100,\"thinkingConfig\":{\"thinkingBudget\":-1}}", 100)]
    [InlineData("\"generationConfig\":{\"maxOutputTokens\":100,\"thinkingConfig\":{\"thinkingBudget\":5000}}", 5_100)]
    [InlineData("\"generationConfig\":{\"maxOutputTokens\":0}", 65_536)]
    [InlineData("\"generationConfig\":{}", 65_536)]
    public void Output_of_Gemini_is_bounded_by_its_cap(string field, long output) =>
        Assert.Equal(output, Gemini("{" + GeminiText + "," + field + "}").Amounts.OutputTokens);

    [Theory]
    [InlineData("\"contents\":[{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AAAA\"}}]}]", 1_048_576)]
    [InlineData("\"contents\":[{\"parts\":[{\"file_data\":{\"file_uri\":\"gs://x\",\"mime_type\":\"application/pdf\"}}]}]", 1_048_576)]
    [InlineData("\"cachedContent\":\"cachedContents/1\"," + GeminiText, 1_048_576)]
    [InlineData("\"tools\":[{\"googleSearch\":{}}]," + GeminiText, 11 * 1_048_576)]
    [InlineData("\"tools\":[{\"functionDeclarations\":[{\"name\":\"inlineData\"}]}]," + GeminiText, 0)]
    [InlineData("\"contents\":[{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":{\"inlineData\":{\"data\":\"x\"}}}}]}]", 0)]
    public void Input_of_Gemini_is_the_window_where_the_body_does_not_hold_it(string fields, long input)
    {
        var amounts = Gemini("{" + fields + ",\"generationConfig\":{\"maxOutputTokens\":100}}").Amounts;
        Assert.True(input == 0 ? amounts.InputTokens < 10_000 : amounts.InputTokens == input, $"{amounts.InputTokens}");
    }

    [Theory]
    [InlineData("\"contents\":[{\"parts\":[{\"inlineData\":{\"data\":\"AAAA\",\"mimeType\":\"audio/wav\"}}]}]")]
    [InlineData("\"contents\":[{\"parts\":[{\"fileData\":{\"fileUri\":\"x\"}}]}]")]
    [InlineData(GeminiText + ",\"generationConfig\":{\"maxOutputTokens\":1,\"responseModalities\":[\"TEXT\",\"IMAGE\"]}")]
    [InlineData(GeminiText + ",\"generationConfig\":{\"maxOutputTokens\":1,\"routingConfig\":{\"autoMode\":{}}}")]
    [InlineData(GeminiText + ",\"generationConfig\":{\"maxOutputTokens\":1,\"brandNew\":1}")]
    [InlineData(GeminiText + ",\"generationConfig\":{\"maxOutputTokens\":1},\"brandNew\":{}")]
    [InlineData(GeminiText)]
    public void What_nobody_can_price_is_unbounded(string fields)
    {
        var reservation = Gemini("{" + fields + "}");
        Assert.False(reservation.Bound.IsBounded);
    }

    [Fact]
    public void A_plain_request_is_bounded()
    {
        Assert.True(Gemini("{" + GeminiText + ",\"systemInstruction\":{\"parts\":[{\"text\":\"x\"}]},\"safetySettings\":[],\"generationConfig\":{\"maxOutputTokens\":10,\"topK\":3,\"responseSchema\":{\"type\":\"OBJECT\"}}}").Bound.IsBounded);
        Assert.True(Converse("{" + ConverseText + ",\"system\":[{\"text\":\"x\"}],\"inferenceConfig\":{\"maxTokens\":10,\"topP\":1},\"additionalModelRequestFields\":{\"top_k\":3}}").Bound.IsBounded);
    }

    [Theory]
    [InlineData("\"inferenceConfig\":{\"maxTokens\":100}", 100)]
    [InlineData("\"inferenceConfig\":{\"maxTokens\":100},\"additionalModelRequestFields\":{\"max_tokens\":900}", 900)]
    [InlineData("\"additionalModelRequestFields\":{\"max_tokens\":900},\"inferenceConfig\":{\"maxTokens\":100}", 900)]
    [InlineData("\"additionalModelRequestFields\":{\"inferenceConfig\":{\"maxTokens\":900}},\"inferenceConfig\":{\"maxTokens\":100}", 900)]
    [InlineData("\"inferenceConfig\":{\"maxTokens\":100},\"additionalModelRequestFields\":{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":4000}}", 200_000)]
    [InlineData("\"additionalModelRequestFields\":{\"max_tokens\":900}", 64_000)]
    [InlineData("\"inferenceConfig\":{}", 64_000)]
    public void Output_of_Converse_is_bounded_by_its_cap(string field, long output) =>
        Assert.Equal(output, Converse("{" + ConverseText + "," + field + "}").Amounts.OutputTokens);

    [Fact]
    public void Pictures_count_for_Claude_and_take_the_window_of_others()
    {
        var data = new string('A', 40_000);
        var body = """{"messages":[{"role":"user","content":[{"image":{"format":"png","source":{"bytes":"DATA"}}}]}],"inferenceConfig":{"maxTokens":10}}""".Replace("DATA", data, StringComparison.Ordinal);
        var claude = Converse(body);
        Assert.InRange(claude.Amounts.InputTokens, 5_120, 20_000);
        Assert.False(Converse(body, "amazon.nova-pro-v1:0").Bound.IsBounded);
        Assert.True(Converse(body, "amazon.nova-pro-v1:0").Amounts.InputTokens >= 1_000_000);
    }

    [Theory]
    [InlineData("{\"cachePoint\":{\"type\":\"default\"}}", 1.25)]
    [InlineData("{\"cachePoint\":{\"type\":\"default\",\"ttl\":\"5m\"}}", 1.25)]
    [InlineData("{\"cachePoint\":{\"ttl\":\"1h\",\"type\":\"default\"}}", 2)]
    [InlineData("{\"cachePoint\":{\"ttl\":\"1d\",\"type\":\"default\"}}", 2)]
    [InlineData("{\"toolUse\":{\"toolUseId\":\"t\",\"name\":\"f\",\"input\":{\"cachePoint\":{\"ttl\":\"1h\"}}}}", 1)]
    public void Cache_points_cost_what_writes_of_their_lifetime_cost(string block, double factor)
    {
        var amounts = Converse($$$"""{"messages":[{"role":"user","content":[{"text":"Hi"},{{{block}}}]}],"inferenceConfig":{"maxTokens":0}}""").Amounts;
        Assert.Equal((long)Math.Ceiling(amounts.InputTokens * 1_000 * factor), amounts.NanoUsd);
    }

    [Theory]
    [InlineData("\"serviceTier\":{\"type\":\"priority\"}")]
    [InlineData("\"performanceConfig\":{\"latency\":\"optimized\"}")]
    [InlineData("\"guardrailConfig\":{\"guardrailIdentifier\":\"g\"}")]
    [InlineData("\"promptVariables\":{\"a\":{\"text\":\"x\"}}")]
    [InlineData("\"toolConfig\":{\"tools\":[{\"systemTool\":{\"name\":\"nova_grounding\"}}]}")]
    [InlineData("\"additionalModelRequestFields\":{\"brandNew\":1}")]
    [InlineData("\"additionalModelRequestFields\":{\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]}")]
    [InlineData("\"brandNew\":1")]
    public void What_costs_more_than_it_shows_is_unbounded(string field) =>
        Assert.False(Converse("{" + ConverseText + ",\"inferenceConfig\":{\"maxTokens\":10}," + field + "}").Bound.IsBounded);

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"contents\":")]
    [InlineData("{} x")]
    public void What_is_no_request_cannot_be_read(string body)
    {
        Assert.Null(RequestScan.Read(Encoding.UTF8.GetBytes(body), ApiFormat.Gemini));
        Assert.Null(RequestScan.Read(Encoding.UTF8.GetBytes(body), ApiFormat.Converse));
    }

    private static Reservation Gemini(string body)
    {
        var facts = RequestScan.Read(Encoding.UTF8.GetBytes(body), ApiFormat.Gemini)!;
        facts.Model = "gemini-2.5-pro";
        return WorstCase.Of(facts, PriceCatalog.Default, anthropic: false, embeddings: false);
    }

    private static Reservation Converse(string body, string model = "us.anthropic.claude-haiku-4-5-20251001-v1:0")
    {
        var facts = RequestScan.Read(Encoding.UTF8.GetBytes(body), ApiFormat.Converse)!;
        facts.Model = model;
        RequestScan.NoteConverseModel(facts, model);
        return WorstCase.Of(facts, PriceCatalog.Default, anthropic: false, embeddings: false);
    }
}
