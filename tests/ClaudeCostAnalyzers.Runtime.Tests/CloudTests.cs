using System.Net;
using System.Text;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests;

/// <summary>Gemini, and Bedrock by its own formats: bounded from the request, settled by what the reply says, streamed or not.</summary>
[Collection(nameof(ProcessWide))]
public sealed class CloudTests
{
    private const string Haiku = "anthropic.claude-haiku-4-5-20251001-v1:0";
    private static readonly Budget Plenty = new() { MaxCostUsd = 10_000m };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Path, body.</summary>
    public static TheoryData<string, string> Calls => new()
    {
        { "v1beta/models/gemini-2.5-flash:generateContent", Gemini },
        { "v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", Gemini },
        { "v1beta/models/gemini-2.5-flash:streamGenerateContent", Gemini },
        { "v1/projects/p/locations/global/publishers/google/models/gemini-2.5-pro:generateContent", Gemini },
        { "v1/projects/p/locations/global/publishers/google/models/gemini-2.5-pro:streamGenerateContent?alt=sse", Gemini },
        { $"model/{Uri.EscapeDataString(Haiku)}/converse", Converse },
        { $"model/{Uri.EscapeDataString(Haiku)}/converse-stream", Converse },
        { $"model/{Uri.EscapeDataString(Haiku)}/invoke", Anthropic },
        { $"model/{Uri.EscapeDataString(Haiku)}/invoke-with-response-stream", Anthropic },
        { "model/meta.llama4-maverick-17b-instruct-v1:0/invoke", Llama },
        { "model/meta.llama4-maverick-17b-instruct-v1:0/invoke-with-response-stream", Llama },
    };

    private static string Gemini => """{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"maxOutputTokens":200,"temperature":0.5,"thinkingConfig":{"thinkingBudget":100}}}""";

    private static string Converse => """{"messages":[{"role":"user","content":[{"text":"Hi"},{"cachePoint":{"type":"default","ttl":"1h"}}]}],"system":[{"text":"Be brief."}],"inferenceConfig":{"maxTokens":200}}""";

    private static string Anthropic => """{"anthropic_version":"bedrock-2023-05-31","max_tokens":200,"messages":[{"role":"user","content":[{"type":"text","text":"Hi","cache_control":{"type":"ephemeral","ttl":"1h"}}]}]}""";

    private static string Llama => """{"prompt":"Hi","max_gen_len":200}""";

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Usage_is_exact_and_below_what_was_reserved(string path, string body)
    {
        var isGoogle = body == Gemini;
        var reserved = 0m;
        var level = 0m;
        BudgetScope? scope = null;
        await using var server = await ModelServer.StartAsync(_ =>
        {
            reserved = scope!.Usage.ReservedCostUsd;
            return new Answer
            {
                Input = 1_234, Output = 177, Thoughts = isGoogle ? 60 : 0, ToolInput = isGoogle ? 34 : 0, CacheRead = isGoogle || body == Llama ? 512 : 5_000,
                CacheWrite1h = isGoogle || body == Llama ? 0 : 70, CacheWrite5m = isGoogle || body == Llama ? 0 : 30,
            };
        });
        using var http = new HttpClient();
        scope = BudgetScope.Begin(Plenty);
        using var its = scope;

        var text = await PostAsync(http, server, path, body);

        level = server.BilledUsd;
        Assert.Equal(level, scope.Usage.CostUsd);
        Assert.InRange(reserved, level, decimal.MaxValue);
        Assert.Equal(0, scope.Usage.SuspectCalls);
        Assert.Equal(177, scope.Usage.OutputTokens);
        Assert.Equal(0m, scope.Usage.ReservedCostUsd);
        Assert.NotEmpty(text);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_reply_that_is_cut_or_silent_stays_charged(string path, string body)
    {
        var streams = path.Contains("tream", StringComparison.Ordinal);
        foreach (var answer in new[]
        {
            new Answer { Output = 200, CutAfterDeltas = 2 },
            new Answer { Output = 200, CutAfterDeltas = 2, Abort = true },
            new Answer { Output = 200, LeaveUsageOut = true },
            new Answer { Output = 200, Status = 500, BilledAnyway = true },
        })
        {
            // What is not streamed cannot be cut between pieces, and streams of Anthropic always tell.
            if ((answer.CutAfterDeltas is not null && !streams) || (answer.LeaveUsageOut && (body == Anthropic || body == Llama) && streams))
            {
                continue;
            }

            await using var server = await ModelServer.StartAsync(answer);
            using var http = new HttpClient();
            using var scope = BudgetScope.Begin(Plenty);

            await Record.ExceptionAsync(() => PostAsync(http, server, path, body));

            Assert.Equal(1, scope.Usage.SuspectCalls);
            Assert.InRange(scope.Usage.CostUsd, server.BilledUsd, decimal.MaxValue);
            Assert.Equal(scope.Usage.CostUsd, scope.Usage.SuspectCostUsd);
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_stream_that_is_given_up_half_way_stays_charged_and_one_that_is_read_slowly_is_passed_on_at_once(string path, string body)
    {
        if (!path.Contains("tream", StringComparison.Ordinal))
        {
            return;
        }

        await using var server = await ModelServer.StartAsync(new Answer { Output = 200, Stall = TimeSpan.FromMinutes(10) });
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(Plenty);
        using (var request = Request(server, path, body))
        using (var reply = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop))
        await using (var stream = await reply.Content.ReadAsStreamAsync(Stop))
        {
            // The first piece arrives although the server then says nothing for ten minutes.
            Assert.True(await stream.ReadAsync(new byte[16_384], Stop) > 0);
            Assert.Equal(1, scope.Usage.CallsInFlight);
        }

        Assert.Equal(1, scope.Usage.SuspectCalls);
        Assert.InRange(scope.Usage.CostUsd, server.BilledUsd, decimal.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Under_load_with_failures_the_bill_never_passes_the_limit(string path, string body)
    {
        // Whatever is reserved for a call, twenty fit.
        decimal limit;
        BudgetScope? scope = null;
        await using (var probe = await ModelServer.StartAsync(new Answer { Status = 500 }))
        {
            using var one = new HttpClient();
            using var its = BudgetScope.Begin(Plenty);
            await PostAsync(one, probe, path, body);
            limit = its.Usage.CostUsd * 20;
        }

        var random = new Random(7);
        var highest = 0m;
        var dice = new Lock();
        ModelServer? server = null;
        server = await ModelServer.StartAsync(request =>
        {
            lock (dice)
            {
                highest = Math.Max(highest, server!.BilledUsd);
                var good = new Answer { Input = random.Next(50, 800), Output = random.Next(0, 200) };
                return random.Next(8) switch
                {
                    0 => Answer.Fail(429),
                    1 => good with { Status = 500, BilledAnyway = true },
                    2 => good with { CutAfterDeltas = 1, Output = 200 },
                    3 => good with { CutAfterDeltas = 1, Output = 200, Abort = true },
                    _ => good,
                };
            }
        });
        await using var stopped = server;
        using var http = new HttpClient();
        using (scope = BudgetScope.Begin(new Budget { MaxCostUsd = limit }))
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () => await Record.ExceptionAsync(() => PostAsync(http, server, path, body)))));
        }

        highest = Math.Max(highest, server.BilledUsd);
        Assert.True(highest <= limit, $"billed {highest} of {limit}");
        Assert.InRange(scope.Usage.CostUsd, server.BilledUsd, limit);
        Assert.Equal(0m, scope.Usage.ReservedCostUsd);

        // Twenty fit at first; a connection that does not come about gives its place back when the scope is closed already.
        Assert.True(server.Count >= 15, $"{server.Count} sent");
        Assert.True(scope.Usage.CallsDenied > 0, "none refused");
    }

    [Fact]
    public async Task Priority_that_Google_did_not_give_is_not_charged()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 1_000, Output = 100, Headers = new() { ["x-gemini-service-tier"] = "standard" } });
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(Plenty);

        await PostAsync(http, server, "v1beta/models/gemini-2.5-flash:generateContent", Gemini.Replace("{\"contents\"", "{\"serviceTier\":\"priority\",\"contents\"", StringComparison.Ordinal));

        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
    }

    [Theory]
    [InlineData("priority", 2)]
    [InlineData("flex", 0.5)]
    public async Task Tiers_of_Google_are_charged(string tier, double factor)
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 1_000, Output = 100, Headers = new() { ["x-gemini-service-tier"] = tier } });
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(Plenty);

        await PostAsync(http, server, "v1beta/models/gemini-2.5-flash:generateContent", Gemini);

        Assert.Equal(server.BilledUsd * (decimal)factor, scope.Usage.CostUsd);
    }

    [Fact]
    public async Task Sound_in_a_prompt_has_a_price_that_nobody_knows()
    {
        await using var server = await ModelServer.StartAsync(new Answer
        {
            Body = """{"candidates":[{"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":100,"candidatesTokenCount":5,"totalTokenCount":105,"promptTokensDetails":[{"modality":"AUDIO","tokenCount":90}]}}""",
        });
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(Plenty);

        await PostAsync(http, server, "v1beta/models/gemini-2.5-flash:generateContent", Gemini);

        Assert.Equal(1, scope.Usage.SuspectCalls);
    }

    private static async Task<string> PostAsync(HttpClient http, ModelServer server, string path, string body)
    {
        using var request = Request(server, path, body);
        using var reply = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        return Encoding.UTF8.GetString(await reply.Content.ReadAsByteArrayAsync(Stop));
    }

    private static HttpRequestMessage Request(ModelServer server, string path, string body) => new(HttpMethod.Post, new Uri(server.Address, path))
    {
        Content = new StringContent(body, Encoding.UTF8, "application/json"),
        Version = HttpVersion.Version11,
    };
}
