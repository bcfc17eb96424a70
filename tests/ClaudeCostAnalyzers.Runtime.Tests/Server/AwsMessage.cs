using System.Buffers.Binary;
using System.Text;

namespace ClaudeCost.Tests.Server;

/// <summary>
/// A message of <c>application/vnd.amazon.eventstream</c>, written from AWS's description of the format and sharing nothing with the
/// code that reads it.
/// </summary>
internal static class AwsMessage
{
    public static byte[] Event(string type, string json) =>
        Of([(":event-type", type), (":content-type", "application/json"), (":message-type", "event")], Encoding.UTF8.GetBytes(json));

    public static byte[] Chunk(string json) =>
        Event("chunk", $$"""{"bytes":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(json))}}","p":"abcdefgh"}""");

    public static byte[] Of((string Name, string Value)[] headers, byte[] payload)
    {
        var head = new MemoryStream();
        foreach (var (name, value) in headers)
        {
            head.WriteByte((byte)name.Length);
            head.Write(Encoding.UTF8.GetBytes(name));
            head.WriteByte(7);
            head.WriteByte((byte)(value.Length >> 8));
            head.WriteByte((byte)value.Length);
            head.Write(Encoding.UTF8.GetBytes(value));
        }

        var message = new byte[12 + head.Length + payload.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(4), (int)head.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(8), Checksum(message.AsSpan(0, 8)));
        head.ToArray().CopyTo(message, 12);
        payload.CopyTo(message, 12 + head.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(message.Length - 4), Checksum(message.AsSpan(0, message.Length - 4)));
        return message;
    }

    /// <summary>CRC-32, bit by bit.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0xFFFFFFFFu;
        foreach (var b in bytes)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var isOdd = ((sum ^ (uint)(b >> bit)) & 1) != 0;
                sum = (sum >> 1) ^ (isOdd ? 0xEDB88320u : 0u);
            }
        }

        return ~sum;
    }
}
