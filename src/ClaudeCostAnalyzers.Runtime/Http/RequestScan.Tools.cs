using System.Text.Json;
using ClaudeCost.Pricing;

namespace ClaudeCost.Http;

internal ref partial struct RequestScan
{
    // The provider ends a loop of server tools by itself after about ten turns (stop reason pause_turn).
    private const long UsesWithoutCap = 10;

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
            long? uses = null;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isType = json.ValueTextEquals("type");
                var isUses = json.ValueTextEquals("max_uses");
                var isCache = json.ValueTextEquals("cache_control");
                json.Read();
                if (isType && json.TokenType == JsonTokenType.String)
                {
                    type = json.GetString();
                }
                else if (isUses)
                {
                    uses = ReadCount();
                }
                else
                {
                    facts.Cache = isCache && json.TokenType != JsonTokenType.Null ? (CacheMark)Math.Max((int)facts.Cache, (int)CacheMark.FiveMinutes) : facts.Cache;
                    ReadContent(facts);
                }
            }

            NoteTool(facts, type, uses);
        }
    }

    private readonly void NoteTool(RequestFacts facts, string? type, long? uses)
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

            facts.ExtraTurns += type.StartsWith("advisor", StringComparison.Ordinal) ? uses ?? UsesWithoutCap : 0;
            AddServerTool(facts, uses, billed: type.StartsWith("web_search", StringComparison.Ordinal));
        }
        else if (type is not ("function" or "custom" or "namespace" or "local_shell" or "apply_patch" or "computer_use_preview"))
        {
            AddServerTool(facts, uses, billed: true);
        }
    }

    private static void AddServerTool(RequestFacts facts, long? uses, bool billed)
    {
        facts.ServerToolUses += uses ?? UsesWithoutCap;
        facts.BilledToolUses += billed ? uses ?? UsesWithoutCap : 0;
        if (uses is null)
        {
            facts.Unbounded ??= "The request has a tool that the provider runs, without a cap on its uses.";
            BudgetGuard.WarnOnce(
                BudgetWarningKind.UnboundedRequest,
                $"A request to model '{facts.Model ?? "(unknown)"}' has a tool that the provider runs, without a cap on its uses; {UsesWithoutCap} are reserved. Set max_uses.");
        }
    }
}
