using Microsoft.Extensions.AI;
// Elements are asked to do something, which may change them: there are as many as before.
internal class WildElementCalls(IChatClient chat)
{
    public async Task A(IChatClient[] all, List<ChatMessage> history) { for (var i = 0; i < all.Length; i++) await all[i].GetResponseAsync(history, null, default); }
    public async Task B(List<IChatClient> all, List<ChatMessage> history) { for (var i = 0; i < all.Count; i++) await all[i].GetResponseAsync(history, null, default); }
    public async Task C(IReadOnlyList<Step> steps) { for (var i = 0; i < steps.Count; i++) { var text = await steps[i].Run(chat); if (i < steps.Count - 1) steps[i + 1].Take(text); } }
    public async Task D((Step Step, string Name)[] pipe, Dictionary<string, string> found) { for (var i = 0; i < pipe.Length; i++) { var text = await pipe[i].Step.Run(chat); if (i < pipe.Length - 1) found[pipe[i].Name] = text; } }
    public async Task E(Plan plan) { for (var i = 0; i < plan.Steps.Count; i++) await plan.Steps[i].Run(chat); }
    public async Task F(Plan plan) { var i = 0; while (i < plan.Steps.Count) { plan.Steps[i].Note.Text = await plan.Steps[i].Run(chat); i++; } }
    public async Task G(Step[][] rounds) { for (var i = 0; i < rounds.Length; i++) for (var j = 0; j < rounds[i].Length; j++) await rounds[i][j].Run(chat); }
    // Another part of the object is called.
    public async Task L(Job job) { for (var i = 0; i < job.Items.Count; i++) await job.Client.GetResponseAsync(job.Items[i], null, default); }
    public async Task M(Job job) { var i = 0; while (i < job.Items.Count) { var reply = await job.Client.GetResponseAsync(job.Items[i++], null, default); if (reply.Text == "stop") break; } }
    public async Task N(Job job, List<ChatMessage> history) { for (var i = 0; i < job.Items.Count; i++) { history.AddRange(job.Items[i]); history.AddRange((await job.Client.GetResponseAsync(history, null, default)).Messages); } }
    // What is called is that part, or what it is a part of.
    public async Task O(Job job) { for (var i = 0; i < job.Plan.Steps.Count; i++) await {|CCA1009:job.Plan.Next(chat)|}; }
    public async Task P(Job job) { for (var i = 0; i < job.Bag.Count; i++) { var text = await {|CCA1002:job.Bag[i].Run(chat)|}; if (text != "done") job.Bag.Put(new Step()); } }
    // The plan itself may add a step in each turn.
    public async Task H(Plan plan) { for (var i = 0; i < plan.Steps.Count; i++) await {|CCA1009:plan.Next(chat)|}; }
    public async Task I(List<Step> steps) { for (var i = 0; i < steps.Count; i++) { var text = await {|CCA1002:steps[i].Run(chat)|}; if (text != "done") steps.Add(new Step()); } }
    // Another array in its place.
    public async Task J(Step[] steps) { for (var i = 0; i < steps.Length; i++) { var text = await {|CCA1002:steps[i].Run(chat)|}; if (text != "done") Array.Resize(ref steps, steps.Length + 1); } }
    // FN: a step that knows its list may add to it.
    public async Task K(List<Step> steps) { foreach (var s in steps) s.All = steps; for (var i = 0; i < steps.Count; i++) await steps[i].Extend(chat); }
    internal sealed class Note { public string Text = ""; }
    internal sealed class Step
    {
        public Note Note = new(); public List<Step>? All; private string last = "";
        public async Task<string> Run(IChatClient client) => last = (await client.GetResponseAsync(last)).Text;
        public void Take(string text) => last = text;
        public async Task Extend(IChatClient client) { var text = (await client.GetResponseAsync(last)).Text; if (text != "done") All?.Add(new Step()); }
    }
    internal sealed class Bag { private readonly List<Step> inner = []; public int Count => inner.Count; public Step this[int i] => inner[i]; public void Put(Step step) => inner.Add(step); }
    internal sealed class Job { public IChatClient Client = null!; public List<List<ChatMessage>> Items = []; public Plan Plan = new(); public Bag Bag = new(); }
    internal sealed class Plan
    {
        public List<Step> Steps = [new()];
        public async Task Next(IChatClient client) { var text = (await client.GetResponseAsync("next")).Text; if (text != "done") Steps.Add(new Step()); }
    }
}
