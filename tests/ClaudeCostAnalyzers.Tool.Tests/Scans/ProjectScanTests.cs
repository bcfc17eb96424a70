using ClaudeCostAnalyzers.Tool.Tests.Support;

namespace ClaudeCostAnalyzers.Tool.Tests.Scans;

/// <summary>Projects of the kinds that users have.</summary>
public sealed class ProjectScanTests
{
    [Fact]
    public async Task Slnx_with_the_generators_of_the_sdk_compiles_without_errors()
    {
        using var folder = new TestFolder("my app, (1) % 'é' $(x) @a");
        folder.Add("all.slnx", """<Solution><Folder Name="/src/"><Project Path="src/App.csproj" /></Folder></Solution>""")
            .Add("src/App.csproj", TestFolder.Console)
            .Add("src/Program.cs", """
                using System.Text.Json.Serialization;
                using System.Text.RegularExpressions;
                Console.WriteLine(Patterns.Digits().IsMatch("1"));
                Console.WriteLine(Json.Default.Item);
                Patterns.Spend();
                partial class Patterns
                {
                    [GeneratedRegex("[0-9]+")] public static partial Regex Digits();
                    public static void Spend() { }
                }
                record Item(int Number);
                [JsonSerializable(typeof(Item))] partial class Json : JsonSerializerContext;
                """);
        var run = await ToolRun.InAsync(folder, "scan");
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("does not compile", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("src/Program.cs\n  5:1     warning CCA1002", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Project_that_targets_several_frameworks_is_analysed_once_and_links_to_the_right_one()
    {
        using var folder = new TestFolder();
        folder.Add("Lib/Lib.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFrameworks>net10.0;net9.0</TargetFrameworks></PropertyGroup></Project>""")
            .Add("Lib/Helper.cs", """
                namespace Lib;
                public static class Helper
                {
                #if !NET10_0_OR_GREATER
                    public static void Spend() { }
                #endif
                }
                """)
            .Add("App/App.csproj", """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><OutputType>Exe</OutputType><TargetFrameworks>net8.0;net9.0</TargetFrameworks></PropertyGroup>
                  <ItemGroup><ProjectReference Include="../Lib/Lib.csproj" Condition="'$(TargetFramework)' == 'net9.0'" /></ItemGroup>
                </Project>
                """)
            .Add("App/Program.cs", """
                #if NET9_0_OR_GREATER
                Lib.Helper.Spend();
                #else
                System.Console.WriteLine();
                #endif
                """);
        var run = await ToolRun.InAsync(folder, "scan", "App");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("App.csproj targets net8.0, net9.0; it is analysed as net9.0.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("does not compile", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 finding in 1 file, 1 project", run.Output, StringComparison.Ordinal);
        Assert.Contains("Lib/Helper.cs:5:5", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_without_solution_takes_all_projects_below_it_but_not_those_in_bin_and_obj()
    {
        using var folder = new TestFolder();
        folder.Add("a/A.csproj", TestFolder.Console).Add("a/Program.cs", TestFolder.Spender)
            .Add("deep/er/B.csproj", TestFolder.Console).Add("deep/er/Program.cs", TestFolder.Spender)
            .Add("a/bin/C.csproj", "not a project").Add("obj/D.csproj", "not a project");
        var run = await ToolRun.InAsync(folder, "scan");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("2 findings in 2 files, 2 projects", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_based_program_is_analysed_with_its_project_references()
    {
        using var folder = new TestFolder();
        folder.Add("lib/Lib.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""")
            .Add("lib/Helper.cs", "namespace Lib; public static class Helper { public static void Spend() { } }")
            .Add("app/app.cs", """
                #!/usr/bin/env dotnet
                #:project ../lib
                #:property LangVersion=preview
                while (true)
                    Lib.Helper.Spend();
                """);
        var before = folder.Snapshot();
        var run = await ToolRun.InAsync(folder, "scan", "app/app.cs");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("app/app.cs\n  5:5     warning CCA1002", run.Output, StringComparison.Ordinal);
        Assert.Contains("lib/Helper.cs:1:", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("does not compile", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public async Task Folder_with_a_file_based_program_needs_no_name()
    {
        using var folder = new TestFolder();
        folder.Add("notes.cs", "// nothing to run").Add("tool.cs", TestFolder.Spender);
        var run = await ToolRun.InAsync(folder, "scan");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("tool.cs\n  3:5     warning", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Source_generator_of_the_same_solution_runs_without_a_build()
    {
        using var folder = new TestFolder();
        folder.Add("Generator/Generator.csproj", """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>netstandard2.0</TargetFramework><LangVersion>latest</LangVersion><NoWarn>NU1603</NoWarn></PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="Microsoft.CodeAnalysis.CSharp" Version="4.5.0" PrivateAssets="all" />
                    <PackageReference Include="System.Collections.Immutable" Version="6.0.1" PrivateAssets="all" />
                    <PackageReference Include="System.Reflection.Metadata" Version="6.0.2" PrivateAssets="all" />
                  </ItemGroup>
                </Project>
                """)
            .Add("Generator/Generator.cs", """
                using Microsoft.CodeAnalysis;
                [Generator]
                public sealed class Gateway : IIncrementalGenerator
                {
                    public void Initialize(IncrementalGeneratorInitializationContext context) =>
                        context.RegisterPostInitializationOutput(c => c.AddSource("Gateway.g.cs", "static class Model { public static void Spend() { } }"));
                }
                """)
            .Add("Generator/Failing.cs", """
                [Microsoft.CodeAnalysis.Generator]
                public sealed class Failing : Microsoft.CodeAnalysis.IIncrementalGenerator
                {
                    public void Initialize(Microsoft.CodeAnalysis.IncrementalGeneratorInitializationContext context) => throw new System.Exception("broken");
                }
                """)
            .Add("App/App.csproj", """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
                  <ItemGroup><ProjectReference Include="../Generator/Generator.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="false" /></ItemGroup>
                </Project>
                """)
            .Add("App/Program.cs", "Model.Spend();");
        var run = await ToolRun.InAsync(folder, "scan", "App");
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("does not compile", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("App/Program.cs\n  1:1     warning CCA1002", run.Output, StringComparison.Ordinal);
        Assert.Contains("the source generator Failing failed (Exception: broken)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Global_config_and_NoWarn_apply_and_a_key_to_sign_with_is_not_needed()
    {
        using var folder = new TestFolder();
        folder.Add("App.csproj", TestFolder.Console.Replace("<Nullable>", "<SignAssembly>true</SignAssembly><AssemblyOriginatorKeyFile>missing.snk</AssemblyOriginatorKeyFile><NoWarn>$(NoWarn);CCA1005</NoWarn><Nullable>", StringComparison.Ordinal))
            .Add(".globalconfig", "is_global = true\ndotnet_diagnostic.CCA1002.severity = suggestion\n")
            .Add("Program.cs", "Model.Spend();\nModel.Idle();\nstatic class Model { public static void Spend() { } public static void Idle() { } }");
        var run = await ToolRun.InAsync(folder, "scan");
        Assert.Contains("1:1     info CCA1002", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("CCA1005", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
        // Nothing is signed, so the key need not be there.
        Assert.DoesNotContain("does not compile", run.Output, StringComparison.Ordinal);
    }
}
