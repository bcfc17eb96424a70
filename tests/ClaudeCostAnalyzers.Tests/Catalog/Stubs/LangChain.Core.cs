// The shape of the SDK's public API, declarations only.
using LangChain.Abstractions.Chains.Base;
using LangChain.Abstractions.Schema;
using LangChain.Base;
using LangChain.Callback;
using LangChain.Chains.HelperChains;
using LangChain.Chains.StackableChains;
using LangChain.Chains.StackableChains.Context;
using LangChain.Memory;
using LangChain.Schema;
using Microsoft.Extensions.AI;

namespace LangChain.Abstractions.Chains.Base
{
    public interface IChain
    {
        Task<string?> RunAsync(string input, StackableChainHook hook = null, CancellationToken cancellationToken = default);
        Task<string> RunAsync(Dictionary<string, object> input, ICallbacks callbacks = null, CancellationToken cancellationToken = default);
        Task<IChainValues> CallAsync(IChainValues values, ICallbacks callbacks = null, IReadOnlyList<string> tags = null, IReadOnlyDictionary<string, object> metadata = null, CancellationToken cancellationToken = default);
    }
}

namespace LangChain.Abstractions.Schema
{
    public interface IChainValues
    {
        Dictionary<string, object> Value { get; }
    }
}

namespace LangChain.Base
{
    public abstract class BaseChain : IChain
    {
        public virtual Task<string?> RunAsync(string input, StackableChainHook hook = null, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<string> RunAsync(Dictionary<string, object> input, ICallbacks callbacks = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<IChainValues> CallAsync(IChainValues values, ICallbacks callbacks = null, IReadOnlyList<string> tags = null, IReadOnlyDictionary<string, object> metadata = null, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<List<IChainValues>> ApplyAsync(IReadOnlyList<ChainValues> inputs, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace LangChain.Callback
{
    public interface ICallbacks;
}

namespace LangChain.Chains
{
    public static class Chain
    {
        public static PromptChain Template(string template, string outputKey = "text") => throw null!;
        public static SetChain Set(object value, string outputKey = "text") => throw null!;
        public static SetLambdaChain Set(Func<string> valueGetter, string outputKey = "text") => throw null!;
        public static LLMChain LLM(IChatClient chatClient, string inputKey = "text", string outputKey = "text", ChatOptions options = null) => throw null!;
        public static LoadMemoryChain LoadMemory(BaseChatMemory memory, string outputKey = "text") => throw null!;
    }
}

namespace LangChain.Chains.HelperChains
{
    public class PromptChain : BaseStackableChain;
    public class SetChain : BaseStackableChain;
    public class SetLambdaChain : BaseStackableChain;
    public class StackChain : BaseStackableChain;
    public abstract class BaseStackableChain : IChain
    {
        public static StackChain BitwiseOr(BaseStackableChain left, BaseStackableChain right) => throw null!;
        public Task<IChainValues> RunAsync(StackableChainHook hook = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<string?> RunAsync(string resultKey, StackableChainHook hook = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<T> RunAsync<T>(string resultKey, StackableChainHook hook = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<string> RunAsync(Dictionary<string, object> input, ICallbacks callbacks = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<IChainValues> CallAsync(IChainValues values, ICallbacks callbacks = null, IReadOnlyList<string> tags = null, IReadOnlyDictionary<string, object> metadata = null, CancellationToken cancellationToken = default) => throw null!;
    }
    public class LLMChain : BaseStackableChain
    {
        public LLMChain(IChatClient chatClient, string inputKey = "prompt", string outputKey = "text", ChatOptions options = null) { }
    }
}

namespace LangChain.Chains.LLM
{
    public class LlmChain : BaseChain
    {
        public Task<object> PredictAsync(ChainValues values, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace LangChain.Chains.StackableChains
{
    public class LoadMemoryChain : BaseStackableChain;
}

namespace LangChain.Chains.StackableChains.Context
{
    public class StackableChainHook;
}

namespace LangChain.Memory
{
    public abstract class BaseChatMemory : BaseMemory;
    public abstract class BaseMemory;
}

namespace LangChain.Schema
{
    public class ChainValues;
}
