using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Rules.Deadlines;

/// <summary>
/// What was found out about the variables of a compilation. Thousands of calls may be made with one client and one token;
/// each is followed once. One per compilation; safe for concurrent use.
/// </summary>
internal sealed class DeadlineMemory
{
    /// <summary>Whether a use of the variable as a token can fire.</summary>
    public ConcurrentDictionary<ISymbol, bool> Tokens { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the token that the variable holds can fire.</summary>
    public ConcurrentDictionary<ISymbol, bool> Variables { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the source fires by itself.</summary>
    public ConcurrentDictionary<ISymbol, bool> Sources { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the pipeline may have a timeout.</summary>
    public ConcurrentDictionary<ISymbol, bool> Pipelines { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>How the client was made.</summary>
    public ConcurrentDictionary<ISymbol, MadeClient> Clients { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Names of a type's members that may hold a token.</summary>
    public ConcurrentDictionary<TypeDeclarationSyntax, ImmutableArray<string>> Members { get; } = new();

    /// <summary>Names of a member's variables that may hold a token, and where each is in scope.</summary>
    public ConcurrentDictionary<SyntaxNode, ImmutableArray<(string Name, TextSpan Scope)>> Locals { get; } = new();
}

/// <summary>What the making of a client shows.</summary>
/// <param name="Timeouts">The timeouts that it is given.</param>
/// <param name="IsPartlyOutOfSight">Some of it comes from elsewhere.</param>
internal sealed record MadeClient(ImmutableArray<TimeoutSetting> Timeouts, bool IsPartlyOutOfSight);
