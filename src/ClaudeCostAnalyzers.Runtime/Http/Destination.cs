using System.Runtime.CompilerServices;

namespace ClaudeCost.Http;

/// <summary>
/// Where a request to a model goes. A program sends to few addresses and makes each anew for every request, so what was found out
/// about one is remembered by its text: to take an address apart takes longer than to reserve a call.
/// </summary>
/// <remarks>
/// Immutable. Addresses to which no model answers are not remembered, because a mistake there would let a call through; nor are those
/// that hold a key.
/// </remarks>
internal sealed class Destination
{
    private const int Places = 64;
    private const int LongestText = 1_024;

    // Replaced as a whole when other addresses are configured, so that nothing found out before stays.
    private static volatile Destination?[] remembered = new Destination?[Places];

    // A redirected request is the same object on its next hop.
    private static readonly ConditionalWeakTable<HttpRequestMessage, Destination> SentOn = new();
    private static volatile bool anySentOn;

    private readonly string text;

    private Destination(string text, Uri address, Endpoint endpoint, string? model)
    {
        this.text = text;
        Address = address;
        Endpoint = endpoint;
        Model = model;
        RegionalPrice = Regions.Of(address, endpoint);
    }

    /// <summary>The address, in parts.</summary>
    public Uri Address { get; }

    public Endpoint Endpoint { get; }

    /// <summary>The model or deployment that the path names.</summary>
    public string? Model { get; }

    public RegionalPrice RegionalPrice { get; }

    /// <summary>Where a request goes, if that is an endpoint that costs money.</summary>
    public static Destination? Of(HttpRequestMessage request)
    {
        if (request.Method != HttpMethod.Post || request.RequestUri is not { IsAbsoluteUri: true } address)
        {
            return null;
        }

        var places = remembered;
        var text = address.OriginalString;
        ref var place = ref places[PlaceOf(text)];
        if (place is { } its && its.text == text)
        {
            return its;
        }

        if (Endpoint.Match(request.Method, address, out var model) is not { } endpoint)
        {
            return anySentOn && SentOn.TryGetValue(request, out var from) ? new Destination(text, address, from.Endpoint, from.Model) : null;
        }

        var found = new Destination(text, address, endpoint, model);
        if (text.Length <= LongestText && text.IndexOf("key=", StringComparison.OrdinalIgnoreCase) < 0)
        {
            place = found;
        }

        return found;
    }

    /// <summary>The provider redirects a request: it goes to a model wherever its next hop leads.</summary>
    public void IsSentOn(HttpRequestMessage request)
    {
        anySentOn = true;
        SentOn.TryAdd(request, this);
    }

    /// <summary>Other addresses are configured from now on.</summary>
    public static void Forget() => remembered = new Destination?[Places];

    // Addresses of one program differ in their length, their end, or the deployment in the middle. Two in one place only take longer.
    private static int PlaceOf(string text)
    {
        var length = text.Length;
        return length == 0 ? 0 : (length + (text[length - 1] * 3) + (text[length / 2] * 5) + (text[length * 3 / 4] * 11)) & (Places - 1);
    }
}
