using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes.Deadlines;

/// <summary>What a deadline is written with.</summary>
/// <param name="Source"><c>CancellationTokenSource</c>.</param>
/// <param name="Time"><c>TimeSpan</c>.</param>
/// <param name="Seconds">How long.</param>
internal sealed record DeadlineTypes(INamedTypeSymbol Source, INamedTypeSymbol Time, string Seconds);

/// <summary>Writes the source of a deadline, in the file's own layout, and gives its token to the call.</summary>
internal sealed class DeadlineWriter(TextEdits edits, Layout layout, Imports imports, SemanticModel model, DeadlineTypes types)
{
    private const string Name = "deadline";

    private readonly FreshNames names = new();
    private readonly StatementWriter statements = new(edits, layout);
    private readonly Dictionary<StatementSyntax, string> declared = [];
    private readonly HashSet<SyntaxNode> timed = [];

    /// <summary>Gives <paramref name="call"/> a deadline, linked to <paramref name="link"/>. False where that cannot be done.</summary>
    public bool Write(ExpressionSyntax call, string? link, TokenWriter tokens)
    {
        if (link is null && UntimedSource(call) is { } untimed)
        {
            if (timed.Add(untimed))
                edits.Replace(untimed.ArgumentList!.Span, $"({Time(untimed)})");
            return true;
        }

        if (DeadlinePlacement.StatementFor(call, model) is { } statement)
        {
            var isNew = !declared.TryGetValue(statement, out var name);
            if (isNew)
                name = names.Take(Name, statement);
            if (tokens.Write(call, name + ".Token") is not { } passing)
                return false;
            Apply(passing);
            if (isNew)
            {
                declared.Add(statement, name!);
                Declare(statement, name!, link);
            }

            return true;
        }

        // A linked source has no time of its own to be created with.
        if (link is not null || tokens.Write(call, $"new {imports.Name(types.Source, call.SpanStart)}({Time(call)}).Token") is not { } inline)
            return false;
        Apply(inline);
        return true;
    }

    private void Declare(StatementSyntax statement, string name, string? link)
    {
        var position = statement.SpanStart;
        var source = imports.Name(types.Source, position);
        string[] lines = link is null
            ? [$"using var {name} = new {source}({Time(statement)});"]
            : [$"using var {name} = {source}.CreateLinkedTokenSource({link});", $"{name}.CancelAfter({Time(statement)});"];
        statements.InsertBefore(statement, lines);
    }

    private string Time(SyntaxNode at) => $"{imports.Name(types.Time, at.SpanStart)}.FromSeconds({types.Seconds})";

    private void Apply(IReadOnlyList<TokenEdit> changes)
    {
        foreach (var change in changes)
            edits.Replace(change.Span, change.Text);
    }

    /// <summary>The creation, without a time or with one that never ends, of the local source whose token the call gets: that is where the time belongs.</summary>
    private BaseObjectCreationExpressionSyntax? UntimedSource(ExpressionSyntax call)
    {
        if (call is not InvocationExpressionSyntax { ArgumentList.Arguments: var arguments })
            return null;
        foreach (var argument in arguments)
        {
            if (argument.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token", Expression: IdentifierNameSyntax name }
                && model.GetSymbolInfo(name).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } declaration }
                && declaration[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: <= 1, Initializer: null } creation }
                && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(creation).Type, types.Source))
            {
                return creation;
            }
        }

        return null;
    }
}
