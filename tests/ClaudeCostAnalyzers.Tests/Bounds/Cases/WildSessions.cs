using Microsoft.Extensions.AI;
public class Session(IChatClient chat) { readonly List<ChatMessage> _m = []; public bool Done { get; private set; } public string Last { get; private set; } = ""; public async Task StepAsync() { var r = await chat.GetResponseAsync(_m); _m.AddMessages(r); Last = r.Text; Done = r.FinishReason == ChatFinishReason.Stop; } }
public class Session2(IChatClient chat) { int _n; public bool Done; public async Task StepAsync() { var r = await chat.GetResponseAsync("x"); Done = r.Text == "ok" || ++_n >= 10; } }
public class Session3(IChatClient chat) { int _n; public bool Done; public async Task StepAsync() { var r = await chat.GetResponseAsync("x"); if (r.Text == "ok") Done = true; if (++_n > 9) Done = true; } }
public class Session4(IChatClient chat) { public bool Done; public async Task StepAsync() { var r = await chat.GetResponseAsync("x"); if (r.Text == "ok") Done = true; } }
public class Session5(IChatClient chat) { public bool Done; public Queue<string> Work = new(); public async Task StepAsync() { var w = Work.Dequeue(); var r = await chat.GetResponseAsync(w); Done = Work.Count == 0; } }
public class Session6(IChatClient chat) { ChatResponse? _last; public bool Done => _last?.FinishReason == ChatFinishReason.Stop; public async Task StepAsync() { _last = await chat.GetResponseAsync("x"); } }
public class Session7(IChatClient chat) { public bool Done; int _n; public async Task StepAsync() { if (++_n > 20) throw new InvalidOperationException(); var r = await chat.GetResponseAsync("x"); Done = r.Text == "ok"; } }
public class Session8(IChatClient chat, int max) { public bool Done; public int Turn; public async Task StepAsync() { Turn++; var r = await chat.GetResponseAsync("x"); Done = r.Text == "ok"; } public bool More => !Done && Turn < max; }
public class Sessions(Session ses, Session2 s2, Session3 s3, Session4 s4, Session5 s5, Session6 s6, Session7 s7, Session8 s8) {
    public async Task A14() { while (!ses.Done) await {|CCA1002:ses.StepAsync()|}; }
    public async Task A15() { var s = new Session(null!); while (!s.Done) await {|CCA1002:s.StepAsync()|}; }
    public async Task A16() { do await {|CCA1002:ses.StepAsync()|}; while (ses.Last != "ok"); }
    bool _done;
    public async Task A17(IChatClient c) { while (!_done) await {|CCA1002:Step(c)|}; }
    async Task Step(IChatClient c) { var r = await c.GetResponseAsync("x"); _done = r.Text == "ok"; }
    public async Task A18() { while (!s2.Done) await {|CCA1009:s2.StepAsync()|}; }
    public async Task A19() { while (!s3.Done) await {|CCA1009:s3.StepAsync()|}; }
    public async Task A20() { while (!s4.Done) await {|CCA1002:s4.StepAsync()|}; }
    public async Task A21() { while (!s5.Done) await {|CCA1009:s5.StepAsync()|}; }
    public async Task A22() { while (!s6.Done) await {|CCA1002:s6.StepAsync()|}; }
    public async Task A23() { while (!s7.Done) await s7.StepAsync(); }
    public async Task A24() { while (s8.More) await s8.StepAsync(); }
    public async Task A25() { while (!s8.Done && s8.Turn < 10) await s8.StepAsync(); }
    public async Task A26() { for (var i = 0; i < 9 && !ses.Done; i++) await ses.StepAsync(); }
}
