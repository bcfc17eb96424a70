// stubs: Claudia
using Claudia;

class ClaudiaLoops
{
    private readonly Anthropic client = new();

    async Task Forever(MessageRequest request) { while (true) await {|CCA1001:client.Messages.CreateAsync(request)|}; }
    async Task Tools(MessageRequest request) { while (true) { var r = await {|CCA1002:client.Messages.CreateAsync(request)|}; if (r.StopReason == "end_turn") return; } }
    async Task Once(MessageRequest request) { await foreach (var part in client.Messages.CreateStreamAsync(request)) Console.WriteLine(part); }
    async Task Three(MessageRequest request) { for (var i = 0; i < 3; i++) await client.Messages.CreateAsync(request); }
}
