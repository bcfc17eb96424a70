using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Catalog;

/// <summary>
/// Calls that ask how far a reply is that an earlier call has begun in the background: their options carry the token that the last
/// answer came with. They cost nothing, however often they are made. By the options that the member writes; safe for concurrent use.
/// </summary>
internal sealed class BackgroundPolls(ImmutableArray<SdkCatalog> sdks)
{
    private readonly ImmutableHashSet<string> options = sdks.SelectMany(sdk => sdk.Polls).ToImmutableHashSet(StringComparer.Ordinal);

    /// <summary>The simple names of the types that have such an option: most arguments need no second look.</summary>
    private readonly ImmutableHashSet<string> owners = sdks.SelectMany(sdk => sdk.Polls).Select(option => option.Split('.')).Select(parts => parts[parts.Length - 2]).ToImmutableHashSet(StringComparer.Ordinal);

    /// <summary>Whether <paramref name="call"/> only asks for a reply that is under way.</summary>
    public bool IsOne(IInvocationOperation call, SemanticModel model, CancellationToken cancellation)
    {
        if (options.IsEmpty || call.Syntax.SyntaxTree != model.SyntaxTree)
            return false;
        // A lowered call has temporaries for arguments; the call as it is written has the arguments.
        var written = model.GetOperation(call.Syntax, cancellation) as IInvocationOperation ?? call;
        return written.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.Explicit && Continues(Unconverted(argument.Value), written.Syntax, model, cancellation));
    }

    private bool Continues(IOperation value, SyntaxNode call, SemanticModel model, CancellationToken cancellation) => value switch
    {
        IObjectCreationOperation { Initializer: { } initializer } => initializer.Initializers.OfType<ISimpleAssignmentOperation>().Any(IsToken),
        ILocalReferenceOperation { Local: var local } => IsOwner(local.Type) && WrittenBefore(local, call, model, cancellation),
        _ => false,
    };

    /// <summary><c>options.ContinuationToken = response.ContinuationToken;</c> in the same turn, before the call; or options that each turn makes with it. What is in no loop is one turn.</summary>
    private bool WrittenBefore(ILocalSymbol local, SyntaxNode call, SemanticModel model, CancellationToken cancellation)
    {
        var turn = call.Ancestors().FirstOrDefault(node => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)
            ?? call.Ancestors().FirstOrDefault(node => node is BlockSyntax { Parent: not StatementSyntax } or CompilationUnitSyntax);
        foreach (var node in turn?.DescendantNodes() ?? [])
        {
            if (node.SpanStart >= call.SpanStart)
                break;
            switch (node)
            {
                case AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name } } assignment when name.Identifier.ValueText == local.Name:
                    if (model.GetOperation(assignment, cancellation) is ISimpleAssignmentOperation set && IsToken(set))
                        return true;
                    break;
                case VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax creation } declarator when declarator.Identifier.ValueText == local.Name:
                    if (model.GetOperation(creation, cancellation) is { } made && Continues(made, call, model, cancellation))
                        return true;
                    break;
            }
        }

        return false;
    }

    private bool IsOwner(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (owners.Contains(type.Name))
                return true;
        }

        return false;
    }

    private bool IsToken(ISimpleAssignmentOperation assignment) => assignment.Target is IPropertyReferenceOperation { Property: var property }
        && !assignment.Value.ConstantValue.HasValue && property.OriginalDefinition.GetDocumentationCommentId() is { } id && options.Contains(id);

    private static IOperation Unconverted(IOperation value)
    {
        while (value is IConversionOperation { ConstantValue.HasValue: false } conversion)
            value = conversion.Operand;
        return value;
    }
}
