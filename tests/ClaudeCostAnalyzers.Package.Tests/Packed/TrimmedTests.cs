using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ClaudeCostAnalyzers.Package.Tests.Packed;

/// <summary>Programs that are published trimmed, or as native code, really run: the guard stops them, or says that it cannot.</summary>
public sealed class TrimmedTests(PackedPackages packages)
{
    private const string Program = """
        using ClaudeCost;

        try
        {
            BudgetGuard.HandlersOnly = args.Length > 1;
            using var scope = BudgetScope.Begin(new Budget { MaxCalls = 3, MaxCostUsd = 1m, Timeout = TimeSpan.FromMinutes(5) });
            using var http = args.Length > 1 ? new HttpClient(new BudgetHandler(new SocketsHttpHandler())) : new HttpClient();
            for (var i = 0; i < 10; i++)
            {
                using var reply = await http.PostAsync(
                    args[0] + "/v1/messages", new StringContent("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"));
                await reply.Content.ReadAsStringAsync();
                Console.WriteLine(FormattableString.Invariant($"spent {scope.Usage.CostUsd * 1_000_000m:0.#}"));
            }

            Console.WriteLine("not guarded");
        }
        catch (BudgetExceededException exception)
        {
            Console.WriteLine("stopped by " + exception.Limit);
        }
        catch (InvalidOperationException exception)
        {
            Console.WriteLine("refused: " + exception.Message);
        }
        """;

    [Fact]
    public async Task A_trimmed_program_is_stopped_at_its_limit() =>
        await IsStoppedAsync(await PublishAsync("net10.0", "-p:PublishTrimmed=true", "--self-contained"));

    [Fact]
    public async Task A_native_program_is_stopped_at_its_limit()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && HasCommand("gcc"), "Native code is linked by gcc here.");

        // The libraries of native programs for .NET 10 are in a package of their own, which not every registry has.
        await IsStoppedAsync(await PublishAsync("net9.0", "-p:PublishAot=true", "-p:CppCompilerAndLinker=gcc", "-p:StripSymbols=false"));
    }

    [Fact]
    public async Task A_program_from_which_the_events_are_trimmed_is_told_so_and_guarded_by_its_handler()
    {
        var program = await PublishAsync("net10.0", "-p:PublishTrimmed=true", "--self-contained", "-p:HttpActivityPropagationSupport=false");
        await using var model = await FakeModel.StartAsync();

        var said = await RunAsync(program, model.Address);
        Assert.StartsWith("refused: A budget scope cannot guard this process", said);
        Assert.Contains("HttpActivityPropagationSupport", said);
        Assert.Contains("BudgetHandler", said);
        Assert.Empty(model.Requests);

        Assert.EndsWith("stopped by Calls", await RunAsync(program, model.Address, "handlers"));
        Assert.Equal(3, model.Requests.Count);
    }

    private static async Task IsStoppedAsync(string program)
    {
        await using var model = await FakeModel.StartAsync();

        // 20 tokens in at $1 and 10 out at $5 a million.
        Assert.Equal(["spent 70", "spent 140", "spent 210", "stopped by Calls"], (await RunAsync(program, model.Address)).Split('\n', StringSplitOptions.TrimEntries));
        Assert.Equal(3, model.Requests.Count);
    }

    internal static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said.Trim();
    }

    internal static bool HasCommand(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));

    /// <returns>The program's path.</returns>
    private async Task<string> PublishAsync(string framework, params string[] arguments)
    {
        var folder = Path.Combine(packages.Folder, "Trimmed" + Guid.NewGuid().ToString("N")[..8]);
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "Trimmed.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>{framework}</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ClaudeCostAnalyzers.Runtime" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), Program);
        var published = await DotNet.RunAsync(
            folder, packages.RestoreEnvironment, ["publish", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", "out", "-clp:NoSummary", .. arguments]);

        // What trims and compiles comes in packages of the platform, which are no part of this one.
        Assert.SkipWhen(Regex.IsMatch(published.Output, @"error NU1(10[0-3]: .*\bMicrosoft\.(NET|DotNet)|301:)"), "The registry lacks a package of the platform: " + published.Output);
        Assert.Empty(published.Succeeded().Reported);
        return Path.Combine(folder, "out", OperatingSystem.IsWindows() ? "Trimmed.exe" : "Trimmed");
    }
}
