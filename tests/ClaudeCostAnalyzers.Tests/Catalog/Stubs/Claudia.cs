// The shape of the community client's public API, declarations only.
namespace Claudia
{
    public record class Message;
    public record class Usage;
    public record class MessageRequest { public required string Model { get; set; } public required int MaxTokens { get; set; } public required Message[] Messages { get; set; } }
    public record class MessageResponse { public string? StopReason { get; set; } public Usage Usage { get; set; } = null!; }
    public interface IMessageStreamEvent;
    public class RequestOptions { public TimeSpan? Timeout { get; set; } public int? MaxRetries { get; set; } }

    public interface IMessages
    {
        Task<MessageResponse> CreateAsync(MessageRequest request, RequestOptions? overrideOptions = null, CancellationToken cancellationToken = default);
        IAsyncEnumerable<IMessageStreamEvent> CreateStreamAsync(MessageRequest request, RequestOptions? overrideOptions = null, CancellationToken cancellationToken = default);
    }

    public class Anthropic : IMessages
    {
        public string ApiKey { get; init; } = "";
        public TimeSpan Timeout { get; init; }
        public int MaxRetries { get; init; }
        public IMessages Messages => this;
        Task<MessageResponse> IMessages.CreateAsync(MessageRequest request, RequestOptions? overrideOptions, CancellationToken cancellationToken) => throw null!;
        IAsyncEnumerable<IMessageStreamEvent> IMessages.CreateStreamAsync(MessageRequest request, RequestOptions? overrideOptions, CancellationToken cancellationToken) => throw null!;
    }
}
