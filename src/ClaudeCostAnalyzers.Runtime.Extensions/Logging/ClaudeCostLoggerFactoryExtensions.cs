using ClaudeCost.Logging;
using Microsoft.Extensions.Logging;

namespace ClaudeCost;

/// <summary>The guard's log.</summary>
public static class ClaudeCostLoggerFactoryExtensions
{
    /// <summary>
    /// Logs calls that were refused or are charged as suspect, bounds that did not hold, and warnings, under the category
    /// <c>ClaudeCost</c> with stable event ids; at level Debug every call. In an application with a host,
    /// <see cref="ClaudeCostServiceCollectionExtensions.AddClaudeCost"/> does so by itself.
    /// </summary>
    /// <param name="loggers">Where the logger comes from.</param>
    /// <returns>To be disposed to end it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="loggers"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">The guard cannot see requests.</exception>
    /// <exception cref="PlatformNotSupportedException">The same, because of the platform.</exception>
    public static IDisposable LogClaudeCost(this ILoggerFactory loggers) => new GuardLog(loggers ?? throw new ArgumentNullException(nameof(loggers)));
}
