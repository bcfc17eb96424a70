using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ClaudeCostAnalyzers.Tests.Rules.Limits;

/// <summary>Declarations of agent packages that the tests cannot restore, in their own namespaces.</summary>
internal static class AgentStubs
{
    public const string Source = """
        namespace Microsoft.Extensions.AI
        {
            public class FunctionInvokingChatClient(IChatClient inner) : DelegatingChatClient(inner) { public int MaximumIterationsPerRequest { get; set; } = 40; }
            public class FailoverChatClient(IChatClient inner) : DelegatingChatClient(inner) { public int? MaximumAttemptsPerRequest { get; set; } }
            public class ChatClientBuilder(IChatClient inner)
            {
                public ChatClientBuilder UseFunctionInvocation(System.Action<FunctionInvokingChatClient>? configure = null) => this;
                public IChatClient Build() => inner;
            }
        }
        namespace Microsoft.SemanticKernel.Agents.Chat
        {
            public abstract class TerminationStrategy { public int MaximumIterations { get; set; } = 99; }
            public class RegexTerminationStrategy : TerminationStrategy { }
        }
        namespace Microsoft.Agents.AI
        {
            public sealed class LoopAgentOptions { public int? MaxIterations { get; set; } }
            public abstract class AIAgent { }
        }
        namespace Microsoft.Agents.AI.Workflows
        {
            public class Workflow { }
            public abstract class GroupChatManager { public int MaximumIterationCount { get; set; } = 40; }
            public class RoundRobinGroupChatManager : GroupChatManager { }
            public class MagenticWorkflowBuilder(AIAgent manager)
            {
                public MagenticWorkflowBuilder AddParticipants(params AIAgent[] agents) => this;
                public MagenticWorkflowBuilder WithMaxRounds(int? maxRounds = null) => this;
                public Workflow Build() => new();
            }
        }
        """;

    /// <summary>Compiled apart from the test: what is left out of a type in the project itself is not reported.</summary>
    public const string Compiled = """
        namespace Microsoft.SemanticKernel.Agents.Orchestration.GroupChat
        {
            public abstract class GroupChatManager { public int MaximumInvocationCount { get; init; } = int.MaxValue; }
            public class RoundRobinGroupChatManager : GroupChatManager { }
        }
        namespace Microsoft.SemanticKernel.Agents.Magentic
        {
            public abstract class MagenticManager { public int MaximumInvocationCount { get; init; } = int.MaxValue; }
            public class StandardMagenticManager : MagenticManager { public StandardMagenticManager(object service) { } }
        }
        """;

    /// <summary><see cref="Compiled"/>, as an assembly.</summary>
    public static MetadataReference CompiledReference { get; } = Compile(Compiled);

    private static MetadataReference Compile(string source)
    {
        var compilation = CSharpCompilation.Create("Agents", [CSharpSyntaxTree.ParseText(source)], TestReferences.Of(TestPackages.None), new(OutputKind.DynamicallyLinkedLibrary));
        var stream = new MemoryStream();
        Assert.True(compilation.Emit(stream).Success);
        return MetadataReference.CreateFromImage(stream.ToArray());
    }
}
