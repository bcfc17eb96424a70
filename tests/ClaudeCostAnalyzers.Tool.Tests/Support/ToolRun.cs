using System.Collections.Immutable;
using ClaudeCostAnalyzers.Tool.Commands;
using ClaudeCostAnalyzers.Tool.Loading;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Tool.Tests.Support;

/// <summary>A run of the tool within the test's process, with rules of the test's choice.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    public static Task<ToolRun> InAsync(TestFolder folder, params string[] arguments) =>
        InAsync(folder, [new SpendingRule()], CancellationToken.None, arguments);

    public static async Task<ToolRun> InAsync(
        TestFolder folder, ImmutableArray<DiagnosticAnalyzer> rules, CancellationToken cancel, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new ToolHost
        {
            Output = ToolHost.Create(output, plain: true),
            Error = ToolHost.Create(error, plain: true),
            WorkingDirectory = folder.Root,
            Rules = () => rules,
            Dotnet = DotnetCli.Find(),
        };
        var exitCode = await ToolCommandLine.RunAsync(arguments, host, cancel);
        return new(exitCode, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }
}
