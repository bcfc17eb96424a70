#if NET
using System.Numerics;
using System.Runtime.Intrinsics;

namespace ClaudeCost.Usage;

/// <summary>Tells by one look over their bytes that events of a stream say nothing that counts: nearly all are pieces of text.</summary>
internal static class QuietEvents
{
    private static ReadOnlySpan<byte> NoUsage => "\"usage\":null"u8;

    /// <summary>
    /// Whether these are whole lines without a word that <see cref="ReplyMeter"/> looks for. <see langword="false"/> says nothing: a text may
    /// begin a word in the same way.
    /// </summary>
    public static bool Are(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= Vector256<byte>.Count || bytes[^1] != '\n')
        {
            return false;
        }

        // Each byte is looked at beside the one that follows it. The last has none, and ends a line.
        var last = bytes.Length - 1 - Vector256<byte>.Count;
        for (var at = 0; at < last; at += Vector256<byte>.Count)
        {
            if (!IsQuiet(bytes, at))
            {
                return false;
            }
        }

        return IsQuiet(bytes, last);
    }

    /// <summary>Whether <c>"usage"</c> begins nowhere in these 32 bytes but where nothing was used, and neither <c>message_stop</c> nor <c>[DONE]</c> is there.</summary>
    private static bool IsQuiet(ReadOnlySpan<byte> bytes, int at)
    {
        var first = Vector256.Create(bytes.Slice(at));
        var second = Vector256.Create(bytes.Slice(at + 1));
        var usage = Pairs(first, second, '"', 'u');
        var end = Pairs(first, second, '_', 's') | Pairs(first, second, '[', 'D');
        return (usage | end) == Vector256<byte>.Zero || (end == Vector256<byte>.Zero && SaysNoUsage(bytes.Slice(at), usage.ExtractMostSignificantBits()));
    }

    private static bool SaysNoUsage(ReadOnlySpan<byte> bytes, uint places)
    {
        for (; places != 0; places &= places - 1)
        {
            if (!bytes.Slice(BitOperations.TrailingZeroCount(places)).StartsWith(NoUsage))
            {
                return false;
            }
        }

        return true;
    }

    private static Vector256<byte> Pairs(Vector256<byte> first, Vector256<byte> second, char one, char next) =>
        Vector256.Equals(first, Vector256.Create((byte)one)) & Vector256.Equals(second, Vector256.Create((byte)next));
}
#endif
