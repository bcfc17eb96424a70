namespace ClaudeCost.Usage;

/// <summary>Finds the ends of numbers of JSON.</summary>
internal static class JsonNumber
{
    /// <param name="text">The document.</param>
    /// <param name="start">Where the number begins.</param>
    /// <param name="isDocument">Whether it is all of the document, which may end with it.</param>
    /// <returns>What follows it; negative if it is none.</returns>
    public static int EndOf(ReadOnlySpan<byte> text, int start, bool isDocument)
    {
        var i = text[start] == '-' ? start + 1 : start;
        i = i < text.Length && text[i] == '0' ? i + 1 : EndOfDigits(text, i);
        if (i >= 0 && i < text.Length && text[i] == '.')
        {
            i = EndOfDigits(text, i + 1);
        }

        if (i >= 0 && i < text.Length && text[i] is (byte)'e' or (byte)'E')
        {
            i++;
            i = EndOfDigits(text, i < text.Length && text[i] is (byte)'+' or (byte)'-' ? i + 1 : i);
        }

        return i >= 0 && (i < text.Length ? MayFollow(text[i]) : isDocument) ? i : -1;
    }

    // Before what could begin a comment .NET's reader leaves the error to the next token.
    private static bool MayFollow(byte next) =>
        next is (byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)'/';

    private static int EndOfDigits(ReadOnlySpan<byte> text, int from)
    {
        var i = from;
        while (i < text.Length && text[i] is >= (byte)'0' and <= (byte)'9')
        {
            i++;
        }

        return i > from ? i : -1;
    }
}
