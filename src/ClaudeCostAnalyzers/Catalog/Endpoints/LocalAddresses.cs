using System.Collections.Immutable;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Catalog.Endpoints;

/// <summary>
/// Clients of a provider's SDK that are made with an address of this machine, where a server of models speaks the provider's
/// protocol. As far as the file shows; safe for concurrent use.
/// </summary>
internal sealed class LocalAddresses(ImmutableArray<SdkCatalog> sdks)
{
    /// <summary>Whether the file may name this machine: a cheap test.</summary>
    public static bool MayBeIn(SyntaxTree tree) => TreeText.Of(tree) is var text && (text.IsOpaque || text.HasAny(EndpointTable.Shared.FreeHostWords));

    /// <summary>Whether <paramref name="client"/> is an SDK's, and is made with such an address: as an argument, in its initializer, or in its options.</summary>
    public bool IsGivenTo(IObjectCreationOperation client, SemanticModel model, CancellationToken cancellation)
    {
        if (!IsOfSdk(client.Type) || !MayBeIn(model.SyntaxTree))
            return false;
        var reader = new UrlReader(model, cancellation);
        return Values(client).Any(value => IsLocal(value, reader) || MakingOf(value, model, cancellation) is { } options && IsOfSdk(options.Type) && Values(options).Any(given => IsLocal(given, reader)));
    }

    /// <summary>Whether the type comes from an SDK.</summary>
    public bool IsOfSdk(ITypeSymbol? type) => type?.ContainingAssembly?.Name is { } assembly && sdks.Any(sdk => sdk.Owns(assembly));

    private static bool IsLocal(IOperation value, UrlReader reader) =>
        value.Type is { SpecialType: SpecialType.System_String } or { Name: "Uri", ContainingNamespace.Name: "System" } && EndpointTable.Shared.IsFree(reader.Read(value));

    private static IEnumerable<IOperation> Values(IObjectCreationOperation made) => made.Arguments.Where(argument => argument.ArgumentKind == ArgumentKind.Explicit).Select(argument => argument.Value)
        .Concat(made.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>().Select(set => set.Value) ?? []).Select(Unconverted);

    /// <summary>Where options are made: right there, or where the local or field that holds them is declared.</summary>
    private static IObjectCreationOperation? MakingOf(IOperation value, SemanticModel model, CancellationToken cancellation)
    {
        ISymbol? variable = value is ILocalReferenceOperation { Local: var local } ? local : (value as IFieldReferenceOperation)?.Field;
        if (variable is null)
            return value as IObjectCreationOperation;
        return variable.DeclaringSyntaxReferences.Length == 1 && variable.DeclaringSyntaxReferences[0].SyntaxTree == model.SyntaxTree
            && variable.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } initial }
            ? model.GetOperation(initial, cancellation) is { } made ? Unconverted(made) as IObjectCreationOperation : null
            : null;
    }

    private static IOperation Unconverted(IOperation value)
    {
        while (value is IConversionOperation { ConstantValue.HasValue: false } conversion)
            value = conversion.Operand;
        return value;
    }
}
