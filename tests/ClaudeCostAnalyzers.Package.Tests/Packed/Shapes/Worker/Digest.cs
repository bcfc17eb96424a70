using OpenAI.Chat;

class Digest(ChatClient chat) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var options = new ChatCompletionOptions { MaxOutputTokenCount = 500 };
            await chat.CompleteChatAsync([new UserChatMessage("What is new?")], options);
            await Task.Delay(TimeSpan.FromMinutes(5), stoppingToken);
        }
    }
}
