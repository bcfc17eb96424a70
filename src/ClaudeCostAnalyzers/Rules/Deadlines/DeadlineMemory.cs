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

    /// <summary>What of a type may hold a token, its base types included.</summary>
    public ConcurrentDictionary<TypeDeclarationSyntax, TokenNames> Members { get; } = new();

    /// <summary>A member's variables that may hold a token, and where each is in scope: the last one first.</summary>
    public ConcurrentDictionary<SyntaxNode, ImmutableArray<(ISymbol Variable, TextSpan Scope)>> Locals { get; } = new();
}

/// <summary>What the making of a client shows.</summary>
/// <param name="Timeouts">The timeouts that it is given.</param>
/// <param name="IsPartlyOutOfSight">Some of it comes from elsewhere.</param>
internal sealed record MadeClient(ImmutableArray<TimeoutSetting> Timeouts, bool IsPartlyOutOfSight);

/// <summary>Names of what may hold a token in a type.</summary>
/// <param name="Parameters">Those of its primary constructor's parameters.</param>
/// <param name="Members">Those of its fields and properties, in alphabetical order.</param>
internal sealed record TokenNames(ImmutableArray<string> Parameters, ImmutableArray<string> Members);
