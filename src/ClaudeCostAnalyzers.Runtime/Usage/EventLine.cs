namespace ClaudeCost.Usage;

/// <summary>Looks at a line of a reply before it is parsed.</summary>
internal static class EventLine
{
    /// <summary>
    /// Whether it is worth parsing. Most events are pieces of text, and chat chunks carry <c>"usage":null</c>. Inside a text the
    /// quotation marks would be escaped.
    /// </summary>
    public static bool HasUsage(ReadOnlySpan<byte> data)
    {
        while (true)
        {
            var at = data.IndexOf("\"usage\""u8);
            if (at < 0)
            {
                return false;
            }

            data = data.Slice(at + "\"usage\""u8.Length);
            var value = data;
            while (!value.IsEmpty && value[0] is (byte)' ' or (byte)'\t' or (byte)':')
            {
                value = value.Slice(1);
            }

            if (!value.IsEmpty && value[0] == (byte)'{')
            {
                return true;
            }
        }
    }

    /// <summary>Without the blanks around it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line)
    {
        while (!line.IsEmpty && line[0] is (byte)' ' or (byte)'\t')
        {
            line = line.Slice(1);
        }

        while (!line.IsEmpty && line[line.Length - 1] is (byte)'\r' or (byte)' ')
        {
            line = line.Slice(0, line.Length - 1);
        }

        return line;
    }
}
