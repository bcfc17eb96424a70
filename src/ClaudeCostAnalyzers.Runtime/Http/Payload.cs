using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace ClaudeCost.Http;

/// <summary>
/// Reads one property of the objects that .NET's HTTP client hands to its listeners. Their types are not public; the names of their
/// properties have been the contract since .NET Core 2.0, and .NET keeps them when it trims.
/// </summary>
internal sealed class Payload(string property)
{
    // Each event has one type, which is looked up once. Published whole, so that no thread sees half of it.
    private volatile Known? known;

    public T? Get<T>(object? payload)
        where T : class
    {
        if (payload is null)
        {
            return null;
        }

        var its = known;
        if (its is null || its.Type != payload.GetType())
        {
            known = its = new Known(payload.GetType(), Find(payload.GetType(), property));
        }

        return its.Property?.GetValue(payload) as T;
    }

    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2070:The parameter 'type' is not annotated",
        Justification = "System.Net.Http keeps the public properties of what it hands to listeners (DynamicDependency in its DiagnosticsHandler). Where it did not, the probe is not seen, and the first scope says so.")]
    private static PropertyInfo? Find(Type type, string name) => type.GetProperty(name);

    private sealed record Known(Type Type, PropertyInfo? Property);
}
