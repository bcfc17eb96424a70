namespace ClaudeCost.Pricing;

/// <summary>Another model that the provider may ask on behalf of a call.</summary>
/// <param name="Model">Its name; <see langword="null"/> where the request does not say.</param>
/// <param name="Uses">How often at most.</param>
/// <param name="MaxTokens">The cap on its output; <see langword="null"/> for none.</param>
internal readonly record struct AdvisorUse(string? Model, long Uses, long? MaxTokens);
