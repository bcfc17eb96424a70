using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Baselines;

/// <summary>
/// Tells a finding from others although its lines, its file and the arguments of its call change: by the rule, the assembly,
/// the member and the name of what is flagged. Several of one identity in one member count in their order.
/// </summary>
/// <remarks>No literal and no comment goes into it, so that a secret does not either.</remarks>
/// <param name="Key">What is compared.</param>
/// <param name="Member">The member for people; empty in a file that is not C#.</param>
internal sealed record FindingIdentity(BaselineKey Key, string Member)
{
    /// <summary>A flagged expression is told by this many of its first tokens.</summary>
    private const int MaxTokens = 40;

    public static FindingIdentity Of(Diagnostic diagnostic, string assembly, IEnumerable<AdditionalText> files, CancellationToken cancellation)
    {
        if (diagnostic.Location.SourceTree is { } tree)
        {
            var node = tree.GetRoot(cancellation).FindNode(diagnostic.Location.SourceSpan, findInsideTrivia: false, getInnermostNodeForTie: true);
            var member = MemberOf(node);
            return new(KeyOf(diagnostic.Id, assembly, member, Flagged(tree.GetRoot(cancellation), diagnostic.Location.SourceSpan)), member);
        }

        var path = diagnostic.Location.GetLineSpan().Path ?? "";
        return new(KeyOf(diagnostic.Id, assembly, FileName(path), Surroundings(path, diagnostic.Location, files, cancellation)), "");
    }

    private static BaselineKey KeyOf(string rule, string assembly, string place, string code)
    {
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(rule + "\n" + assembly + "\n" + place + "\n" + code));
        var text = new StringBuilder(16);
        for (var i = 0; i < 8; i++)
            text.Append(hash[i].ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        return new(rule, text.ToString());
    }

    /// <summary>The names around a node, outermost first, with the parameter types of the member, for example <c>Shop.Agent.RunAsync(string)</c>.</summary>
    private static string MemberOf(SyntaxNode node)
    {
        var names = new Stack<string>();
        for (var at = node; at is not null; at = at.Parent)
        {
            var name = at switch
            {
                LocalFunctionStatementSyntax local => local.Identifier.ValueText,
                MethodDeclarationSyntax method => method.Identifier.ValueText + TypeParameters(method.TypeParameterList) + Parameters(method.ParameterList),
                ConstructorDeclarationSyntax constructor => (constructor.Modifiers.Any(SyntaxKind.StaticKeyword) ? ".cctor" : ".ctor") + Parameters(constructor.ParameterList),
                DestructorDeclarationSyntax => "Finalize",
                OperatorDeclarationSyntax @operator => "operator " + @operator.OperatorToken.ValueText + Parameters(@operator.ParameterList),
                ConversionOperatorDeclarationSyntax conversion => "operator " + conversion.Type + Parameters(conversion.ParameterList),
                PropertyDeclarationSyntax property => property.Identifier.ValueText,
                IndexerDeclarationSyntax indexer => "this" + indexer.ParameterList,
                EventDeclarationSyntax @event => @event.Identifier.ValueText,
                VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } field => field.Identifier.ValueText,
                BaseTypeDeclarationSyntax type => type.Identifier.ValueText + TypeParameters((type as TypeDeclarationSyntax)?.TypeParameterList),
                DelegateDeclarationSyntax @delegate => @delegate.Identifier.ValueText,
                BaseNamespaceDeclarationSyntax @namespace => @namespace.Name.ToString(),
                GlobalStatementSyntax => "<top-level>",
                _ => null,
            };
            if (name is not null)
                names.Push(name);
        }

        return string.Join(".", names);
    }

    private static string Parameters(ParameterListSyntax list) => "(" + string.Join(",", list.Parameters.Select(parameter => parameter.Type?.ToString() ?? "")) + ")";

    private static string TypeParameters(TypeParameterListSyntax? list) =>
        list is null ? "" : "`" + list.Parameters.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The first tokens of the flagged code up to its arguments, without what literals say.</summary>
    private static string Flagged(SyntaxNode root, TextSpan span)
    {
        var text = new StringBuilder();
        var taken = 0;
        var isNamed = false;
        foreach (var token in root.DescendantTokens(span))
        {
            if (!token.Span.IntersectsWith(span) || token.Span.IsEmpty || token.SpanStart >= span.End)
                continue;
            if (isNamed && token.IsKind(SyntaxKind.OpenParenToken) || token.IsKind(SyntaxKind.OpenBraceToken) || taken++ >= MaxTokens)
                break;
            isNamed |= token.IsKind(SyntaxKind.IdentifierToken);
            text.Append(IsText(token) ? "*" : token.Text).Append(' ');
        }

        return text.ToString();
    }

    private static bool IsText(SyntaxToken token) => token.Kind() is SyntaxKind.InterpolatedStringTextToken or SyntaxKind.BadToken
        || token.Parent is LiteralExpressionSyntax literal && literal.Token == token && token.Value is not (null or bool);

    /// <summary>The rest of the line around a finding in a file that is not C#: what names the value, without the value.</summary>
    private static string Surroundings(string path, Location location, IEnumerable<AdditionalText> files, CancellationToken cancellation)
    {
        var span = location.SourceSpan;
        if (files.FirstOrDefault(file => file.Path == path)?.GetText(cancellation) is not { } text || span.End > text.Length)
            return "";
        var line = text.Lines.GetLineFromPosition(span.Start);
        var before = text.ToString(TextSpan.FromBounds(line.Start, span.Start)).Trim();
        // What stands before a value is its name; what stands after it may be more of a secret.
        return before;
    }

    private static string FileName(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
}
