namespace ClaudeCostAnalyzers.Package.Tests.Packed;

/// <summary>
/// A loop in a console project around a call in a library, built from the command line: the compiler of the console project
/// sees the library's reference assembly and nothing of its source.
/// </summary>
public sealed class TwoProjectsTests(PackedPackages packages)
{
    private const string Library = """
        using Anthropic;
        using Anthropic.Models.Messages;

        namespace Library;

        public sealed class Assistant(IAnthropicClient client)
        {
            public Task<Message> AskAsync(MessageCreateParams ask, CancellationToken stop = default) => client.Messages.Create(ask, stop);

            public Task SaveAsync(Message reply) => File.WriteAllTextAsync("reply.txt", reply.ID);
        }
        """;

    private const string Endless = """
        using Anthropic.Models.Messages;
        using Library;

        internal sealed class Endless(Assistant assistant)
        {
            public async Task RunAsync(MessageCreateParams ask)
            {
                while (true)
                    await assistant.AskAsync(ask);
            }
        }
        """;

    private const string UntilDone = """
        using Anthropic.Models.Messages;
        using Library;

        internal sealed class UntilDone(Assistant assistant)
        {
            public async Task RunAsync(MessageCreateParams ask)
            {
                var reply = await assistant.AskAsync(ask);
                while (reply.StopReason == "tool_use")
                    reply = await assistant.AskAsync(ask);
            }
        }
        """;

    private const string Helpers = """
        namespace Library;

        public static class Retry
        {
            public static async Task<T> Forever<T>(Func<Task<T>> action)
            {
                while (true)
                {
                    try { return await action(); }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }
            }

            public static async Task<T> Times<T>(int times, Func<Task<T>> action)
            {
                for (var attempt = 1; ; attempt++)
                {
                    try { return await action(); }
                    catch (HttpRequestException) when (attempt < times) { await Task.Delay(1000); }
                }
            }
        }
        """;

    private const string Retries = """
        using Anthropic;
        using Anthropic.Models.Messages;
        using Library;

        internal sealed class Retries(IAnthropicClient client)
        {
            public Task<Message> ForeverAsync(MessageCreateParams ask, CancellationToken stop) => Retry.Forever(() => client.Messages.Create(ask, stop));

            public Task<Message> TimesAsync(MessageCreateParams ask, CancellationToken stop) => Retry.Times(3, () => client.Messages.Create(ask, stop));
        }
        """;

    private const string Quiet = """
        using Anthropic.Models.Messages;
        using Library;

        internal sealed class Quiet(Assistant assistant)
        {
            public async Task SaveAsync(Message reply)
            {
                while (true)
                    await assistant.SaveAsync(reply);
            }

            public async Task AskAsync(MessageCreateParams ask)
            {
                for (var i = 0; i < 3; i++)
                    await assistant.AskAsync(ask);
            }
        }
        """;

    [Fact]
    public async Task A_build_of_the_solution_warns_in_the_project_that_loops()
    {
        var folder = Path.Combine(packages.Folder, "Two" + Guid.NewGuid().ToString("N")[..8]);
        Write(folder, ".editorconfig", "root = true\n");
        Write(folder, "Library/Library.csproj", Project("", "<PackageReference Include=\"Anthropic\" Version=\"13.11.0\" />"));
        Write(folder, "Library/Assistant.cs", Library);
        Write(folder, "App/App.csproj", Project("<OutputType>Exe</OutputType>", "<ProjectReference Include=\"../Library/Library.csproj\" />"));
        Write(folder, "App/Program.cs", "return;");
        Write(folder, "App/Endless.cs", Endless);
        Write(folder, "App/UntilDone.cs", UntilDone);
        Write(folder, "Library/Retry.cs", Helpers);
        Write(folder, "App/Retries.cs", Retries);
        Write(folder, "App/Quiet.cs", Quiet);
        Write(folder, "Two.slnx", "<Solution><Project Path=\"Library/Library.csproj\" /><Project Path=\"App/App.csproj\" /></Solution>");
        (await RunAsync(folder, null, "restore")).Succeeded();

        string[] loops = ["CCA1001 Endless.cs", "CCA1002 UntilDone.cs", "CCA1004 Retries.cs"];
        var local = (await BuildAsync(folder, null)).Succeeded();
        Assert.Equal(loops.Select(loop => "warning " + loop), local.Reported);
        Assert.Contains("'AskAsync' reaches 'Messages.Create'", local.Output);
        Assert.Equal(loops.Select(loop => "error " + loop), (await BuildAsync(folder, new() { ["CI"] = "true" })).Failed().Reported);
    }

    private string Project(string properties, string items) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            {properties}
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
          <ItemGroup>
            {items}
            <PackageReference Include="ClaudeCostAnalyzers" Version="{packages.Version}" />
          </ItemGroup>
        </Project>
        """;

    private static void Write(string folder, string file, string text)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private Task<CommandResult> BuildAsync(string folder, Dictionary<string, string>? environment) =>
        RunAsync(folder, environment, "build", "--no-restore", "-clp:NoSummary", "-t:Rebuild");

    private Task<CommandResult> RunAsync(string folder, Dictionary<string, string>? environment, params string[] arguments) =>
        DotNet.RunAsync(folder, packages.RestoreEnvironment.Concat(environment ?? []).ToDictionary(), arguments);
}
