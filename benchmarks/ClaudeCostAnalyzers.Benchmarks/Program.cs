using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using ClaudeCostAnalyzers.Benchmarks.Rules;
using ClaudeCostAnalyzers.Benchmarks.Runtime;

// --least: the guard's times, robust against other work on the machine.
if (args.FirstOrDefault() == "--least")
{
    LeastTimes.Print();
    return 0;
}

// --check: every rule's programs fire and are quiet as they should; each benchmark that matches the rest runs once, in this process.
if (args.FirstOrDefault() != "--check")
{
    // In this process: the project that BenchmarkDotNet would generate below this folder does not restore with centrally managed versions.
    var measured = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    return BenchmarkSwitcher.FromAssembly(typeof(RulePrograms).Assembly).Run(args, measured).Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0;
}

var wrong = RulePrograms.All.SelectMany(program => program.Faults()).ToList();
wrong.ForEach(Console.Error.WriteLine);
var once = DefaultConfig.Instance.AddJob(Job.Dry.WithToolchain(InProcessNoEmitToolchain.Instance)).WithOptions(ConfigOptions.DisableOptimizationsValidator)
    .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "claude-cost-benchmarks"));
var summaries = BenchmarkSwitcher.FromAssembly(typeof(RulePrograms).Assembly).Run(["--filter", .. args.Length > 1 ? args[1..] : ["*"]], once).ToList();
var ran = summaries.Sum(summary => summary.Reports.Count(report => report.Success));
var failed = summaries.Sum(summary => summary.Reports.Count(report => !report.Success));
Console.WriteLine($"{RulePrograms.All.Count} rules checked, {wrong.Count} wrong; {ran} benchmarks ran, {failed} failed");
return wrong.Count == 0 && ran > 0 && failed == 0 && summaries.TrueForAll(summary => !summary.HasCriticalValidationErrors) ? 0 : 1;
