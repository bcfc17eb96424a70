using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using Microsoft.Extensions.AI;

// Work without an end that the framework hands out.
internal sealed class WildUnseen(IChatClient chat, ChannelReader<string> reader)
{
    private async Task<string> Say(string q) => (await chat.GetResponseAsync(q)).Text;
    // FN: a parallel loop over a channel lives as long as the process; it is taken for one over a collection.
    public Task Parallelled(CancellationToken ct) => Parallel.ForEachAsync(reader.ReadAllAsync(ct), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct }, async (text, _) => await Say(text));
    // FN: whether a block is ever completed is its owner's to say.
    public ActionBlock<string> Block() => new(async text => await Say(text));
}
