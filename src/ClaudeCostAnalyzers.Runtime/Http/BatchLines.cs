#if NET
using System.Text.Json;
using ClaudeCost.Pricing;
using ClaudeCost.Usage;

namespace ClaudeCost.Http;

/// <summary>
/// Reads the calls in an upload as it is sent: JSON lines in the format of OpenAI's batch files, within a form. What it does not
/// understand spoils the whole file, so that nothing is taken for less than it is. Not thread-safe.
/// </summary>
/// <param name="sentTo">Where the upload goes.</param>
internal sealed class BatchLines(Uri sentTo)
{
    // What a provider takes at most: 50,000 calls (batch page of OpenAI's docs), and as one line what it takes as a request.
    private const int MostCalls = 100_000;
    private const int MostBytesOfLine = 16 * 1024 * 1024;

    // The fields of a form beside the file, and what stands around each, are short.
    private const int LongestField = 128;

    private readonly List<RequestFacts> calls = [];
    private byte[] line = [];
    private int length;
    private string? lastUrl;
    private ApiFormat format;
    private bool isSpoiled;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Takes the next bytes.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!isSpoiled && !bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            Keep(end < 0 ? bytes : bytes.Slice(0, end));
            if (end < 0)
            {
                return;
            }

            Take();
            bytes = bytes.Slice(end + 1);
        }
    }

    /// <summary>The file, if all of it was understood.</summary>
    /// <param name="isRegional">Whether calls at the address cost more.</param>
    public BatchFile? End(bool isRegional)
    {
        Take();
        return isSpoiled || calls.Count == 0 ? null : BatchFile.Of(calls, format, isRegional, BudgetGuard.Prices);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MostBytesOfLine - length)
        {
            isSpoiled = true;
            return;
        }

        if (line.Length < length + bytes.Length)
        {
            Array.Resize(ref line, Math.Max(length + bytes.Length, Math.Max(4 * 1024, line.Length * 2)));
        }

        bytes.CopyTo(line.AsSpan(length));
        length += bytes.Length;
    }

    private void Take()
    {
        ReadOnlySpan<byte> text = line.AsSpan(0, length);
        text = EventLine.Trim(text.StartsWith(ByteOrderMark) ? text.Slice(ByteOrderMark.Length) : text);
        length = 0;
        if (isSpoiled || IsOfForm(text))
        {
            return;
        }

        try
        {
            isSpoiled = calls.Count >= MostCalls || !TryRead(text);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or UriFormatException)
        {
            isSpoiled = true;
        }
    }

    private static bool IsOfForm(ReadOnlySpan<byte> text) =>
        text.StartsWith("--"u8) || text.StartsWith("Content-"u8) || (text.Length <= LongestField && !text.Contains((byte)'{'));

    private bool TryRead(ReadOnlySpan<byte> text)
    {
        var json = new JsonCursor(text);
        string? url = null;
        ReadOnlySpan<byte> body = default;
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isUrl = json.ValueTextEquals("url"u8);
            var isBody = json.ValueTextEquals("body"u8);
            json.Read();
            if ((isUrl && (url is not null || json.TokenType != JsonTokenType.String)) || (isBody && !body.IsEmpty))
            {
                return false;
            }

            url = isUrl ? json.GetString() : url;
            var start = (int)json.TokenStartIndex;
            json.Skip();
            body = isBody ? text.Slice(start, (int)json.BytesConsumed - start) : body;
        }

        if (json.Read() || url is null || !IsOneFormat(url) || RequestScan.Read(body, format) is not { LooksLikeModelCall: true } call)
        {
            return false;
        }

        calls.Add(call);
        return true;
    }

    /// <summary>Whether calls to that endpoint can be read, and the ones before went to it as well.</summary>
    private bool IsOneFormat(string url)
    {
        if (url == lastUrl)
        {
            return true;
        }

        if (lastUrl is not null || Endpoint.Match(HttpMethod.Post, new Uri(sentTo, url), out _) is not { } endpoint)
        {
            return false;
        }

        (lastUrl, format) = (url, endpoint.Format);
        return format is ApiFormat.OpenAiChat or ApiFormat.OpenAiResponses or ApiFormat.OpenAiEmbeddings;
    }
}
#endif
