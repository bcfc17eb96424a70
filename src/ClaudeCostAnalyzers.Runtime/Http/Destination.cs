namespace ClaudeCost.Http;

/// <summary>Where a request to a model goes. Immutable.</summary>
internal sealed class Destination
{
    private Destination(Uri address, Endpoint endpoint, string? model)
    {
        Address = address;
        Endpoint = endpoint;
        Model = model;
    }

    /// <summary>The address, in parts.</summary>
    public Uri Address { get; }

    public Endpoint Endpoint { get; }

    /// <summary>The model or deployment that the path names.</summary>
    public string? Model { get; }

    /// <summary>Where a request goes, if that is an endpoint that costs money.</summary>
    public static Destination? Of(HttpRequestMessage request) =>
        request.Method == HttpMethod.Post && request.RequestUri is { IsAbsoluteUri: true } address && Endpoint.Match(request.Method, address, out var model) is { } endpoint
            ? new Destination(address, endpoint, model)
            : null;
}
