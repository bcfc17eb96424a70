using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Benchmarks.Rules;

/// <summary>
/// Each rule on a hundred members on which it fires, and on a hundred on which it is quiet, beside what the compiler needs for
/// the same members. A compilation is new each time: nothing is bound yet, and the engine knows nothing of it.
/// </summary>
[MemoryDiagnoser]
public class RuleBenchmarks
{
    private RuleProgram program = RulePrograms.All[0];
    private Compilation firing = null!;
    private Compilation quiet = null!;

    public static IEnumerable<string> Ids => RulePrograms.All.Select(program => program.Id);

    [ParamsSource(nameof(Ids))]
    public string Id { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        program = RulePrograms.All.First(candidate => candidate.Id == Id);
        (firing, quiet) = (program.Fires(), program.IsQuiet());
    }

    [Benchmark(Baseline = true)]
    public int CompilerAlone() => firing.Clone().GetDiagnostics().Length;

    [Benchmark]
    public int Fires() => program.Analyze(firing.Clone(), program.FiringSettings).Length;

    [Benchmark]
    public int IsQuiet() => program.Analyze(quiet.Clone(), program.SilentSettings).Length;
}
