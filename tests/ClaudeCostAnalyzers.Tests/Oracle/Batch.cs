using ClaudeCostAnalyzers.Tests.Oracle.Execution;

namespace ClaudeCostAnalyzers.Tests.Oracle;

/// <summary>Judges and executes many programs at once.</summary>
internal static class Batch
{
    /// <summary>What became of one program.</summary>
    /// <param name="Rejected">The compiler's error, if it does not take the program.</param>
    /// <param name="Disagreement">Null when engine and execution agree.</param>
    /// <param name="Rules">What the engine reports.</param>
    public sealed record Result(OracleProgram Program, string? Rejected, Disagreement? Disagreement, IReadOnlyCollection<string> Rules);

    public static async Task<IReadOnlyList<Result>> RunAsync(IReadOnlyList<OracleProgram> programs, CancellationToken cancellation, Disagreement? like = null)
    {
        using var compiled = Compiled.Of(programs);
        var reported = await Judge.RunAsync(compiled, cancellation);
        return Runner.OnDeepStacks(programs.Count, i =>
        {
            cancellation.ThrowIfCancellationRequested();
            return compiled.Rejected.TryGetValue(i, out var error)
                ? new Result(programs[i], error, null, [])
                : new Result(programs[i], null, Comparison.Of(Writer.Sites(programs[i]), Runner.Prepare(compiled.Assembly.GetType(Compiled.NameOf(i))!), [.. reported[i]], like), [.. reported[i].Select(report => report.Rule)]);
        });
    }
}
