// The shape of the client's public API, declarations only; with what it needs of Google.Api.Gax.Grpc and Google.Protobuf.
using Google.Api.Gax.Grpc;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace Google.Protobuf.Collections
{
    public sealed class RepeatedField<T> : List<T>;
}

namespace Google.Protobuf.WellKnownTypes
{
    public sealed class Value;
}

namespace Google.Api
{
    public sealed class HttpBody;
}

namespace Google.Api.Gax.Grpc
{
    public sealed class CallSettings
    {
        public static CallSettings FromCancellationToken(CancellationToken cancellationToken) => throw null!;
    }

    public class AsyncResponseStream<TResponse> : IAsyncEnumerable<TResponse>
    {
        public IAsyncEnumerator<TResponse> GetAsyncEnumerator(CancellationToken cancellationToken = default) => throw null!;
    }

    public abstract class ServerStreamingBase<TResponse> : IDisposable
    {
        public AsyncResponseStream<TResponse> GetResponseStream() => throw null!;
        public void Dispose() { }
    }
}

namespace Google.Cloud.AIPlatform.V1
{
    public sealed class EndpointName;
    public sealed class ExplainResponse;
    public sealed class ExplainRequest;
    public sealed class PredictRequest;
    public sealed class PredictResponse { public RepeatedField<Value> Predictions => throw null!; }
    public sealed class RawPredictRequest;
    public sealed class StreamRawPredictRequest;
    public sealed class DirectPredictRequest;
    public sealed class DirectPredictResponse;
    public sealed class DirectRawPredictRequest;
    public sealed class DirectRawPredictResponse;
    public sealed class StreamingPredictRequest;
    public sealed class StreamingPredictResponse;
    public sealed class CountTokensRequest;
    public sealed class CountTokensResponse;
    public sealed class Part { public string Text { get; set; } = ""; }
    public sealed class Content { public string Role { get; set; } = ""; public RepeatedField<Part> Parts => throw null!; }
    public sealed class GenerationConfig { public int MaxOutputTokens { get; set; } public float Temperature { get; set; } }

    public sealed class GenerateContentRequest
    {
        public string Model { get; set; } = "";
        public RepeatedField<Content> Contents { get; } = [];
        public GenerationConfig GenerationConfig { get; set; } = null!;
    }

    public sealed class Candidate
    {
        public Content Content { get; set; } = null!;
        public Types.FinishReason FinishReason { get; set; }
        public static class Types { public enum FinishReason { Unspecified, Stop, MaxTokens } }
    }

    public sealed class GenerateContentResponse
    {
        public RepeatedField<Candidate> Candidates => throw null!;
        public Types.UsageMetadata UsageMetadata { get; set; } = null!;
        public static class Types { public sealed class UsageMetadata; }
    }

    public abstract class PredictionServiceClient
    {
        public abstract class StreamRawPredictStream : ServerStreamingBase<Google.Api.HttpBody>;
        public abstract class ServerStreamingPredictStream : ServerStreamingBase<StreamingPredictResponse>;
        public abstract class StreamGenerateContentStream : ServerStreamingBase<GenerateContentResponse>;

        public virtual PredictResponse Predict(PredictRequest request, CallSettings? callSettings = null) => throw null!;
        public virtual PredictResponse Predict(EndpointName endpoint, IEnumerable<Value> instances, Value parameters, CallSettings? callSettings = null) => throw null!;
        public virtual Task<PredictResponse> PredictAsync(PredictRequest request, CallSettings? callSettings = null) => throw null!;
        public virtual Task<PredictResponse> PredictAsync(PredictRequest request, CancellationToken cancellationToken) => throw null!;
        public virtual Google.Api.HttpBody RawPredict(RawPredictRequest request, CallSettings? callSettings = null) => throw null!;
        public virtual Task<Google.Api.HttpBody> RawPredictAsync(RawPredictRequest request, CallSettings? callSettings = null) => throw null!;
        public virtual StreamRawPredictStream StreamRawPredict(StreamRawPredictRequest request, CallSettings? callSettings = null) => throw null!;
        public virtual DirectPredictResponse DirectPredict(DirectPredictRequest request, CallSettings? callSettings = null) => throw null!;
        public virtual Task<DirectPredictResponse> DirectPredictAsync(DirectPredictRequest request, CallSettings? callSettings = null) => throw null!;
        public virtual DirectRawPredictResponse DirectRawPredict(DirectRawPredictRequest request, CallSettings? callSettings = null) => throw null!;
        public virtual Task<DirectRawPredictResponse> DirectRawPredictAsync(DirectRawPredictRequest request, CallSettings? callSettings = null) => throw null!;
        public virtual ServerStreamingPredictStream ServerStreamingPredict(StreamingPredictRequest request, CallSettings? callSettings = null) => throw null!;
        public virtual ExplainResponse Explain(ExplainRequest request, CallSettings? callSettings = null) => throw null!;
        public virtual Task<ExplainResponse> ExplainAsync(ExplainRequest request, CallSettings? callSettings = null) => throw null!;
        public virtual GenerateContentResponse GenerateContent(GenerateContentRequest request, CallSettings? callSettings = null) => throw null!;
        public virtual GenerateContentResponse GenerateContent(string model, IEnumerable<Content> contents, CallSettings? callSettings = null) => throw null!;
        public virtual Task<GenerateContentResponse> GenerateContentAsync(GenerateContentRequest request, CallSettings? callSettings = null) => throw null!;
        public virtual Task<GenerateContentResponse> GenerateContentAsync(GenerateContentRequest request, CancellationToken cancellationToken) => throw null!;
        public virtual Task<GenerateContentResponse> GenerateContentAsync(string model, IEnumerable<Content> contents, CallSettings? callSettings = null) => throw null!;
        public virtual Task<GenerateContentResponse> GenerateContentAsync(string model, IEnumerable<Content> contents, CancellationToken cancellationToken) => throw null!;
        public virtual StreamGenerateContentStream StreamGenerateContent(GenerateContentRequest request, CallSettings? callSettings = null) => throw null!;
        public virtual StreamGenerateContentStream StreamGenerateContent(string model, IEnumerable<Content> contents, CallSettings? callSettings = null) => throw null!;
    }

    public abstract class LlmUtilityServiceClient
    {
        public virtual Task<CountTokensResponse> CountTokensAsync(CountTokensRequest request, CallSettings? callSettings = null) => throw null!;
    }
}
