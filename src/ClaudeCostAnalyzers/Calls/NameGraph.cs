using System.Collections.Immutable;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// Which names the members of a name use, over all files. A file is read when a name is asked for that it may have, by a look at
/// its words: most files have none that matters and are never read. Not safe for concurrent use.
/// </summary>
internal sealed class NameGraph
{
    private readonly ImmutableArray<SyntaxTree> _files;
    private readonly List<int> _unread;
    private readonly HashSet<SyntaxTree> _read = [];
    private readonly HashSet<string> _users = [];
    private readonly HashSet<string> _declared = [];

    private readonly Dictionary<string, List<(int File, List<SyntaxNode> Nodes)>> _declarations = [];
    // With repetitions, where several files have a member of one name.
    private readonly Dictionary<string, List<string>> _usedBy = [];
    private readonly Dictionary<string, List<IEnumerable<string>>> _uses = [];
    private readonly Lazy<(HashSet<string> Names, Words Words, Words OwnWords)> _delegates;

    public NameGraph(IEnumerable<SyntaxTree> files)
    {
        _files = files.ToImmutableArray();
        _unread = [.. Enumerable.Range(0, _files.Length)];
        _delegates = new(() =>
        {
            var declaring = new Words(["delegate"]);
            var own = new HashSet<string>(_files.Where(file => TreeText.Of(file).HasAny(declaring)).SelectMany(file => TreeNames.Of(file).Delegates));
            return (own, new Words(own.Concat(Functions.DelegateTypes)), new Words(own));
        });
        Read(file => TreeText.Of(file).IsOpaque);
    }

    /// <summary>How many files have been read.</summary>
    public int FilesRead => _read.Count;

    /// <summary>Whether the file has a name that somebody asked for.</summary>
    public bool HasRead(SyntaxTree file) => _read.Contains(file);

    /// <summary>Every declared name, of files that are read.</summary>
    public IEnumerable<string> Declared => _declarations.Keys;

    /// <summary>The declarations of the name, in the order of the files.</summary>
    public IEnumerable<SyntaxNode> Declarations(string name)
    {
        ReadDeclaring(name);
        return DeclarationsRead(name);
    }

    /// <summary>The same, of files that are read.</summary>
    public IEnumerable<SyntaxNode> DeclarationsRead(string name) =>
        _declarations.TryGetValue(name, out var found) ? found.OrderBy(entry => entry.File).SelectMany(entry => entry.Nodes) : [];

    /// <summary>The names of members that use the name.</summary>
    public IReadOnlyList<string> UsersOf(string name)
    {
        ReadUsing(name);
        return UsersRead(name);
    }

    /// <summary>The same, of files that are read.</summary>
    public IReadOnlyList<string> UsersRead(string name) => _usedBy.TryGetValue(name, out var users) ? users : ImmutableArray<string>.Empty;

    /// <summary>The names that members of the name use.</summary>
    public IEnumerable<string> UsedBy(string name)
    {
        ReadDeclaring(name);
        return _uses.TryGetValue(name, out var uses) ? uses.SelectMany(used => used) : [];
    }

    /// <summary>The written words of all files, read or not, that <paramref name="may"/> be of interest, and unwritten names that are.</summary>
    public IEnumerable<string> Names(Func<string, bool> may)
    {
        var known = new HashSet<int>();
        foreach (var file in _files)
        {
            var text = file.GetText();
            foreach (var (start, length) in TreeText.Of(file).NewWords(known))
            {
                var word = text.ToString(new Microsoft.CodeAnalysis.Text.TextSpan(start, length));
                if (may(word))
                    yield return word;
            }
        }

        foreach (var name in UsedNames.Unwritten)
        {
            if (may(name))
                yield return name;
        }
    }

    /// <summary>Reads the files that may have one of the words. False: there is none.</summary>
    public bool ReadFilesWith(Words words)
    {
        Read(file => TreeText.Of(file).HasAny(words));
        return _read.Any(file => TreeText.Of(file).HasAny(words));
    }

    /// <summary>Reads every file.</summary>
    public void ReadAll() => Read(_ => true);

    private void ReadUsing(string name)
    {
        if (_unread.Count > 0 && _users.Add(name))
            ReadAny(name, UsedNames.WordsAround(name));
    }

    private void ReadDeclaring(string name)
    {
        if (_unread.Count == 0 || !_declared.Add(name) || _users.Contains(name))
            return;
        if (UsedNames.IsWritten(name))
            Read(file => MayDeclare(TreeText.Of(file), name));
        else
            ReadAny(name, UsedNames.WordsOfDeclarations(name));
    }

    private bool MayDeclare(TreeText file, string name)
    {
        var uses = file.UsesOf(name);
        return uses.HasFlag(WordUse.Declared)
            // A variable holds a function only where its type is a delegate's.
            || uses.HasFlag(WordUse.Function) && file.HasAny(_delegates.Value.Words) || uses.HasFlag(WordUse.Variable) && file.HasAny(_delegates.Value.OwnWords);
    }

    private void ReadAny(string name, IReadOnlyList<string>? words)
    {
        if (name == Functions.ArgumentsOf(UsedNames.AnyConstructor))
        {
            var delegates = _delegates.Value.Words;
            var creations = new Words([TextScan.UnnamedCreation]);
            Read(file => TreeText.Of(file).HasAny(delegates) || TreeText.Of(file).HasAny(creations));
        }
        else if (words is null)
        {
            ReadAll();
        }
        else
        {
            var sought = new Words(words);
            Read(file => TreeText.Of(file).HasAny(sought));
        }
    }

    private void Read(Func<SyntaxTree, bool> which)
    {
        var kept = 0;
        for (var i = 0; i < _unread.Count; i++)
        {
            var file = _unread[i];
            if (which(_files[file]))
                Add(file);
            else
                _unread[kept++] = file;
        }

        _unread.RemoveRange(kept, _unread.Count - kept);
    }

    private void Add(int file)
    {
        _read.Add(_files[file]);
        var names = TreeNames.Of(_files[file]);
        foreach (var declared in names.Declarations)
        {
            if (!_declarations.TryGetValue(declared.Key, out var declarations))
                _declarations.Add(declared.Key, declarations = []);
            declarations.Add((file, declared.Value));
        }

        foreach (var uses in names.Uses)
            Use(uses.Key, uses.Value);
        foreach (var parameter in names.Parameters)
            AddParameter(parameter);
    }

    /// <summary>A function that a parameter holds is what some call hands over.</summary>
    private void AddParameter(NamedParameter parameter)
    {
        if (!Functions.IsDelegate(parameter.Type) && !_delegates.Value.Names.Contains(parameter.Type) || !parameter.IsKept)
            return;
        Use(parameter.Name, [Functions.ArgumentsOf(parameter.Owner)]);
        if (parameter.IsOfConstructor)
            Use(parameter.Name, [Functions.ArgumentsOf(UsedNames.AnyConstructor)]);
    }

    private void Use(string name, IEnumerable<string> used)
    {
        if (!_uses.TryGetValue(name, out var uses))
            _uses.Add(name, uses = []);
        uses.Add(used);
        foreach (var one in used)
        {
            if (!_usedBy.TryGetValue(one, out var users))
                _usedBy.Add(one, users = []);
            users.Add(name);
        }
    }
}
