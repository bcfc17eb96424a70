using ClaudeCostAnalyzers.Catalog.Endpoints;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.KeyExposure;

/// <summary>What stands in a text before a key that is put into it.</summary>
internal sealed class TextAround(SemanticModel model, CancellationToken cancellation)
{
    /// <summary>What stands in an interpolated text before one of its holes.</summary>
    public string TextBefore(InterpolatedStringExpressionSyntax whole, InterpolationSyntax hole) =>
        string.Concat(whole.Contents.TakeWhile(content => content != hole).Select(content => content switch
        {
            InterpolatedStringTextSyntax literal => literal.TextToken.ValueText,
            InterpolationSyntax other => TextOf(other.Expression),
            _ => "",
        }));

    /// <summary>What stands in a format before the place of an argument: <c>string.Format("...?key={0}", key)</c>.</summary>
    public string TextBeforePlace(BaseArgumentListSyntax list, ArgumentSyntax argument)
    {
        var format = model.GetConstantValue(list.Arguments[0].Expression, cancellation).Value as string ?? "";
        var place = format.IndexOf("{" + (list.Arguments.IndexOf(argument) - 1).ToString(System.Globalization.CultureInfo.InvariantCulture) + "}", StringComparison.Ordinal);
        return place < 0 ? "" : format.Substring(0, place);
    }

    /// <summary>The text of an expression where it is known.</summary>
    public string TextOf(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax inner)
            expression = inner.Expression;
        if (model.GetConstantValue(expression, cancellation).Value is string text)
            return text;
        // The end of what stands before says enough: ... + "?key="
        return expression is BinaryExpressionSyntax add && add.IsKind(SyntaxKind.AddExpression) && model.GetConstantValue(add.Right, cancellation).Value is string end
            ? EndpointTable.Unknown + end
            : EndpointTable.Unknown.ToString();
    }
}
