using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ClaudeCost.Alerts;

namespace ClaudeCost;

/// <summary>
/// Posts each alert as JSON to an address of one's own, signed: the header <c>X-ClaudeCost-Signature: t=1763719200,v1=…</c> holds the
/// time in Unix seconds and the HMAC-SHA256, in hexadecimal, of that time, a dot and the body, with the secret as key.
/// </summary>
/// <remarks>
/// The receiver works out the same over the bytes that it got, compares in constant time, and refuses times that are minutes old. An alert
/// that is delivered twice, because an answer was lost, has the same <c>id</c>. Safe to use from any thread.
/// </remarks>
public sealed class WebhookAlertSink : IAlertSink
{
    private const int ShortestSecret = 16;

    private readonly Uri address;
    private readonly byte[] secret;
    private readonly HttpClient? client;

    /// <param name="address">Where to post to; https, or http on a machine of one's own.</param>
    /// <param name="secret">What the receiver knows too; 16 characters at least.</param>
    /// <param name="client">The client to post with; <see langword="null"/> for one of the package's own.</param>
    /// <exception cref="ArgumentNullException">The address or the secret is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The address is not absolute, or the secret is shorter than 16 characters.</exception>
    public WebhookAlertSink(Uri address, string secret, HttpClient? client = null)
    {
        this.address = HttpSinks.Checked(address);
        this.secret = (secret ?? throw new ArgumentNullException(nameof(secret))).Length >= ShortestSecret
            ? Encoding.UTF8.GetBytes(secret)
            : throw new ArgumentException("The secret of a webhook must have 16 characters at least.", nameof(secret));
        this.client = client;
    }

    /// <inheritdoc/>
    public string Name => $"the webhook at {address.Host}";

    /// <inheritdoc/>
    public Task SendAsync(BudgetAlert alert, CancellationToken cancellationToken)
    {
        if (alert is null)
        {
            throw new ArgumentNullException(nameof(alert));
        }

        var body = AlertJson.Write(alert);
        var time = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return HttpSinks.PostAsync(client, address, body, request => request.Headers.Add("X-ClaudeCost-Signature", $"t={time},v1={Sign(time, body)}"), cancellationToken);
    }

    private string Sign(string time, byte[] body)
    {
        using var hmac = new HMACSHA256(secret);
        var signed = hmac.ComputeHash([.. Encoding.ASCII.GetBytes(time + "."), .. body]);
        return BitConverter.ToString(signed).Replace("-", "").ToLowerInvariant();
    }
}
