using Microsoft.Extensions.AI;

// A member of the loop's own object counts its calls, and says by another member when it is over.
class WildLatches(IChatClient chat)
{
    async Task Session(string q) { var s = new Counted(); while (!s.Finished) { var r = await {|CCA1009:chat.GetResponseAsync(q)|}; s.Advance(r.Text); } }
    async Task Before(string q) { var s = new Counted(); while (true) { var r = await {|CCA1009:chat.GetResponseAsync(q)|}; s.Advance(r.Text); if (s.Finished) break; } }
    async Task Stepped(Counted s, string q) { do { var r = await {|CCA1009:chat.GetResponseAsync(q)|}; s.Step(r.Text); } while (!s.Finished); }

    async Task Kept(string q) { var s = new Keeper(); while (!s.Over) { var r = await {|CCA1009:chat.GetResponseAsync(q)|}; s.Add(r.Text); } }

    // What it counts decides nothing, or there is nothing that it counts.
    async Task Idle(string q) { var s = new Told(); while (!s.Finished) { var r = await {|CCA1002:chat.GetResponseAsync(q)|}; s.Advance(r.Text); } }

    public class Counted
    {
        private int _n;
        public bool Finished { get; private set; }
        public string Text { get; private set; } = "";
        public void Advance(string text) { Text = text; _n++; if (text.Contains("DONE") || _n >= 5) Finished = true; }
        public void Step(string text) { if (++_n > 9) Finished = true; else Finished = text.EndsWith("END"); }
    }

    public class Keeper
    {
        private readonly List<string> _all = [];
        public bool Over { get; private set; }
        public void Add(string text) { _all.Add(text); if (text.Contains("END") || _all.Count >= 8) Over = true; }
    }

    public class Told
    {
        public int Turns { get; private set; }
        public bool Finished { get; private set; }
        public void Advance(string text) { Turns++; if (text.Contains("DONE")) Finished = true; }
    }
}
