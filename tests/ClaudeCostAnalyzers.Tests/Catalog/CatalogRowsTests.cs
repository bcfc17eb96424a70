using System.Text.RegularExpressions;
using ClaudeCostAnalyzers.Catalog;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Tests.Catalog;

/// <summary>The rows and the real packages agree, both ways.</summary>
public sealed partial class CatalogRowsTests
{
    private static readonly string[] Words =
    [
        "sdk", "package", "source", "assembly", "shared-assembly", "family", "anchor", "call", "cap", "free", "request-type", "chat-client", "adapter", "configure", "credential",
        "key-variable", "timeout", "retries", "usage", "stop", "session-budget", "free-client", "waits", "poll", "conversation",
    ];

    private static readonly string[] CallAttributes =
        ["kind", "options", "token", "request-options", "iterations", "timeout", "client", "stream", "cap", "for", "since", "until"];

    private static readonly string[] LimitAttributes = ["default", "covers", "unit", "on", "parameter"];

    public static IEnumerable<TheoryDataRow<string, string>> Packages =>
        SdkPackages.All.Select(package => new TheoryDataRow<string, string>(package.Package, package.Version.ToString()));

    public static IEnumerable<TheoryDataRow<string>> Sdks => LlmCatalog.Sdks.Select(sdk => new TheoryDataRow<string>(sdk.Name));

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_member_of_a_row_is_in_the_versions_that_the_row_names(string package, string versionText)
    {
        var version = Version.Parse(versionText);
        var compilation = SdkPackages.Compile(package, version, out _);
        var wrong = new List<string>();
        foreach (var row in Sdk(package).Rows)
        {
            foreach (var id in row.Values.Where(value => value.Length > 2 && value[1] == ':'))
            {
                var expected = IsIn(row, version);
                var symbol = DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation);
                if (symbol is not null != expected)
                    wrong.Add($"line {row.Line}: {id} {(expected ? "is missing" : "exists")} in {version}");
                else if (symbol is IMethodSymbol method && row.Word == "call")
                    wrong.AddRange(WrongPositions(row, method));
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_member_that_sends_a_request_is_either_billable_or_known_to_be_free(string package, string version)
    {
        var compilation = SdkPackages.Compile(package, Version.Parse(version), out var assembly);
        var apis = LlmApis.TryCreate(compilation)!;
        var free = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Catalog", "Data", "free.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => new Regex("^" + Regex.Escape(line).Replace("\\*", ".*") + "$"))
            .ToList();
        var unknown = new List<string>();
        var billed = 0;
        foreach (var method in Methods(assembly.GlobalNamespace).Where(SendsByItsLooks))
        {
            var name = SdkCatalog.TypeAndName(method.GetDocumentationCommentId()!)[2..];
            var isFree = free.Any(pattern => pattern.IsMatch(name));
            var isBillable = apis.Find(method) is not null || method.Name == "Execute";
            billed += isBillable ? 1 : 0;
            if (isFree == isBillable)
                unknown.Add($"{name} is {(isFree ? "both free and billable" : "neither free nor billable")}");
        }

        Assert.Empty(unknown.Distinct());
        Assert.True(billed >= 20, $"{billed} billable members");
    }

    [Fact]
    public void The_catalogue_has_every_family() => Assert.Equal(
        [
            "AWSSDK.BedrockAgentRuntime", "AWSSDK.BedrockRuntime", "AgentFramework", "Anthropic", "Anthropic.SDK", "AutoGen", "Azure.AI.Agents.Persistent", "Azure.AI.Inference", "Azure.AI.OpenAI", "Betalgo.Ranul.OpenAI", "Claudia", "Cnblogs.DashScope", "GitHub.Copilot.SDK",
            "Google.Cloud.AIPlatform", "Google.GenAI", "Google_GenerativeAI", "KernelMemory", "LLamaSharp", "LangChain", "LlmTornado", "Microsoft.Extensions.AI", "Microsoft.Extensions.AI.Main", "Mistral.SDK", "Mscc.GenerativeAI", "OllamaSharp", "OnnxRuntimeGenAI", "OpenAI", "OpenAI-DotNet", "OpenAI_API",
            "Sdcb.DashScope", "SemanticKernel",
        ],
        LlmCatalog.Sdks.Select(sdk => sdk.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_family_is_checked_against_its_packages_or_against_its_public_source() =>
        Assert.All(LlmCatalog.Sdks, sdk => Assert.True(sdk.Rows.Any(row => row.Word == "package") ^ StubAssemblies.Of(sdk).Any(), sdk.Name));

    [Theory]
    [MemberData(nameof(Sdks))]
    public void Every_row_is_understood(string name)
    {
        var sdk = LlmCatalog.Sdks.Single(candidate => candidate.Name == name);
        var calls = sdk.Rows.Where(row => row.Word == "call").ToList();
        Assert.All(sdk.Rows, row => Assert.True(Words.Contains(row.Word) && row.Value.Length > 0, $"line {row.Line}"));
        Assert.Equal(calls.Count, sdk.Members.Count());
        Assert.All(calls, row =>
        {
            Assert.True(row.Attributes.All(CallAttributes.Contains), $"line {row.Line}");
            Assert.True(row["cap"] is not { } cap || sdk.Caps.ContainsKey(cap), $"line {row.Line}: no such cap");
            Assert.True(row["stream"] is null or "lazy" or "eager", $"line {row.Line}");
        });
        var limits = sdk.Rows.Where(row => row.Word is "timeout" or "retries").ToList();
        Assert.Equal(limits.Select(row => row.Value).Order(), sdk.Timeouts.Concat(sdk.Retries).Select(limit => limit.Id).Order());
        Assert.All(limits, row =>
        {
            Assert.True(row.Attributes.All(LimitAttributes.Contains), $"line {row.Line}");
            Assert.True(row["covers"] is null or "headers" or "body" && row["unit"] is null or "ms", $"line {row.Line}");
            Assert.True(row["default"] is null || row.Number("default") > 0, $"line {row.Line}");
        });
        Assert.NotEmpty(sdk.AssemblyNames);
        Assert.NotEmpty(sdk.Anchors);
        Assert.All(sdk.Members, member => Assert.False(sdk.IsFree(member.DocumentationId)));
    }

    [Theory]
    [MemberData(nameof(Sdks))]
    public void Overloads_spend_in_the_same_way(string name)
    {
        var sdk = LlmCatalog.Sdks.Single(candidate => candidate.Name == name);
        Assert.All(sdk.Members, member => Assert.All(sdk.MembersNamedAs(member.DocumentationId), overload => Assert.Equal(member.Kind, overload.Kind)));
    }

    private static SdkCatalog Sdk(string package) => SdkPackages.All.First(entry => entry.Package == package).Sdk;

    private static bool IsIn(CatalogRow row, Version version) =>
        (row["since"] is not { } since || version >= Version.Parse(since)) && (row["until"] is not { } until || version <= Version.Parse(until));

    private static IEnumerable<string> WrongPositions(CatalogRow row, IMethodSymbol method)
    {
        foreach (var (attribute, type) in new[] { ("token", "CancellationToken"), ("request-options", "RequestOptions"), ("iterations", "Nullable") })
        {
            var actual = method.Parameters.FirstOrDefault(parameter => parameter.Type.Name == type)?.Ordinal ?? -1;
            if ((attribute != "iterations" || row[attribute] is not null) && row.Number(attribute) != actual)
                yield return $"line {row.Line}: {attribute}={row[attribute]} should be {actual}";
        }

        if (row["options"] is not null && !Regex.IsMatch(method.Parameters[row.Number("options")].Type.Name, "(Options|Params)$"))
            yield return $"line {row.Line}: options={row["options"]} is {method.Parameters[row.Number("options")].Type.Name}";
    }

    private static bool SendsByItsLooks(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public }
        && SendingType().IsMatch(method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));

    [GeneratedRegex("^(Value)?Task|^IAsyncEnum|ClientResult|CollectionResult|Operation$|Streaming|^BetaToolRunner")]
    private static partial Regex SendingType();

    private static IEnumerable<IMethodSymbol> Methods(INamespaceOrTypeSymbol container) =>
        container.GetMembers().SelectMany(member => member switch
        {
            INamespaceSymbol inner => Methods(inner),
            INamedTypeSymbol { DeclaredAccessibility: Accessibility.Public } type => Methods(type),
            IMethodSymbol method => [method],
            _ => [],
        });
}
