using System.Reflection;

namespace ClaudeCostAnalyzers.Tool.Reporting;

/// <summary>The version of this tool, without the build's commit.</summary>
internal static class ToolVersion
{
    public static string Text { get; } =
        (typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+')[0];
}
