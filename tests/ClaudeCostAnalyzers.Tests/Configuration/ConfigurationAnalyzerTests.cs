using ClaudeCostAnalyzers.Configuration;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.ConfigurationAnalyzer>;

namespace ClaudeCostAnalyzers.Tests.Configuration;

public sealed class ConfigurationAnalyzerTests
{
    private const string Common = "dotnet_code_quality.claude_cost.";

    [Theory]
    [InlineData("dotnet_code_quality.CCA2003.max_output_tokens", "lots")]
    [InlineData("dotnet_code_quality.CCA2003.max_output_tokens", "0")]
    [InlineData("dotnet_code_quality.CCA2003.max_output_tokens", "-1")]
    [InlineData("dotnet_code_quality.CCA2003.max_output_tokens", "1.5")]
    [InlineData("dotnet_code_quality.CCA2003.max_output_tokens", "99999999999999999999")]
    [InlineData(Common + "max_output_tokens", "1,000")]
    [InlineData("dotnet_code_quality.CCA2004.max_output_tokens", "0")]
    [InlineData("dotnet_code_quality.CCA2005.max_timeout_minutes", "never")]
    [InlineData("dotnet_code_quality.CCA2006.max_retries", "1.5")]
    [InlineData(Common + "budget_max_calls", "many")]
    [InlineData(Common + "budget_max_cost_usd", "5 USD")]
    [InlineData(Common + "budget_max_cost_usd", "0")]
    [InlineData(Common + "budget_timeout_minutes", "00:10")]
    [InlineData(Common + "human_gates", "Ask the user")]
    [InlineData(Common + "endless_sources", "|")]
    [InlineData(Common + "llm_members", "X:My.Gateway.Ask")]
    [InlineData(Common + "llm_members", "My.Gateway.Ask()")]
    [InlineData(Common + "llm_members", "My.Gateway.Ask | Ask")]
    public Task A_value_that_cannot_be_used_is_named_with_its_key(string key, string value) => Test(
        $"[*.cs]\n{key} = {value}\n",
        Verify.Diagnostic().WithSpan(1, 1, 1, 1).WithArguments(value, key, OptionKey.All.First(option => option.Keys.Contains(key)).Allowed, "Test0.cs")).RunAsync();

    [Theory]
    [InlineData("dotnet_code_quality.CCA2003.max_output_tokens", "4096")]
    [InlineData("dotnet_code_quality.cca2003.max_output_tokens", "1")]
    [InlineData(Common + "max_output_tokens", "2147483647")]
    [InlineData(Common + "budget_max_calls", "50")]
    [InlineData(Common + "budget_max_cost_usd", "0.05")]
    [InlineData(Common + "budget_timeout_minutes", "2.5")]
    [InlineData(Common + "human_gates", "ReadTicketAsync | Approvals.WaitAsync")]
    [InlineData(Common + "human_gates", "M:App.Prompt.Ask(System.String,System.Collections.Generic.List{System.Int32})")]
    [InlineData(Common + "endless_sources", "Feed.ReadAllAsync|M:App.Feed`1.Stream``1(System.Int32[])")]
    [InlineData(Common + "llm_members", "P:App.Gateway.Answer")]
    [InlineData("dotnet_code_quality.CA1000.max_output_tokens", "lots")]
    [InlineData("dotnet_code_quality.CCA9999.api_surface", "public")]
    [InlineData("dotnet_code_quality.CCA20030.max_output_tokens", "1")]
    [InlineData("dotnet_code_quality.cca_style.max_depth", "1")]
    [InlineData("dotnet_diagnostic.CCA2003.severity", "none")]
    public Task A_value_that_can_be_used_and_a_key_of_others_are_silent(string key, string value) => Test($"[*.cs]\n{key} = {value}\n").RunAsync();

    [Fact]
    public Task A_misspelt_key_is_named_with_those_that_exist() => Test(
        "[*.cs]\ndotnet_code_quality.claude_cost.max_output_token = 5\n",
        Verify.Diagnostic().WithSpan(1, 1, 1, 1).WithArguments(
            "5", Common + "max_output_token",
            "one of the keys " + string.Join(", ", OptionKey.All.Select(option => option.Name).Distinct()),
            "Test0.cs")).RunAsync();

    [Theory]
    [InlineData("CCA1001.max_iterations", "dotnet_code_quality.CCA1007.max_iterations or dotnet_code_quality.claude_cost.max_iterations")]
    [InlineData("CCA9999.max_depth", "dotnet_code_quality.CCA1003.max_depth or dotnet_code_quality.claude_cost.max_depth")]
    [InlineData("CCA2001.deadline", "dotnet_code_quality.CCA2001.deadline_seconds or dotnet_code_quality.claude_cost.deadline_seconds")]
    public Task A_key_of_a_rule_that_has_no_such_option_is_named_with_those_that_have(string key, string allowed) => Test(
        $"[*.cs]\ndotnet_code_quality.{key} = 5\n",
        Verify.Diagnostic().WithSpan(1, 1, 1, 1).WithArguments("5", "dotnet_code_quality." + key, allowed, "Test0.cs")).RunAsync();

    [Fact]
    public async Task It_is_said_once_for_each_value_and_not_in_a_generated_file()
    {
        var test = Test(
            "[*.cs]\ndotnet_code_quality.claude_cost.max_output_tokens = x\n[B.cs]\ndotnet_code_quality.claude_cost.max_output_tokens = y\n",
            Verify.Diagnostic().WithSpan("/0/A.cs", 1, 1, 1, 1).WithArguments("x", Common + "max_output_tokens", OptionKey.MaxOutputTokens.Allowed, "A.cs"),
            Verify.Diagnostic().WithSpan("/0/B.cs", 1, 1, 1, 1).WithArguments("y", Common + "max_output_tokens", OptionKey.MaxOutputTokens.Allowed, "B.cs"));
        test.TestState.Sources.Clear();
        test.TestState.Sources.Add(("/0/obj/Gen.g.cs", "class G { }"));
        test.TestState.Sources.Add(("/0/A.cs", "class A { }"));
        test.TestState.Sources.Add(("/0/B.cs", "class B { }"));
        test.TestState.Sources.Add(("/0/C.cs", "class C { }"));
        await test.RunAsync();
    }

    [Fact]
    public Task A_global_configuration_is_read_too()
    {
        var test = new Verify.Test { TestCode = "class C { }", TestBehaviors = TestBehaviors.SkipGeneratedCodeCheck };
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\ndotnet_code_quality.claude_cost.budget_max_calls = none\n"));
        test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithSpan(1, 1, 1, 1));
        return test.RunAsync();
    }

    [Fact]
    public Task Without_an_llm_api_nothing_is_said()
    {
        var test = Test("[*.cs]\ndotnet_code_quality.claude_cost.budget_max_calls = none\n");
        test.Packages = TestPackages.None;
        return test.RunAsync();
    }

    private static Verify.Test Test(string configuration, params DiagnosticResult[] expected)
    {
        var test = new Verify.Test { TestCode = "class C { }", TestBehaviors = TestBehaviors.SkipGeneratedCodeCheck };
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n" + configuration));
        test.ExpectedDiagnostics.AddRange(expected);
        return test;
    }
}
