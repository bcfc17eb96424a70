using System.Collections.Concurrent;
using System.Reflection;

namespace ClaudeCost.Http;

/// <summary>
/// Reads the objects that .NET's HTTP client hands to its listeners. Their types are not public; the names of their properties
/// have been the contract since .NET Core 2.0, and .NET keeps them from being trimmed.
/// </summary>
internal static class Payload
{
    private static readonly ConcurrentDictionary<(Type, string), PropertyInfo?> Properties = new();

    public static T? Get<T>(object? payload, string property)
        where T : class
    {
        if (payload is null)
        {
            return null;
        }

        var found = Properties.GetOrAdd((payload.GetType(), property), static key => key.Item1.GetProperty(key.Item2));
        return found?.GetValue(payload) as T;
    }
}
