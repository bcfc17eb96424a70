using OpenAI.Chat;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton(new ChatClient("gpt-6-mini", builder.Configuration["OpenAI:ApiKey"]));
builder.Services.AddHostedService<Digest>();
builder.Build().Run();
