using System.Text.Json;
using ClaudeCost.Pricing;
using ClaudeCost.Usage;

namespace ClaudeCost.Http;

internal ref partial struct RequestScan
{
    // Objects and arrays inside each other, from a top-level field down; content blocks stand far higher.
    private const int DeepestBlock = 32;

    private static readonly Utf8Names ContentNames = new(
    [
        "type", "role", "source", "cache_control", "ttl", "input", "input_schema", "parameters", "schema", "encrypted_content", "encrypted_index", "signature", "data",
    ]);

    /// <summary>Reads any value for what it holds: cache marks, images, documents, sources that the body only points to.</summary>
    /// <returns>The length of images in it, which are not text.</returns>
    private long ReadContent(RequestFacts facts)
    {
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return 0;
        }

        // An image is only what stands in an object that calls itself one: the same words in the arguments of a tool are text. Deeper
        // than any block stands, everything is text.
        var images = 0u;
        long[]? sources = null;
        var imageBytes = 0L;
        var depth = json.CurrentDepth;
        while (json.Read() && json.CurrentDepth > depth)
        {
            var level = json.CurrentDepth - depth;
            if (json.TokenType == JsonTokenType.EndObject && level + 1 < DeepestBlock)
            {
                imageBytes += EndBlock(facts, level + 1, ref images, sources);
            }

            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            switch (ContentNames.Of(ref json))
            {
                case "type":
                    json.Read();
                    images |= level < DeepestBlock && json.TokenType == JsonTokenType.String && json.ValueTextEquals("image"u8) ? 1u << level : 0;
                    NoteBlock(facts);
                    break;
                case "role":
                    facts.Messages++;
                    break;
                case "source":
                    json.Read();
                    var length = IsAnthropic && json.TokenType == JsonTokenType.StartObject ? ReadSource(facts, ref imageBytes) : 0;
                    if (length > 0 && level < DeepestBlock)
                    {
                        sources ??= new long[DeepestBlock];
                        sources[level] += length;
                    }

                    break;
                case "cache_control":
                    json.Read();
                    facts.Cache = json.TokenType == JsonTokenType.Null ? facts.Cache : (CacheMark)Math.Max((int)facts.Cache, (int)CacheMark.FiveMinutes);
                    break;
                case "ttl":
                    json.Read();
                    facts.Cache = json.TokenType == JsonTokenType.String && json.ValueTextEquals("5m"u8) ? facts.Cache : CacheMark.OneHour;
                    break;
                case "input" or "input_schema" when IsAnthropic:
                case "parameters" or "schema" when !IsAnthropic:
                    // Arguments and schemas are text, whatever they look like.
                    json.Read();
                    json.Skip();
                    break;
                case "encrypted_content" or "encrypted_index" or "signature" or "data":
                    json.Read();
                    packedBytes += json.TokenType == JsonTokenType.String ? json.ValueSpan.Length : 0;
                    break;
            }
        }

        imageBytes += EndBlock(facts, 1, ref images, sources);
        return imageBytes;
    }

    private static long EndBlock(RequestFacts facts, int level, ref uint images, long[]? sources)
    {
        var isImage = (images & (1u << level)) != 0;
        images &= ~(1u << level);
        if (sources is null)
        {
            return 0;
        }

        var length = sources[level];
        sources[level] = 0;
        if (!isImage || length == 0)
        {
            return 0;
        }

        facts.Images++;
        return length;
    }

    /// <summary>A block of content, by its type: what is no text and has no size that the body shows.</summary>
    private readonly void NoteBlock(RequestFacts facts)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            return;
        }

        if (IsAnthropic)
        {
            facts.UnknownInput ??= json.ValueTextEquals("container_upload"u8) ? "The request refers to a file that the provider holds." : null;
            return;
        }

        // With OpenAI the tokens of an image follow from its size in pixels and differ from model to model.
        if (json.ValueTextEquals("image_url"u8) || json.ValueTextEquals("input_image"u8) || json.ValueTextEquals("computer_screenshot"u8)
            || json.ValueTextEquals("image_generation_call"u8))
        {
            facts.UnknownInput ??= "The request has an image, whose tokens cannot be told from its bytes.";
            facts.CountedImages++;
        }
        else if (json.ValueTextEquals("input_file"u8) || json.ValueTextEquals("file"u8))
        {
            facts.UnknownInput ??= "The request has a file, whose tokens cannot be told from its bytes.";
            facts.HasCountedFiles = true;
        }
        else if (json.ValueTextEquals("input_audio"u8))
        {
            facts.UnknownInput ??= "The request has audio, whose tokens cannot be told from its bytes.";
            facts.UnknownPrice ??= "The request has audio, whose price is not in the catalogue, so the dearest known price was taken.";
        }
        else if (json.ValueTextEquals("item_reference"u8))
        {
            facts.UnknownInput ??= "The request refers to content that only the provider holds (item_reference).";
            facts.HasCountedFiles = true;
        }
    }

    /// <summary>
    /// The source of an Anthropic image or document.
    /// </summary>
    /// <returns>The length of an image in it, which counts as one if the block around it is an image.</returns>
    private long ReadSource(RequestFacts facts, ref long nestedImages)
    {
        var depth = json.CurrentDepth;
        var length = 0L;
        var image = false;
        var remote = false;
        var inline = false;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != depth + 1)
            {
                continue;
            }

            if (json.ValueTextEquals("data"u8))
            {
                json.Read();
                length = json.TokenType == JsonTokenType.String ? json.ValueSpan.Length : 0;
            }
            else if (json.ValueTextEquals("media_type"u8))
            {
                json.Read();
                image = json.TokenType == JsonTokenType.String && json.ValueSpan.StartsWith("image/"u8);
            }
            else if (json.ValueTextEquals("type"u8))
            {
                json.Read();
                if (json.TokenType == JsonTokenType.String)
                {
                    inline = json.ValueTextEquals("base64"u8);
                    remote = json.ValueTextEquals("url"u8) || json.ValueTextEquals("file"u8);
                }
            }
            else if (json.ValueTextEquals("content"u8))
            {
                json.Read();
                nestedImages += ReadContent(facts);
            }
        }

        if (remote)
        {
            facts.UnknownInput ??= "The request refers to a file or an address whose content it does not hold.";
        }
        else if (inline && image)
        {
            return length;
        }
        else if (inline)
        {
            facts.UnknownInput ??= "The request has a document, whose tokens cannot be told from its bytes.";
        }

        return 0;
    }
}
