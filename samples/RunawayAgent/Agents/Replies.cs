using Anthropic.Models.Messages;

namespace RunawayAgent.Agents;

internal static class Replies
{
    /// <summary>The text of a reply, its other blocks left out.</summary>
    public static string Text(this Message reply) =>
        string.Concat(reply.Content.Select(block => block.TryPickText(out var text) ? text.Text : ""));
}
