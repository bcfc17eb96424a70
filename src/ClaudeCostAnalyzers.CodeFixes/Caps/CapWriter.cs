using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes.Caps;

/// <summary>Writes an output-token cap into the creation of options, or options with a cap into a call.</summary>
internal sealed class CapWriter(TextEdits edits, Layout layout, Imports imports, SemanticModel model, string cap)
{
    /// <summary>The first version of the language with collection expressions; the Roslyn that this compiles against does not name it.</summary>
    private const LanguageVersion CSharp12 = (LanguageVersion)1200;

    private readonly HashSet<SyntaxNode> done = [];
    private readonly MemberWriter members = new(edits, layout);

    /// <summary>Sets the cap where the options are made. False when that cannot be done safely.</summary>
    public bool WriteInto(BaseObjectCreationExpressionSyntax creation, CapFinding finding)
    {
        if (!done.Add(creation))
            return true;
        var assignment = $"{finding.CapMember} = {cap}";
        if (creation.Initializer is not { } initializer)
        {
            members.Begin(creation, assignment);
            return true;
        }

        if (!initializer.IsKind(SyntaxKind.ObjectInitializerExpression))
            return false;
        var present = initializer.Expressions.OfType<AssignmentExpressionSyntax>()
            .FirstOrDefault(member => member.Left is IdentifierNameSyntax name && name.Identifier.ValueText == finding.CapMember);
        if (present is not null)
        {
            if (!IsNull(present.Right))
                return false;
            edits.Replace(present.Right.Span, cap);
            return true;
        }

        members.Append(initializer.Expressions, initializer.OpenBraceToken, initializer.CloseBraceToken, assignment);
        return true;
    }

    /// <summary>Gives the call an options argument with a cap. False when the call has no place for one.</summary>
    public bool WriteInto(InvocationExpressionSyntax call, CapFinding finding)
    {
        if (!done.Add(call))
            return true;
        if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol method)
            return false;
        if (method.Parameters.FirstOrDefault(parameter => Takes(parameter, finding)) is { } own)
            return WriteArgument(call, method, own, finding);
        return method.Parameters.Length == 1 && method.Parameters[0] is { IsParams: true, Type: IArrayTypeSymbol { ElementType: INamedTypeSymbol element } }
            && OverloadForSequence(method, element, finding) is { } optionsParameter
            && WriteForSequence(call, method, element, optionsParameter, finding);
    }

    private bool WriteArgument(InvocationExpressionSyntax call, IMethodSymbol method, IParameterSymbol parameter, CapFinding finding)
    {
        var arguments = call.ArgumentList.Arguments;
        var index = arguments.IndexOf(argument => argument.NameColon?.Name.Identifier.ValueText == parameter.Name);
        if (index < 0)
        {
            var ordinal = method.Parameters.IndexOf(parameter);
            // Positional arguments come first, so the one at the parameter's place is its own unless it has a name.
            if (ordinal < arguments.Count && arguments.Take(ordinal + 1).All(argument => argument.NameColon is null))
                index = ordinal;
        }

        if (index >= 0)
        {
            if (!IsNull(arguments[index].Expression))
                return false;
            edits.Replace(arguments[index].Expression.Span, Creation(call, finding));
            return true;
        }

        // `cancellationToken: token` stands behind the options in the declaration, too.
        var later = arguments.FirstOrDefault(argument => argument.NameColon is { Name.Identifier.ValueText: var name } && method.Parameters.Any(other => other.Name == name && other.Ordinal > parameter.Ordinal));
        if (later is not null)
        {
            edits.Insert(later.SpanStart, $"{parameter.Name}: {Creation(call, finding)}, ");
            return true;
        }

        var separator = arguments.Count == 0 ? "" : ", ";
        var end = arguments.Count == 0 ? call.ArgumentList.OpenParenToken.Span.End : arguments.Last().Span.End;
        edits.Insert(end, $"{separator}{parameter.Name}: {Creation(call, finding)}");
        return true;
    }

    /// <summary>
    /// The overload of the same name that takes a sequence where <paramref name="method"/> takes <c>params</c>, and options:
    /// its options parameter.
    /// </summary>
    private static IParameterSymbol? OverloadForSequence(IMethodSymbol method, INamedTypeSymbol element, CapFinding finding)
    {
        foreach (var overload in method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>())
        {
            if (overload.IsStatic == method.IsStatic && overload.DeclaredAccessibility == method.DeclaredAccessibility && overload.Parameters.Length >= 2
                && overload.Parameters[0].Type is INamedTypeSymbol { TypeArguments.Length: 1 } sequence
                && SymbolEqualityComparer.Default.Equals(sequence.TypeArguments[0], element)
                && overload.Parameters.Skip(1).FirstOrDefault(parameter => Takes(parameter, finding)) is { } options
                && overload.Parameters.Skip(1).All(parameter => parameter.IsOptional || SymbolEqualityComparer.Default.Equals(parameter, options)))
            {
                return options;
            }
        }

        return null;
    }

    private bool WriteForSequence(InvocationExpressionSyntax call, IMethodSymbol method, INamedTypeSymbol element, IParameterSymbol options, CapFinding finding)
    {
        var arguments = call.ArgumentList.Arguments;
        var creation = $"{options.Name}: {Creation(call, finding)}";
        // A name of the params parameter need not be a name in the other overload.
        if (arguments.Any(argument => argument.NameColon is not null || argument.Expression.IsKind(SyntaxKind.DefaultLiteralExpression)))
            return false;
        if (arguments.Count == 1 && IsPassedAsArray(arguments[0].Expression, method))
        {
            edits.Insert(arguments[0].Span.End, ", " + creation);
            return true;
        }

        var (open, close) = ((CSharpParseOptions)call.SyntaxTree.Options).LanguageVersion >= CSharp12
            ? ("[", "]")
            : ($"new {imports.Name(element, call.SpanStart)}[] {{ ", " }");
        if (arguments.Count == 0)
        {
            edits.Insert(call.ArgumentList.OpenParenToken.Span.End, $"{open}{close.TrimStart()}, {creation}");
            return true;
        }

        edits.Insert(arguments[0].SpanStart, open);
        edits.Insert(arguments.Last().Span.End, $"{close}, {creation}");
        return true;
    }

    private bool IsPassedAsArray(ExpressionSyntax argument, IMethodSymbol method) =>
        model.GetTypeInfo(argument).Type is { } type && model.Compilation.ClassifyConversion(type, method.Parameters[0].Type) is { IsImplicit: true, Exists: true }
        || argument.IsKind(SyntaxKind.NullLiteralExpression)
        // `[message]`, which becomes whatever is asked for; the Roslyn that this compiles against has no type for it.
        || (argument.GetType().Name == "CollectionExpressionSyntax" && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(argument).ConvertedType, method.Parameters[0].Type));

    private string Creation(SyntaxNode at, CapFinding finding) => $"new {imports.Name(finding.OptionsType, at.SpanStart)} {{ {finding.CapMember} = {cap} }}";

    private bool IsNull(ExpressionSyntax expression) =>
        expression.IsKind(SyntaxKind.DefaultLiteralExpression) || expression is DefaultExpressionSyntax || model.GetConstantValue(expression) is { HasValue: true, Value: null };

    private static bool Takes(IParameterSymbol parameter, CapFinding finding) =>
        (finding.OptionsParameter is not { } name || name == parameter.Name || name == parameter.Ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture)
            || SymbolEqualityComparer.Default.Equals(parameter.Type, finding.OptionsType))
        && (SymbolEqualityComparer.Default.Equals(parameter.Type, finding.OptionsType) || IsBaseOf(parameter.Type, finding.OptionsType));

    private static bool IsBaseOf(ITypeSymbol candidate, INamedTypeSymbol type)
    {
        if (candidate.SpecialType == SpecialType.System_Object)
            return false;
        for (var at = type.BaseType; at is not null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at, candidate))
                return true;
        }

        return false;
    }
}
