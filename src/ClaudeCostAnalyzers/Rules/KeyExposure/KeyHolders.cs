using ClaudeCostAnalyzers.Catalog.Keys;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.KeyExposure;

/// <summary>The variables that are given a key, each with the form in which it holds it. Each is followed once for each form.</summary>
internal sealed class KeyHolders(SemanticModel model, CancellationToken cancellation)
{
    private readonly HashSet<(ISymbol, KeyForm)> known = new(HolderComparer.Instance);
    private readonly Queue<(ISymbol Symbol, KeyForm Form, bool IsOfModel)> pending = new();

    /// <summary>The next variable to follow; false: there is none.</summary>
    public bool TryTake(out (ISymbol Symbol, KeyForm Form, bool IsOfModel) holder)
    {
        var any = pending.Count > 0;
        holder = any ? pending.Dequeue() : default;
        return any;
    }

    /// <summary>The variable at the root of <paramref name="target"/> has a key from here on, by way of <paramref name="member"/> and those before it.</summary>
    public void HoldRoot(ExpressionSyntax target, bool isOfModel, string member)
    {
        while (true)
        {
            switch (target)
            {
                case ParenthesizedExpressionSyntax inner:
                    target = inner.Expression;
                    continue;
                case PostfixUnaryExpressionSyntax suppressed:
                    target = suppressed.Operand;
                    continue;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Append" or "AppendLine" } fluent }:
                    target = fluent.Expression;
                    continue;
                case MemberAccessExpressionSyntax access when access.Expression is not (ThisExpressionSyntax or BaseExpressionSyntax):
                    member = access.Name.Identifier.ValueText;
                    target = access.Expression;
                    continue;
            }

            break;
        }

        if (model.GetSymbolInfo(target, cancellation).Symbol is not { } symbol || TypeOf(symbol) is not { } type)
            return;
        if (type.Name == "HttpClient")
        {
            if (member == "DefaultRequestHeaders")
                Hold(symbol, KeyForm.Client, isOfModel);
            return;
        }

        Hold(symbol, member.Length > 0 ? KeyForms.HeldBy(type, member) : KeyForms.FormOf(type), isOfModel);
    }

    /// <summary>Notes that a variable has a key from here on.</summary>
    public void Hold(ISymbol? symbol, KeyForm form, bool isOfModel)
    {
        if (symbol is not (ILocalSymbol or IParameterSymbol or IFieldSymbol) || KeySinks.Shared.IsClean(symbol.Name))
            return;
        // What has the name of a key is followed from there.
        if (form == KeyForm.Text && TypeOf(symbol)?.SpecialType == SpecialType.System_String && CredentialNames.Shared.IsLlmCredential(symbol.Name))
            return;
        if (known.Add((symbol, form)))
            pending.Enqueue((symbol, form, isOfModel));
    }

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        _ => null,
    };

    private sealed class HolderComparer : IEqualityComparer<(ISymbol Symbol, KeyForm Form)>
    {
        public static HolderComparer Instance { get; } = new();

        public bool Equals((ISymbol Symbol, KeyForm Form) x, (ISymbol Symbol, KeyForm Form) y) => x.Form == y.Form && SymbolEqualityComparer.Default.Equals(x.Symbol, y.Symbol);

        public int GetHashCode((ISymbol Symbol, KeyForm Form) obj) => SymbolEqualityComparer.Default.GetHashCode(obj.Symbol) * 31 + (int)obj.Form;
    }
}
