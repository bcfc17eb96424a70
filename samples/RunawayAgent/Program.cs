using Anthropic.Exceptions;
using ClaudeCost;
using Microsoft.Extensions.AI;
using RunawayAgent.Agents;
using RunawayAgent.Fake;

// With --fake-model the agents talk to a model that is played on this machine, so that they can run away at no cost.
// Either way each of them runs inside a budget: the analyzers find the loops, the budget stops them.
await using var model = args.Contains("--fake-model") ? await FakeModel.StartAsync() : null;
using var client = Clients.Create(model?.Address);
const string News = "Our product is good.";

await RunAsync("Headlines", new Budget { MaxCalls = 2 }, cancel => new Headlines(client.AsIChatClient("claude-haiku-5-5")).FindAsync(News, cancel));
await RunAsync("Reviewer", new Budget { MaxCalls = 3 }, cancel => new Reviewer(client).ReviewAsync(News, cancel));
await RunAsync("Researcher", new Budget { MaxCalls = 12 }, cancel => new Researcher(client).AnswerAsync("How good is our product?", cancel));
await RunAsync("PressOffice", new Budget { MaxCalls = 100, MaxCostUsd = 0.05m }, cancel => new PressOffice(client).WriteAsync(News, cancel));
await RunAsync("Translator", new Budget { MaxCalls = 4, Timeout = TimeSpan.FromSeconds(10) }, cancel => new Translator(client).TranslateAsync(News, cancel));

async Task RunAsync(string name, Budget limits, Func<CancellationToken, Task<string>> agent)
{
    Console.WriteLine(name);
    var before = model?.Requests;
    using var budget = BudgetScope.Begin(limits, name);
    try
    {
        Console.WriteLine($"  Done: {await agent(budget.Token)}");
    }
    catch (BudgetExceededException stopped)
    {
        Console.WriteLine($"  Stopped: {stopped.Message}");
    }
    catch (AnthropicException problem)
    {
        // Without --fake-model: the key in Clients.cs opens nothing.
        Console.WriteLine($"  Failed: {problem.Message}");
    }

    Console.WriteLine(FormattableString.Invariant($"  Spent: {budget.Usage.Calls} calls, {budget.Usage.Tokens} tokens, ${budget.Usage.CostUsd:0.0000}"));
    if (model is not null)
        Console.WriteLine($"  Requests that the model saw: {model.Requests - before}");
}
