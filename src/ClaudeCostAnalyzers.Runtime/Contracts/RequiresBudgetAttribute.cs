namespace ClaudeCost;

/// <summary>
/// Says that this member may make any number of calls to a language model and therefore must be called inside a
/// <see cref="BudgetScope"/>.
/// </summary>
/// <remarks>
/// The analyzers then do not report an unbounded loop inside the member; they move the duty to its callers. The mark holds for
/// overrides and for implementations of a marked interface member. It has no effect at run time: a member that wants to be
/// sure checks <see cref="BudgetScope.Current"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Constructor, Inherited = true)]
public sealed class RequiresBudgetAttribute : Attribute;
