using Anthropic;
using Anthropic.Models.Messages;

// A console program with top-level statements: a chat with tools under a person, and a job list.
var client = new AnthropicClient();
var parameters = new MessageCreateParams { MaxTokens = 1024, Model = "claude-sonnet-4-5", Messages = [] };

foreach (var file in args)
{
    var message = await client.Messages.Create(parameters);
    Console.WriteLine($"{file}: {message.StopReason}");
}

for (; ; )
{
    Console.Write("> ");
    if (Console.ReadLine() is not { } line || line == "quit")
        break;
    while (true)
    {
        var reply = await {|CCA1002:client.Messages.Create(parameters)|};
        if (reply.StopReason != StopReason.ToolUse)
            break;
    }
}

async Task<Message> AskAsync()
{
    var retries = 0;
    while (true)
    {
        try { return await client.Messages.Create(parameters); }
        catch (HttpRequestException) when (retries++ < 3) { await Task.Delay(1000); }
    }
}

Console.WriteLine(await AskAsync());
