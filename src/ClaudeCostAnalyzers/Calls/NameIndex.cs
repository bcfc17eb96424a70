using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Contracts;
using ClaudeCostAnalyzers.Flow;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// The names of members that may reach an LLM call, or a person, closed over simple names: it decides what is worth
/// binding at all. Too large for members that share a name, never too small. Safe for concurrent use.
/// </summary>
internal sealed class NameIndex
{
    /// <summary>More local functions than this with the name of a catalogued member in them are taken to call it.</summary>
    private const int MostLocalFunctions = 500;

    /// <summary>
    /// What a name leads to is looked for from there as long as no more files than this have been read for it; most names that are asked
    /// for are those of a library, which nobody declares. Beyond, all names that lead to what is sought are found at once.
    /// </summary>
    private const int MostFilesForward = 16;

    private const int MostNamesForward = 500;

    private static readonly Words s_marks = new(ContractAttributes.Names);

    private readonly object _lock = new();
    private readonly NameGraph _graph;
    private readonly HashSet<string> _reaching;
    private readonly Lazy<HashSet<string>> _recursive;
    private readonly Sought _asking;
    private readonly Sought _waiting;

    private int _boundLocalFunctions;

    public NameIndex(MemberBodies bodies, LlmApis apis, ConfiguredMembers configured, ReferencedMembers referenced)
    {
        _graph = new NameGraph(bodies.Trees);
        var isAnyMarked = _graph.ReadFilesWith(s_marks);
        _graph.ReadFilesWith(apis.CandidateWords);
        var candidates = new HashSet<string>(apis.CandidateNames.SelectMany(_graph.UsersRead));
        var spending = candidates.Where(name => _graph.DeclarationsRead(name).Any(declaration => Spends(declaration, bodies, apis))).ToList();
        var marked = isAnyMarked ? _graph.Declared.Where(declared => _graph.DeclarationsRead(declared).Any(IsMarked)).ToList() : [];
        _reaching = Closure(spending.Concat(marked).Concat(referenced.SpendingNames));
        _asking = new Sought(referenced.AskingNames, configured.MayBeHumanGate);
        _waiting = new Sought(referenced.WaitingNames, KnownMembers.MayWait);
        _recursive = new Lazy<HashSet<string>>(() =>
        {
            lock (_lock)
                return [.. Components.Cyclic(_reaching, UsersThatReach, StringComparer.Ordinal).SelectMany(component => component)];
        });
    }

    /// <summary>Names that may reach an LLM call.</summary>
    public IReadOnlyCollection<string> Reaching => _reaching;

    /// <summary>Names that may wait for a person.</summary>
    public IReadOnlyCollection<string> Asking
    {
        get
        {
            lock (_lock)
                return All(_asking);
        }
    }

    /// <summary>How many files have been read.</summary>
    public int FilesRead
    {
        get
        {
            lock (_lock)
                return _graph.FilesRead;
        }
    }

    /// <summary>Whether anything in the file may reach an LLM call.</summary>
    public bool MayReach(SyntaxTree file)
    {
        lock (_lock)
            return _graph.HasRead(file);
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
    public bool MayAsk(string name) => MayLeadTo(_asking, name);

    /// <summary>Whether a member of this name may wait for time or work.</summary>
    public bool MayWait(string name) => MayLeadTo(_waiting, name);

    /// <summary>The declarations of a name, in the order of the files.</summary>
    public IReadOnlyList<SyntaxNode> Declarations(string name)
    {
        lock (_lock)
            return _graph.Declarations(name).ToList();
    }

    /// <summary>Every name that may lead to one of these.</summary>
    public HashSet<string> LeadingTo(IEnumerable<string> names)
    {
        lock (_lock)
            return Closure(names.SelectMany(_graph.UsersOf).ToList());
    }

    private bool Spends(SyntaxNode declaration, MemberBodies bodies, LlmApis apis)
    {
        // The compiler looks through all local functions of a body for each name in one of them.
        if (declaration is LocalFunctionStatementSyntax && ++_boundLocalFunctions > MostLocalFunctions)
            return true;
        return bodies.Model(declaration.SyntaxTree) is { } model && CataloguedNames.StandIn(declaration, model, apis);
    }

    private bool MayLeadTo(Sought sought, string name)
    {
        lock (_lock)
        {
            if (sought.All is { } all)
                return all.Contains(name);
            if (sought.Known.TryGetValue(name, out var known))
                return known;
            var leads = LeadsTo(sought, name) ?? All(sought).Contains(name);
            sought.Known[name] = leads;
            return leads;
        }
    }

    /// <summary>Follows the names that a name uses; null: that would take too many files.</summary>
    private bool? LeadsTo(Sought sought, string name)
    {
        var most = _graph.FilesRead + MostFilesForward;
        // What an implicit conversion runs, any text may.
        var seen = new HashSet<string> { name, UsedNames.ImplicitConversion };
        var pending = new Queue<string>(seen);
        while (pending.Count > 0)
        {
            var next = pending.Dequeue();
            if (sought.Given.Contains(next))
                return true;
            foreach (var used in _graph.UsedBy(next))
            {
                if (sought.Known.TryGetValue(used, out var leads) && leads || sought.Is(used))
                    return true;
                if (!sought.Known.ContainsKey(used) && seen.Add(used))
                    pending.Enqueue(used);
            }

            if (_graph.FilesRead > most || seen.Count > MostNamesForward)
                return null;
        }

        foreach (var other in seen)
            sought.Known[other] = false;
        return false;
    }

    private HashSet<string> All(Sought sought) => sought.All ??= Closure(sought.Given.Concat(_graph.Names(sought.Is).ToList().SelectMany(_graph.UsersOf)).ToList());

    private IEnumerable<string> UsersThatReach(string name) => _graph.UsersOf(name).Where(_reaching.Contains);

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
                _graph.ReadAll();
                foreach (var declared in _graph.Declared)
                    pending.Enqueue(declared);
            }

            foreach (var user in _graph.UsersOf(name))
                pending.Enqueue(user);
        }

        return closure;
    }

    private static bool IsMarked(SyntaxNode declaration) => declaration.ChildNodes().OfType<AttributeListSyntax>()
        .SelectMany(list => list.Attributes).Any(attribute => ContractAttributes.IsName(attribute.Name.ToString()));

    /// <summary>Something that names may lead to.</summary>
    private sealed class Sought(IEnumerable<string> given, Func<string, bool> isSought)
    {
        private readonly Lazy<HashSet<string>> _given = new(() => [.. given]);

        /// <summary>Names that are said to lead there.</summary>
        public HashSet<string> Given => _given.Value;

        /// <summary>What was found of names, as long as not all are known.</summary>
        public Dictionary<string, bool> Known { get; } = [];

        /// <summary>Every name that leads there.</summary>
        public HashSet<string>? All { get; set; }

        /// <summary>Whether a member of the name may be what is sought.</summary>
        public bool Is(string name) => isSought(name);
    }
}
