using System.Text.RegularExpressions;

namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>Recognises the answer of a <c>dotnet</c> host that has no SDK to run.</summary>
internal static partial class MissingSdk
{
    [GeneratedRegex(@"^Requested SDK version:\s*(?<version>\S+)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Requested { get; }

    [GeneratedRegex(@"^global\.json file:\s*(?<file>.+?)\s*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex GlobalJson { get; }

    public static AnalysisException? Explain(string output)
    {
        if (!output.Contains("A compatible .NET SDK was not found", StringComparison.Ordinal)
            && !output.Contains("No .NET SDKs were found", StringComparison.Ordinal))
        {
            return null;
        }

        var version = Requested.Match(output);
        var file = GlobalJson.Match(output);
        return version.Success && file.Success
            ? new($"No installed .NET SDK fits version {version.Groups["version"].Value}, which {file.Groups["file"].Value} asks for.",
                $"Install that SDK (https://aka.ms/dotnet/download), or change 'sdk' in {file.Groups["file"].Value} to one that 'dotnet --list-sdks' shows.")
            : new("There is no .NET SDK on this machine, only a runtime.", "Install the .NET SDK: https://aka.ms/dotnet/download.");
    }
}
