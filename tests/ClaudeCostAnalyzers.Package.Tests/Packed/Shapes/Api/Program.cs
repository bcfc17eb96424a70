using OpenAI.Chat;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(new ChatClient("gpt-6-mini", builder.Configuration["OpenAI:ApiKey"]));
builder.Services.AddScoped<Assistant>();
var app = builder.Build();
app.MapPost("/ask", async (Question question, Assistant assistant, CancellationToken cancelled) => await assistant.AnswerAsync(question.Text, cancelled));
app.MapPost("/title", async (Question question, ChatClient chat, HttpContext http) => (await chat.CompleteChatAsync(question.Text)).Value.Content[0].Text);
app.Run();

record Question(string Text);

class Assistant(ChatClient chat)
{
    public async Task<string> AnswerAsync(string question, CancellationToken cancelled)
    {
        var reply = await chat.CompleteChatAsync([new UserChatMessage(question)], new ChatCompletionOptions { Temperature = 0 });
        return reply.Value.Content[0].Text;
    }
}
