using System.IO.Compression;

namespace ClaudeCost.Usage;

/// <summary>How a reply may be compressed.</summary>
internal static class ContentEncodings
{
    /// <summary>What unpacks the bytes; <see langword="null"/>: the encoding is not known.</summary>
    /// <param name="encoding">The value of the <c>Content-Encoding</c> header.</param>
    /// <param name="packed">The bytes, from their beginning on; can seek.</param>
    public static Stream? Unpacker(string encoding, Stream packed) => encoding.ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new GZipStream(packed, CompressionMode.Decompress),
#if NET
        "br" => new BrotliStream(packed, CompressionMode.Decompress),
        "deflate" => HasZlibHeader(packed) ? new ZLibStream(packed, CompressionMode.Decompress) : new DeflateStream(packed, CompressionMode.Decompress),
#endif
        _ => null,
    };

#if NET
    /// <summary>Some servers leave it out, against the standard, and clients read them all the same.</summary>
    private static bool HasZlibHeader(Stream packed)
    {
        var first = packed.ReadByte();
        var second = packed.ReadByte();
        packed.Position = 0;
        return (first & 0xF) == 8 && ((first << 8) | second) % 31 == 0;
    }
#endif
}
