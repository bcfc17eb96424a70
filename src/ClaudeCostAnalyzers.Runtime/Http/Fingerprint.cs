using System.Buffers.Binary;

namespace ClaudeCost.Http;

/// <summary>A hash of a request's address and body, to tell attempts of one call from other calls. Not for secrets: only kept in memory.</summary>
internal static class Fingerprint
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;

    public static ulong Of(ReadOnlySpan<byte> body, string address)
    {
        var hash = (ulong)body.Length ^ Prime1;
        while (body.Length >= sizeof(ulong))
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(body));
            body = body.Slice(sizeof(ulong));
        }

        foreach (var b in body)
        {
            hash = Mix(hash, b);
        }

        foreach (var c in address)
        {
            hash = Mix(hash, c);
        }

        hash ^= hash >> 33;
        hash *= Prime2;
        return hash ^ (hash >> 29);
    }

    private static ulong Mix(ulong hash, ulong next)
    {
        hash ^= next * Prime2;
        hash = (hash << 31) | (hash >> 33);
        return (hash * Prime1) + 0x165667B19E3779F9;
    }
}
