using System.Text;
using System.Text.Json;
using ClaudeCost.Pricing;
using Microsoft.Extensions.AI;

namespace ClaudeCost.Chat;

/// <summary>Reads from the messages of a chat what the call may cost. Keeps no text.</summary>
internal static class ChatFacts
{
    public static RequestFacts Of(IReadOnlyList<ChatMessage> messages, ChatOptions? options, string? model)
    {
        var facts = new RequestFacts { Model = model, MaxOutputTokens = options?.MaxOutputTokens is > 0 and var cap ? cap : null, LooksLikeModelCall = true, Messages = messages.Count };
        foreach (var content in messages.SelectMany(message => message.Contents))
        {
            Add(facts, content);
        }

        if (options is not null)
        {
            Count(facts, options.Instructions);
            facts.UnknownInput ??= options.ConversationId is null ? null : "The call goes on with a conversation that only the provider holds.";
            foreach (var tool in options.Tools ?? [])
            {
                Add(facts, tool);
            }

            if (options.ResponseFormat is ChatResponseFormatJson { Schema: { } schema })
            {
                Count(facts, schema.GetRawText());
            }
        }

        return facts;
    }

    private static void Add(RequestFacts facts, AIContent content)
    {
        switch (content)
        {
            case TextContent text:
                Count(facts, text.Text);
                break;
            case TextReasoningContent reasoning:
                Count(facts, reasoning.Text);
                Count(facts, reasoning.ProtectedData);
                break;
            case FunctionCallContent call:
                Count(facts, call.Name);
                CountJson(facts, call.Arguments);
                break;
            case FunctionResultContent result:
                CountJson(facts, result.Result);
                break;
            case ErrorContent error:
                Count(facts, error.Message + error.Details);
                break;
            case UsageContent:
                break;
            default:
                // Images, documents, files, links: how many tokens they are depends on the model.
                facts.UnknownInput ??= $"How many tokens a {content.GetType().Name} is cannot be told.";
                break;
        }
    }

    private static void Add(RequestFacts facts, AITool tool)
    {
        Count(facts, tool.Name);
        Count(facts, tool.Description);
        if (tool is AIFunctionDeclaration function)
        {
            Count(facts, function.JsonSchema.GetRawText());
            Count(facts, function.ReturnJsonSchema?.GetRawText());
        }
        else
        {
            facts.UnknownInput ??= $"The tool '{tool.Name}' runs at the provider.";
        }
    }

    private static void CountJson(RequestFacts facts, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case string text:
                Count(facts, text);
                break;
            default:
                try
                {
                    Count(facts, JsonSerializer.Serialize(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(value.GetType())));
                }
                catch (Exception exception) when (exception is NotSupportedException or JsonException or InvalidOperationException)
                {
                    facts.UnknownInput ??= $"The arguments or the result of a function cannot be written as JSON ({value.GetType().Name}).";
                }

                break;
        }
    }

    private static void Count(RequestFacts facts, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        var bytes = Encoding.UTF8.GetByteCount(text);
        var ascii = text!.Count(static c => c < 0x80);
        facts.AsciiBytes += ascii;
        facts.OtherBytes += bytes - ascii;
    }
}
