using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace ClaudeCostAnalyzers.Tests.Oracle.Execution;

/// <summary>The model that executed programs call.</summary>
internal sealed class ScriptedModel(World world) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return world.Call(messages.First().Text, cancellationToken) is { } text
                ? Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, text)))
                : new TaskCompletionSource<ChatResponse>().Task;
        }
#pragma warning disable CA1031 // A real client's failures arrive with the await.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return Task.FromException<ChatResponse>(failure);
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var text = world.Call(messages.First().Text, cancellationToken);
        await (text is null ? new TaskCompletionSource().Task : Task.CompletedTask);
        yield return new ChatResponseUpdate(ChatRole.Assistant, text);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
