using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Members of the framework and of common packages that the bounds know, by containing type and name. Data, not cases:
/// a further member is a further entry.
/// </summary>
internal static class KnownMembers
{
    /// <summary>Turns wait here for time to pass or work to come: a service, not a spin.</summary>
    private static readonly HashSet<string> s_waits =
    [
        "Task.Delay", "Thread.Sleep", "PeriodicTimer.WaitForNextTickAsync", "ChannelReader.ReadAsync", "ChannelReader.WaitToReadAsync",
        "BlockingCollection.Take", "BlockingCollection.TryTake", "SemaphoreSlim.Wait", "SemaphoreSlim.WaitAsync", "WaitHandle.WaitOne",
        "ManualResetEventSlim.Wait", "Monitor.Wait", "AsyncManualResetEvent.WaitAsync", "AsyncAutoResetEvent.WaitAsync", "TcpListener.AcceptTcpClientAsync",
        "HttpListener.GetContextAsync", "HttpListener.GetContext", "WebSocket.ReceiveAsync", "ClientWebSocket.ReceiveAsync", "Socket.AcceptAsync", "UdpClient.ReceiveAsync",
        "NamedPipeServerStream.WaitForConnectionAsync", "SpinWait.SpinUntil", "TimeProviderTaskExtensions.Delay", "Workflow.WaitConditionAsync",
    ];

    /// <summary>What these say is for whoever owns the connection or queue to decide, as with a token.</summary>
    private static readonly HashSet<string> s_lives =
    [
        "BlockingCollection.IsCompleted", "BlockingCollection.IsAddingCompleted", "HttpListener.IsListening", "WebSocket.State", "WebSocket.CloseStatus", "TcpClient.Connected",
        "Socket.Connected", "PipeStream.IsConnected", "SerialPort.IsOpen", "HubConnection.State", "IConnection.IsOpen", "IChannel.IsOpen", "IModel.IsOpen", "IMqttClient.IsConnected",
    ];

    /// <summary>Sequences that end only when their producer says so.</summary>
    private static readonly HashSet<string> s_endless =
    [
        "ChannelReader.ReadAllAsync", "BlockingCollection.GetConsumingEnumerable", "AsyncEnumerable.InfiniteSequence", "Enumerable.InfiniteSequence",
        "AsyncEnumerable.Repeat", "EnumerableEx.Repeat", "ObservableExtensions.ToAsyncEnumerable", "AsyncEnumerable.ToAsyncEnumerable",
        "File.ReadLinesFollow", "FileSystemWatcher.ReadAllAsync",
    ];

    /// <summary>Each call consumes a part of an input that comes to its end.</summary>
    private static readonly HashSet<string> s_readers =
    [
        "TextReader.ReadLine", "TextReader.ReadLineAsync", "TextReader.Read", "TextReader.ReadAsync", "TextReader.ReadBlock", "TextReader.ReadBlockAsync",
        "TextReader.Peek", "StreamReader.EndOfStream", "DbDataReader.Read", "DbDataReader.ReadAsync", "DbDataReader.NextResult", "DbDataReader.NextResultAsync",
        "IDataReader.Read", "IDataReader.NextResult", "XmlReader.Read", "XmlReader.ReadAsync", "XmlReader.MoveToContent", "Utf8JsonReader.Read", "JsonReader.Read",
        "JsonTextReader.Read", "Stream.Read", "Stream.ReadAsync", "Stream.ReadByte", "BinaryReader.Read", "BinaryReader.PeekChar", "CsvReader.Read", "CsvReader.ReadAsync",
        "IReader.Read", "FeedIterator.HasMoreResults", "IEnumerator.MoveNext", "IAsyncEnumerator.MoveNextAsync", "ArgIterator.GetRemainingCount", "SequenceReader.End",
        "ZipArchive.Read", "PdfReader.Read", "TextFieldParser.EndOfData", "TarReader.GetNextEntry", "TarReader.GetNextEntryAsync", "IQuery.HasMoreResults",
        "IDocumentQuery.HasMoreResults", "TextFieldParser.ReadFields", "Match.NextMatch", "Capture.NextMatch",
    ];

    /// <summary>Calls that throw when their first argument is past their second.</summary>
    private static readonly HashSet<string> s_throwsAbove =
        ["ArgumentOutOfRangeException.ThrowIfGreaterThan", "ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual"];

    /// <summary>Lambdas handed to these are kept for later, not run in this turn.</summary>
    private static readonly HashSet<string> s_keeps =
    [
        "Add", "TryAdd", "Enqueue", "Push", "Insert", "Append", "Subscribe", "On", "Register", "RegisterAction", "UseMiddleware", "Use", "Map", "MapGet", "MapPost",
        "AddSingleton", "AddScoped", "AddTransient", "AddHostedService", "AddHttpClient", "Configure", "ConfigureServices", "TryWrite", "WriteAsync",
        "Create", "CreateFunctionFromMethod", "SetResult", "AddHandler", "SetAction", "SetHandler",
    ];

    /// <summary>Beginnings of names of members out of sight that keep what they are given: <c>menu.AddTextOption(.., setValue: ..)</c>, <c>page.OnClosed(..)</c>.</summary>
    private static readonly string[] s_keepers = ["Add", "Register", "Subscribe", "On"];

    private static readonly HashSet<string> s_waitNames = [.. s_waits.Select(member => member.Substring(member.IndexOf('.') + 1))];

    /// <summary>Whether a member of this name may wait: a cheap test before a symbol is bound.</summary>
    public static bool MayWait(string name) => s_waitNames.Contains(name) || NameWaits(name);

    public static bool Waits(ISymbol member) => Is(member, s_waits) || NameWaits(member.Name);

    /// <summary>Whether the property says that a connection or a queue is still there.</summary>
    public static bool Lives(ISymbol member) => Is(member, s_lives);

    public static bool IsEndless(ISymbol member) => Is(member, s_endless);

    public static bool Reads(ISymbol member) => Is(member, s_readers);

    public static bool ThrowsAbove(ISymbol member) => Is(member, s_throwsAbove);

    /// <summary>Whether a lambda, a method group or a variable is handed to a call that runs the function, not to one that keeps it.</summary>
    public static bool IsRun(IOperation function)
    {
        var parent = function.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation)
        {
            // An expression tree is read, not run.
            if (parent.Type?.Name == "Expression")
                return false;
            parent = parent.Parent;
        }

        return parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation call } argument => Runs(call.TargetMethod) && !(argument.Parameter is { } parameter && KeptDelegates.Is(parameter)),
            IArgumentOperation { Parent: IObjectCreationOperation made } => KeptDelegates.IsRunner(made.Type),
            _ => parent is IInvocationOperation,
        };
    }

    /// <summary>Whether the member runs the delegates that it is given.</summary>
    public static bool Runs(ISymbol member) => !Keeps(member.Name) && !((member.IsAbstract || member.DeclaringSyntaxReferences.IsEmpty) && BeginsAsKeeper(member.Name));

    /// <summary>Whether a member of this name keeps the delegates that it is given for later.</summary>
    public static bool Keeps(string name) => s_keeps.Contains(name);

    /// <summary><c>AddOrUpdate</c> and the like ask what they are given at once.</summary>
    private static bool BeginsAsKeeper(string name) => s_keepers.Any(start => name.Length > start.Length && char.IsUpper(name[start.Length]) && name.StartsWith(start, StringComparison.Ordinal)
        && !name.StartsWith(start + "Or", StringComparison.Ordinal));

    /// <summary>Queues of every make: a turn that first takes a message off one is a worker's.</summary>
    private static bool NameWaits(string name) =>
        name is "DequeueAsync" or "ReceiveAsync" or "ReceiveMessageAsync" or "ReceiveMessagesAsync" or "Consume" or "ConsumeAsync" or "TakeAsync" or "WaitForNextTickAsync"
            or "WaitToReadAsync" or "WaitForMessageAsync" or "GetNextJobAsync" or "PopAsync" or "BlockingPop" or "WaitForWorkAsync" or "DelayAsync";

    /// <summary>Whether the member, or one that it overrides or implements in a base type, is in the table.</summary>
    private static bool Is(ISymbol member, HashSet<string> table)
    {
        if (member.ContainingType is not { } containing)
            return false;
        for (INamedTypeSymbol? type = containing; type is not null; type = type.BaseType)
        {
            if (table.Contains(type.Name + "." + member.Name))
                return true;
        }

        foreach (var type in containing.AllInterfaces)
        {
            if (table.Contains(type.Name + "." + member.Name))
                return true;
        }

        return false;
    }
}
