using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.AI;

// Loops that go on as long as somebody else keeps a connection open.
internal sealed class Connections(IChatClient chat)
{
    private readonly byte[] _buffer = new byte[4096];
    private async Task<string> Say(string q) => (await chat.GetResponseAsync(q)).Text;

    public async Task Listening(HttpListener listener)
    {
        listener.Start();
        while (listener.IsListening)
        {
            var context = await listener.GetContextAsync();
            var reply = await {|CCA1005:Say(await new StreamReader(context.Request.InputStream).ReadToEndAsync())|};
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(reply));
        }
    }

    public async Task Open(WebSocket socket, CancellationToken ct)
    {
        while (socket.State == WebSocketState.Open)
        {
            var received = await socket.ReceiveAsync(new ArraySegment<byte>(_buffer), ct);
            await {|CCA1005:Say(Encoding.UTF8.GetString(_buffer, 0, received.Count))|};
        }
    }

    public async Task OpenOfClient(ClientWebSocket socket, CancellationToken ct)
    {
        while (socket.State is WebSocketState.Open && !ct.IsCancellationRequested)
        {
            var received = await socket.ReceiveAsync(_buffer.AsMemory(), ct);
            await {|CCA1005:Say(Encoding.UTF8.GetString(_buffer, 0, received.Count))|};
        }
    }

    // Nothing comes in that it waits for.
    public async Task Spinning(WebSocket socket)
    {
        while (socket.State == WebSocketState.Open)
            await socket.SendAsync(Encoding.UTF8.GetBytes(await {|CCA1001:Say("more")|}), WebSocketMessageType.Text, true, default);
    }

    // What has come in may well end it.
    public async Task Closed(WebSocket socket, CancellationToken ct)
    {
        while (socket.State == WebSocketState.Open)
        {
            var received = await socket.ReceiveAsync(new ArraySegment<byte>(_buffer), ct);
            if (received.MessageType == WebSocketMessageType.Close) break;
            await {|CCA1009:Say("x")|};
        }
    }

    public async Task OrTheModel(WebSocket socket) { while (socket.State == WebSocketState.Open) if (await {|CCA1002:Say("more")|} == "done") break; }
    public async Task Counted(WebSocket socket) { for (var i = 0; socket.State == WebSocketState.Open && i < 10; i++) await Say("more"); }
}
