using System.Net;
using System.Net.Http.Json;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests;

/// <summary>The explicit form: a request is charged once, however many handlers and listeners see it.</summary>
public sealed class HandlerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Shapes => ["one", "two in a row", "a copier inside", "a copier inside that copies the body", "a rewriter inside", "blind transport"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_request_is_charged_once(string shape)
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 1_000, Output = 90 });
        using var client = new HttpClient(Chain(shape));
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 3, MaxCostUsd = 1m });

        for (var i = 1; i <= 3; i++)
        {
            using var response = await PostAsync(client, server);
            await response.Content.ReadAsStringAsync(Stop);
            Assert.Equal(i, scope.Usage.Calls);
            Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
            Assert.Equal(0m, scope.Usage.ReservedCostUsd);
            Assert.Equal(0, scope.Usage.SuspectCalls);
        }

        await Assert.ThrowsAsync<BudgetExceededException>(() => PostAsync(client, server));
        Assert.Equal(3, server.Count);
    }

    [Theory]
    [InlineData("a retrier inside")]
    [InlineData("a retrier between two")]
    [InlineData("a retrier inside, blind transport")]
    public async Task Each_attempt_of_a_retrier_is_charged(string shape)
    {
        await using var server = await ModelServer.StartAsync(request => request.Number < 3 ? Answer.Fail(500) with { BilledAnyway = true } : new Answer());
        using var client = new HttpClient(Chain(shape));
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 10, MaxCostUsd = 1m });

        using var response = await PostAsync(client, server);
        await response.Content.ReadAsStringAsync(Stop);

        Assert.Equal(3, server.Count);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(3, scope.Usage.Calls);
        Assert.Equal(2, scope.Usage.SuspectCalls);
        Assert.True(scope.Usage.CostUsd >= server.BilledUsd);
        Assert.Equal(0m, scope.Usage.ReservedCostUsd);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_Anthropic_client_takes_it_as_one_of_its_handlers(bool streamed)
    {
        await using var server = await ModelServer.StartAsync();
        using var client = new Anthropic.AnthropicClient { ApiKey = "placeholder", BaseUrl = server.Address.ToString(), MaxRetries = 0, Handlers = [new BudgetHandler()] };
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 2 });
        for (var i = 0; i < 2; i++)
        {
            if (streamed)
            {
                await foreach (var item in client.Messages.CreateStreaming(Clients.Ask(), Stop))
                {
                    Assert.NotNull(item);
                }
            }
            else
            {
                await client.Messages.Create(Clients.Ask(), Stop);
            }
        }

        await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));

        Assert.Equal(2, server.Count);
        Assert.Equal(2, scope.Usage.Calls);
        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
        Assert.Equal(0, scope.Usage.SuspectCalls);
    }

    [Fact]
    public async Task Synchronous_sending_is_charged_once_too()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = new HttpClient(new BudgetHandler(new SocketsHttpHandler()));
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1 });
        using (var response = client.Send(Request(server), Stop))
        {
            using var reader = new StreamReader(response.Content.ReadAsStream(Stop));
            Assert.NotEmpty(reader.ReadToEnd());
        }

        Assert.Throws<BudgetExceededException>(() => client.Send(Request(server), Stop));
        Assert.Equal(1, server.Count);
        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);

        // What was offered to the first request has ended with it.
        Assert.False(Http.Handover.IsPending);
    }

    [Fact]
    public async Task Outside_every_scope_and_for_other_requests_it_does_nothing()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = new HttpClient(new BudgetHandler(new SocketsHttpHandler()));
        using (await PostAsync(client, server))
        {
        }

        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1 });
        using (await client.GetAsync(new Uri(server.Address, "v1/models"), Stop))
        {
        }

        Assert.Equal(0, scope.Usage.Calls);
        Assert.Equal(2, server.Count);
    }

    [Fact]
    public async Task A_body_that_a_handler_has_read_before_is_read_again()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = new HttpClient(new Reader { InnerHandler = new SocketsHttpHandler() });
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 2 });
        using (var reply = await PostAsync(client, server))
        {
            await reply.Content.ReadAsStringAsync(Stop);
        }

        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
        Assert.Equal(0, scope.Usage.SuspectCalls);
        Assert.NotEmpty(server.Requests.Single().Body);
    }

    [Fact]
    public async Task A_request_that_cannot_reach_anybody_is_not_charged()
    {
        using var client = new HttpClient(new BudgetHandler(new SocketsHttpHandler()));
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1 });
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://127.0.0.1:1/v1/messages") { Content = JsonContent.Create(new { model = "claude-haiku-4-5", max_tokens = 10, messages = Array.Empty<object>() }) };

        await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(request, Stop));

        Assert.Equal(0, scope.Usage.Calls);
    }

    private static HttpMessageHandler Chain(string shape)
    {
        var sockets = new SocketsHttpHandler();
        var blind = new SocketsHttpHandler { ActivityHeadersPropagator = null };
        return shape switch
        {
            "two in a row" => new BudgetHandler(new BudgetHandler(sockets)),
            "a copier inside" => new BudgetHandler(new Copier(sockets, copyBody: false)),
            "a copier inside that copies the body" => new BudgetHandler(new Copier(sockets, copyBody: true)),
            "a rewriter inside" => new BudgetHandler(new Rewriter(sockets)),
            "blind transport" => new BudgetHandler(blind),
            "a retrier inside" => new BudgetHandler(new Retrier(sockets)),
            "a retrier between two" => new BudgetHandler(new Retrier(new BudgetHandler(blind))),
            "a retrier inside, blind transport" => new Retrier(new BudgetHandler(blind)),
            _ => new BudgetHandler(sockets),
        };
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_that_is_sent_twice_at_once_is_charged_and_settled_twice(bool handler)
    {
        await using var server = await ModelServer.StartAsync(new Answer { Delay = TimeSpan.FromMilliseconds(200) });
        HttpMessageHandler transport = new SocketsHttpHandler();
        using var client = new HttpClient(new Hedger(handler ? new BudgetHandler(transport) : transport, () => server.Count));
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 10, MaxConcurrentCalls = 2 });

        for (var i = 1; i <= 3; i++)
        {
            using var response = await PostAsync(client, server);
            await response.Content.ReadAsStringAsync(Stop);
            Assert.Equal((2 * i, 0, 0), (scope.Usage.Calls, scope.Usage.CallsInFlight, scope.Usage.SuspectCalls));
            Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
        }
    }

    [Fact]
    public async Task A_body_that_a_handler_further_in_makes_dearer_is_what_must_fit()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 100, Output = 900 });
        using var client = new HttpClient(new BudgetHandler(new Dearer(new SocketsHttpHandler())));
        using var scope = BudgetScope.Begin(new Budget { MaxOutputTokens = 1_000 });

        using (var fits = await PostAsync(client, server))
        {
            Assert.Equal((1, 900, 900), (server.Count, scope.Usage.OutputTokens, scope.Usage.Tokens - 100));
        }

        // What the first handler sees would still fit.
        await Assert.ThrowsAsync<BudgetExceededException>(() => PostAsync(client, server));
        Assert.Equal((1, 0), (server.Count, scope.Usage.CallsInFlight));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_call_that_was_given_up_before_it_is_sent_costs_nothing(bool handler, bool synchronous)
    {
        await using var server = await ModelServer.StartAsync();
        HttpMessageHandler transport = new SocketsHttpHandler();
        using var client = new HttpClient(handler ? new BudgetHandler(transport) : transport);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1, MaxCostUsd = 1m });
        var givenUp = new CancellationToken(canceled: true);

        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => (synchronous ? client.Send(Request(server), givenUp) : await client.SendAsync(Request(server), givenUp)).Dispose());
        }

        Assert.Equal((0, 0, 0, 0m), (server.Count, scope.Usage.Calls, scope.Usage.CallsInFlight, scope.Usage.CostUsd));
        using var reply = await PostAsync(client, server);
        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);

        // Where there is no room, that is the reason which counts, as far as the client lets it be told.
        var refused = await Record.ExceptionAsync(() => client.SendAsync(Request(server), givenUp));
        Assert.True(handler ? refused is BudgetExceededException : refused is OperationCanceledException);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_waits_while_it_is_written_blocks_no_thread(bool givenUp)
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 1_000, Output = 90 });
        using var client = new HttpClient(new BudgetHandler(new SocketsHttpHandler()));
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1, MaxCostUsd = 1m });
        using var request = Request(server);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        request.Content = new Late(ready.Task, await request.Content!.ReadAsByteArrayAsync(Stop));

        var sending = client.SendAsync(request, stop.Token);
        Assert.False(sending.IsCompleted);
        if (givenUp)
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
            Assert.Equal((0, 0, 0), (server.Count, scope.Usage.Calls, scope.Usage.CallsInFlight));
            return;
        }

        ready.SetResult();
        using var reply = await sending;
        Assert.Equal((1, 1, 0), (server.Count, scope.Usage.Calls, scope.Usage.SuspectCalls));
        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
    }

    private static HttpRequestMessage Request(ModelServer server) => new(HttpMethod.Post, new Uri(server.Address, "v1/messages"))
    {
        Content = JsonContent.Create(new { model = "claude-haiku-4-5", max_tokens = 100, messages = new[] { new { role = "user", content = new string('x', 1_000) } } }),
    };

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, ModelServer server) => client.SendAsync(Request(server), Stop);

    private sealed class Copier(HttpMessageHandler inner, bool copyBody) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = request.Content;
            if (copyBody)
            {
                content = new ByteArrayContent(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
                content.Headers.ContentType = request.Content.Headers.ContentType;
            }

            return await base.SendAsync(new HttpRequestMessage(request.Method, request.RequestUri) { Content = content }, cancellationToken);
        }
    }

    /// <summary>As the clients for clouds do: the model goes from the body to the path.</summary>
    private sealed class Rewriter(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => base.SendAsync(
            new HttpRequestMessage(request.Method, new Uri(request.RequestUri!, "/gateway/v1/messages")) { Content = request.Content },
            cancellationToken);
    }

    /// <summary>Another body, to the same address.</summary>
    private sealed class Dearer(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Content = JsonContent.Create(new { model = "claude-haiku-4-5", max_tokens = 900, messages = new[] { new { role = "user", content = "Hi" } } });
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Retrier(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            while (true)
            {
                var response = await base.SendAsync(request, cancellationToken);
                if ((int)response.StatusCode < 500)
                {
                    return response;
                }

                response.Dispose();
            }
        }
    }

    /// <summary>Sends the very same request twice, and takes the later reply.</summary>
    private sealed class Hedger(HttpMessageHandler inner, Func<int> received) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var before = received();
            var sending = base.SendAsync(request, cancellationToken);
            while (received() == before)
            {
                // The client writes the headers of a request into the request itself: it cannot do so twice at the same moment.
                await Task.Delay(1, cancellationToken);
            }

            var again = base.SendAsync(request, cancellationToken);
            using var first = await sending;
            await first.Content.ReadAsStringAsync(cancellationToken);
            return await again;
        }
    }

    private sealed class Late(Task ready, byte[] body) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await ready;
            await stream.WriteAsync(body);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    /// <summary>Reads each body as a log of requests does.</summary>
    private sealed class Reader : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsStreamAsync(cancellationToken);
            await body.CopyToAsync(Stream.Null, cancellationToken);
            body.Position = 0;
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
