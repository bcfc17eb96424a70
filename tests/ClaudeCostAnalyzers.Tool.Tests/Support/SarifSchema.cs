using System.Text.Json;

namespace ClaudeCostAnalyzers.Tool.Tests.Support;

/// <summary>What SARIF 2.1.0 requires of the objects that the tool writes (sections 3.13 to 3.58 of the standard).</summary>
internal static class SarifSchema
{
    private static readonly string[] Levels = ["none", "note", "warning", "error"];

    public static void Check(JsonElement log)
    {
        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        Assert.StartsWith("https://", log.GetProperty("$schema").GetString(), StringComparison.Ordinal);
        var runs = log.GetProperty("runs").EnumerateArray().ToList();
        Assert.Single(runs);
        var run = runs[0];
        var driver = run.GetProperty("tool").GetProperty("driver");
        Assert.NotEmpty(driver.GetProperty("name").GetString()!);
        Assert.Matches(@"^\d+\.\d+\.\d+", driver.GetProperty("semanticVersion").GetString());
        var rules = driver.GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal(rules.Count, rules.Select(r => r.GetProperty("id").GetString()).Distinct().Count());
        foreach (var rule in rules)
        {
            Assert.NotEmpty(Text(rule.GetProperty("shortDescription")));
            Assert.True(Uri.IsWellFormedUriString(rule.GetProperty("helpUri").GetString(), UriKind.Absolute));
            Assert.Contains(rule.GetProperty("defaultConfiguration").GetProperty("level").GetString(), Levels);
        }

        Assert.Contains(run.GetProperty("columnKind").GetString(), new[] { "utf16CodeUnits", "unicodeCodePoints" });
        var bases = run.GetProperty("originalUriBaseIds");
        foreach (var root in bases.EnumerateObject())
            Assert.EndsWith("/", root.Value.GetProperty("uri").GetString(), StringComparison.Ordinal);
        foreach (var invocation in run.GetProperty("invocations").EnumerateArray())
        {
            _ = invocation.GetProperty("executionSuccessful").GetBoolean();
            foreach (var note in invocation.GetProperty("toolExecutionNotifications").EnumerateArray())
            {
                Assert.NotEmpty(Text(note.GetProperty("message")));
                Assert.Contains(note.GetProperty("level").GetString(), Levels);
            }
        }

        foreach (var result in run.GetProperty("results").EnumerateArray())
            CheckResult(result, rules, bases);
    }

    private static void CheckResult(JsonElement result, List<JsonElement> rules, JsonElement bases)
    {
        Assert.NotEmpty(Text(result.GetProperty("message")));
        Assert.Contains(result.GetProperty("level").GetString(), Levels);
        Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
        foreach (var fingerprint in result.GetProperty("partialFingerprints").EnumerateObject())
            Assert.NotEmpty(fingerprint.Value.GetString()!);
        CheckLocation(Assert.Single(result.GetProperty("locations").EnumerateArray()), bases);
        if (result.TryGetProperty("relatedLocations", out var related))
        {
            foreach (var location in related.EnumerateArray())
                CheckLocation(location, bases);
        }
        if (result.TryGetProperty("codeFlows", out var flows))
        {
            foreach (var step in flows[0].GetProperty("threadFlows")[0].GetProperty("locations").EnumerateArray())
                CheckLocation(step.GetProperty("location"), bases);
        }
        if (result.TryGetProperty("suppressions", out var suppressions))
            Assert.All(suppressions.EnumerateArray(), s => Assert.Contains(s.GetProperty("kind").GetString(), new[] { "inSource", "external" }));
    }

    private static void CheckLocation(JsonElement location, JsonElement bases)
    {
        var physical = location.GetProperty("physicalLocation");
        var artifact = physical.GetProperty("artifactLocation");
        var relative = artifact.TryGetProperty("uriBaseId", out var root);
        Assert.True(Uri.IsWellFormedUriString(artifact.GetProperty("uri").GetString(), relative ? UriKind.Relative : UriKind.Absolute));
        if (relative)
            Assert.True(bases.TryGetProperty(root.GetString()!, out _));
        var region = physical.GetProperty("region");
        Assert.True(region.GetProperty("startLine").GetInt32() >= 1);
        Assert.True(region.GetProperty("startColumn").GetInt32() >= 1);
        Assert.True(region.GetProperty("endLine").GetInt32() >= region.GetProperty("startLine").GetInt32());
    }

    private static string Text(JsonElement message) => message.GetProperty("text").GetString()!;
}
