// stubs: LLamaSharp, Microsoft.ML.OnnxRuntimeGenAI, Microsoft.Extensions.AI
using LLama; using LLama.Abstractions; using Microsoft.Extensions.AI; using Microsoft.ML.OnnxRuntimeGenAI;

// A model in the process itself costs nothing, however it is reached.
class InProcessModels(ILLamaExecutor executor, LLamaContext context, LLamaEmbedder embedder)
{
    private readonly IChatClient _onnx = new OnnxRuntimeGenAIChatClient("model");

    async Task Own() { while (true) await foreach (var part in executor.InferAsync("x")) Console.Write(part); }
    async Task Adapter() { var chat = executor.AsChatClient(); while (true) await chat.GetResponseAsync("x"); }
    async Task Made() { IChatClient chat = new InteractiveExecutor(context).AsChatClient(); while (true) { var reply = await chat.GetResponseAsync("x"); if (reply.Text == "ok") return; } }
    async Task Built() { var chat = new ChatClientBuilder(executor.AsChatClient()).Build(); while (true) await foreach (var part in chat.GetStreamingResponseAsync("x")) Console.Write(part); }
    async Task Embed() { while (true) await embedder.GenerateVectorAsync("x"); }
    async Task Onnx() { while (true) await _onnx.GetResponseAsync("x"); }
    async Task Retry() { while (true) { try { await _onnx.GetResponseAsync("x"); return; } catch (IOException) { } } }

    // Somebody else's, or not to be told.
    async Task Unknown(IChatClient chat) { while (true) await {|CCA1001:chat.GetResponseAsync("x")|}; }
}
