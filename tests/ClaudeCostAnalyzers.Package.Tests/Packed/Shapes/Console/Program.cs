using Anthropic;
using Anthropic.Models.Messages;

using var client = new AnthropicClient();
List<MessageParam> conversation = [new UserMessageParam(args is [var task, ..] ? task : "Tidy up.")];
while (true)
{
    var reply = await client.Messages.Create(new() { Model = "claude-haiku-5-5", MaxTokens = 1024, Messages = conversation });
    if (reply.StopReason == StopReason.EndTurn)
        break;
    conversation.Add(new UserMessageParam("Go on."));
}
