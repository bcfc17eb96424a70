using Anthropic;
using Anthropic.Models.Messages;

/// <summary>A service loop: by design it never ends, so it is reported by a preset that asks for it.</summary>
internal sealed class Watch(IAnthropicClient client)
{
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMinutes(1), stop);
            var reply = await client.Messages.Create(
                new MessageCreateParams { Model = Model.ClaudeHaiku5_5, MaxTokens = 64, Messages = [new UserMessageParam("Any news?")] },
                stop);
            Console.WriteLine(reply.Usage.OutputTokens);
        }
    }
}
