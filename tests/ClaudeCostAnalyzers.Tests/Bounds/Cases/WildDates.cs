using Microsoft.Extensions.AI;

/// <summary>Loops over days, hours and spans of time: a date that each turn moves by a constant is a counter.</summary>
class WildDates(IChatClient chat)
{
    async Task EachDay(DateTime start, DateTime end) { for (var day = start; day <= end; day = day.AddDays(1)) await chat.GetResponseAsync($"{day}"); }
    async Task EachDateOnly(DateOnly start, DateOnly end) { for (var day = start; day < end; day = day.AddDays(1)) await chat.GetResponseAsync($"{day}"); }
    async Task EachMonth(DateOnly start, DateOnly end) { var month = start; while (month <= end) { await chat.GetResponseAsync($"{month}"); month = month.AddMonths(1); } }
    async Task EachHour(DateTimeOffset start, DateTimeOffset end) { for (var at = start; at < end; at += TimeSpan.FromHours(1)) await chat.GetResponseAsync($"{at}"); }
    async Task EachHourAdded(DateTimeOffset start, DateTimeOffset end) { for (var at = start; at < end; at = at.Add(TimeSpan.FromHours(1))) await chat.GetResponseAsync($"{at}"); }
    async Task EachStep(DateTime start, DateTime end, TimeSpan step) { for (var at = start; at < end; at += step) await chat.GetResponseAsync($"{at}"); }
    async Task EachSpan(TimeSpan length) { for (var at = TimeSpan.Zero; at < length; at += TimeSpan.FromMinutes(10)) await chat.GetResponseAsync($"{at}"); }
    async Task Back(DateTime start, DateTime end) { for (var day = end; day >= start; day = day.AddDays(-1)) await chat.GetResponseAsync($"{day}"); }
    async Task BackBySubtraction(DateTime start, DateTime end) { for (var day = end; day >= start; day -= TimeSpan.FromDays(1)) await chat.GetResponseAsync($"{day}"); }
    async Task UntilNow(DateTime start) { for (var day = start; day < DateTime.UtcNow; day = day.AddDays(1)) await chat.GetResponseAsync($"{day}"); }
    async Task Windows(DateTime start, DateTime end) { var from = start; while (from < end) { var to = from.AddDays(7); if (to > end) to = end; await chat.GetResponseAsync($"{from}-{to}"); from = from.AddDays(7); } }
    async Task NotEqual(DateOnly start, DateOnly end) { for (var day = start; day != end; day = day.AddDays(1)) await chat.GetResponseAsync($"{day}"); }

    async Task AwayFromTheEnd(DateTime start, DateTime end) { for (var day = start; day <= end; day = day.AddDays(-1)) await {|CCA1001:chat.GetResponseAsync($"{day}")|}; }
    async Task MovesNot(DateTime start, DateTime end) { for (var day = start; day <= end; day.AddDays(1)) await {|CCA1001:chat.GetResponseAsync($"{day}")|}; }
    async Task OnlyWhenGood(DateTime start, DateTime end) { var day = start; while (day <= end) { var r = await {|CCA1002:chat.GetResponseAsync($"{day}")|}; if (r.Text == "ok") day = day.AddDays(1); } }
    async Task ByTheReply(DateTime start, DateTime end) { var day = start; while (day <= end) { var r = await {|CCA1002:chat.GetResponseAsync($"{day}")|}; day = day.AddDays(r.Text.Length); } }
}
