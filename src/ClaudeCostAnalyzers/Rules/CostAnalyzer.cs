using ClaudeCostAnalyzers.Calls;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>
/// Base of every rule family. It owns what all of them share: concurrency, the policy for generated code, and the gate
/// that registers nothing in a compilation which cannot call a model.
/// </summary>
public abstract class CostAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCode);
        context.RegisterCompilationStartAction(start =>
        {
            if (CostContext.Of(start.Compilation, start.Options, start.CancellationToken) is { } cost && !(JudgesCalls && cost.IsSdk))
                Register(start, cost);
        });
    }

    /// <summary>What the family does with generated code. A loop there is nobody's to fix; a key there is still a key.</summary>
    private protected virtual GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.None;

    /// <summary>
    /// Whether the family is about calls of models and what is around them. Within an SDK of the catalogue such calls are what its members are
    /// made of: the catalogue describes them to those who call them, and nobody else can bound, cap or pay for them.
    /// </summary>
    private protected virtual bool JudgesCalls => true;

    /// <summary>Registers the family's actions on behalf of another analyzer.</summary>
    internal void RegisterOn(CompilationStartAnalysisContext context, CostContext cost) => Register(context, cost);

    /// <summary>Registers the family's actions. Called once per compilation that can call an LLM API.</summary>
    /// <param name="context">Where to register.</param>
    /// <param name="cost">What is known of the compilation; the same for every family, which makes none of its own.</param>
    private protected abstract void Register(CompilationStartAnalysisContext context, CostContext cost);
}
