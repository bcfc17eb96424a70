namespace ClaudeCostAnalyzers.Package.Tests.Packed;

/// <summary>
/// A program for .NET Framework 4.7.2 in the C# of its default (7.3): on Windows it runs there, elsewhere on Mono, which has the same
/// class library in its own implementation.
/// </summary>
public sealed class FrameworkTests(PackedPackages packages)
{
    private const string Program = """
        using System;
        using System.Collections.Generic;
        using System.Globalization;
        using System.Net.Http;
        using System.Text;
        using System.Threading.Tasks;
        using ClaudeCost;

        static class Program
        {
            static async Task Main(string[] args)
            {
                try
                {
                    BudgetScope.Begin(new Budget { MaxCalls = 3 });
                    Console.WriteLine("not guarded");
                }
                catch (PlatformNotSupportedException exception)
                {
                    Console.WriteLine("refused: " + exception.Message.Contains("BudgetHandler"));
                }

                BudgetGuard.HandlersOnly = true;
                using (var ledger = BudgetLedger.Start(args[1]))
                using (BudgetScope.Begin(new Budget { MaxCalls = 3, MaxCostUsd = 1m, Timeout = TimeSpan.FromMinutes(5) }))
                using (var http = new HttpClient(new BudgetHandler(new HttpClientHandler())))
                {
                    try
                    {
                        for (var i = 0; i < 10; i++)
                        {
                            var body = new StringContent("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}", Encoding.UTF8, "application/json");
                            using (var reply = await http.PostAsync(args[0] + "/v1/messages", body))
                            {
                                await reply.Content.ReadAsStringAsync();
                                Console.WriteLine("spent " + (BudgetScope.Current.Usage.CostUsd * 1000000m).ToString("0.#", CultureInfo.InvariantCulture));
                            }
                        }
                    }
                    catch (BudgetExceededException exception)
                    {
                        Console.WriteLine("stopped by " + exception.Limit);
                    }

                    ledger.Flush(TimeSpan.FromSeconds(30));
                }

                var sum = LedgerSummary.Of(LedgerReader.Read(args[1], new List<LedgerProblem>()));
                Console.WriteLine(FormattableString.Invariant($"{sum.Attempts} attempts, {sum.CostUsd * 1000000m:0.#}, {sum.Denied} denied, {sum.Suspects} suspect"));
            }
        }
        """;

    [Fact]
    public async Task A_program_is_told_what_it_needs_and_then_stopped_at_its_limit()
    {
        var command = OperatingSystem.IsWindows() ? null : "mono";
        Assert.SkipUnless(command is null || TrimmedTests.HasCommand(command), "There is no Mono on this machine.");
        var folder = Path.Combine(packages.Folder, "Framework" + Guid.NewGuid().ToString("N")[..8]);
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "Framework.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net472</TargetFramework>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="System.Net.Http" />
                <PackageReference Include="ClaudeCostAnalyzers.Runtime" Version="{packages.Version}" />
                <PackageReference Include="Microsoft.NETFramework.ReferenceAssemblies" Version="1.0.3" PrivateAssets="all" />
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), Program);
        var built = await DotNet.RunAsync(folder, packages.RestoreEnvironment, "build", "-c", "Release", "-o", "out", "-clp:NoSummary");
        Assert.Empty(built.Succeeded().Reported);
        await using var model = await FakeModel.StartAsync();

        var program = Path.Combine(folder, "out", "Framework.exe");
        string[] arguments = [model.Address, Path.Combine(folder, "ledger")];
        var said = await TrimmedTests.RunAsync(command ?? program, command is null ? arguments : [program, .. arguments]);

        Assert.Equal(
            ["refused: True", "spent 70", "spent 140", "spent 210", "stopped by Calls", "4 attempts, 210, 1 denied, 0 suspect"],
            said.Split('\n', StringSplitOptions.TrimEntries));
        Assert.Equal(3, model.Requests.Count);
    }
}
