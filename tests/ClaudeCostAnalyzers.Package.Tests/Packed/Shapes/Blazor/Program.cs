using Anthropic;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddSingleton<IAnthropicClient>(new AnthropicClient());
var app = builder.Build();
app.UseAntiforgery();
app.MapRazorComponents<Blazor.Talk>().AddInteractiveServerRenderMode();
app.Run();
