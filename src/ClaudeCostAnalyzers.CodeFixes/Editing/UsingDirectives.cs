using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes.Editing;

/// <summary>Puts using directives where the file has its own, in their order.</summary>
internal static class UsingDirectives
{
    /// <summary>What holds the using directives for code at <paramref name="position"/>: the file, or a namespace if only that has some.</summary>
    public static SyntaxNode ContainerAt(SyntaxNode root, int position)
    {
        if (UsingsOf(root).Any(directive => !directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword)))
            return root;
        return root.FindToken(position).Parent?.AncestorsAndSelf().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault(space => space.Usings.Count > 0) ?? root;
    }

    public static void Add(TextEdits edits, Layout layout, SyntaxNode container, IReadOnlyList<string> namespaces)
    {
        var plain = UsingsOf(container).Where(IsPlain).ToList();
        // Between directives a new line may be switched off.
        var isConditional = plain.Count > 0 && (plain[0].GetLeadingTrivia().Any(IsBranch) || plain.Skip(1).Any(directive => directive.ContainsDirectives));
        var alone = new List<string>();
        foreach (var space in namespaces.OrderBy(name => name, Order))
        {
            if (plain.Count == 0 || isConditional)
                alone.Add(space);
            else if (plain.Find(directive => Order.Compare(directive.Name!.ToString(), space) > 0) is { } next)
                edits.InsertFirst(next.SpanStart, $"using {space};{layout.NewLine}{layout.Indentation(next.SpanStart)}");
            else
                edits.InsertFirst(plain[plain.Count - 1].Span.End, $"{layout.NewLine}{layout.Indentation(plain[plain.Count - 1].SpanStart)}using {space};");
        }

        if (alone.Count > 0)
            AddFirst(edits, layout, container, alone);
    }

    /// <summary>Adds directives to a file that has none of the plain kind, or has them under <c>#if</c>.</summary>
    private static void AddFirst(TextEdits edits, Layout layout, SyntaxNode container, List<string> namespaces)
    {
        var text = string.Join(layout.NewLine, namespaces.Select(space => $"using {space};"));
        // Extern aliases and global usings must come first.
        var before = container.ChildNodes().LastOrDefault(node => node is ExternAliasDirectiveSyntax or UsingDirectiveSyntax { GlobalKeyword.RawKind: (int)SyntaxKind.GlobalKeyword });
        if (before is not null)
        {
            edits.InsertFirst(before.Span.End, layout.NewLine + layout.Indentation(before.SpanStart) + text.Replace(layout.NewLine, layout.NewLine + layout.Indentation(before.SpanStart)));
            return;
        }

        var first = container is BaseNamespaceDeclarationSyntax space && space.Usings.Count > 0 ? space.Usings[0].GetFirstToken() : container.GetFirstToken(includeZeroWidth: true);
        var position = AfterHeader(first);
        var blank = UsingsOf(container).Any() ? "" : layout.NewLine;
        var indentation = layout.Indentation(first.SpanStart);
        edits.InsertFirst(position, indentation + text.Replace(layout.NewLine, layout.NewLine + indentation) + layout.NewLine + blank);
    }

    /// <summary>Behind the comment at the head of the file and the directives that must, or use to, come before any code.</summary>
    private static int AfterHeader(SyntaxToken first)
    {
        var position = first.FullSpan.Start;
        var blank = true;
        foreach (var trivia in first.LeadingTrivia)
        {
            if (IsBranch(trivia) || trivia.IsKind(SyntaxKind.RegionDirectiveTrivia))
                break;
            if (trivia.IsDirective || (trivia.IsKind(SyntaxKind.EndOfLineTrivia) && blank))
                (position, blank) = (trivia.FullSpan.End, true);
            else if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
                blank = true;
            else if (!trivia.IsKind(SyntaxKind.WhitespaceTrivia))
                blank = false;
        }

        return position;
    }

    private static bool IsBranch(SyntaxTrivia trivia) => trivia.Kind() is SyntaxKind.IfDirectiveTrivia or SyntaxKind.ElifDirectiveTrivia
        or SyntaxKind.ElseDirectiveTrivia or SyntaxKind.EndIfDirectiveTrivia;

    private static bool IsPlain(UsingDirectiveSyntax directive) => directive.Alias is null && directive.StaticKeyword.IsKind(SyntaxKind.None)
        && directive.GlobalKeyword.IsKind(SyntaxKind.None) && directive.Name is not null;

    private static IEnumerable<UsingDirectiveSyntax> UsingsOf(SyntaxNode container) => container switch
    {
        CompilationUnitSyntax unit => unit.Usings,
        BaseNamespaceDeclarationSyntax space => space.Usings,
        _ => [],
    };

    /// <summary>System first, then by the alphabet, as the SDK's own formatting sorts.</summary>
    private static readonly IComparer<string> Order = Comparer<string>.Create((left, right) =>
    {
        var (leftIsSystem, rightIsSystem) = (IsSystem(left), IsSystem(right));
        return leftIsSystem != rightIsSystem ? (leftIsSystem ? -1 : 1) : string.Compare(left, right, StringComparison.OrdinalIgnoreCase);
    });

    private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);
}
