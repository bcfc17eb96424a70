using ClaudeCost.Usage;

namespace ClaudeCost.Http;

/// <summary>
/// The fields of a request that are known, by format. One that is not known may do anything to the cost: the request then counts as
/// one without a bound.
/// </summary>
internal static class KnownFields
{
    private static readonly HashSet<string> Anthropic = Set(
        "model messages max_tokens system metadata stop_sequences stream temperature top_k top_p tools tool_choice thinking container mcp_servers "
        + "context_management compaction thread service_tier output_config output_format inference_geo speed fallbacks cache_control "
        + "anthropic_version anthropic_beta requests");

    private static readonly HashSet<string> Chat = Set(
        "model messages prompt suffix echo max_tokens max_completion_tokens n best_of temperature top_p top_k min_p stop stream stream_options "
        + "presence_penalty frequency_penalty repetition_penalty logit_bias logprobs top_logprobs user tools tool_choice functions function_call "
        + "parallel_tool_calls response_format seed service_tier store metadata reasoning_effort reasoning verbosity modalities audio prediction "
        + "web_search_options prompt_cache_key prompt_cache_retention safety_identifier models route provider");

    private static readonly HashSet<string> Responses = Set(
        "model input instructions max_output_tokens max_tool_calls previous_response_id conversation prompt tools tool_choice parallel_tool_calls "
        + "reasoning text temperature top_p top_logprobs truncation stream stream_options store metadata include user service_tier background "
        + "prompt_cache_key prompt_cache_retention safety_identifier context_management");

    private static readonly HashSet<string> Embeddings = Set("model input dimensions encoding_format user");

    /// <summary>All of them, and what is read in further formats.</summary>
    public static Utf8Names All { get; } = new([.. Anthropic, .. Chat, .. Responses, .. Embeddings, "contents", "instances", "input_file_id"]);

    public static bool Contains(ApiFormat format, string field) => format switch
    {
        ApiFormat.AnthropicMessages or ApiFormat.AnthropicBatch => Anthropic.Contains(field),
        ApiFormat.OpenAiChat => Chat.Contains(field),
        ApiFormat.OpenAiResponses => Responses.Contains(field),
        ApiFormat.OpenAiEmbeddings => Embeddings.Contains(field),

        // Its cost is not read from its fields.
        _ => true,
    };

    private static HashSet<string> Set(string names) => new(names.Split(' '), StringComparer.Ordinal);
}
