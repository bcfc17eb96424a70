namespace ClaudeCostAnalyzers.Package.Tests.Packed;

/// <summary>A build sees of another project only its assembly: what the package wrote into that has to be enough.</summary>
public sealed class ReferencedProjectTests(PackedPackages packages)
{
    [Fact]
    public async Task A_loop_over_a_call_in_a_referenced_project_is_reported_by_a_build()
    {
        var library = await FreshProject.CreateAsync(packages);
        library.Delete("Program.cs", "Agent.cs", "Planner.cs", "Watch.cs");
        library.Write("Fresh.csproj", library.Read("Fresh.csproj").Replace("<OutputType>Exe</OutputType>", "<AssemblyName>Asking</AssemblyName>"));
        library.Write("Asker.cs", """
            using Anthropic;
            using Anthropic.Models.Messages;

            namespace Asking;

            public sealed class Asker(IAnthropicClient client)
            {
                public async Task<string> AskAsync(string question)
                {
                    var reply = await client.Messages.Create(new MessageCreateParams
                    {
                        Model = Model.ClaudeHaiku5_5,
                        MaxTokens = 64,
                        Messages = [new UserMessageParam(question)],
                    });
                    return string.Concat(reply.Content.Select(block => block.TryPickText(out var text) ? text.Text : ""));
                }
            }
            """);

        var program = await FreshProject.CreateAsync(packages);
        program.Delete("Agent.cs", "Planner.cs", "Watch.cs");
        program.Write("Fresh.csproj", program.Read("Fresh.csproj").Replace(
            "<ItemGroup>", $"""<ItemGroup><ProjectReference Include="{Path.Combine(library.Folder, "Fresh.csproj")}" />"""));
        program.Write("Program.cs", """
            using Anthropic;
            using Asking;

            var asker = new Asker(new AnthropicClient());
            while (await asker.AskAsync("Are we there yet?") != "yes")
            {
            }
            """);

        var build = await program.RunAsync(null, "build", "-clp:NoSummary");
        Assert.Equal(["warning CCA1002 Program.cs", "warning CCA2001 Asker.cs"], build.Succeeded().Reported);
    }
}
