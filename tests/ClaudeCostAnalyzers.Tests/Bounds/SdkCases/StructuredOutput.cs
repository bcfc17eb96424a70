// stubs: Microsoft.Extensions.AI
using Microsoft.Extensions.AI;

class StructuredOutput(IChatClient chat)
{
    async Task Forever() { while (true) await {|CCA1001:chat.GetResponseAsync<int>("x")|}; }
    async Task Built(IChatClient inner) { var own = new ChatClientBuilder(inner).UseFunctionInvocation().Build(); while (true) await {|CCA1001:own.GetResponseAsync("x")|}; }
    async Task Three() { for (var i = 0; i < 3; i++) await chat.GetResponseAsync<int>("x"); }
}
