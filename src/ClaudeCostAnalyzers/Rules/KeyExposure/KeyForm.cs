namespace ClaudeCostAnalyzers.Rules.KeyExposure;

/// <summary>How a value has a key in it, which decides who can show it.</summary>
internal enum KeyForm
{
    /// <summary>It is text, or bytes, with the key in it.</summary>
    Text,

    /// <summary>An object whose <c>ToString()</c> shows the key: headers, a request, a record, an anonymous object.</summary>
    Printed,

    /// <summary>A collection. Loggers write out the elements; the console writes the type's name.</summary>
    Elements,

    /// <summary>An object with the key in a property: only a serialiser shows it.</summary>
    Members,

    /// <summary>An <c>HttpClient</c>: its default headers have the key.</summary>
    Client,
}
