using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Rules.ClientLimits;
using ClaudeCostAnalyzers.Rules.Timeouts;
using ClaudeCostAnalyzers.Rules.Values;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Retries;

/// <summary>How often an SDK's client sends one request: its default, or what the source sets. One per compilation; safe for concurrent use.</summary>
internal sealed class SdkAttempts
{
    private readonly LlmApis apis;
    private readonly Lazy<ImmutableArray<Setting>> settings;

    public SdkAttempts(CostContext cost, KnownValues values)
    {
        apis = cost.Apis;
        Table = new LimitTable(apis.Sdks.SelectMany(sdk => sdk.Retries));
        settings = new(() => cost.Compilation.SyntaxTrees.Where(tree => Table.Names.Any(TreeText.Of(tree).Has))
            .SelectMany(tree => cost.Calls.Bodies.Model(tree) is { } model ? In(tree, model, values) : []).ToImmutableArray());
    }

    /// <summary>The options that say how often.</summary>
    public LimitTable Table { get; }

    /// <summary>
    /// The attempts of a call: what is set in the same type or file, else the least of what is set anywhere and the default. 1
    /// where the SDK has none, or a number is not known.
    /// </summary>
    public (double Attempts, Location? Place) Of(LlmMember member, SyntaxNode call)
    {
        if (apis.Sdks.FirstOrDefault(sdk => sdk.Name == member.Sdk)?.Retries is not { IsEmpty: false } rows || rows[0].Default is not { } preset)
            return (1, null);
        var all = settings.Value.Where(setting => setting.Sdk == member.Sdk).ToList();
        if (all.Count == 0)
            return (preset + 1, null);
        var scope = CallDeadline.ScopeOf(call);
        var near = all.Where(setting => setting.Place.SyntaxTree == call.SyntaxTree && scope.Span.Contains(setting.Place.Span)).ToList();
        if ((near.Count > 0 ? near : all).Exists(setting => setting.Retries is null))
            return (1, null);
        return near.Count > 0
            ? (near.Max(setting => setting.Retries!.Value) + 1, near[0].Place.GetLocation())
            : (Math.Min(preset, all.Min(setting => setting.Retries!.Value)) + 1, null);
    }

    private IEnumerable<Setting> In(SyntaxTree tree, SemanticModel model, KnownValues values)
    {
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            switch (node)
            {
                case AssignmentExpressionSyntax assignment when assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && Table.MayHave(assignment.Left):
                    // A policy made by its own constructor is that constructor's finding.
                    if (model.GetOperation(assignment) is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target } set && Table.Of(target) is { } limit && !IsKnownPolicy(set.Value))
                        yield return new Setting(limit.Sdk, values.Number(set.Value, CancellationToken.None), assignment);
                    break;
                case BaseObjectCreationExpressionSyntax creation when creation is ImplicitObjectCreationExpressionSyntax || creation is ObjectCreationExpressionSyntax { Type: NameSyntax type } && Table.Names.Contains(type is QualifiedNameSyntax { Right: var right } ? right.Identifier.ValueText : (type as IdentifierNameSyntax)?.Identifier.ValueText ?? ""):
                    if (model.GetOperation(creation) is IObjectCreationOperation { Constructor: { } constructor } made && Table.Of(constructor) is { } row)
                        yield return new Setting(row.Sdk, Retries(made, row, values), creation);
                    break;
            }
        }
    }

    private static double? Retries(IObjectCreationOperation made, ClientLimit row, KnownValues values) =>
        made.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == row.Parameter) is { ArgumentKind: ArgumentKind.Explicit } given ? values.Number(given.Value, CancellationToken.None) : row.Default;

    private bool IsKnownPolicy(IOperation value)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value is IObjectCreationOperation { Constructor: { } constructor } && Table.Of(constructor) is not null;
    }

    private sealed record Setting(string Sdk, double? Retries, SyntaxNode Place);
}
