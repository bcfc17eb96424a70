using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Configuration;
using ClaudeCostAnalyzers.Contracts;
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
            var further = CostOptions.ReadMembers(OptionKey.LlmMembers, start.Options, start.Compilation);
            if (LlmApis.TryCreate(start.Compilation, further.Entries) is { } apis)
                Register(start, apis);
            else if (ContractGate.IsOpen(start.Compilation, start.CancellationToken))
                Register(start, LlmApis.None);
        });
    }

    /// <summary>What the family does with generated code. A loop there is nobody's to fix; a key there is still a key.</summary>
    private protected virtual GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.None;

    /// <summary>Registers the family's actions. Called once per compilation that can call an LLM API.</summary>
    private protected abstract void Register(CompilationStartAnalysisContext context, LlmApis apis);
}
