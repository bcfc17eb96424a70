using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA4005: an exported member makes LLM calls and does not say so.</summary>
/// <remarks>
/// Positive: a public or protected member of a library that reaches an LLM call, itself or, where it is abstract, virtual or
/// of an interface, through an implementation in sight.
/// Negative: it is marked <c>[LlmCall]</c> or <c>[RequiresBudget]</c>, or overrides or implements a member that is; it
/// overrides or implements a member that is reported itself, or one of another assembly, whose contract is not its own
/// to write: an SDK's, a framework's; it is a member of the catalogue or of the configuration; it stands in a test class;
/// the project is an executable, which exports nothing.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ExportedCallAnalyzer : CostAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.UnmarkedExport);

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        if (context.Compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication)
            return;
        var exports = new Exports(context.Compilation, toFriends: false);
        context.RegisterSemanticModelAction(file =>
        {
            var tree = file.SemanticModel.SyntaxTree;
            if (!cost.Calls.Names.Value.MayReach(tree))
                return;
            foreach (var declared in TreeNames.Of(tree).Declarations.Where(declared => cost.Calls.Names.Value.MayReach(declared.Key)))
            {
                // Parts of a member are one symbol.
                foreach (var declaration in declared.Value.Where(declaration => declaration is MethodDeclarationSyntax or ConstructorDeclarationSyntax or BasePropertyDeclarationSyntax))
                {
                    if (file.SemanticModel.GetDeclaredSymbol(declaration, file.CancellationToken) is { } symbol && symbol.DeclaringSyntaxReferences[0] is var first && first.SyntaxTree == tree && first.Span == declaration.Span)
                        Analyze(file, symbol, cost.Calls, exports);
                }
            }
        });
    }

    private static void Analyze(SemanticModelAnalysisContext context, ISymbol symbol, CallKnowledge knowledge, Exports exports)
    {
        var members = symbol switch
        {
            IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor } method => ImmutableArray.Create(method),
            IPropertySymbol property => new[] { property.GetMethod, property.SetMethod }.OfType<IMethodSymbol>().ToImmutableArray(),
            _ => ImmutableArray<IMethodSymbol>.Empty,
        };
        if (members.IsEmpty || symbol.IsImplicitlyDeclared || !exports.Contains(symbol) || !knowledge.Names.Value.MayReach(NameOf(symbol))
            || !IsWritten(symbol, context.CancellationToken) || TestClasses.Contain(symbol))
        {
            return;
        }

        foreach (var member in members)
        {
            if (!IsOwnContract(member, knowledge, exports) || ContractAttributes.Spends(member) || Reached(member, knowledge, context.CancellationToken) is not { } reached)
                continue;
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.UnmarkedExport, symbol.Locations[0], Witness.In(context.SemanticModel.Compilation, reached.Path), CallWords.Of(member), reached.Words));
            return;
        }
    }

    private static string NameOf(ISymbol symbol) => symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } ? symbol.ContainingType.Name : symbol.Name;

    /// <summary>Primary constructors and the properties of positional records have no declaration that a mark could stand on.</summary>
    private static bool IsWritten(ISymbol symbol, CancellationToken cancellation) => symbol.DeclaringSyntaxReferences.Length > 0
        && symbol.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is MethodDeclarationSyntax or ConstructorDeclarationSyntax or PropertyDeclarationSyntax;

    private static bool IsOwnContract(IMethodSymbol member, CallKnowledge knowledge, Exports exports)
    {
        if (knowledge.Apis.Find(member) is not null)
            return false;
        foreach (var inherited in ContractAttributes.Inherited(member))
        {
            if (!SymbolEqualityComparer.Default.Equals(inherited.ContainingAssembly, member.ContainingAssembly) || exports.Contains(inherited) || knowledge.Apis.Find(inherited) is not null)
                return false;
        }

        return true;
    }

    private static ReachedCall? Reached(IMethodSymbol member, CallKnowledge knowledge, CancellationToken cancellation) =>
        knowledge.Targets.Dispatch(member, isVirtual: true).Select(target => knowledge.Summaries.Reach(target, cancellation)).FirstOrDefault(reached => reached is not null);
}
