using System.Text;
using ClaudeCost.Http;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests;

/// <summary>Which requests are calls of a model.</summary>
public sealed class RecognitionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://api.anthropic.com/v1/messages", "v1/messages")]
    [InlineData("https://api.anthropic.com/v1/messages?beta=true", "v1/messages")]
    [InlineData("https://gateway.example.com/team-a/anthropic/v1/messages/", "v1/messages")]
    [InlineData("https://api.anthropic.com/v1/messages/batches", "v1/messages/batches")]
    [InlineData("https://api.openai.com/v1/chat/completions", "chat/completions")]
    [InlineData("https://openrouter.ai/api/v1/chat/completions", "chat/completions")]
    [InlineData("https://llm.example.com/CHAT/Completions", "chat/completions")]
    [InlineData("https://api.openai.com/v1/completions", "completions")]
    [InlineData("https://api.openai.com/v1/responses", "responses")]
    [InlineData("https://api.openai.com/v1/responses/compact", "responses/compact")]
    [InlineData("https://api.openai.com/v1/embeddings", "embeddings")]
    [InlineData("https://x.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=1", "openai/deployments/*/chat/completions")]
    [InlineData("https://r-aiplatform.googleapis.com/v1/projects/p/locations/r/publishers/anthropic/models/claude-haiku-4-5@20251001:rawPredict", "models/*:rawPredict")]
    [InlineData("https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-haiku-4-5-20251001-v1:0/invoke", "model/*/invoke")]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/models/gemini-3:generateContent", "models/*:generateContent")]
    [InlineData("https://api.openai.com/v1/threads/th_1/runs", "threads/*/runs")]
    [InlineData("https://gateway.example.com/v1//messages", "v1/messages")]
    [InlineData("https://gateway.example.com//v1/messages//", "v1/messages")]
    [InlineData("https://gateway.example.com/v1%2Fmessages", "v1/messages")]
    [InlineData("https://gateway.example.com/v1/messages%20", "v1/messages")]
    [InlineData("https://h/model//x/invoke", "model/*/invoke")]
    [InlineData("https://h/model/arn%3Aaws%3Abedrock%3Ar%3A1%3Ainference-profile%2Fx/converse", "model/*/converse")]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/models/gemini-3%3AgenerateContent", "models/*:generateContent")]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/models/gemini:3:generateContent", "models/*:generateContent")]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/tunedModels/mine:streamGenerateContent", "tunedModels/*:streamGenerateContent")]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/models/imagen-4:predict", "v1beta/models/*:predict")]
    [InlineData("https://r-aiplatform.googleapis.com/v1/projects/p/locations/r/endpoints/123:generateContent", "endpoints/*:generateContent")]
    [InlineData("https://r-aiplatform.googleapis.com/v1/projects/p/locations/r/publishers/google/models/imagen-4:predict", "publishers/*/models/*:predict")]
    [InlineData("https://aiplatform.googleapis.com/google.cloud.aiplatform.v1.PredictionService/StreamGenerateContent", "google.cloud.aiplatform.v1.PredictionService/StreamGenerateContent")]
    [InlineData("https://bedrock-agent-runtime.us-east-1.amazonaws.com/agents/A/agentAliases/B/sessions/C/text", "agents/*/agentAliases/*/sessions/*/text")]
    [InlineData("https://api.openai.com/v1/images/variations", "images/variations")]
    [InlineData("https://api.openai.com/v1/videos", "v1/videos")]
    public void Endpoints_are_known_by_the_end_of_their_path(string uri, string tail)
    {
        Assert.Equal(tail, Endpoint.Match(HttpMethod.Post, new Uri(uri), out _)?.Tail);
        Assert.Null(Endpoint.Match(HttpMethod.Get, new Uri(uri), out _));
    }

    [Theory]
    [InlineData("https://api.anthropic.com/v1/messages/count_tokens")]
    [InlineData("https://api.anthropic.com/v1/messages/batches/b_1/cancel")]
    [InlineData("https://api.anthropic.com/v1/models")]
    [InlineData("https://api.anthropic.com/v1/files")]
    [InlineData("https://api.openai.com/v1/responses/resp_1/cancel")]
    [InlineData("https://api.openai.com/v1/responses/input_tokens")]
    [InlineData("https://api.openai.com/v1/moderations")]
    [InlineData("https://example.com/")]
    [InlineData("https://example.com")]
    [InlineData("https://example.com/messages")]
    [InlineData("https://example.com/survey-responses")]
    [InlineData("https://example.com/v2/xchat/completionsx")]
    [InlineData("http://tensorflow.example.com/v1/models/half-plus-two:predict")]
    [InlineData("https://example.com/files/100%25/messages")]
    public void Other_addresses_are_not_taken_for_one(string uri) => Assert.Null(Endpoint.Match(HttpMethod.Post, new Uri(uri), out _));

    [Theory]
    [InlineData("https://x.openai.azure.com/openai/deployments/my-gpt/chat/completions", "my-gpt")]
    [InlineData("https://h/model/anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke", "anthropic.claude-haiku-4-5-20251001-v1:0")]
    [InlineData("https://h/v1/models/claude-haiku-4-5@20251001:streamRawPredict", "claude-haiku-4-5@20251001")]
    public void The_model_in_the_path_is_read(string uri, string model)
    {
        Endpoint.Match(HttpMethod.Post, new Uri(uri), out var found);
        Assert.Equal(model, found);
    }

    [Fact]
    public async Task A_gateway_with_a_prefix_is_guarded()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server, prefix: "gateway/team-a");
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1 });

        await client.Messages.Create(Clients.Ask(), Stop);
        await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));

        Assert.Equal("/gateway/team-a/v1/messages", Assert.Single(server.Requests).Path);
    }

    [Theory]
    [InlineData("http://localhost:11434/v1/chat/completions", true)]
    [InlineData("http://127.0.0.1:11434/v1/chat/completions", true)]
    [InlineData("http://localhost:8000/v1/chat/completions", false)]
    [InlineData("https://ollama.example.com:11434/v1/chat/completions", false)]
    public void Ollama_on_this_machine_is_free(string uri, bool free) => Assert.Equal(free, Endpoint.Match(HttpMethod.Post, new Uri(uri), out _)!.IsFree);

    [Fact]
    public async Task Counting_tokens_is_free()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1 });

        for (var i = 0; i < 3; i++)
        {
            await client.Messages.CountTokens(
                new Anthropic.Models.Messages.MessageCountTokensParams { Model = "claude-haiku-4-5", Messages = [new Anthropic.Models.Messages.UserMessageParam("Hi")] }, Stop);
        }

        Assert.Equal(3, server.Count);
        Assert.Equal(0, scope.Usage.Calls);
    }

    [Theory]
    [InlineData("v1/messages", """{"to":"447700900000","text":"Hello","channel":"sms"}""")]
    [InlineData("v1/responses", """{"survey":"s1","answers":[1,2,3]}""")]
    [InlineData("api/orders", """{"model":"truck"}""")]
    public async Task Requests_of_other_services_are_left_alone(string path, string body)
    {
        await using var server = await ModelServer.StartAsync(new Answer { Body = "{}" });
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1 });

        for (var i = 0; i < 3; i++)
        {
            using var reply = await http.PostAsync(new Uri(server.Address, path), new StringContent(body, Encoding.UTF8, "application/json"), Stop);
            Assert.True(reply.IsSuccessStatusCode);
        }

        Assert.Equal(new BudgetUsage(), scope.Usage);
        Assert.Equal(3, server.Count);
        Assert.All(server.Requests, request => Assert.Equal(body, request.Body));
        if (path == "api/orders")
        {
            // The guard asks for no activity on behalf of such a request, so no trace header is added.
            Assert.All(server.Requests, request => Assert.False(request.Headers.ContainsKey("traceparent")));
        }
    }

    [Theory]
    [InlineData("no json at all", "application/json", null)]
    [InlineData("""{"model":"claude-haiku-4-5","max_tokens":1,"messages":[]""", "application/json", null)]
    [InlineData("model=claude&text=hi", "application/x-www-form-urlencoded", null)]
    [InlineData("""{"model":"claude-haiku-4-5","max_tokens":1,"messages":[]}""", "application/json", "gzip")]
    public async Task A_body_that_cannot_be_read_is_charged_by_rule_and_sent_as_it_is(string body, string type, string? encoding)
    {
        await using var server = await ModelServer.StartAsync();
        using var http = new HttpClient();
        var content = new StringContent(body, Encoding.UTF8, type);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        using (var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 10m }))
        {
            // The dearest model's whole window does not fit into ten dollars.
            var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => http.PostAsync(new Uri(server.Address, "v1/messages"), content, Stop));
            Assert.Contains("context window", exception.Message);
        }

        using (var scope = BudgetScope.Begin(new Budget { MaxCalls = 1 }))
        {
            using var reply = await http.PostAsync(new Uri(server.Address, "v1/messages"), content, Stop);
            Assert.Equal(1, scope.Usage.Calls);
        }

        Assert.Equal(body, Assert.Single(server.Requests).Body);
    }

    [Fact]
    public async Task A_stream_that_cannot_be_rewound_is_charged_by_rule_and_not_used_up()
    {
        await using var server = await ModelServer.StartAsync();
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1 });
        var content = new StreamContent(new OneWayStream("""{"model":"claude-haiku-4-5","max_tokens":1,"messages":[]}"""u8.ToArray()));

        using var reply = await http.PostAsync(new Uri(server.Address, "v1/messages"), content, Stop);

        Assert.Equal(1, scope.Usage.Calls);
        Assert.Contains("claude-haiku-4-5", Assert.Single(server.Requests).Body);
    }

    [Fact]
    public async Task A_rewindable_stream_is_read_and_sent_whole()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Output = 1 });
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 0.1m });
        var content = new StreamContent(new MemoryStream("""{"model":"claude-haiku-4-5","max_tokens":1,"messages":[]}"""u8.ToArray()));

        using var reply = await http.PostAsync(new Uri(server.Address, "v1/messages"), content, Stop);

        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
        Assert.EndsWith("}", Assert.Single(server.Requests).Body);
    }

    [Fact]
    public async Task The_reply_keeps_its_headers_and_reads_in_every_way()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Headers = new() { ["request-id"] = "req_7" } });
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 10 });
        const string Body = """{"model":"claude-haiku-4-5","max_tokens":100,"messages":[{"role":"user","content":"Hi"}]}""";
        var whole = "";
        for (var way = 0; way < 5; way++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "v1/messages")) { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
            using var reply = way == 4
                ? http.Send(request, HttpCompletionOption.ResponseHeadersRead, Stop)
                : await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
            Assert.Equal("application/json", reply.Content.Headers.ContentType?.MediaType);
            Assert.True(reply.Content.Headers.ContentLength > 100);
            Assert.Equal("req_7", reply.Headers.GetValues("request-id").Single());
            var text = way switch
            {
                0 => await reply.Content.ReadAsStringAsync(Stop),
                1 => Encoding.UTF8.GetString(await reply.Content.ReadAsByteArrayAsync(Stop)),
                2 => await new StreamReader(await reply.Content.ReadAsStreamAsync(Stop)).ReadToEndAsync(Stop),
                3 => await CopiedAsync(reply.Content),
                _ => new StreamReader(reply.Content.ReadAsStream(Stop)).ReadToEnd(),
            };
            Assert.Equal(reply.Content.Headers.ContentLength, text.Length);
            Assert.Equal(whole.Length == 0 ? text : whole, text);
            whole = text;
        }

        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
        Assert.Equal(0, scope.Usage.SuspectCalls);

        static async Task<string> CopiedAsync(HttpContent content)
        {
            using var copy = new MemoryStream();
            await content.CopyToAsync(copy, Stop);
            return Encoding.UTF8.GetString(copy.ToArray());
        }
    }

    [Fact]
    public async Task A_stream_is_passed_on_as_it_comes()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Stall = TimeSpan.FromMinutes(10) });
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 10 });

        await foreach (var item in client.Messages.CreateStreaming(Clients.Ask(), Stop))
        {
            // The first event is here while the server still waits to send the rest.
            Assert.NotNull(item);
            return;
        }

        Assert.Fail("nothing came");
    }

    private sealed class OneWayStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }

    [Fact]
    public async Task A_redirect_leads_to_the_model_wherever_it_leads()
    {
        await using var server = await ModelServer.StartAsync(request => request.Path == "/v1/messages"
            ? Answer.Fail(307) with { Headers = new() { ["Location"] = "/elsewhere" } }
            : new Answer { Body = """{"model":"claude-haiku-4-5","usage":{"input_tokens":100,"output_tokens":20} }""" });
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1 });
        using var reply = await http.PostAsync(new Uri(server.Address, "v1/messages"), new StringContent("""{"model":"claude-haiku-4-5","max_tokens":100,"messages":[]}"""), Stop);

        Assert.Equal(["/v1/messages", "/elsewhere"], server.Requests.Select(request => request.Path));
        Assert.Equal((1, 120, 0), (scope.Usage.Calls, scope.Usage.Tokens, scope.Usage.SuspectCalls));
    }

    [Fact]
    public async Task A_deployment_in_the_path_goes_before_a_model_in_the_body()
    {
        using var http = new HttpClient();
        var needed = new List<decimal>();
        foreach (var (deployment, model) in new[] { ("gpt-4o", "gpt-4o"), ("gpt-4o", "gpt-4o-mini"), ("gpt-4o-mini", "gpt-4o") })
        {
            using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 0.000001m });
            var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => http.PostAsync(
                $"https://x.openai.azure.com/openai/deployments/{deployment}/chat/completions",
                new StringContent($$"""{"model":"{{model}}","max_tokens":100,"messages":[]}"""), Stop));
            needed.Add(exception.Needed);
        }

        Assert.InRange(needed[1], needed[0], needed[0] * 1.1m);
        Assert.True(needed[2] < needed[0] / 5);
    }

    [Theory]
    [InlineData("application/grpc", "google.cloud.aiplatform.v1.PredictionService/GenerateContent")]
    [InlineData("application/vnd.amazon.eventstream", "model/m/invoke-with-bidirectional-stream")]
    public async Task A_body_that_is_written_while_the_reply_comes_is_not_waited_for(string type, string path)
    {
        await using var server = await ModelServer.StartAsync(new Answer { Body = "x" });
        using var http = new HttpClient();
        var content = new Slow();
        content.Headers.ContentType = new(type);
        using (BudgetScope.Begin(new Budget { MaxCalls = 1 }))
        {
            var sending = http.PostAsync(new Uri(server.Address, path), content, Stop);
            Assert.False(content.IsWritten);
            content.End();
            using var reply = await sending;
        }

        using (BudgetScope.Begin(new Budget { MaxCostUsd = 0.01m }))
        {
            await Assert.ThrowsAsync<BudgetExceededException>(() => http.PostAsync(new Uri(server.Address, path), content, Stop));
        }

        Assert.Equal(1, server.Count);
    }

    private sealed class Slow : HttpContent
    {
        private readonly TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsWritten { get; private set; }

        public void End() => end.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await end.Task;
            await stream.WriteAsync(new byte[] { 1 });
            IsWritten = true;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
