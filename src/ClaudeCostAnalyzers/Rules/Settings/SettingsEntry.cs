namespace ClaudeCostAnalyzers.Rules.Settings;

/// <summary>A named value in a settings file.</summary>
/// <param name="Name">Its name with those of the sections around it, separated by colons.</param>
/// <param name="Start">Where the value begins in the file.</param>
/// <param name="Length">How long it is.</param>
internal readonly record struct SettingsEntry(string Name, int Start, int Length);
