using Microsoft.Extensions.AI;
using RunawayAgent.Agents;
using RunawayAgent.Fake;

await using var model = args.Contains("--fake-model") ? await FakeModel.StartAsync() : null;
var client = Clients.Create(model?.Address);
const string News = "Our product is good.";

await RunAsync("Headlines", cancel => new Headlines(client.AsIChatClient("claude-haiku-5-5")).FindAsync(News, cancel));
await RunAsync("Reviewer", cancel => new Reviewer(client).ReviewAsync(News, cancel));
await RunAsync("Researcher", cancel => new Researcher(client).AnswerAsync("How good is our product?", cancel));
await RunAsync("PressOffice", cancel => new PressOffice(client).WriteAsync(News, cancel));
await RunAsync("Translator", cancel => new Translator(client).TranslateAsync(News, cancel));

async Task RunAsync(string name, Func<CancellationToken, Task<string>> agent)
{
    using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(2));
    Console.WriteLine(name);
    var before = model?.Requests ?? 0;
    try
    {
        Console.WriteLine($"  done: {await agent(deadline.Token)}");
    }
    catch (OperationCanceledException)
    {
        Console.WriteLine("  stopped by its deadline");
    }
    Console.WriteLine($"  requests: {(model?.Requests ?? 0) - before}");
}
