using Anthropic;
using ClaudeCost;
using DigestWorker;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddClaudeCost(builder.Configuration);

// The client reads ANTHROPIC_API_KEY, and ANTHROPIC_BASE_URL where there is a gateway.
builder.Services.AddSingleton<IAnthropicClient>(_ => new AnthropicClient { MaxRetries = 2, Timeout = TimeSpan.FromMinutes(1) });
builder.Services.AddHostedService<Digests>();
await builder.Build().RunAsync();
