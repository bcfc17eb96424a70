using System.Globalization;
using System.Text;
using ClaudeCostAnalyzers.Tests.Oracle.Generation;

namespace ClaudeCostAnalyzers.Tests.Oracle;

/// <summary>
/// Random programs, judged by the engine and executed with scripted answers. A call that is not reported must end with
/// every script; one that is reported must go on with some script.
/// </summary>
/// <remarks>
/// CCA_ORACLE_PROGRAMS says how many programs to run, CCA_ORACLE_SEED with which seed,
/// CCA_ORACLE_SHOW how many new disagreements to show, CCA_ORACLE_ROWS a file to append a row to for each known
/// difference that was shrunk (for known.rows).
/// </remarks>
public sealed class OracleTests(ITestOutputHelper output)
{
    private const int BatchSize = 500;

    private static readonly (ulong Seed, int Programs)[] s_runs = [(1, 500), (2, 500), (3, 500), (4, 500), (11, 500), (12, 500)];

    [Fact]
    public async Task The_engine_and_the_executions_agree()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var runs = Number("CCA_ORACLE_PROGRAMS") is var programs and > 0 ? [(Seed: (ulong)Math.Max(1, Number("CCA_ORACLE_SEED")), Programs: programs)] : s_runs;
        var show = Math.Max(5, Number("CCA_ORACLE_SHOW"));
        var shown = 0;
        var text = new StringBuilder();
        var tally = new Tally();
        foreach (var (seed, count) in runs)
        {
            for (var start = 0; start < count; start += BatchSize)
            {
                var batch = Enumerable.Range(start, Math.Min(BatchSize, count - start)).Select(number => ProgramGenerator.Generate(seed, number)).ToList();
                var results = await Batch.RunAsync(batch, cancellation);
                for (var i = 0; i < results.Count; i++)
                {
                    var result = results[i];
                    tally.Count(result);
                    if (result.Rejected is not null)
                        output.WriteLine($"seed {seed}, program {start + i} does not compile: {result.Rejected}\n{Writer.Judged(result.Program, "P")}");
                    if (result.Disagreement is not { } disagreement || shown >= show)
                        continue;
                    if (KnownRows.Of(seed, start + i, result.Program, disagreement) is { } listed)
                    {
                        tally.Count($"{disagreement.Difference} {listed}");
                        continue;
                    }

                    var small = await Shrinker.ShrinkAsync(result.Program, disagreement, cancellation);
                    var known = KnownDifferences.Of(small, disagreement);
                    tally.Count($"{disagreement.Difference} {known ?? "new"}");
                    if (known is not null)
                    {
                        output.WriteLine($"seed {seed}, program {start + i}, {known}: {disagreement}\n{Writer.Judged(small, "P")}");
                        if (Environment.GetEnvironmentVariable("CCA_ORACLE_ROWS") is { Length: > 0 } rows)
                            await File.AppendAllTextAsync(rows, KnownRows.Row(seed, start + i, result.Program, disagreement, known) + "\n", cancellation);
                        continue;
                    }

                    shown++;
                    text.AppendLine(CultureInfo.InvariantCulture, $"seed {seed}, program {start + i}: {disagreement}").AppendLine(Writer.Judged(small, "P"));
                    output.WriteLine($"seed {seed}, program {start + i}: {disagreement}\n{Writer.Judged(small, "P")}");
                }
            }
        }

        output.WriteLine(tally.ToString());
        Assert.True(tally["rejected by the compiler"] <= tally["programs"] / 100, "too many programs do not compile");
        Assert.True(text.Length == 0, $"{tally}\n{text}");
    }

    private static int Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : 0;
}
