using Microsoft.Extensions.AI;

// Lists that are made when they are first needed, and lists that are put together anew, are counted all the same.
internal sealed class WildLazyLists(IChatClient chat)
{
    private async Task<string> Ask(string q) => (await chat.GetResponseAsync(q)).Text;
    public async Task<string> Coalesced(string q) { List<Exception>? errors = null; for (; ; ) try { return await Ask(q); } catch (Exception e) { (errors ??= []).Add(e); if (errors.Count == 3) throw new AggregateException(errors); } }
    public async Task<string> CoalescedFirst(string q, int most) { List<Exception>? errors = null; while (true) try { return await Ask(q); } catch (Exception e) { errors ??= new(); errors.Add(e); if (errors.Count >= most) throw; } }
    public async Task<string> Guarded(string q) { List<Exception>? errors = null; while (true) try { return await Ask(q); } catch (Exception e) { if (errors == null) errors = new List<Exception>(); errors.Add(e); if (errors.Count >= 3) throw; } }
    public async Task<string> Anew(string q) { List<Exception>? errors; while (true) try { return await {|CCA1004:Ask(q)|}; } catch (Exception e) { errors = []; errors.Add(e); if (errors.Count >= 3) throw; } }
    public async Task<string> Forgotten(string q) { List<Exception>? errors = null; while (true) try { return await {|CCA1004:Ask(q)|}; } catch (Exception e) { errors ??= []; errors.Add(e); if (errors.Count >= 3) throw; errors = null; } }
    public async Task<string> WhenFull(string q) { List<Exception>? errors = []; while (true) try { return await {|CCA1004:Ask(q)|}; } catch (Exception e) { if (errors is not null) errors = new List<Exception>(); errors!.Add(e); if (errors.Count >= 3) throw; } }
    public async Task Spread(string q) { List<ChatMessage> log = [new(ChatRole.User, q)]; while (log is { Count: < 30 }) { var r = await chat.GetResponseAsync(log); log = [.. log, .. r.Messages, new(ChatRole.User, "go on")]; if (r.Text.Contains("END")) break; } }
    public async Task SpreadOnly(string q) { List<string> log = [q]; while (log.Count < 30) { var r = await {|CCA1002:chat.GetResponseAsync(q)|}; log = [.. log, .. r.Text.Split('\n').Skip(1)]; if (r.Text.Contains("END")) break; } }
    public async Task SpreadOthers(string q) { List<string> log = [q]; while (log.Count < 30) { var r = await {|CCA1002:chat.GetResponseAsync(q)|}; log = [.. r.Text.Split('\n'), "go on"]; if (r.Text.Contains("END")) break; } }
}
