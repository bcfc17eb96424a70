// stubs: LangChain.Core
using LangChain.Abstractions.Chains.Base; using LangChain.Chains; using LangChain.Chains.HelperChains; using LangChain.Chains.LLM; using Microsoft.Extensions.AI;
namespace LangChainLoops;

public class Chains(IChain chain, BaseStackableChain stack, LlmChain llm, IChatClient chat)
{
    public async Task UntilGood() { string? text; do text = await {|CCA1002:chain.RunAsync("write")|}; while (text?.Contains("APPROVED") != true); }
    public async Task Forever() { while (true) await {|CCA1001:stack.RunAsync("text")|}; }
    public async Task Composed()
    {
        var composed = BaseStackableChain.BitwiseOr(Chain.Template("go on"), Chain.LLM(chat));
        while (true) { var reply = await {|CCA1002:composed.RunAsync("text")|}; if (reply == "DONE") return; }
    }

    public async Task Retry() { while (true) { try { await {|CCA1004:llm.RunAsync("x")|}; return; } catch (HttpRequestException) { await Task.Delay(100); } } }

    // Bounded.
    public async Task Repl() { while (true) { var line = Console.ReadLine(); if (line is null) return; Console.WriteLine(await chain.RunAsync(line)); } }
    public async Task Each(string[] texts) { foreach (var text in texts) await chain.RunAsync(text); }
}
