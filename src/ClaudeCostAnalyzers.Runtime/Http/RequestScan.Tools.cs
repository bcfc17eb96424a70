using System.Text.Json;
using ClaudeCost.Pricing;
using ClaudeCost.Usage;

namespace ClaudeCost.Http;

internal ref partial struct RequestScan
{
    // The provider ends a loop of server tools by itself after about ten turns (stop reason pause_turn).
    private const long UsesWithoutCap = 10;
    private const string WithoutCap = "The request has a tool that the provider runs, without a cap on its uses.";

    private void ReadTools(RequestFacts facts)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            string? type = null;
            string? model = null;
            long? uses = null;
            long? cap = null;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isType = json.ValueTextEquals("type"u8);
                var isUses = json.ValueTextEquals("max_uses"u8);
                var isCache = json.ValueTextEquals("cache_control"u8);
                var isModel = json.ValueTextEquals("model"u8);
                var isCap = json.ValueTextEquals("max_tokens"u8);
                var isSchema = json.ValueTextEquals("input_schema"u8) || json.ValueTextEquals("parameters"u8);
                json.Read();
                if (isType && json.TokenType == JsonTokenType.String)
                {
                    type = json.GetString();
                }
                else if (isUses)
                {
                    uses = ReadCount();
                }
                else if (isCap)
                {
                    cap = ReadCap();
                }
                else if (isModel && json.TokenType == JsonTokenType.String)
                {
                    model = ModelNames.WithoutKey(json.GetString());
                }
                else if (isSchema)
                {
                    json.Skip();
                }
                else
                {
                    facts.Cache = isCache && json.TokenType != JsonTokenType.Null ? (CacheMark)Math.Max((int)facts.Cache, (int)CacheMark.FiveMinutes) : facts.Cache;
                    ReadContent(facts);
                }
            }

            NoteTool(facts, type, uses, model, cap);
        }
    }

    private void NoteTool(RequestFacts facts, string? type, long? uses, string? model, long? cap)
    {
        if (type is null)
        {
            return;
        }

        if (IsAnthropic)
        {
            // Tools that the program runs: they come back as another request, with its own reservation.
            string[] client = ["custom", "bash_", "text_editor_", "computer_", "memory_"];
            if (Array.Exists(client, prefix => type.StartsWith(prefix, StringComparison.Ordinal)))
            {
                return;
            }

            if (type.StartsWith("advisor", StringComparison.Ordinal))
            {
                (facts.Advisors ??= []).Add(new AdvisorUse(model, uses ?? UsesWithoutCap, cap));
            }
            else if (type.StartsWith("code_execution", StringComparison.Ordinal))
            {
                facts.OneTimeFees += HostedTools.AnthropicCodeExecution;
                facts.Unbounded ??= "The request lets the provider run code, which is billed by the time that a container runs.";
            }

            AddServerTool(facts, uses, type.StartsWith("web_search", StringComparison.Ordinal) ? HostedTools.AnthropicWebSearch : 0m);
        }
        else if (type is not ("function" or "custom" or "namespace" or "local_shell" or "apply_patch" or "computer_use_preview" or "computer"))
        {
            // The cap on all uses of a response does not hold for other servers' tools.
            openUses += uses is null && !type.StartsWith("mcp", StringComparison.Ordinal) ? UsesWithoutCap : 0;
            billedOpenUses += uses is null && HostedTools.OfOpenAi(type) > 0 ? UsesWithoutCap : 0;
            AddServerTool(facts, uses, HostedTools.OfOpenAi(type));
        }
    }

    /// <summary>
    /// One cap for all tools together takes the place of what was assumed for those without one of their own, be it more or less.
    /// </summary>
    private readonly void CapServerTools(RequestFacts facts)
    {
        if (openUses > 0 && facts.MostToolUses is { } most)
        {
            facts.ServerToolUses += most - openUses;
            facts.BilledToolUses += billedOpenUses > 0 ? most - billedOpenUses : 0;
            facts.Unbounded = facts.ServerToolUses == most && facts.Unbounded == WithoutCap ? null : facts.Unbounded;
        }

        if (facts.Unbounded == WithoutCap)
        {
            BudgetGuard.WarnOnce(
                BudgetWarningKind.UnboundedRequest,
                $"A request to model '{facts.Model ?? "(unknown)"}' has a tool that the provider runs, without a cap on its uses; {UsesWithoutCap} are reserved. Set {(IsAnthropic ? "max_uses" : "max_tool_calls")}.");
        }
    }

    private static void AddServerTool(RequestFacts facts, long? uses, decimal fee)
    {
        facts.ServerToolUses += uses ?? UsesWithoutCap;
        if (fee > 0)
        {
            facts.BilledToolUses += uses ?? UsesWithoutCap;
            facts.ToolFee = Math.Max(facts.ToolFee, fee);
        }

        facts.Unbounded ??= uses is null ? WithoutCap : null;
    }
}
