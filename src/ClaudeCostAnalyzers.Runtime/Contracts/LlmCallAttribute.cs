namespace ClaudeCost;

/// <summary>
/// Says that calling this member makes a billable call to a language model.
/// </summary>
/// <remarks>
/// The analyzers treat a call of a marked member as they treat a call of a known SDK: a loop around it needs a bound. Mark
/// wrappers that come as a compiled assembly, and members of SDKs that the analyzers do not know. The mark holds for overrides
/// and for implementations of a marked interface member. It has no effect at run time.
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Constructor, Inherited = true)]
public sealed class LlmCallAttribute : Attribute;
