using ClaudeCostAnalyzers.Tests.Catalog;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.DeadlineAnalyzer>;
using VerifyFix = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.DeadlineAnalyzer, ClaudeCostAnalyzers.CodeFixes.DeadlineFix>;

namespace ClaudeCostAnalyzers.Tests.Rules.Deadlines;

/// <summary>CCA2001 and CCA2002 on SDKs that are not at hand as packages: where their calls take a deadline.</summary>
public sealed class SdkDeadlineTests
{
    [Theory]
    [InlineData("Task M(PredictionServiceClient c, GenerateContentRequest r) => {|CCA2001:c.GenerateContentAsync(r)|};")]
    [InlineData("void M(PredictionServiceClient c, GenerateContentRequest r) => {|CCA2001:c.GenerateContent(r)|};")]
    [InlineData("Task M(PredictionServiceClient c, GenerateContentRequest r, CancellationToken t) => {|CCA2002:c.GenerateContentAsync(r)|};")]
    [InlineData("Task M(PredictionServiceClient c, GenerateContentRequest r, CancellationToken t) => c.GenerateContentAsync(r, t);")]
    [InlineData("Task M(PredictionServiceClient c, GenerateContentRequest r, CancellationToken t) => c.GenerateContentAsync(r, CallSettings.FromCancellationToken(t));")]
    [InlineData("void M(PredictionServiceClient c, GenerateContentRequest r, CallSettings s) => c.GenerateContent(r, s);")]
    public Task Vertex(string member) => Run("using Google.Api.Gax.Grpc; using Google.Cloud.AIPlatform.V1;\n", member, "Google.Cloud.AIPlatform.V1");

    [Theory]
    [InlineData("Task M(CopilotSession s) => {|CCA2001:s.SendAsync(\"x\")|};")]
    [InlineData("Task M(CopilotSession s) => {|CCA2001:s.SendAndWaitAsync(\"x\", System.Threading.Timeout.InfiniteTimeSpan)|};")]
    [InlineData("Task M(CopilotSession s) => s.SendAndWaitAsync(\"x\");")]
    [InlineData("Task M(CopilotSession s) => s.SendAndWaitAsync(\"x\", TimeSpan.FromSeconds(30));")]
    [InlineData("Task M(CopilotSession s, TimeSpan time) => s.SendAndWaitAsync(\"x\", time);")]
    public Task Copilot(string member) => Run("using GitHub.Copilot;\n", member, "GitHub.Copilot.SDK");

    [Theory]
    [InlineData("Task M(GenerativeModel c) => {|CCA2001:c.GenerateContent(\"x\")|};")]
    [InlineData("Task M(GenerativeModel c) { c.Timeout = TimeSpan.FromSeconds(30); return c.GenerateContent(\"x\"); }")]
    [InlineData("Task M(GenerativeModel c, CancellationToken t) => c.GenerateContent(\"x\", cancellationToken: t);")]
    public Task Mscc(string member) => Run("using Mscc.GenerativeAI; using Mscc.GenerativeAI.Types;\n", member, "Mscc.GenerativeAI");

    /// <summary>The overload that takes a token, or settings that are made of one.</summary>
    [Theory]
    [InlineData("Task M(PredictionServiceClient c, GenerateContentRequest r, CancellationToken t) => {|CCA2002:c.GenerateContentAsync(r)|};", "GenerateContentAsync(r, t)")]
    [InlineData("object M(PredictionServiceClient c, GenerateContentRequest r, CancellationToken t) => {|CCA2002:c.GenerateContent(r)|};", "GenerateContent(r, CallSettings.FromCancellationToken(t))")]
    [InlineData("object M(PredictionServiceClient c, EndpointName e, CancellationToken t) => {|CCA2002:c.Predict(e, null!, null!)|};", "Predict(e, null!, null!, CallSettings.FromCancellationToken(t))")]
    public async Task The_fix_passes_a_token(string member, string call)
    {
        var (head, start) = ("using Google.Api.Gax.Grpc; using Google.Cloud.AIPlatform.V1;\n", member.IndexOf("{|", StringComparison.Ordinal));
        var test = new VerifyFix.Test
        {
            TestCode = head + "class C { " + member + " }",
            FixedCode = head + "class C { " + member[..start] + "c." + call + "; }",
            Packages = TestPackages.ExtensionsAI,
        };
        test.TestState.AdditionalReferences.Add(StubAssemblies.Reference("Google.Cloud.AIPlatform.V1"));
        test.FixedState.AdditionalReferences.Add(StubAssemblies.Reference("Google.Cloud.AIPlatform.V1"));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static Task Run(string head, string member, string assembly)
    {
        var test = new Verify.Test { TestCode = head + "class C { " + member + " }", Packages = TestPackages.ExtensionsAI };
        test.TestState.AdditionalReferences.Add(StubAssemblies.Reference(assembly));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
