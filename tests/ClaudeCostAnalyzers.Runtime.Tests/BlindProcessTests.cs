using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ClaudeCost.Tests;

/// <summary>Processes in which the guard cannot see requests, really run: beginning a scope says what to do.</summary>
public sealed class BlindProcessTests : IDisposable
{
    private const string Program = """
        using System;
        using System.Net.Http;
        using System.Threading.Tasks;
        using ClaudeCost;

        static class Program
        {
            static async Task<int> Main(string[] args)
            {
                if (args.Length > 0 && args[0] == "handlers")
                {
                    BudgetGuard.HandlersOnly = true;
                }

                try
                {
                    using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1 });
                    using var http = args.Length > 0 && args[0] == "handlers"
                        ? new HttpClient(new BudgetHandler(new SocketsHttpHandler { ActivityHeadersPropagator = null }))
                        : new HttpClient();
                    for (var i = 0; i < 2; i++)
                    {
                        try
                        {
                            await http.PostAsync("http://127.0.0.1:1/v1/messages", new StringContent("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":1,\"messages\":[],\"n\":1}"));
                        }
                        catch (HttpRequestException)
                        {
                        }
                    }

                    BudgetGuard.Stop("test");
                    await http.PostAsync("http://127.0.0.1:1/v1/messages", new StringContent("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":1,\"messages\":[]}"));
                    Console.WriteLine("not guarded");
                }
                catch (BudgetExceededException exception)
                {
                    Console.WriteLine("guarded: " + exception.Limit);
                }
                catch (InvalidOperationException exception)
                {
                    Console.WriteLine("refused: " + exception.Message);
                }

                return 0;
            }
        }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("claude-cost-blind");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_plain_process_is_guarded() => Assert.Equal("guarded: Stopped", Run("{}", null));

    [Fact]
    public void A_switch_in_the_runtime_configuration_is_named()
    {
        var said = Run("""{"System.Net.Http.EnableActivityPropagation":false}""", null);
        Assert.StartsWith("refused: ", said);
        Assert.Contains("AppContext switch System.Net.Http.EnableActivityPropagation is false", said);
        Assert.Contains("BudgetHandler", said);
    }

    [Fact]
    public void A_variable_of_the_environment_is_named()
    {
        var said = Run("{}", "DOTNET_SYSTEM_NET_HTTP_ENABLEACTIVITYPROPAGATION");
        Assert.StartsWith("refused: ", said);
        Assert.Contains("DOTNET_SYSTEM_NET_HTTP_ENABLEACTIVITYPROPAGATION", said);
    }

    [Fact]
    public void With_handlers_in_every_client_such_a_process_is_guarded_all_the_same() =>
        Assert.Equal("guarded: Stopped", Run("""{"System.Net.Http.EnableActivityPropagation":false}""", "DOTNET_SYSTEM_NET_HTTP_ENABLEACTIVITYPROPAGATION", "handlers"));

    private string Run(string properties, string? switchedOff, params string[] arguments)
    {
        var runtime = typeof(BudgetScope).Assembly.Location;
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) is "netstandard.dll" or "mscorlib.dll")
            .Append(runtime)
            .Select(path => MetadataReference.CreateFromFile(path));
        var program = Path.Combine(folder.FullName, "blind.dll");
        var emitted = CSharpCompilation.Create("blind", [CSharpSyntaxTree.ParseText(Program)], references, new CSharpCompilationOptions(OutputKind.ConsoleApplication)).Emit(program);
        Assert.True(emitted.Success, string.Join(Environment.NewLine, emitted.Diagnostics));
        File.Copy(runtime, Path.Combine(folder.FullName, Path.GetFileName(runtime)));
        File.WriteAllText(
            Path.Combine(folder.FullName, "blind.runtimeconfig.json"),
            $$$"""{"runtimeOptions":{"tfm":"net{{{Environment.Version.Major}}}.0","framework":{"name":"Microsoft.NETCore.App","version":"{{{Environment.Version.Major}}}.0.0"},"configProperties":{{{properties}}}}}""");

        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (switchedOff is not null)
        {
            start.Environment[switchedOff] = "0";
        }

        using var process = System.Diagnostics.Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Length > 0 ? output.Trim() : error.GetAwaiter().GetResult();
    }
}
