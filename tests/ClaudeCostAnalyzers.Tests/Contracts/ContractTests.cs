using ClaudeCostAnalyzers.Tests.Generation;

namespace ClaudeCostAnalyzers.Tests.Contracts;

/// <summary><c>[LlmCall]</c> and <c>[RequiresBudget]</c>: on overrides, interface members and properties, in source and across assemblies, whoever declares them.</summary>
public sealed class ContractTests
{
    private const string Attributes = """

        namespace ClaudeCost
        {
            [AttributeUsage(AttributeTargets.All)] public sealed class LlmCallAttribute : Attribute { }
            [AttributeUsage(AttributeTargets.All)] public sealed class RequiresBudgetAttribute : Attribute { }
        }
        """;

    private const string Gateway = """
        using ClaudeCost;

        public interface IGateway
        {
            [LlmCall] Task AskAsync();
            [LlmCall] string Answer { get; }
            Task SaveAsync();
        }

        public abstract class Base
        {
            [LlmCall] public abstract Task SendAsync();
            [LlmCall] public virtual string Text => "";
            public virtual Task FlushAsync() => Task.CompletedTask;
        }

        public class Gateway : Base, IGateway
        {
            [LlmCall] public Gateway() { }
            public Gateway(int free) { }
            public Task AskAsync() => Task.CompletedTask;
            public string Answer => "";
            public Task SaveAsync() => Task.CompletedTask;
            public override Task SendAsync() => Task.CompletedTask;
            public override string Text => "";
        }

        public class Explicit : IGateway
        {
            Task IGateway.AskAsync() => Task.CompletedTask;
            string IGateway.Answer => "";
            public Task SaveAsync() => Task.CompletedTask;
        }

        public static class Extensions { [LlmCall] public static T Ask<T>(this T it) => it; }
        """;

    private static string Program(string statements) => $$"""
        class Program
        {
            async Task Run(Gateway gateway, IGateway any, Base low)
            {
                while (true) { {{statements}} await Task.Yield(); }
            }
        }
        """;

    public static TheoryData<string, string?> Calls() => new()
    {
        { "await any.AskAsync();", "any.AskAsync()" },
        { "await gateway.AskAsync();", "gateway.AskAsync()" },
        { "_ = any.Answer;", "any.Answer" },
        { "_ = gateway.Answer;", "gateway.Answer" },
        { "await low.SendAsync();", "low.SendAsync()" },
        { "await gateway.SendAsync();", "gateway.SendAsync()" },
        { "_ = gateway.Text;", "gateway.Text" },
        { "_ = new Gateway();", "new Gateway()" },
        { "\"\".Ask();", "\"\".Ask()" },
        { "await any.SaveAsync();", null },
        { "await gateway.SaveAsync();", null },
        { "await low.FlushAsync();", null },
        { "_ = new Gateway(1);", null },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task In_source_with_attributes_of_ones_own(string statement, string? reported) => Assert.Equal(
        reported is null ? [] : ["CCA1001 " + reported],
        await Libraries.LoopsAsync(Libraries.Compile("Program", Gateway + Program(statement) + Attributes, TestPackages.None)));

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task In_an_assembly_that_does_not_use_the_package(string statement, string? reported) => Assert.Equal(
        reported is null ? [] : ["CCA1001 " + reported],
        await Libraries.LoopsAsync(Libraries.Compile("Program", Program(statement), TestPackages.None, Libraries.Build(Libraries.Compile("Gateway", Gateway + Attributes, TestPackages.None), generate: false))));

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task In_an_assembly_that_uses_the_package_and_its_attributes(string statement, string? reported) => Assert.Equal(
        reported is null ? [] : ["CCA1001 " + reported],
        await Libraries.LoopsAsync(Libraries.Compile("Program", Program(statement), TestPackages.Runtime, Libraries.Build(Libraries.Compile("Gateway", Gateway, TestPackages.Runtime)))));

    [Fact]
    public async Task An_attribute_of_the_same_name_elsewhere_says_nothing() =>
        Assert.Empty(await Libraries.LoopsAsync(Libraries.Compile(
            "Program", (Gateway + Program("await any.AskAsync();") + Attributes).Replace("ClaudeCost", "OtherCost"), TestPackages.AllLlm)));

    [Theory]
    [InlineData("[RequiresBudget] Task RunAsync();", "", "public Task RunAsync() => WorkAsync();")]
    [InlineData("", "[RequiresBudget] public abstract Task RunAsync();", "public override Task RunAsync() => WorkAsync();")]
    [InlineData("Task RunAsync();", "", "Task IAgent.RunAsync() => WorkAsync();")]
    public async Task A_member_leaves_the_budget_to_its_callers_by_what_it_implements_or_overrides(string contract, string based, string member)
    {
        var source = $$"""
            using Anthropic;
            using ClaudeCost;
            interface IAgent { {{contract}} }
            abstract class AgentBase { {{based}} }
            class Agent(IAnthropicClient client) : AgentBase, IAgent
            {
                {{member.Replace("=> WorkAsync();", "{ while (true) client.Messages.Create(null!).Wait(); }")}}
            }
            """;
        var isCovered = source.Contains("[RequiresBudget]", StringComparison.Ordinal);
        Assert.Equal(isCovered ? [] : ["CCA1001 client.Messages.Create(null!)"], await Libraries.LoopsAsync(Libraries.Compile("Program", source)));
    }

    [Theory]
    [InlineData("[RequiresBudget] string Plan { get; }", true)]
    [InlineData("string Plan { get; }", false)]
    public async Task A_property_leaves_the_budget_to_its_callers_too(string contract, bool isCovered) => Assert.Equal(
        isCovered ? ["CCA1001 agent.Plan"] : ["CCA1001 client.Messages.Create(null!)", "CCA1001 agent.Plan"],
        await Libraries.LoopsAsync(Libraries.Compile("Program", $$"""
            using Anthropic;
            using ClaudeCost;
            interface IAgent { {{contract}} }
            class Agent(IAnthropicClient client) : IAgent
            {
                public string Plan { get { while (true) client.Messages.Create(null!).Wait(); } }
            }
            class Program { void Run(IAgent agent) { while (true) Console.WriteLine(agent.Plan); } }
            """)));
}
