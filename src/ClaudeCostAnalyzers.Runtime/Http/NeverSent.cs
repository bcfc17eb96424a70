using System.Net.Sockets;
using System.Security.Authentication;

namespace ClaudeCost.Http;

/// <summary>Tells failures after which nothing can have reached the provider: no name, no connection, no TLS.</summary>
internal static class NeverSent
{
    public static bool Is(Exception? exception)
    {
        if (exception is not HttpRequestException failure)
        {
            return false;
        }

#if NET
        return failure.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
#else
        // Without the error's kind only its cause tells. A reset connection is not in the list: it may have been used before.
        return failure.InnerException is AuthenticationException
            || (failure.InnerException as SocketException)?.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostNotFound
                or SocketError.NoData or SocketError.TryAgain or SocketError.HostUnreachable or SocketError.NetworkUnreachable;
#endif
    }
}
