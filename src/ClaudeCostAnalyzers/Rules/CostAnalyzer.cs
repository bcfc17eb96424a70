using ClaudeCostAnalyzers.Catalog;
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
            if (LlmApis.TryCreate(start.Compilation) is { } apis)
                Register(start, apis);
        });
    }

    /// <summary>What the family does with generated code. A loop there is nobody's to fix; a key there is still a key.</summary>
    private protected virtual GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.None;

    /// <summary>Registers the family's actions. Called once per compilation that references a known LLM API.</summary>
    private protected abstract void Register(CompilationStartAnalysisContext context, LlmApis apis);
}
