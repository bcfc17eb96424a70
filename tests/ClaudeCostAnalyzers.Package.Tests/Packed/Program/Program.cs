using Anthropic;
using Microsoft.Extensions.AI;

// The client reads its key and its address from the environment.
var client = new AnthropicClient();
Console.WriteLine(await new Planner(client.AsIChatClient("claude-haiku-5-5")).PlanAsync("Find the cheapest flight."));
Console.WriteLine(await new Agent(client).WorkAsync("Find the cheapest flight."));
