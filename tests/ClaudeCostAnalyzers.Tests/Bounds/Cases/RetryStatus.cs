using System.Net;
using System.Net.Http.Json;

/// <summary>Requests that are sent again because of the status of the answer.</summary>
class RetryStatus(HttpClient http)
{
    const string Url = "https://api.anthropic.com/v1/messages";

    async Task<string> Continue(HttpContent body)
    {
        while (true)
        {
            var response = await {|CCA1004:http.PostAsync(Url, body)|};
            if (!response.IsSuccessStatusCode) continue;
            return await response.Content.ReadAsStringAsync();
        }
    }

    async Task<string> WhileFailing(HttpContent body)
    {
        HttpResponseMessage response;
        do { response = await {|CCA1004:http.PostAsync(Url, body)|}; } while (!response.IsSuccessStatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    async Task<string> Status(HttpContent body)
    {
        while (true)
        {
            var response = await {|CCA1004:http.PostAsync(Url, body)|};
            if (response.StatusCode == HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500) { await Task.Delay(1000); continue; }
            return await response.Content.ReadAsStringAsync();
        }
    }

    async Task<string> ReturnOnSuccess(HttpContent body)
    {
        while (true)
        {
            using var response = await {|CCA1004:http.PostAsync(Url, body)|};
            if (response.IsSuccessStatusCode) return await response.Content.ReadAsStringAsync();
            Console.WriteLine(response.StatusCode);
            await Task.Delay(1000);
        }
    }

    async Task<string> Backoff(HttpContent body)
    {
        var delay = 1;
        while (true)
        {
            var response = await {|CCA1004:http.PostAsync(Url, body)|};
            if (response.StatusCode != HttpStatusCode.TooManyRequests) return await response.Content.ReadAsStringAsync();
            await Task.Delay(delay);
            delay *= 2;
        }
    }

    async Task<string> Goto(HttpContent body)
    {
    again:
        var response = await {|CCA1004:http.PostAsync(Url, body)|};
        if (!response.IsSuccessStatusCode) goto again;
        return await response.Content.ReadAsStringAsync();
    }

    async Task<string> Switch(HttpContent body)
    {
        while (true)
        {
            var response = await {|CCA1004:http.PostAsync(Url, body)|};
            switch (response.StatusCode)
            {
                case HttpStatusCode.OK: return await response.Content.ReadAsStringAsync();
                case HttpStatusCode.TooManyRequests: await Task.Delay(1000); break;
            }
        }
    }

    // What the model says decides here, whatever the status.
    async Task Text(HttpContent body)
    {
        while (true)
        {
            var response = await {|CCA1002:http.PostAsync(Url, body)|};
            response.EnsureSuccessStatusCode();
            var text = await response.Content.ReadAsStringAsync();
            if (text.Contains("done")) return;
        }
    }

    async Task TextAfterStatus(HttpContent body)
    {
        while (true)
        {
            var response = await {|CCA1002:http.PostAsync(Url, body)|};
            if (!response.IsSuccessStatusCode) break;
            var text = await response.Content.ReadAsStringAsync();
            if (text.Contains("done")) return;
        }
    }

    // Bounded.
    async Task<string> Counted(HttpContent body)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var response = await http.PostAsync(Url, body);
            if (!response.IsSuccessStatusCode) continue;
            return await response.Content.ReadAsStringAsync();
        }

        return "";
    }

    async Task<string> CountedInside(HttpContent body)
    {
        var tries = 0;
        while (true)
        {
            var response = await http.PostAsync(Url, body);
            if (response.IsSuccessStatusCode || ++tries >= 3) return await response.Content.ReadAsStringAsync();
        }
    }
}
