namespace ClaudeCostAnalyzers.Package.Tests.Packed;

/// <summary>The package hands the settings files of a project to the compiler, and one property keeps it from that.</summary>
public sealed class SettingsFilesTests(PackedPackages packages) : IAsyncLifetime
{
    private static readonly string Key = "sk-ant-" + "api03-" + Chance(95);
    private FreshProject project = null!;

    public async ValueTask InitializeAsync() => project = await FreshProject.CreateAsync(packages);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Keys_in_settings_files_are_reported()
    {
        foreach (var folder in new[] { "Properties", "Sub/Deeper", "bin/Debug", "node_modules/x", ".git" })
            Directory.CreateDirectory(Path.Combine(project.Folder, folder));
        string[] read = ["appsettings.json", "Sub/Deeper/appsettings.Production.json", "Properties/launchSettings.json", ".env", ".env.local", "Web.config", "Sub/ask.http"];
        string[] passedOver = ["secrets.json", "other.json", "bin/Debug/appsettings.json", "node_modules/x/appsettings.json", ".git/appsettings.json", "notes.txt"];
        foreach (var file in read.Concat(passedOver))
            project.Write(file, file.EndsWith(".config", StringComparison.Ordinal) ? $"<a><add key=\"A\" value=\"{Key}\" /></a>" : file.EndsWith(".json", StringComparison.Ordinal) ? $"{{ \"profiles\": {{ \"A\": {{ \"B\": \"{Key}\" }} }} }}" : $"A={Key}\n");
        project.Write(".editorconfig", "root = true\n[.env.local]\ndotnet_code_quality.CCA3003.check_settings = false\n");

        var build = (await project.BuildAsync()).Succeeded();
        Assert.Equal(read.Where(file => file != ".env.local").Select(file => "warning CCA3003 " + Path.GetFileName(file)).Order(StringComparer.Ordinal), OfSettings(build));
        // At the key itself: the files have one line.
        Assert.All(read.Where(file => file != ".env.local"), file =>
            Assert.Contains($"{Path.GetFileName(file)}(1,{project.Read(file).IndexOf(Key, StringComparison.Ordinal) + 1}): warning CCA3003", build.Output, StringComparison.Ordinal));
        Assert.DoesNotContain(Key[13..20], build.Output, StringComparison.Ordinal);

        Assert.Empty(OfSettings((await project.BuildAsync(properties: "-p:ClaudeCostScanSettings=false")).Succeeded()));
        Assert.Contains("ClaudeCostScanSettings is 'maybe'", (await project.BuildAsync(properties: "-p:ClaudeCostScanSettings=maybe")).Failed().Output, StringComparison.Ordinal);

        // The files are inputs of the build: what changes in them is seen without a rebuild.
        (await project.BuildAsync()).Succeeded();
        project.Write("appsettings.json", "{ }");
        Assert.DoesNotContain("warning CCA3003 appsettings.json", (await project.BuildAsync(incremental: true)).Succeeded().Reported);
    }

    /// <summary>The other rules have their own to say of the project.</summary>
    private static IEnumerable<string> OfSettings(CommandResult build) => build.Reported.Where(line => line.Contains(" CCA3003 ", StringComparison.Ordinal));

    private static string Chance(int length)
    {
        var random = new Random(length);
        return new string([.. Enumerable.Range(0, length).Select(_ => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"[random.Next(62)])]);
    }
}
