// stubs: Microsoft.SemanticKernel.Abstractions
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

// A function of the kernel that is plain code costs nothing; one that is a prompt, or that calls a model, does.
class KernelFunctions(Kernel kernel, IChatCompletionService chat, KernelFunction given)
{
    private readonly KernelFunction _today = KernelFunctionFactory.CreateFromMethod(() => DateTime.Now.ToString("MMMM dd"), "Today");
    private readonly KernelFunction _fact = KernelFunctionFactory.CreateFromPrompt("Tell a fact about {{$today}}");
    private readonly KernelFunction _asks = KernelFunctionFactory.CreateFromMethod(async (string text) => (await chat.GetChatMessageContentAsync(text)).Content);
    private readonly KernelFunction _counts = KernelFunctionFactory.CreateFromMethod(Count, "Count");

    async Task Code() { while (true) await _today.InvokeAsync(kernel); }
    async Task ByKernel() { while (true) await kernel.InvokeAsync(_today); }
    async Task Method() { while (true) await kernel.InvokeAsync<int>(_counts); }
    async Task OfKernel() { var function = kernel.CreateFunctionFromMethod(() => 1); while (true) await function.InvokeAsync<int>(kernel); }
    static int Count() => 1;

    async Task Prompt() { while (true) await {|CCA1001:_fact.InvokeAsync(kernel)|}; }
    async Task PromptByKernel() { while (true) await {|CCA1001:kernel.InvokeAsync(_fact)|}; }
    async Task Asks() { while (true) await {|CCA1001:_asks.InvokeAsync(kernel)|}; }
    async Task Given() { while (true) await {|CCA1001:kernel.InvokeAsync(given)|}; }

    // FN: what a method does that a function is made of is not looked at.
    private readonly KernelFunction _hidden;
    KernelFunctions(Kernel k, IChatCompletionService c, KernelFunction g, int other) : this(k, c, g) => _hidden = k.CreateFunctionFromMethod(Ask);
    async Task Hidden() { while (true) await _hidden.InvokeAsync(kernel); }
    async Task<string?> Ask(string text) => (await chat.GetChatMessageContentAsync(text)).Content;
}
