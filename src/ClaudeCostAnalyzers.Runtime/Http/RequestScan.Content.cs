using System.Text.Json;
using ClaudeCost.Pricing;

namespace ClaudeCost.Http;

internal ref partial struct RequestScan
{
    /// <summary>Reads any value for what it holds: cache marks, images, documents, sources that the body only points to.</summary>
    /// <returns>The length of images in it, which are not text.</returns>
    private long ReadContent(RequestFacts facts)
    {
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return 0;
        }

        var imageBytes = 0L;
        var depth = json.CurrentDepth;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (json.ValueTextEquals("cache_control"))
            {
                json.Read();
                facts.Cache = json.TokenType == JsonTokenType.Null ? facts.Cache : (CacheMark)Math.Max((int)facts.Cache, (int)CacheMark.FiveMinutes);
            }
            else if (json.ValueTextEquals("ttl"))
            {
                json.Read();
                facts.Cache = json.TokenType == JsonTokenType.String && json.ValueTextEquals("5m") ? facts.Cache : CacheMark.OneHour;
            }
            else if (json.ValueTextEquals("source"))
            {
                json.Read();
                imageBytes += IsAnthropic && json.TokenType == JsonTokenType.StartObject ? ReadSource(facts) : 0;
            }
            else if (json.ValueTextEquals("role"))
            {
                facts.Messages++;
            }
            else if (json.ValueTextEquals("type"))
            {
                json.Read();
                NoteBlock(facts);
            }
        }

        return imageBytes;
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
            facts.UnknownInput ??= json.ValueTextEquals("container_upload") ? "The request refers to a file that the provider holds." : null;
            return;
        }

        // With OpenAI the tokens of an image follow from its size in pixels and differ from model to model.
        if (json.ValueTextEquals("image_url") || json.ValueTextEquals("input_image"))
        {
            facts.UnknownInput ??= "The request has an image, whose tokens cannot be told from its bytes.";
        }
        else if (json.ValueTextEquals("input_file") || json.ValueTextEquals("file"))
        {
            facts.UnknownInput ??= "The request has a file, whose tokens cannot be told from its bytes.";
        }
        else if (json.ValueTextEquals("input_audio"))
        {
            facts.UnknownInput ??= "The request has audio, whose tokens cannot be told from its bytes.";
            facts.UnknownPrice ??= "The request has audio, whose price is not in the catalogue, so the dearest known price was taken.";
        }
        else if (json.ValueTextEquals("item_reference"))
        {
            facts.UnknownInput ??= "The request refers to content that only the provider holds (item_reference).";
        }
    }

    /// <summary>
    /// The source of an Anthropic image or document. An object of that name which is none (in the schema of a tool, say) is text.
    /// </summary>
    private long ReadSource(RequestFacts facts)
    {
        var depth = json.CurrentDepth;
        var length = 0L;
        var image = false;
        var remote = false;
        var inline = false;
        var nested = 0L;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != depth + 1)
            {
                continue;
            }

            if (json.ValueTextEquals("data"))
            {
                json.Read();
                length = json.TokenType == JsonTokenType.String ? json.ValueSpan.Length : 0;
            }
            else if (json.ValueTextEquals("media_type"))
            {
                json.Read();
                image = json.TokenType == JsonTokenType.String && json.ValueSpan.StartsWith("image/"u8);
            }
            else if (json.ValueTextEquals("type"))
            {
                json.Read();
                if (json.TokenType == JsonTokenType.String)
                {
                    inline = json.ValueTextEquals("base64");
                    remote = json.ValueTextEquals("url") || json.ValueTextEquals("file");
                }
            }
            else if (json.ValueTextEquals("content"))
            {
                json.Read();
                nested += ReadContent(facts);
            }
        }

        if (remote)
        {
            facts.UnknownInput ??= "The request refers to a file or an address whose content it does not hold.";
        }
        else if (inline && image)
        {
            facts.Images++;
            return nested + length;
        }
        else if (inline)
        {
            facts.UnknownInput ??= "The request has a document, whose tokens cannot be told from its bytes.";
        }

        return nested;
    }
}
