using ClaudeCost.Http;

namespace ClaudeCost.Tests;

/// <summary>Keys are told apart by their end, wherever a request carries them.</summary>
public sealed class KeyEndTests
{
    private const string Aws = "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLEwxyz/20261122/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature=0123456789abcdef";

    [Theory]
    [InlineData("", "x-api-key", "0123456789wxyz", "wxyz")]
    [InlineData("", "Authorization", "Bearer 0123456789wxyz", "wxyz")]
    [InlineData("", "Ocp-Apim-Subscription-Key", "0123456789wxyz", "wxyz")]
    [InlineData("", "Authorization", Aws, "wxyz")]
    [InlineData("?key=0123456789wxyz", "", "", "wxyz")]
    [InlineData("?alt=sse&KEY=0123456789wx%79z&x=1", "", "", "wxyz")]
    [InlineData("?subscription-key=0123456789wxyz", "", "", "wxyz")]
    [InlineData("?key=0123456789abcd", "x-goog-api-key", "0123456789wxyz", "wxyz")]
    [InlineData("?monkey=0123456789wxyz&keys=0123456789wxyz&ke=0123456789wxyz&key", "", "", null)]
    [InlineData("?key=short", "", "", null)]
    [InlineData("", "Authorization", "AWS4-HMAC-SHA256 Signature=0123456789abcdef", null)]
    [InlineData("", "", "", null)]
    public void The_end_is_found(string query, string header, string value, string? end)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://example.com/v1/messages" + query);
        if (header.Length > 0)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(header, value));
        }

        Assert.Equal(end, KeyEnd.Of(request));
    }
}
