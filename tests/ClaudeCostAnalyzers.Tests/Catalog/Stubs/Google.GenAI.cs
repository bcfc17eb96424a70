// The shape of the client's public API, declarations only.
using Google.GenAI.Types;

namespace Google.GenAI.Types
{
    public class Content;
    public class Image;
    public class Candidate;
    public class GenerateContentResponseUsageMetadata;
    public record GenerateContentConfig { public int? MaxOutputTokens { get; set; } public double? Temperature { get; set; } public HttpOptions? HttpOptions { get; set; } }
    public record HttpOptions { public string? BaseUrl { get; set; } public int? Timeout { get; set; } }
    public record GenerateContentResponse { public List<Candidate>? Candidates { get; set; } public GenerateContentResponseUsageMetadata? UsageMetadata { get; set; } }
    public record GenerateImagesConfig;
    public record GenerateImagesResponse;
    public record UpscaleImageConfig;
    public record UpscaleImageResponse;
    public record LiveConnectConfig;
    public record LiveSendClientContentParameters;
}

namespace Google.GenAI
{
    public sealed class Client
    {
        public Client(bool? vertexAI = null, string? apiKey = null, HttpOptions? httpOptions = null) { }
        public Models Models => throw null!;
        public Live Live => throw null!;
    }

    public sealed class Models
    {
        public Task<GenerateContentResponse> GenerateContentAsync(string model, List<Content> contents, GenerateContentConfig? config = null) => throw null!;
        public Task<GenerateContentResponse> GenerateContentAsync(string model, Content contents, GenerateContentConfig? config = null) => throw null!;
        public Task<GenerateContentResponse> GenerateContentAsync(string model, string contents, GenerateContentConfig? config = null) => throw null!;
        public IAsyncEnumerable<GenerateContentResponse> GenerateContentStreamAsync(string model, List<Content> contents, GenerateContentConfig? config = null) => throw null!;
        public IAsyncEnumerable<GenerateContentResponse> GenerateContentStreamAsync(string model, Content contents, GenerateContentConfig? config = null) => throw null!;
        public IAsyncEnumerable<GenerateContentResponse> GenerateContentStreamAsync(string model, string contents, GenerateContentConfig? config = null) => throw null!;
        public Task<GenerateImagesResponse> GenerateImagesAsync(string model, string prompt, GenerateImagesConfig? config = null) => throw null!;
        public Task<UpscaleImageResponse> UpscaleImageAsync(string model, Image image, string upscaleFactor, UpscaleImageConfig? config = null) => throw null!;
    }

    public class Live
    {
        public Task<AsyncSession> ConnectAsync(string model, LiveConnectConfig config, CancellationToken cancellationToken = default) => throw null!;
    }

    public class AsyncSession
    {
        public Task SendClientContentAsync(LiveSendClientContentParameters clientContent, CancellationToken cancellationToken = default) => throw null!;
    }
}
