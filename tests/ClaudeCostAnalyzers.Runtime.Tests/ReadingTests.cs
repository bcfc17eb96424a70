using System.Net;
using System.Text;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests;

/// <summary>Whoever reads a reply reads the same bytes under the same headers as without the guard, whichever way; and it is settled.</summary>
public sealed class ReadingTests
{
    private const string Ask = """{"model":"claude-haiku-4-5","max_tokens":100,"messages":[{"role":"user","content":"Hi"}]}""";

    private static readonly Dictionary<string, Func<HttpContent, Task<byte[]>>> Ways = new()
    {
        ["text"] = async content => Encoding.UTF8.GetBytes(await content.ReadAsStringAsync(Stop)),
        ["bytes"] = content => content.ReadAsByteArrayAsync(Stop),
        ["buffered, then twice"] = async content =>
        {
            await content.LoadIntoBufferAsync(Stop);
            var first = await content.ReadAsByteArrayAsync(Stop);
            Assert.Equal(first, await content.ReadAsByteArrayAsync(Stop));
            Assert.Equal(first.Length, content.Headers.ContentLength);
            return first;
        },
        ["copied"] = async content => await CopiedAsync(copy => content.CopyToAsync(copy, Stop)),
        ["copied without waiting"] = content => CopiedAsync(copy =>
        {
            content.CopyTo(copy, null, Stop);
            return Task.CompletedTask;
        }),
        ["stream"] = async content => await CopiedAsync(async copy => await (await content.ReadAsStreamAsync(Stop)).CopyToAsync(copy, Stop)),
        ["stream, synchronously"] = content => CopiedAsync(copy =>
        {
            content.ReadAsStream(Stop).CopyTo(copy);
            return Task.CompletedTask;
        }),
        ["stream, byte by byte"] = content => CopiedAsync(copy =>
        {
            using var stream = content.ReadAsStream(Stop);
            for (int b; (b = stream.ReadByte()) >= 0;)
            {
                copy.WriteByte((byte)b);
            }

            return Task.CompletedTask;
        }),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_caller_reads_what_it_would_without_the_guard(string way)
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 1_000, Output = 90 });
        using var client = new HttpClient();
        var (plain, plainHeaders) = await ReadAsync(client, server, way);
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 1m });

        var (read, headers) = await ReadAsync(client, server, way);

        Assert.Equal(plain, read);
        Assert.Equal(plainHeaders, headers);
        Assert.Equal(1, scope.Usage.Calls);
        Assert.Equal(0, scope.Usage.SuspectCalls);
        Assert.Equal(0m, scope.Usage.ReservedCostUsd);
        Assert.Equal(server.BilledUsd, 2 * scope.Usage.CostUsd);
    }

    [Fact]
    public async Task A_reply_that_is_gone_cannot_be_copied_again()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = new HttpClient();
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 1m });
        using var response = await SendAsync(client, server);
        await response.Content.CopyToAsync(Stream.Null, Stop);

        var again = await Assert.ThrowsAsync<InvalidOperationException>(() => response.Content.CopyToAsync(Stream.Null, Stop));

        Assert.Contains("LoadIntoBufferAsync", again.Message);
        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
    }

    private static async Task<(byte[] Body, string Headers)> ReadAsync(HttpClient client, ModelServer server, string way)
    {
        using var response = await SendAsync(client, server);
        var body = await Ways[way](response.Content);
        Assert.NotEmpty(body);
        return (body, string.Join("; ", response.Content.Headers.Where(header => header.Key != "Content-Length").Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order()));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, ModelServer server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "v1/messages")) { Content = new StringContent(Ask, Encoding.UTF8, "application/json") };
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response;
    }

    private static async Task<byte[]> CopiedAsync(Func<Stream, Task> copyTo)
    {
        var copy = new MemoryStream();
        await copyTo(copy);
        return copy.ToArray();
    }
}
