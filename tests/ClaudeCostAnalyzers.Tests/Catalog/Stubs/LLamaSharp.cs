// The shape of the SDK's public API, declarations only; with the types of its connector to Semantic Kernel by name.
using LLama.Abstractions;
using Microsoft.Extensions.AI;

namespace LLama.Abstractions
{
    public interface IHistoryTransform;
    public interface IInferenceParams;
    public interface ITextStreamTransform;
    public interface ILLamaExecutor
    {
        IAsyncEnumerable<string> InferAsync(string text, IInferenceParams? inferenceParams = null, CancellationToken token = default);
    }

    public static class LLamaExecutorExtensions
    {
        public static IChatClient AsChatClient(this ILLamaExecutor executor, IHistoryTransform? historyTransform = null, ITextStreamTransform? outputTransform = null) => throw null!;
    }
}

namespace LLama
{
    public sealed class LLamaWeights;
    public class LLamaContext;
    public class InteractiveExecutor(LLamaContext context) : ILLamaExecutor
    {
        public LLamaContext Context => context;
        public virtual IAsyncEnumerable<string> InferAsync(string text, IInferenceParams? inferenceParams = null, CancellationToken cancellationToken = default) => throw null!;
    }

    public sealed class LLamaEmbedder : IEmbeddingGenerator<string, Embedding<float>>
    {
        Task<GeneratedEmbeddings<Embedding<float>>> IEmbeddingGenerator<string, Embedding<float>>.GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options, CancellationToken cancellationToken) => throw null!;
        object? IEmbeddingGenerator.GetService(Type serviceType, object? serviceKey) => null;
        public void Dispose() { }
    }
}

namespace LLamaSharp.SemanticKernel.ChatCompletion
{
    public sealed class LLamaSharpChatCompletion;
}

namespace LLamaSharp.SemanticKernel.TextCompletion
{
    public sealed class LLamaSharpTextCompletion;
}
