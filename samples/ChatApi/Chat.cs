using Anthropic;
using Anthropic.Models.Messages;
using ClaudeCost;
using Microsoft.AspNetCore.Mvc;

namespace ChatApi;

internal sealed record ChatRequest(string Text);

internal sealed record ChatReply(string Text);

/// <summary>A chat in which each user may spend so much a day. Who the user is, a header says here; take it from the sign-in.</summary>
internal static class Chat
{
    public static async Task<IResult> AnswerAsync(
        ChatRequest chat, [FromHeader(Name = "X-User")] string user, IAnthropicClient client, HttpResponse response, CancellationToken cancellationToken)
    {
        // All requests of one user share one budget, on however many threads they run.
        using var budget = BudgetScope.BeginUser(user);
        try
        {
            var reply = await client.Messages.Create(
                new MessageCreateParams { Model = "claude-haiku-4-5", MaxTokens = 300, Messages = [new UserMessageParam(chat.Text)] },
                cancellationToken);
            return Results.Ok(new ChatReply(string.Concat(reply.Content.Select(block => block.TryPickText(out var text) ? text.Text : ""))));
        }
        catch (BudgetExceededException full)
        {
            if (full.RenewsAt is { } renewsAt)
            {
                response.Headers.RetryAfter = renewsAt.UtcDateTime.ToString("R");
            }

            return Results.Problem("Your budget for today has no room for this message.", statusCode: StatusCodes.Status429TooManyRequests);
        }
    }

    public static BudgetRemaining Budget([FromHeader(Name = "X-User")] string user)
    {
        using var budget = BudgetScope.BeginUser(user);
        return budget.Remaining;
    }
}
