namespace ClaudeCostAnalyzers.Catalog.Keys;

/// <summary>A kind of place where more people read than may know a key.</summary>
internal enum KeySinkKind
{
    /// <summary>A log or a trace.</summary>
    Log,

    /// <summary>The console.</summary>
    Console,

    /// <summary>An exception: its message ends in logs and error pages.</summary>
    Exception,

    /// <summary>A URL: servers, proxies and traces write it down.</summary>
    Url,

    /// <summary>Serialised text.</summary>
    Serialised,

    /// <summary>The response of one's own server.</summary>
    Response,
}
