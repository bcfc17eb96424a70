using System.Collections.Immutable;
using ClaudeCostAnalyzers.Tool.Analysis;
using ClaudeCostAnalyzers.Tool.Loading;
using Microsoft.CodeAnalysis.Diagnostics;
using Spectre.Console;

namespace ClaudeCostAnalyzers.Tool.Commands;

/// <summary>What the commands see of the world around them. Tests give their own.</summary>
internal sealed record ToolHost
{
    /// <summary>Where reports go.</summary>
    public required IAnsiConsole Output { get; init; }

    /// <summary>Where progress and errors go.</summary>
    public required IAnsiConsole Error { get; init; }

    /// <summary>Whether reports go to a terminal, whose width they keep to.</summary>
    public bool WrapOutput { get; init; }

    /// <summary>Whether errors go to a terminal, whose width they keep to.</summary>
    public bool WrapError { get; init; }

    /// <summary>Whether progress may be drawn as a spinner.</summary>
    public bool LiveProgress { get; init; }

    /// <summary>The folder that relative paths start from.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The rules to run.</summary>
    public required Func<ImmutableArray<DiagnosticAnalyzer>> Rules { get; init; }

    /// <summary>The SDK to ask.</summary>
    public required DotnetCli Dotnet { get; init; }

    /// <summary>The host for a process that a user or a CI job started.</summary>
    public static ToolHost ForProcess()
    {
        var output = Create(Console.Out, Console.IsOutputRedirected);
        var error = Create(Console.Error, Console.IsErrorRedirected);
        return new()
        {
            Output = output,
            Error = error,
            WrapOutput = !Console.IsOutputRedirected,
            WrapError = !Console.IsErrorRedirected,
            LiveProgress = !Console.IsErrorRedirected && !Console.IsOutputRedirected && error.Profile.Capabilities.Interactive && !IsCi(),
            WorkingDirectory = Environment.CurrentDirectory,
            Rules = RuleSet.CreateAll,
            Dotnet = DotnetCli.Find(),
        };
    }

    /// <summary>A console that, where it is no terminal, neither colours nor wraps.</summary>
    public static IAnsiConsole Create(TextWriter writer, bool plain)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (plain)
            console.Profile.Width = short.MaxValue;
        return console;
    }

    private static bool IsCi() => Environment.GetEnvironmentVariable("CI") is { Length: > 0 } value
        && !value.Equals("false", StringComparison.OrdinalIgnoreCase);
}
