using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Tests.CodeFixes;

/// <summary>The part of the runtime that the fixes write against, as source and without init-only setters: a runtime that C# 8 and earlier can use.</summary>
internal static class RuntimeStub
{
    private const string Source = """
        namespace ClaudeCost
        {
            public sealed class Budget
            {
                public int? MaxCalls { get; set; }
                public decimal? MaxCostUsd { get; set; }
                public System.TimeSpan? Timeout { get; set; }
            }

            public sealed class BudgetScope : System.IDisposable
            {
                public static BudgetScope Begin(Budget budget) => new BudgetScope();
                public void Dispose() { }
            }
        }
        """;

    public static Solution AddTo(Solution solution, ProjectId projectId) =>
        solution.AddDocument(DocumentId.CreateNewId(projectId), "Runtime.cs", SourceText.From(Source), filePath: "/0/Runtime.cs");
}
