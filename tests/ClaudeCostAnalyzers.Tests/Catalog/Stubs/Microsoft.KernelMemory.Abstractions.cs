// The shape of the SDK's public API, declarations only.
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.Context;

namespace Microsoft.KernelMemory
{
    public class Citation;
    public class DataPipelineStatus;
    public class Document;
    public class DocumentUploadRequest;
    public class IndexDetails;
    public class MemoryFilter : TagCollection;
    public class SearchOptions;
    public class TagCollection;
    public class TokenUsage;
    public interface IKernelMemory
    {
        Task<string> ImportDocumentAsync(Document document, string index = null, IEnumerable<string> steps = null, IContext context = null, CancellationToken cancellationToken = default);
        Task<string> ImportDocumentAsync(string filePath, string documentId = null, TagCollection tags = null, string index = null, IEnumerable<string> steps = null, IContext context = null, CancellationToken cancellationToken = default);
        Task<string> ImportDocumentAsync(DocumentUploadRequest uploadRequest, IContext context = null, CancellationToken cancellationToken = default);
        Task<string> ImportDocumentAsync(System.IO.Stream content, string fileName = null, string documentId = null, TagCollection tags = null, string index = null, IEnumerable<string> steps = null, IContext context = null, CancellationToken cancellationToken = default);
        Task<string> ImportTextAsync(string text, string documentId = null, TagCollection tags = null, string index = null, IEnumerable<string> steps = null, IContext context = null, CancellationToken cancellationToken = default);
        Task<string> ImportWebPageAsync(string url, string documentId = null, TagCollection tags = null, string index = null, IEnumerable<string> steps = null, IContext context = null, CancellationToken cancellationToken = default);
        Task<IEnumerable<IndexDetails>> ListIndexesAsync(CancellationToken cancellationToken = default);
        Task DeleteDocumentAsync(string documentId, string index = null, CancellationToken cancellationToken = default);
        Task<bool> IsDocumentReadyAsync(string documentId, string index = null, CancellationToken cancellationToken = default);
        Task<DataPipelineStatus?> GetDocumentStatusAsync(string documentId, string index = null, CancellationToken cancellationToken = default);
        Task<SearchResult> SearchAsync(string query, string index = null, MemoryFilter filter = null, ICollection<MemoryFilter> filters = null, double minRelevance = 0, int limit = -1, IContext context = null, CancellationToken cancellationToken = default);
        IAsyncEnumerable<MemoryAnswer> AskStreamingAsync(string question, string index = null, MemoryFilter filter = null, ICollection<MemoryFilter> filters = null, double minRelevance = 0, SearchOptions options = null, IContext context = null, CancellationToken cancellationToken = default);
    }
    public static class KernelMemoryExtensions
    {
        public static Task<MemoryAnswer> AskAsync(this IKernelMemory memory, string question, string index = null, MemoryFilter filter = null, ICollection<MemoryFilter> filters = null, double minRelevance = 0, SearchOptions options = null, IContext context = null, CancellationToken cancellationToken = default) => throw null!;
        public static Task<List<Citation>> SearchSyntheticsAsync(this IKernelMemory memory, string syntheticType, string index = null, MemoryFilter filter = null, ICollection<MemoryFilter> filters = null, CancellationToken cancellationToken = default) => throw null!;
        public static Task<List<Citation>> SearchSummariesAsync(this IKernelMemory memory, string index = null, MemoryFilter filter = null, ICollection<MemoryFilter> filters = null, CancellationToken cancellationToken = default) => throw null!;
    }
    public class MemoryAnswer
    {
        public bool NoResult { get; set; }
        public string Result { get; set; } = null!;
        public List<TokenUsage> TokenUsage { get; set; }
    }
    public class MemoryServerless : IKernelMemory
    {
        public Task<string> ImportTextAsync(string text, string documentId = null, TagCollection tags = null, string index = null, IEnumerable<string> steps = null, IContext context = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<SearchResult> SearchAsync(string query, string index = null, MemoryFilter filter = null, ICollection<MemoryFilter> filters = null, double minRelevance = 0, int limit = -1, IContext context = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<MemoryAnswer> AskStreamingAsync(string question, string index = null, MemoryFilter filter = null, ICollection<MemoryFilter> filters = null, double minRelevance = 0, SearchOptions options = null, IContext context = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<string> ImportDocumentAsync(Document document, string index = null, IEnumerable<string> steps = null, IContext context = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<string> ImportDocumentAsync(string filePath, string documentId = null, TagCollection tags = null, string index = null, IEnumerable<string> steps = null, IContext context = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<string> ImportDocumentAsync(DocumentUploadRequest uploadRequest, IContext context = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<string> ImportDocumentAsync(System.IO.Stream content, string fileName = null, string documentId = null, TagCollection tags = null, string index = null, IEnumerable<string> steps = null, IContext context = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<string> ImportWebPageAsync(string url, string documentId = null, TagCollection tags = null, string index = null, IEnumerable<string> steps = null, IContext context = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<IEnumerable<IndexDetails>> ListIndexesAsync(CancellationToken cancellationToken = default) => throw null!;
        public Task DeleteDocumentAsync(string documentId, string index = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<bool> IsDocumentReadyAsync(string documentId, string index = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<DataPipelineStatus?> GetDocumentStatusAsync(string documentId, string index = null, CancellationToken cancellationToken = default) => throw null!;
    }
    public class MemoryWebClient : IKernelMemory
    {
        public Task<string> ImportTextAsync(string text, string documentId = null, TagCollection tags = null, string index = null, IEnumerable<string> steps = null, IContext context = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<SearchResult> SearchAsync(string query, string index = null, MemoryFilter filter = null, ICollection<MemoryFilter> filters = null, double minRelevance = 0, int limit = -1, IContext context = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<MemoryAnswer> AskStreamingAsync(string question, string index = null, MemoryFilter filter = null, ICollection<MemoryFilter> filters = null, double minRelevance = 0, SearchOptions options = null, IContext context = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<string> ImportDocumentAsync(Document document, string index = null, IEnumerable<string> steps = null, IContext context = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<string> ImportDocumentAsync(string filePath, string documentId = null, TagCollection tags = null, string index = null, IEnumerable<string> steps = null, IContext context = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<string> ImportDocumentAsync(DocumentUploadRequest uploadRequest, IContext context = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<string> ImportDocumentAsync(System.IO.Stream content, string fileName = null, string documentId = null, TagCollection tags = null, string index = null, IEnumerable<string> steps = null, IContext context = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<string> ImportWebPageAsync(string url, string documentId = null, TagCollection tags = null, string index = null, IEnumerable<string> steps = null, IContext context = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<IEnumerable<IndexDetails>> ListIndexesAsync(CancellationToken cancellationToken = default) => throw null!;
        public Task DeleteDocumentAsync(string documentId, string index = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<bool> IsDocumentReadyAsync(string documentId, string index = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<DataPipelineStatus?> GetDocumentStatusAsync(string documentId, string index = null, CancellationToken cancellationToken = default) => throw null!;
    }
    public class SearchResult
    {
        public bool NoResult { get; }
        public List<Citation> Results { get; set; } = null!;
    }
}

namespace Microsoft.KernelMemory.Context
{
    public interface IContext;
}
