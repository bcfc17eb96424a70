using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Catalog.Keys;

/// <summary>Which members of SDKs, and which parameters and properties of one's own code, take or hold a credential. Safe for concurrent use.</summary>
internal static class CredentialMembers
{
    private static readonly Lazy<ImmutableDictionary<string, (int Parameter, KeyHome Home)>> LazyRows = new(ReadRows);

    private static readonly Lazy<ImmutableArray<string>> LazyAssemblies = new(() =>
        LlmCatalog.Sdks.SelectMany(sdk => sdk.AssemblyNames).Distinct().ToImmutableArray());

    /// <summary>Whose credential <paramref name="parameter"/> takes; null when it takes none.</summary>
    public static KeyHome? Taken(IParameterSymbol parameter)
    {
        if (parameter.Type.SpecialType != SpecialType.System_String || parameter.ContainingSymbol is not IMethodSymbol method)
            return null;
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (LazyRows.Value.TryGetValue(definition.GetDocumentationCommentId() ?? "", out var row))
            return row.Parameter == parameter.Ordinal + (method.ReducedFrom is null ? 0 : 1) ? row.Home : null;
        return ByName(parameter.Name, method);
    }

    /// <summary>Whose credential <paramref name="member"/>, a property or field, holds; null when it holds none.</summary>
    public static KeyHome? Held(ISymbol member)
    {
        var type = (member as IPropertySymbol)?.Type ?? (member as IFieldSymbol)?.Type;
        if (type?.SpecialType != SpecialType.System_String)
            return null;
        return LazyRows.Value.TryGetValue(member.OriginalDefinition.GetDocumentationCommentId() ?? "", out var row) ? row.Home : ByName(member.Name, member);
    }

    /// <summary>Whether an object of <paramref name="type"/> is made around a credential: <c>ApiKeyCredential</c> and its like.</summary>
    public static bool IsCredential(ITypeSymbol? type) => type?.Name is "ApiKeyCredential" or "AzureKeyCredential" or "APIAuthentication" or "StaticTokenCredentials" or "AuthenticationHeaderValue";

    private static KeyHome? ByName(string name, ISymbol member)
    {
        if (!IsOfSdkOrOwn(member))
            return null;
        var names = CredentialNames.Shared;
        // `key` alone says enough in a credential's own type.
        return names.IsLlmCredential(name) || names.IsApiKey(name) && !IsOwn(member) || IsCredential(member.ContainingType) && name is "key" or "token"
            ? names.ProviderIn(name) ?? names.ProviderIn(member.ContainingSymbol?.ToDisplayString() ?? "") ?? CredentialNames.Unknown
            : null;
    }

    private static bool IsOwn(ISymbol member) => !member.DeclaringSyntaxReferences.IsEmpty;

    private static bool IsOfSdkOrOwn(ISymbol member) => IsOwn(member) || member.ContainingAssembly?.Name is { } assembly
        && (LazyAssemblies.Value.Any(known => assembly.StartsWith(known, StringComparison.OrdinalIgnoreCase))
            || CredentialNames.Shared.ProviderIn(assembly) is not null || assembly is "System.ClientModel" or "Azure.Core");

    private static ImmutableDictionary<string, (int Parameter, KeyHome Home)> ReadRows()
    {
        var found = ImmutableDictionary.CreateBuilder<string, (int, KeyHome)>(StringComparer.Ordinal);
        foreach (var sdk in LlmCatalog.Sdks)
        {
            var variable = sdk.Rows.FirstOrDefault(row => row.Word == "key-variable")?.Value;
            foreach (var row in sdk.Rows.Where(row => row.Word == "credential"))
            {
                var home = CredentialNames.Shared.ProviderIn(row.Value) ?? CredentialNames.Unknown;
                // A credential's general type does not say whose it is.
                if (row.Value.IndexOf(":System.ClientModel.", StringComparison.Ordinal) < 0 && row.Value.IndexOf(":Azure.AzureKey", StringComparison.Ordinal) < 0 && variable is not null && home == CredentialNames.Unknown)
                    home = home with { Provider = sdk.Name, Variable = variable };
                found[row.Value] = (row.Number("parameter"), home);
            }
        }

        return found.ToImmutable();
    }
}
