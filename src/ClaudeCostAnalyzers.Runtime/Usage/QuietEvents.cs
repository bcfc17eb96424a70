#if NET
using System.Runtime.Intrinsics;

namespace ClaudeCost.Usage;

/// <summary>Tells by one look over their bytes that events of a stream say nothing that counts: nearly all are pieces of text.</summary>
internal static class QuietEvents
{
    /// <summary>
    /// Whether these are whole lines without the beginning of any word that <see cref="ReplyMeter"/> looks for. <see langword="false"/> says
    /// nothing: a text may have such a beginning as well.
    /// </summary>
    public static bool Are(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= Vector256<byte>.Count || bytes[^1] != '\n')
        {
            return false;
        }

        // Each byte is looked at beside the one that follows it. The last has none, and ends a line.
        var last = bytes.Length - 1 - Vector256<byte>.Count;
        var found = Beginnings(bytes, last);
        for (var at = 0; at < last; at += Vector256<byte>.Count)
        {
            found |= Beginnings(bytes, at);
        }

        return found == Vector256<byte>.Zero;
    }

    /// <summary>Where <c>"usage"</c>, <c>message_stop</c> or <c>[DONE]</c> may stand.</summary>
    private static Vector256<byte> Beginnings(ReadOnlySpan<byte> bytes, int at)
    {
        var first = Vector256.Create(bytes.Slice(at));
        var second = Vector256.Create(bytes.Slice(at + 1));
        return Pairs(first, second, '"', 'u') | Pairs(first, second, '_', 's') | Pairs(first, second, '[', 'D');
    }

    private static Vector256<byte> Pairs(Vector256<byte> first, Vector256<byte> second, char one, char next) =>
        Vector256.Equals(first, Vector256.Create((byte)one)) & Vector256.Equals(second, Vector256.Create((byte)next));
}
#endif
