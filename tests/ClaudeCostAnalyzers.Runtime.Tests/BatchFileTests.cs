using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ClaudeCost.Tests.Server;
using OpenAI.Files;

namespace ClaudeCost.Tests;

/// <summary>A batch in a file that this process has uploaded is reserved by what the file holds.</summary>
public sealed class BatchFileTests
{
    private const int LargestBatch = 100_000;

    private static readonly Budget Plenty = new() { MaxCalls = 1_000_000 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("listener")]
    [InlineData("handler")]
    [InlineData("handler in front of a blind client")]
    public async Task It_is_reserved_by_its_calls_and_settled_by_what_they_used(string how)
    {
        var provider = new Files();
        await using var server = await ModelServer.StartAsync(provider.Play);
        using var http = Client(how, server);
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 0.05m });

        await UploadAsync(http, Lines(3));
        Assert.Equal(0, scope.Usage.Calls);
        await BeginAsync(http, provider.LastId);

        Assert.Equal((3, 3), (scope.Usage.Calls, scope.Usage.SuspectCalls));
        Assert.Equal(Worst(3), scope.Usage.CostUsd);
        await http.GetStringAsync("v1/batches/batch_1", Stop);
        Assert.Equal((3, 0), (scope.Usage.Calls, scope.Usage.SuspectCalls));
        Assert.Equal(((300 * 2.5m) + (60 * 10m)) / 2 / 1_000_000m, scope.Usage.CostUsd);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_OpenAI_client_uploads_it(bool synchronously)
    {
        var provider = new Files();
        await using var server = await ModelServer.StartAsync(provider.Play);
        var files = Clients.OpenAi(server).GetOpenAIFileClient();
        using var http = new HttpClient { BaseAddress = server.Address };
        using var scope = BudgetScope.Begin(Plenty);
        var data = BinaryData.FromString(Lines(40));

        var uploaded = synchronously
            ? files.UploadFile(data.ToStream(), "calls.jsonl", FileUploadPurpose.Batch, Stop).Value
            : (await files.UploadFileAsync(data.ToStream(), "calls.jsonl", FileUploadPurpose.Batch, Stop)).Value;
        await BeginAsync(http, uploaded.Id);

        Assert.Equal(40, scope.Usage.Calls);
        Assert.Equal(Worst(40), scope.Usage.CostUsd);
    }

    [Theory]
    [InlineData("form in memory")]
    [InlineData("form of a file")]
    [InlineData("form without a length")]
    public async Task The_upload_arrives_as_it_is(string shape)
    {
        var provider = new Files();
        await using var server = await ModelServer.StartAsync(provider.Play);
        using var http = new HttpClient { BaseAddress = server.Address };
        var lines = Lines(2_000);
        var (plain, plainHeaders) = await Upload();
        using var scope = BudgetScope.Begin(Plenty);

        var (guarded, headers) = await Upload();

        Assert.Equal(plain, guarded);
        Assert.Equal(plainHeaders, headers);
        await BeginAsync(http, provider.LastId);
        Assert.Equal(2_000, scope.Usage.Calls);

        async Task<(string Body, string Headers)> Upload()
        {
            var path = Path.GetTempFileName();
            await File.WriteAllTextAsync(path, lines, Stop);
            await using var stream = File.OpenRead(path);
            var bytes = Encoding.UTF8.GetBytes(lines);
            using HttpContent file = shape switch
            {
                "form in memory" => new ByteArrayContent(bytes),
                "form of a file" => new StreamContent(stream),
                _ => new StreamContent(new OneWay(bytes)),
            };
            using var form = Form(file);
            using var reply = await http.PostAsync("v1/files", form, Stop);
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
            await reply.Content.ReadAsStringAsync(Stop);
            File.Delete(path);
            var received = provider.LastUpload!;
            return (received.Body, string.Join("; ", received.Headers.Where(header => header.Key is "Content-Type" or "Content-Length" or "Transfer-Encoding").Select(header => $"{header.Key}: {header.Value}")));
        }
    }

    [Theory]
    [InlineData("no JSON", """{"custom_id":"x","method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-4o","messages":[]}""")]
    [InlineData("two calls in a line", """{"url":"/v1/chat/completions","body":{"model":"gpt-4o","messages":[]}} {"url":"/v1/chat/completions","body":{"model":"gpt-4o","messages":[]}}""")]
    [InlineData("no body", """{"custom_id":"x","method":"POST","url":"/v1/chat/completions"}""")]
    [InlineData("two bodies", """{"url":"/v1/chat/completions","body":{"model":"gpt-4o","messages":[]},"body":{"model":"gpt-4o","messages":[],"n":9}}""")]
    [InlineData("two addresses", """{"url":"/v1/chat/completions","url":"/v1/chat/completions","body":{"model":"gpt-4o","messages":[]}}""")]
    [InlineData("an address that is none", """{"url":["/v1/chat/completions"],"body":{"model":"gpt-4o","messages":[]}}""")]
    [InlineData("an address that cannot be one", """{"url":"http://[x","body":{"model":"gpt-4o","messages":[]}}""")]
    [InlineData("another endpoint", """{"url":"/v1/responses","body":{"model":"gpt-4o","input":"x"}}""")]
    [InlineData("an unknown endpoint", """{"url":"/v1/moderations","body":{"model":"gpt-4o","input":"x"}}""")]
    [InlineData("a call behind a control character", "\f{\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"gpt-4o\",\"messages\":[]}}")]
    [InlineData("a call behind a return", "{}\r{\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"gpt-4o\",\"messages\":[]}}")]
    public async Task A_file_that_is_not_understood_counts_as_the_largest(string what, string line)
    {
        var provider = new Files();
        await using var server = await ModelServer.StartAsync(provider.Play);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var scope = BudgetScope.Begin(Plenty);

        await UploadAsync(http, Lines(2) + line + "\n" + Lines(1));
        await BeginAsync(http, provider.LastId);

        Assert.True(scope.Usage.Calls == LargestBatch, what);
    }

    [Theory]
    [InlineData("https://api.openai.com/v1/files", false)]
    [InlineData("https://eu.api.openai.com/v1/files", true)]
    public void Its_calls_cost_more_where_the_address_is_a_region(string address, bool more)
    {
        var sentTo = new Uri(address);
        Assert.Equal(more, Http.Regions.IsOfOpenAi(sentTo));
        var plain = FileOf(isRegional: false);
        var regional = FileOf(isRegional: more);

        Assert.Equal(Math.Ceiling(plain.Reservation.Amounts.NanoUsd * (more ? 1.1m : 1m)), regional.Reservation.Amounts.NanoUsd);
        Assert.Equal(more, regional.Facts.Regional);

        Http.BatchFile FileOf(bool isRegional)
        {
            var lines = new Http.BatchLines(sentTo);
            lines.Feed(Encoding.UTF8.GetBytes(Lines(1)));
            return lines.End(isRegional)!;
        }
    }

    [Fact]
    public async Task So_does_one_that_was_never_seen_or_is_named_twice()
    {
        var provider = new Files();
        await using var server = await ModelServer.StartAsync(provider.Play);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var scope = BudgetScope.Begin(Plenty);
        await UploadAsync(http, Lines(2));

        await BeginAsync(http, "file-of-yesterday");
        Assert.Equal(LargestBatch, scope.Usage.Calls);
        using var twice = await http.PostAsync("v1/batches", Json($$"""{"input_file_id":"{{provider.LastId}}","input_file_id":"file-of-yesterday"}"""), Stop);
        Assert.Equal(2 * LargestBatch, scope.Usage.Calls);
    }

    [Fact]
    public async Task A_batch_without_room_is_refused_before_it_is_made()
    {
        var provider = new Files();
        await using var server = await ModelServer.StartAsync(provider.Play);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = Worst(100) });
        await UploadAsync(http, Lines(101));
        var tooLarge = provider.LastId;
        await UploadAsync(http, Lines(100));

        await BeginAsync(http, provider.LastId);
        await Assert.ThrowsAsync<BudgetExceededException>(() => BeginAsync(http, tooLarge));

        Assert.Equal(1, provider.Batches);
        Assert.Equal(Worst(100), scope.Usage.CostUsd);
    }

    [Fact]
    public async Task Tools_that_are_billed_by_the_use_leave_it_at_its_worst_case()
    {
        var provider = new Files();
        await using var server = await ModelServer.StartAsync(provider.Play);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var scope = BudgetScope.Begin(Plenty);
        await UploadAsync(http, """{"url":"/v1/responses","body":{"model":"gpt-4o","input":"x","max_output_tokens":50,"max_tool_calls":2,"tools":[{"type":"web_search"}]}}""");

        await BeginAsync(http, provider.LastId);
        var worst = scope.Usage.CostUsd;
        await http.GetStringAsync("v1/batches/batch_1", Stop);

        Assert.Equal((1, 1, worst), (scope.Usage.Calls, scope.Usage.SuspectCalls, scope.Usage.CostUsd));
    }

    private static HttpClient Client(string how, ModelServer server) => new(how switch
    {
        "listener" => new SocketsHttpHandler(),
        "handler" => new BudgetHandler(new SocketsHttpHandler()),
        _ => new BudgetHandler(new SocketsHttpHandler { ActivityHeadersPropagator = null }),
    })
    {
        BaseAddress = server.Address,
    };

    private static string Call(int number) => $$"""{"model":"gpt-4o","max_tokens":100,"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Question {{number.ToString("D6", CultureInfo.InvariantCulture)}}"}]}""";

    private static string Lines(int calls) => string.Concat(Enumerable.Range(0, calls).Select(i => $$"""{"custom_id":"{{i}}","method":"POST","url":"/v1/chat/completions","body":{{Call(i)}}}""" + "\n"));

    /// <summary>By the documented bound: 2 tokens for each byte, 16 for each of two messages, 2,560 for the request; all at half the price.</summary>
    private static decimal Worst(int calls) => calls * ((((2 * Call(0).Length) + (2 * 16) + 2_560) * 2.5m) + (100 * 10m)) / 2 / 1_000_000m;

    private static MultipartFormDataContent Form(HttpContent file)
    {
        file.Headers.ContentType = new MediaTypeHeaderValue("application/jsonl");
        return new MultipartFormDataContent("----------boundary") { { new StringContent("batch"), "purpose" }, { file, "file", "{calls}.jsonl" } };
    }

    private static async Task UploadAsync(HttpClient http, string lines)
    {
        using var form = Form(new StringContent(lines));
        using var reply = await http.PostAsync("v1/files", form, Stop);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
    }

    private static async Task BeginAsync(HttpClient http, string file)
    {
        using var sent = await http.PostAsync("v1/batches", Json($$"""{"input_file_id":"{{file}}","endpoint":"/v1/chat/completions","completion_window":"24h"}"""), Stop);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    /// <summary>Keeps files and makes batches of them, all over at once with three calls done.</summary>
    private sealed class Files
    {
        private static int number;

        public string LastId { get; private set; } = "";

        public ReceivedRequest? LastUpload { get; private set; }

        public int Batches { get; private set; }

        public Answer Play(ReceivedRequest request)
        {
            if (request.Path.EndsWith("/files", StringComparison.Ordinal))
            {
                LastUpload = request;
                LastId = $"file-{Interlocked.Increment(ref number)}";
                return new Answer { Input = 0, Output = 0, Body = $$"""{"id":"{{LastId}}","object":"file","bytes":{{request.Body.Length}},"created_at":1,"filename":"calls.jsonl","purpose":"batch","status":"processed"}""" };
            }

            Batches += request.Method == "POST" ? 1 : 0;
            return new Answer
            {
                Input = 0,
                Output = 0,
                Body = $$$"""{"id":"batch_1","object":"batch","status":"{{{(request.Method == "POST" ? "validating" : "completed")}}}","model":"gpt-4o","request_counts":{"total":3,"completed":3,"failed":0},"usage":{"input_tokens":300,"output_tokens":60,"total_tokens":360}}""",
            };
        }
    }

    /// <summary>Cannot be rewound and has no length.</summary>
    private sealed class OneWay(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override bool CanSeek => false;
    }
}
