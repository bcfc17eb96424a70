using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Tests.Generation;

/// <summary>Helpers of a library without any LLM API that repeat what they are given, around calls of the program that uses them.</summary>
public sealed class RepeatingHelperTests
{
    private const string Library = """
        namespace Acme;

        public delegate Task Work();

        public interface IRunner { Task RunAsync(Func<Task> action); Task OnceAsync(Func<Task> action); }

        public static class Retry
        {
            public static async Task<T> Forever<T>(Func<Task<T>> action, CancellationToken cancellation = default)
            {
                while (true)
                {
                    try { return await action(); }
                    catch (Exception) { await Task.Delay(1000, cancellation); }
                }
            }

            public static async Task<T> Times<T>(int times, Func<Task<T>> action)
            {
                for (var attempt = 0; ; attempt++)
                {
                    try { return await action(); }
                    catch (Exception) when (attempt < times) { }
                }
            }

            public static async Task<T> Until<T>(Func<Task<T>> action, Func<T, bool> isDone)
            {
                while (true)
                {
                    var result = await action();
                    if (isDone(result))
                        return result;
                }
            }

            public static async Task<T> Again<T>(Func<Task<T>> action) { try { return await action(); } catch (Exception) { return await Again(action); } }
            public static async Task<T> Thrice<T>(Func<Task<T>> action, int left = 3) { try { return await action(); } catch (Exception) when (left > 0) { return await Thrice(action, left - 1); } }
            public static async Task Loop(this Work work) { while (true) await work(); }
            public static Task<T> Outer<T>(Func<Task<T>> action) => Forever(async () => { Console.Write("x"); return await action(); });
            public static Task<T> Once<T>(Func<Task<T>> action) => action();
            internal static async Task Hidden(Func<Task> action) { while (true) await action(); }
            public static async Task Poll(Func<Task> action) { while (true) { await action(); await Task.Delay(1000); } }
        }

        public class Runner : IRunner
        {
            public async Task RunAsync(Func<Task> action) { while (true) await action(); }
            public Task OnceAsync(Func<Task> action) => action();
        }
        """;

    [Fact]
    public void Helpers_are_named_with_the_parameters_that_they_repeat() => Assert.Equal(
        [
            "M:Acme.IRunner.RunAsync(System.Func{System.Threading.Tasks.Task}) |  | repeats-0-endless",
            "M:Acme.Retry.Again``1(System.Func{System.Threading.Tasks.Task{``0}}) |  | repeats-0-retry",
            "M:Acme.Retry.Forever``1(System.Func{System.Threading.Tasks.Task{``0}},System.Threading.CancellationToken) |  | repeats-0-retry",
            "M:Acme.Retry.Loop(Acme.Work) |  | repeats-0-endless",
            "M:Acme.Retry.Outer``1(System.Func{System.Threading.Tasks.Task{``0}}) |  | repeats-0-retry",
            "M:Acme.Retry.Poll(System.Func{System.Threading.Tasks.Task}) |  | repeats-0-service",
            "M:Acme.Retry.Until``1(System.Func{System.Threading.Tasks.Task{``0}},System.Func{``0,System.Boolean}) |  | repeats-0-result repeats-1-result",
            "M:Acme.Runner.RunAsync(System.Func{System.Threading.Tasks.Task}) |  | repeats-0-endless",
        ],
        Libraries.Entries(Libraries.Compile("Library", Library, TestPackages.None)));

    [Theory]
    [InlineData("await Retry.Forever(() => Ask(\"x\"));", "CCA1004 Ask(\"x\")")]
    [InlineData("await Retry.Again(() => Ask(\"x\"));", "CCA1004 Ask(\"x\")")]
    [InlineData("await Retry.Outer(() => Ask(\"x\"));", "CCA1004 Ask(\"x\")")]
    [InlineData("await Retry.Until(() => Ask(\"x\"), text => text == \"ok\");", "CCA1002 Ask(\"x\")")]
    [InlineData("await new Work(() => Ask(\"x\")).Loop();", "CCA1001 Ask(\"x\")")]
    [InlineData("await Retry.Loop(() => Ask(\"x\"));", "CCA1001 Ask(\"x\")")]
    [InlineData("await Retry.Poll(() => Ask(\"x\"));", "CCA1005 Ask(\"x\")")]
    [InlineData("await runner.RunAsync(() => Ask(\"x\"));", "CCA1001 Ask(\"x\")")]
    [InlineData("await Local(() => Ask(\"x\")); Task<string> Local(Func<Task<string>> action) => Retry.Forever(action);", "CCA1004 Ask(\"x\")")]
    [InlineData("var ask = () => Ask(\"x\"); await Retry.Forever(ask);", "CCA1004 ask")]
    public async Task Is_reported(string statements, string expected) => Assert.Equal([expected], await LoopsAsync(statements, Libraries.Build(Libraries.Compile("Library", Library, TestPackages.None))));

    [Theory]
    [InlineData("await Retry.Times(3, () => Ask(\"x\"));")]
    [InlineData("await Retry.Thrice(() => Ask(\"x\"));")]
    [InlineData("await Retry.Once(() => Ask(\"x\"));")]
    [InlineData("await runner.OnceAsync(() => Ask(\"x\"));")]
    [InlineData("await Retry.Forever(() => Task.FromResult(1));")]
    [InlineData("await Retry.Until(() => Task.FromResult(1), _ => true);")]
    [InlineData("using var budget = ClaudeCost.BudgetScope.Begin(new ClaudeCost.Budget { MaxCalls = 5 }); await Retry.Forever(() => Ask(\"x\"));")]
    public async Task Is_quiet(string statements) => Assert.Empty(await LoopsAsync(statements, Libraries.Build(Libraries.Compile("Library", Library, TestPackages.None))));

    [Fact]
    public async Task Without_the_package_in_the_library_nothing_is_known_of_it() =>
        Assert.Empty(await LoopsAsync("await Retry.Forever(() => Ask(\"x\"));", Libraries.Build(Libraries.Compile("Library", Library, TestPackages.None), generate: false)));

    [Fact]
    public async Task Source_at_hand_is_followed() =>
        Assert.Equal(["CCA1004 Ask(\"x\")"], await LoopsAsync("await Retry.Forever(() => Ask(\"x\"));", Libraries.Compile("Library", Library, TestPackages.None).ToMetadataReference()));

    [Fact]
    public void A_library_that_repeats_nothing_is_left_as_it_is() =>
        Assert.Null(Libraries.Generate(Libraries.Compile("Library", "public static class C { public static void Each<T>(T[] all, Action<T> action) { foreach (var one in all) action(one); } }", TestPackages.None)));

    [Fact]
    public async Task A_program_without_any_LLM_API_is_not_analysed_for_the_sake_of_helpers()
    {
        var library = Libraries.Build(Libraries.Compile("Library", Library, TestPackages.None));
        var program = Libraries.Compile("Program", "class Program { async Task Run() => await Acme.Retry.Forever(() => Task.FromResult(1)); }", TestPackages.None, library);
        Assert.False(ClaudeCostAnalyzers.Contracts.ContractGate.IsOpen(program, TestContext.Current.CancellationToken));
        Assert.Empty(await Libraries.LoopsAsync(program));
    }

    private static Task<string[]> LoopsAsync(string statements, MetadataReference library) => Libraries.LoopsAsync(Libraries.Compile("Program", $$"""
        using Acme;
        using Microsoft.Extensions.AI;

        class Program(IChatClient chat, IRunner runner)
        {
            async Task Run()
            {
                {{statements}}
                GC.KeepAlive(runner);
            }

            async Task<string> Ask(string prompt) => (await chat.GetResponseAsync(prompt)).Text;
        }
        """, TestPackages.All, library));
}
