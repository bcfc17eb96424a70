using Spectre.Console;

namespace ClaudeCostAnalyzers.Tool.Reporting;

/// <summary>What reports set off, the same in all of them.</summary>
internal static class Styles
{
    public static readonly Style Strong = new(decoration: Decoration.Bold);
    public static readonly Style Faint = new(Color.Grey);
    public static readonly Style Red = new(Color.Red);
    public static readonly Style Yellow = new(Color.Yellow);
    public static readonly Style Blue = new(Color.Blue);
    public static readonly Style Green = new(Color.Green);
}
