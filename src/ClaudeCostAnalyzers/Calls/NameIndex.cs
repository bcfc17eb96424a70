using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Contracts;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// The names of members that may reach an LLM call, or a person, closed over simple names: it decides what is worth
/// binding at all. Too large for members that share a name, never too small.
/// </summary>
internal sealed class NameIndex
{
    /// <summary>More local functions than this with the name of a catalogued member in them are taken to call it.</summary>
    private const int MostLocalFunctions = 500;

    private readonly Dictionary<string, List<SyntaxNode>> _declarations = [];
    // With repetitions, where several files have a member of one name.
    private readonly Dictionary<string, List<string>> _usedBy = [];
    private readonly HashSet<string> _delegates = [];
    private readonly HashSet<string> _reaching;
    private readonly HashSet<string> _asking;
    private readonly HashSet<string> _waiting;
    private readonly Lazy<HashSet<string>> _recursive;

    private int _boundLocalFunctions;

    public NameIndex(MemberBodies bodies, LlmApis apis, ConfiguredMembers configured, ReferencedMembers referenced)
    {
        foreach (var tree in bodies.Trees)
            Add(TreeNames.Of(tree));
        foreach (var tree in bodies.Trees)
            AddParameters(TreeNames.Of(tree));
        var candidates = new HashSet<string>(_usedBy.Where(used => apis.IsCandidateName(used.Key)).SelectMany(used => used.Value));
        var spending = _declarations.Where(declared => candidates.Contains(declared.Key) && declared.Value.Any(declaration => Spends(declaration, bodies, apis))).Select(declared => declared.Key);
        var marked = _declarations.Where(declared => declared.Value.Any(IsMarked)).Select(declared => declared.Key);
        _reaching = Closure(spending.Concat(marked).Concat(referenced.SpendingNames));
        _asking = Closure(referenced.AskingNames.Concat(_usedBy.Where(used => configured.MayBeHumanGate(used.Key)).SelectMany(used => used.Value)));
        _waiting = Closure(referenced.WaitingNames.Concat(_usedBy.Where(used => KnownMembers.MayWait(used.Key)).SelectMany(used => used.Value)));
        _recursive = new Lazy<HashSet<string>>(() =>
            [.. Components.Cyclic(_reaching, UsersThatReach, StringComparer.Ordinal).SelectMany(component => component)]);
    }

    /// <summary>Whether a member of this name may reach an LLM call.</summary>
    public bool MayReach(string name) => _reaching.Contains(name);

    /// <summary>Whether anything that the text runs, by name or without one, may reach an LLM call.</summary>
    public bool MayReach(SyntaxNode text) => _reaching.Contains(UsedNames.ImplicitConversion) || UsedNames.In(text).Any(_reaching.Contains);

    /// <summary>Whether a member of this name may reach an LLM call or a wait of any kind.</summary>
    public bool MayMatter(string name) => MayReach(name) || MayAsk(name) || MayWait(name);

    /// <summary>Whether a member of this name may reach an LLM call and come back to itself.</summary>
    public bool MayRecurse(string name) => _recursive.Value.Contains(name);

    /// <summary>Whether a member of this name may wait for a person.</summary>
    public bool MayAsk(string name) => _asking.Contains(name);

    /// <summary>Whether a member of this name may wait for time or work.</summary>
    public bool MayWait(string name) => _waiting.Contains(name);

    public IReadOnlyList<SyntaxNode> Declarations(string name) => _declarations.TryGetValue(name, out var declarations) ? declarations : [];

    private bool Spends(SyntaxNode declaration, MemberBodies bodies, LlmApis apis)
    {
        // The compiler looks through all local functions of a body for each name in one of them.
        if (declaration is LocalFunctionStatementSyntax && ++_boundLocalFunctions > MostLocalFunctions)
            return true;
        return bodies.Model(declaration.SyntaxTree) is { } model && CataloguedNames.StandIn(declaration, model, apis);
    }

    private void Add(TreeNames names)
    {
        foreach (var declared in names.Declarations)
        {
            if (!_declarations.TryGetValue(declared.Key, out var declarations))
                _declarations.Add(declared.Key, declarations = []);
            declarations.AddRange(declared.Value);
        }

        foreach (var uses in names.Uses)
        {
            foreach (var used in uses.Value)
                Use(uses.Key, used);
        }

        _delegates.UnionWith(names.Delegates);
    }

    /// <summary>A function that a parameter holds is what some call hands over.</summary>
    private void AddParameters(TreeNames names)
    {
        foreach (var parameter in names.Parameters)
        {
            if (!Functions.IsDelegate(parameter.Type) && !_delegates.Contains(parameter.Type) || !parameter.IsKept)
                continue;
            Use(parameter.Name, Functions.ArgumentsOf(parameter.Owner));
            if (parameter.IsOfConstructor)
                Use(parameter.Name, Functions.ArgumentsOf(UsedNames.AnyConstructor));
        }
    }

    private void Use(string name, string used)
    {
        if (!_usedBy.TryGetValue(used, out var users))
            _usedBy.Add(used, users = []);
        users.Add(name);
    }

    private IEnumerable<string> UsersThatReach(string name) => _usedBy.TryGetValue(name, out var users) ? users.Where(_reaching.Contains) : [];

    private HashSet<string> Closure(IEnumerable<string> start)
    {
        var closure = new HashSet<string>();
        var pending = new Queue<string>(start);
        while (pending.Count > 0)
        {
            var name = pending.Dequeue();
            if (!closure.Add(name))
                continue;

            // Nothing in a text tells where an implicit conversion runs.
            if (name == UsedNames.ImplicitConversion)
            {
                foreach (var declared in _declarations.Keys)
                    pending.Enqueue(declared);
            }

            if (!_usedBy.TryGetValue(name, out var users))
                continue;
            foreach (var user in users)
                pending.Enqueue(user);
        }

        return closure;
    }

    private static bool IsMarked(SyntaxNode declaration) => declaration.ChildNodes().OfType<AttributeListSyntax>()
        .SelectMany(list => list.Attributes).Any(attribute => ContractAttributes.IsName(attribute.Name.ToString()));
}
