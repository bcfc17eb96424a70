using System.Collections.Immutable;
using System.Globalization;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Configuration;
using ClaudeCostAnalyzers.Rules.OutputCaps;
using ClaudeCostAnalyzers.Rules.Values;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA2004: a cap on output tokens above the ceiling.</summary>
/// <remarks>
/// Positive: the option that caps is given a number above the ceiling, wherever that is written: in an initializer, later,
/// in <c>with</c>, in a constructor, in a lambda that configures options, in a branch of a condition; so is the parameter of a helper of
/// this compilation that becomes the cap, and the default cap of a client that a method makes. The number is a
/// constant, arithmetic on constants, or a variable that only ever holds one.
/// Negative: the number comes from a parameter, from configuration or from another assembly.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OutputCeilingAnalyzer : CostAnalyzer
{
    private static readonly string[] s_names = ["token", "max", "limit", "cap", "output", "length"];

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.HighOutputCap);

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        var bodies = cost.Calls.Bodies;
        var caps = new CapMembers(cost.Apis, context.Compilation);
        var values = new KnownValues(bodies);
        var parameters = new ParameterCaps(caps, new VariableScopes(bodies, new NameUses()));
        // The members that may hand a parameter on to a cap, and the words of the files that may call or declare one.
        var helpers = new Lazy<(HashSet<string> Names, Words Words)>(() => cost.Calls.Names.Value.LeadingTo(caps.Names) is var found ? (found, new Words(found.Concat(caps.FactoryNames))) : default);
        context.RegisterNodes(new Words(caps.Names), node => AnalyzeAssignment(node, caps, values), SyntaxKind.SimpleAssignmentExpression, SyntaxKind.CoalesceAssignmentExpression);
        context.RegisterNodes(new Words(caps.TypeNames), node => AnalyzeCreation(node, caps, values), SyntaxKind.ObjectCreationExpression, SyntaxKind.ImplicitObjectCreationExpression);
        context.RegisterNodes(text => text.HasAny(helpers.Value.Words), node => AnalyzeCall(node, caps, helpers.Value.Names, values, parameters), SyntaxKind.InvocationExpression);
        context.RegisterNodes(text => text.HasAny(helpers.Value.Words), node => AnalyzeParameter(node, values, parameters), SyntaxKind.Parameter);
    }

    private static void AnalyzeAssignment(SyntaxNodeAnalysisContext context, CapMembers caps, KnownValues values)
    {
        var syntax = (AssignmentExpressionSyntax)context.Node;
        if (SimpleNames.Of(syntax.Left) is not { } name || !caps.MayBeCap(name.Identifier.ValueText)
            || context.SemanticModel.GetSymbolInfo(syntax.Left, context.CancellationToken).Symbol is not IPropertySymbol property || !caps.IsCap(property)
            || context.SemanticModel.GetOperation(syntax.Right, context.CancellationToken) is not { } value)
        {
            return;
        }

        Report(context, value, property.ContainingType.Name + "." + property.Name, values);
    }

    private static void AnalyzeCreation(SyntaxNodeAnalysisContext context, CapMembers caps, KnownValues values)
    {
        if (((BaseObjectCreationExpressionSyntax)context.Node).ArgumentList?.Arguments.Any(MayBeHigh) != true
            || context.SemanticModel.GetOperation(context.Node, context.CancellationToken) is not IObjectCreationOperation { Type: INamedTypeSymbol type } creation)
        {
            return;
        }

        foreach (var argument in creation.Arguments)
        {
            if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { } parameter } && MayBeNamed(parameter.Name) && caps.CapOf(parameter, type) is { } cap)
                Report(context, argument.Value, cap.ContainingType.Name + "." + cap.Name, values);
        }
    }

    private static void AnalyzeCall(SyntaxNodeAnalysisContext context, CapMembers caps, HashSet<string> helpers, KnownValues values, ParameterCaps parameters)
    {
        var syntax = (InvocationExpressionSyntax)context.Node;
        if (SimpleNames.TextOf(syntax.Expression) is not { } name)
            return;
        var isFactory = caps.MayBeFactory(name);
        if (!isFactory && !(helpers.Contains(name) && syntax.ArgumentList.Arguments.Any(MayBeHigh)) || context.SemanticModel.GetOperation(syntax, context.CancellationToken) is not IInvocationOperation call)
            return;
        var byDefault = isFactory ? caps.DefaultCap(call.TargetMethod) : null;
        foreach (var argument in call.Arguments)
        {
            if (argument is not { ArgumentKind: ArgumentKind.Explicit, Parameter: { } parameter })
                continue;
            if (SymbolEqualityComparer.Default.Equals(parameter, byDefault))
                Report(context, argument.Value, parameter.Name, values);
            else if (MayBeNamed(parameter.Name) && IsHigh(argument.Value, values, context) && parameters.CapOf(Unreduced(parameter, call.TargetMethod), context.CancellationToken) is { } cap)
                Report(context, argument.Value, cap.ContainingType.Name + "." + cap.Name, values);
        }
    }

    /// <summary>The value that a parameter has when its member's callers say nothing.</summary>
    private static void AnalyzeParameter(SyntaxNodeAnalysisContext context, KnownValues values, ParameterCaps parameters)
    {
        var syntax = (ParameterSyntax)context.Node;
        if (syntax.Default is not { } preset || !MayBeNamed(syntax.Identifier.ValueText)
            || context.SemanticModel.GetOperation(preset.Value, context.CancellationToken) is not { } value || !IsHigh(value, values, context)
            || context.SemanticModel.GetDeclaredSymbol(syntax, context.CancellationToken) is not { } parameter || parameters.CapOf(parameter, context.CancellationToken) is not { } cap)
        {
            return;
        }

        Report(context, value, cap.ContainingType.Name + "." + cap.Name, values);
    }

    private static IParameterSymbol Unreduced(IParameterSymbol parameter, IMethodSymbol method) =>
        method.ReducedFrom is { } unreduced && parameter.ContainingSymbol.Equals(method, SymbolEqualityComparer.Default) ? unreduced.Parameters[parameter.Ordinal + 1] : parameter;

    /// <summary>A parameter of another name is nobody's cap, or so it reads; whether it becomes one is looked at after this.</summary>
    private static bool MayBeNamed(string name) => s_names.Any(part => name.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>By its text: a number of several digits, or a name.</summary>
    private static bool MayBeHigh(ArgumentSyntax argument) => argument.Expression switch
    {
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.NumericLiteralExpression) && literal.Token.Text.Length > 2,
        IdentifierNameSyntax or MemberAccessExpressionSyntax or BinaryExpressionSyntax => true,
        _ => false,
    };

    private static double Ceiling(SyntaxNodeAnalysisContext context) => CostOptions.Number(
        OptionKey.OutputTokenCeiling, context.Options.AnalyzerConfigOptionsProvider.GetOptions(context.Node.SyntaxTree), CostOptions.DefaultOutputTokenCeiling);

    private static bool IsHigh(IOperation value, KnownValues values, SyntaxNodeAnalysisContext context) =>
        KnownValues.Branches(value).Any(branch => values.Number(branch, context.CancellationToken) > Ceiling(context));

    private static void Report(SyntaxNodeAnalysisContext context, IOperation value, string cap, KnownValues values)
    {
        foreach (var branch in KnownValues.Branches(value))
        {
            if (values.Number(branch, context.CancellationToken) is not { } number || Ceiling(context) is var ceiling && number <= ceiling)
                continue;
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.HighOutputCap, branch.Syntax.GetLocation(),
                ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.Lowered, Ceiling(context).ToString("F0", CultureInfo.InvariantCulture)).Add(DiagnosticProperties.CapMember, cap),
                cap, number.ToString("F0", CultureInfo.InvariantCulture), Ceiling(context).ToString("F0", CultureInfo.InvariantCulture)));
        }
    }
}
