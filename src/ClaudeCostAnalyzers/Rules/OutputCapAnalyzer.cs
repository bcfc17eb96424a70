using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Rules.OutputCaps;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA2003: an LLM call without a cap on output tokens.</summary>
/// <remarks>
/// Positive: the options are left out, null, or seen to be created without the cap and never given one: directly in the
/// call, through locals, fields, properties, conditions, <c>with</c> and the helpers of the compilation, of which each
/// return is judged. Negative: the cap is set anywhere the options are in sight; the options come from outside (a parameter,
/// another assembly, a member that others can write) or go where they may be changed; a raw member that may hold the cap is touched; the API
/// insists on a cap or has none; the call costs nothing; it is part of an expression tree; a provider-neutral call whose provider caps by default, as far as that can be seen.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OutputCapAnalyzer : CostAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.NoOutputCap);

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        var names = new NameUses();
        var bodies = cost.Calls.Bodies;
        var scopes = new VariableScopes(bodies, names);
        var defaults = new ProviderDefaults(cost.Apis, names, context.Compilation);
        context.RegisterNodes(cost.Apis.CandidateWords, node => Analyze(node, cost.Apis, bodies, scopes, defaults), SyntaxKind.InvocationExpression);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, LlmApis apis, MemberBodies bodies, VariableScopes scopes, ProviderDefaults defaults)
    {
        var syntax = (InvocationExpressionSyntax)context.Node;
        // The name alone tells almost every call apart, without binding it.
        if (SimpleNames.TextOf(syntax.Expression) is not { } name || !apis.IsCandidateName(name))
            return;
        if (context.SemanticModel.GetOperation(syntax, context.CancellationToken) is not IInvocationOperation call
            || apis.Find(call.TargetMethod) is not { OutputCap: { Required: false } cap } member
            || IsInExpressionTree(call))
            return;

        var argument = Argument(call, member.OptionsParameter);
        var isOmitted = argument is null or { ArgumentKind: ArgumentKind.DefaultValue };
        var origin = isOmitted ? new Origin(Capping.Uncapped) : new OptionsOrigin(cap, apis, bodies, scopes, context.CancellationToken).Resolve(argument!.Value);
        if (origin.Capping != Capping.Uncapped || cap.OnlyVisible && origin.Creation is null || cap.ProviderNeutral && MayBeCappedElsewhere(context, call, origin, defaults)
            || !apis.Spends(call, context.SemanticModel, context.CancellationToken))
        {
            return;
        }

        var properties = ImmutableDictionary<string, string?>.Empty;
        // A cap inside an object of the options is for a person to place, and so is one that only a constructor takes.
        if (cap.Nested is null && context.Compilation.GetTypeByMetadataName(cap.OptionsType)?.GetMembers(cap.Name).FirstOrDefault() is not IPropertySymbol { SetMethod: null or { DeclaredAccessibility: not Accessibility.Public } })
        {
            properties = properties
                .Add(DiagnosticProperties.CapMember, cap.Name)
                .Add(DiagnosticProperties.OptionsType, OptionsType(cap, origin, bodies))
                .Add(DiagnosticProperties.OptionsParameter, argument?.Parameter?.Name ?? "");
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.NoOutputCap,
            syntax.GetLocation(),
            origin.Creation is { } creation ? [creation.GetLocation()] : [],
            properties,
            DisplayName(call.TargetMethod),
            cap.Nested is null ? cap.Name : cap.Name + "." + cap.Nested));
    }

    /// <summary>The metadata name of the type that the options have, where several have the cap.</summary>
    private static string OptionsType(OutputCap cap, Origin origin, MemberBodies bodies) =>
        !cap.FurtherOptionsTypes.IsEmpty && origin.Creation is { } creation && bodies.Model(creation.SyntaxTree)?.GetTypeInfo(creation).Type?.GetDocumentationCommentId() is { } id
            ? id.Substring(2)
            : cap.OptionsType;

    private static bool MayBeCappedElsewhere(SyntaxNodeAnalysisContext context, IInvocationOperation call, Origin origin, ProviderDefaults defaults) =>
        origin.Creation is null && defaults.OnlyCappedProviders
        || defaults.IsCapped(call.Instance ?? call.Arguments.FirstOrDefault()?.Value, context.SemanticModel, context.CancellationToken)
        || defaults.IsConfigured;

    /// <summary>Whether the call is only described, as in the set-up of a mock: nothing is sent.</summary>
    private static bool IsInExpressionTree(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation && parent.Parent?.Type is INamedTypeSymbol { Name: "Expression", ContainingNamespace: { Name: "Expressions", ContainingNamespace.Name: "Linq" } })
                return true;
        }

        return false;
    }

    /// <summary>The argument at an ordinal of the unreduced method.</summary>
    private static IArgumentOperation? Argument(IInvocationOperation call, int ordinal)
    {
        var shift = call.TargetMethod.ReducedFrom is null ? 0 : 1;
        return call.Arguments.FirstOrDefault(argument => argument.Parameter is { } parameter && parameter.Ordinal + shift == ordinal);
    }

    /// <summary>Type and method as they are written: an extension method goes by the type that it extends.</summary>
    private static string DisplayName(IMethodSymbol method)
    {
        var unreduced = method.ReducedFrom ?? method;
        var type = unreduced.IsExtensionMethod ? unreduced.Parameters[0].Type : unreduced.ContainingType;
        return type.Name + "." + method.Name;
    }
}
