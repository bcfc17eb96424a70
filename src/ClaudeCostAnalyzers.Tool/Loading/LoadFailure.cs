namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>Turns the SDK's errors about a project into a note with a remedy.</summary>
internal static class LoadFailure
{
    private const int MaxErrors = 3;

    public static Note Describe(string project, IReadOnlyList<BuildMessage> errors)
    {
        var name = Path.GetFileName(project);
        if (errors.Count == 0)
            return new(NoteLevel.Error, $"{name} could not be loaded: MSBuild gave no compiler command line for it.", BuildRemedy(project), project);

        var distinct = errors.Select(e => e.ToString()).Distinct(StringComparer.Ordinal).ToList();
        var shown = string.Join(" | ", distinct.Take(MaxErrors));
        var more = distinct.Count > MaxErrors ? $" (and {distinct.Count - MaxErrors} more)" : "";
        return new(NoteLevel.Error, $"{name} could not be loaded: {shown}{more}", Remedy(project, errors), project);
    }

    /// <summary>What to do when a project was never restored, or not since it changed.</summary>
    public static Note NotRestored(string project, string reason) => new(NoteLevel.Error,
        $"{Path.GetFileName(project)} is not restored: {reason}.", $"Run: dotnet restore {Quote(project)}", project);

    private static string Remedy(string project, IReadOnlyList<BuildMessage> errors)
    {
        var code = errors.Select(e => e.Code).FirstOrDefault(c => c.Length > 0) ?? "";
        return code switch
        {
            "NETSDK1045" => "Install the SDK of that framework (https://aka.ms/dotnet/download), or let global.json name a newer one.",
            "NETSDK1147" => $"Run: dotnet workload restore {Quote(project)}",
            "MSB4236" => "Install the SDK that the project names, or see that your package sources have it.",
            "MSB4025" or "MSB4066" or "MSB4067" or "MSB4024" => "Repair the project file.",
            _ when code.StartsWith("NU", StringComparison.Ordinal) || code is "NETSDK1004" or "NETSDK1005" or "NETSDK1064" =>
                $"See that your package sources can be reached, then run: dotnet restore {Quote(project)}",
            _ => BuildRemedy(project),
        };
    }

    private static string BuildRemedy(string project) => $"Run: dotnet build {Quote(project)}";

    private static string Quote(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
}
