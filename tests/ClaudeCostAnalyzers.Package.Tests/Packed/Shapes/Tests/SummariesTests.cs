using Library;
using Microsoft.Extensions.AI;

namespace Tests;

public sealed class SummariesTests
{
    [Fact]
    public async Task A_summary_is_short()
    {
        using var chat = new Canned();
        for (var i = 0; i < 3; i++)
            Assert.True((await new Summaries(chat).OfAsync("a long text")).Length < 10);
    }

    [Fact]
    public async Task The_model_itself_is_asked()
    {
        using var chat = new Canned();
        Assert.Equal("short", (await chat.GetResponseAsync("Summarise: a long text")).Text);
    }

    private sealed class Canned : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "short")));

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, (await GetResponseAsync(messages, options, cancellationToken)).Text);
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
