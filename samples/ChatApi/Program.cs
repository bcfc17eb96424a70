using Anthropic;
using ChatApi;
using ClaudeCost;

var builder = WebApplication.CreateBuilder(args);

// The budgets, the ledger and the alerts of appsettings.json. What is wrong there is an error here, with its path.
builder.Services.AddClaudeCost(builder.Configuration);

// The client reads ANTHROPIC_API_KEY, and ANTHROPIC_BASE_URL where there is a gateway. It needs nothing to be limited.
builder.Services.AddSingleton<IAnthropicClient>(_ => new AnthropicClient { MaxRetries = 1, Timeout = TimeSpan.FromMinutes(1) });

var app = builder.Build();
app.MapPost("/chat", Chat.AnswerAsync);
app.MapGet("/budget", Chat.Budget);
await app.RunAsync();
