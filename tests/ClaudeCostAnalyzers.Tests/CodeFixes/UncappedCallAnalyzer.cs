using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

#pragma warning disable RS1001, RS1036, RS1038, RS1041, RS2008, RS1016 // Made for tests.

namespace ClaudeCostAnalyzers.Tests.CodeFixes;

/// <summary>
/// Reports CCA2003 by the contract between rule and fix, for every chat call whose text in the file sets no cap; the rule
/// itself is tested with its own analyzer.
/// </summary>
public sealed class UncappedCallAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new("CCA2003", "Cap", "No cap", "Cost", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.InvocationExpression);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        if (context.SemanticModel.GetSymbolInfo(call).Symbol is not IMethodSymbol { Name: "CompleteChat" or "CompleteChatAsync" or "GetResponseAsync" } method)
            return;
        var meai = method.Name == "GetResponseAsync";
        var type = meai ? "Microsoft.Extensions.AI.ChatOptions" : "OpenAI.Chat.ChatCompletionOptions";
        var parameter = method.Parameters.FirstOrDefault(parameter => parameter.Type.ToDisplayString().TrimEnd('?') == type);
        var creation = call.ArgumentList.Arguments.Select(argument => Origin(argument.Expression, context.SemanticModel)).OfType<BaseObjectCreationExpressionSyntax>()
            .FirstOrDefault(made => context.SemanticModel.GetTypeInfo(made).Type?.ToDisplayString() == type);
        if (creation?.Initializer?.Expressions.Any(member => member.ToString().Contains("MaxOutput") && !member.ToString().EndsWith("null", StringComparison.Ordinal)) == true)
            return;
        context.ReportDiagnostic(Diagnostic.Create(Rule, call.GetLocation(), creation is null ? [] : [creation.GetLocation()], ImmutableDictionary<string, string?>.Empty
            .Add("CapMember", meai ? "MaxOutputTokens" : "MaxOutputTokenCount").Add("OptionsType", type).Add("OptionsParameter", parameter?.Name ?? "")));
    }

    private static SyntaxNode Origin(ExpressionSyntax expression, SemanticModel model) =>
        model.GetSymbolInfo(expression).Symbol is ILocalSymbol { DeclaringSyntaxReferences: [var declaration] }
        && declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } value } ? value : expression;
}
