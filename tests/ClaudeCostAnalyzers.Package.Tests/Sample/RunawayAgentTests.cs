using System.Globalization;
using System.Text.RegularExpressions;
using ClaudeCostAnalyzers.Package.Tests.Packed;

namespace ClaudeCostAnalyzers.Package.Tests.Sample;

/// <summary>The sample as the README has it run: without a key, every agent that runs away is stopped by its budget.</summary>
public class RunawayAgentTests
{
    [Fact]
    public async Task The_fake_model_shows_every_budget_at_work()
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Path.Combine(Repository.Root, "samples/RunawayAgent/bin", build, "net10.0/RunawayAgent.dll");
        var output = (await DotNet.RunAsync(Repository.Root, null, program, "--fake-model")).Succeeded().Output.ReplaceLineEndings("\n");

        Assert.Equal(("Done", 1), OutcomeOf("Headlines", output));
        Assert.Equal(("Done", 3), OutcomeOf("Reviewer", output));
        Assert.Equal(("Stopped", 12), OutcomeOf("Researcher", output));
        Assert.Equal(("Stopped", 4), OutcomeOf("Translator", output));

        Assert.Equal("Stopped", OutcomeOf("PressOffice", output).Ended);
        var spent = decimal.Parse(Regex.Match(Section("PressOffice", output), @"Spent: .*\$([\d.]+)").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(spent, 0.01m, 0.05m);
    }

    private static (string Ended, int Requests) OutcomeOf(string agent, string output)
    {
        var section = Section(agent, output);
        return (
            Regex.Match(section, "^  (Done|Stopped|Failed): ", RegexOptions.Multiline).Groups[1].Value,
            int.Parse(Regex.Match(section, @"^  Requests that the model saw: (\d+)$", RegexOptions.Multiline).Groups[1].Value));
    }

    /// <summary>The indented lines below an agent's name.</summary>
    private static string Section(string agent, string output) =>
        Assert.Single(Regex.Matches(output, $@"^{agent}\n((?:  .*\n)+)", RegexOptions.Multiline)).Groups[1].Value;
}
