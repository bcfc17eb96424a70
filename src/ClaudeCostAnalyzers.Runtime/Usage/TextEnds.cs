#if NET
using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
#endif
using System.Text.Json;

namespace ClaudeCost.Usage;

/// <summary>Finds what may end a text of JSON: quotation marks, backslashes and control characters.</summary>
/// <remarks>
/// Those of 64 bytes are found at once and remembered as bits. Where a name ends then follows from where it begins by a shift and a
/// count; to compare the bytes of each anew, the processor would have to wait for the end of the one before (6 ns more for each name).
/// </remarks>
internal struct TextEnds
{
#if NET
    private const int BlockLength = 64;

    private static readonly SearchValues<byte> Specials = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, ' ').Select(static c => (byte)c)]);

    private int blockStart;
    private ulong block;

    /// <summary>The first of them from a place on.</summary>
    /// <exception cref="JsonException">There is none: the text does not end.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(ReadOnlySpan<byte> json, int from)
    {
        var within = (uint)(from - blockStart);
        var rest = within < BlockLength ? block >> (int)within : 0;
        return rest != 0 ? from + BitOperations.TrailingZeroCount(rest) : Search(json, from);
    }

    private int Search(ReadOnlySpan<byte> json, int from)
    {
        if (json.Length >= BlockLength)
        {
            blockStart = Math.Min(from, json.Length - BlockLength);
            block = SpecialsOf(json.Slice(blockStart, BlockLength));
            var rest = block >> (from - blockStart);
            if (from < json.Length && rest != 0)
            {
                return from + BitOperations.TrailingZeroCount(rest);
            }

            from = blockStart + BlockLength;
        }

        var index = json.Slice(from).IndexOfAny(Specials);
        return index >= 0 ? from + index : throw NoEnd();
    }

    private static ulong SpecialsOf(ReadOnlySpan<byte> bytes) =>
        SpecialsOf(Vector256.Create(bytes)) | ((ulong)SpecialsOf(Vector256.Create(bytes.Slice(Vector256<byte>.Count))) << Vector256<byte>.Count);

    private static uint SpecialsOf(Vector256<byte> bytes) =>
        (Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\')) | Vector256.LessThan(bytes, Vector256.Create((byte)' ')))
        .ExtractMostSignificantBits();
#else
    /// <summary>The first of them from a place on.</summary>
    /// <exception cref="JsonException">There is none: the text does not end.</exception>
    public readonly int Next(ReadOnlySpan<byte> json, int from)
    {
        for (var i = from; i < json.Length; i++)
        {
            if (json[i] is < (byte)' ' or (byte)'"' or (byte)'\\')
            {
                return i;
            }
        }

        throw NoEnd();
    }
#endif

    private static JsonException NoEnd() => new("A text has no end.");
}
