using System.Text.Encodings.Web;
using System.Text.Json;
using ClaudeCostAnalyzers.Tool.Analysis;
using ClaudeCostAnalyzers.Tool.Loading;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Tool.Reporting;

/// <summary>Writes a scan as SARIF 2.1.0 (OASIS Standard, 27 March 2020), as code hosts and editors read it.</summary>
/// <remarks>The log holds no source text; of findings about secrets it holds no properties either.</remarks>
internal sealed class SarifLog(string workingDirectory)
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";
    private const string Home = "https://github.com/ClaudeCostAnalyzers/ClaudeCostAnalyzers";

    private readonly SarifPaths paths = new(workingDirectory);

    /// <summary>Writes the log; a reader never sees half of it.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Write(string file, ScanResult result, int exitCode)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var temporary = file + ".partial";
        try
        {
            using (var stream = File.Create(temporary))
            using (var json = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
                WriteLog(json, result, exitCode);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private void WriteLog(Utf8JsonWriter json, ScanResult result, int exitCode)
    {
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json, result);
        WriteInvocation(json, result, exitCode);
        json.WriteStartObject("originalUriBaseIds");
        json.WriteStartObject(SarifPaths.RootId);
        json.WriteString("uri", paths.RootUri);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        var index = result.Rules.Select((rule, i) => (rule.Id, i)).ToDictionary(p => p.Id, p => p.i, StringComparer.Ordinal);
        foreach (var (finding, fingerprint) in result.Findings.Zip(Fingerprints.For(result.Findings, paths)))
            WriteResult(json, finding, fingerprint, index);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json, ScanResult result)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "ClaudeCostAnalyzers");
        json.WriteString("semanticVersion", ToolVersion.Text);
        json.WriteString("informationUri", Home);
        json.WriteStartArray("rules");
        foreach (var rule in result.Rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            WriteText(json, "shortDescription", rule.Title.ToString());
            var description = rule.Description.ToString();
            WriteText(json, "fullDescription", description.Length > 0 ? description : rule.Title.ToString());
            if (rule.HelpLinkUri.Length > 0)
            {
                json.WriteString("helpUri", rule.HelpLinkUri);
                WriteText(json, "help", $"{description} See {rule.HelpLinkUri}".Trim());
            }
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(rule.DefaultSeverity));
            json.WriteBoolean("enabled", rule.IsEnabledByDefault);
            json.WriteEndObject();
            json.WriteStartObject("properties");
            json.WriteString("category", rule.Category);
            json.WriteStartArray("tags");
            json.WriteStringValue(rule.Category.ToLowerInvariant());
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteInvocation(Utf8JsonWriter json, ScanResult result, int exitCode)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", result.IsComplete);
        json.WriteNumber("exitCode", exitCode);
        json.WriteStartArray("toolExecutionNotifications");
        foreach (var note in result.Notes)
        {
            json.WriteStartObject();
            json.WriteString("level", note.Level switch { NoteLevel.Error => "error", NoteLevel.Warning => "warning", _ => "note" });
            WriteText(json, "message", note.Remedy is null ? note.Text : $"{note.Text} {note.Remedy}");
            if (note.File is not null)
            {
                json.WriteStartArray("locations");
                json.WriteStartObject();
                json.WriteStartObject("physicalLocation");
                WriteArtifact(json, note.File);
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteResult(Utf8JsonWriter json, Finding finding, string fingerprint, Dictionary<string, int> index)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Id);
        if (index.TryGetValue(finding.Id, out var at))
            json.WriteNumber("ruleIndex", at);
        json.WriteString("level", Level(finding.Severity));
        WriteText(json, "message", finding.Message);
        json.WriteStartArray("locations");
        WriteLocation(json, finding.Spot);
        json.WriteEndArray();
        if (finding.Path.Length > 0)
            WritePath(json, finding);
        json.WriteStartObject("partialFingerprints");
        json.WriteString(Fingerprints.Name, fingerprint);
        json.WriteEndObject();
        if (finding.Suppression is { } suppression)
        {
            json.WriteStartArray("suppressions");
            json.WriteStartObject();
            json.WriteString("kind", suppression.IsBaseline ? "external" : "inSource");
            if (suppression.Justification is { Length: > 0 } why)
                json.WriteString("justification", why);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteStartObject("properties");
        if (!finding.IsAboutSecret)
        {
            foreach (var (key, value) in finding.Properties.OrderBy(p => p.Key, StringComparer.Ordinal))
                json.WriteString(key, value);
        }
        json.WriteString("remedy", Remedies.For(finding));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The path twice: as steps for viewers that can walk them, as related places for those that cannot.</summary>
    private void WritePath(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartArray("relatedLocations");
        for (var i = 0; i < finding.Path.Length; i++)
            WriteLocation(json, finding.Path[i], id: i + 1, message: $"step {i + 1} on the way to the call");
        json.WriteEndArray();

        json.WriteStartArray("codeFlows");
        json.WriteStartObject();
        json.WriteStartArray("threadFlows");
        json.WriteStartObject();
        json.WriteStartArray("locations");
        foreach (var spot in finding.Path)
        {
            json.WriteStartObject();
            json.WritePropertyName("location");
            WriteLocation(json, spot);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteLocation(Utf8JsonWriter json, SourceSpot spot, int? id = null, string? message = null)
    {
        json.WriteStartObject();
        if (id is { } number)
            json.WriteNumber("id", number);
        json.WriteStartObject("physicalLocation");
        WriteArtifact(json, spot.File);
        json.WriteStartObject("region");
        json.WriteNumber("startLine", spot.Line);
        json.WriteNumber("startColumn", spot.Column);
        json.WriteNumber("endLine", spot.EndLine);
        json.WriteNumber("endColumn", spot.EndColumn);
        json.WriteEndObject();
        json.WriteEndObject();
        if (message is not null)
            WriteText(json, "message", message);
        json.WriteEndObject();
    }

    private void WriteArtifact(Utf8JsonWriter json, string file)
    {
        var (uri, isRelative) = paths.For(file);
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", uri);
        if (isRelative)
            json.WriteString("uriBaseId", SarifPaths.RootId);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Level(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Info => "note",
        _ => "none",
    };
}
