using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Configuration;
using ClaudeCostAnalyzers.Contracts;
using ClaudeCostAnalyzers.Flow;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// What is known of one compilation that can call a model: its APIs, its options, its calls. Made once, on demand, and
/// shared by every analyzer and all threads. Safe for concurrent use.
/// </summary>
internal sealed class CostContext
{
    // Keyed by the compilation, which the contexts refer to: such a table lets both go together. The second key is for
    // hosts that analyse one compilation with several sets of options.
    private static readonly ConditionalWeakTable<Compilation, ConditionalWeakTable<AnalyzerConfigOptionsProvider, Entry>> s_entries = new();

    private readonly AnalyzerConfigOptionsProvider _provider;
    private readonly Lazy<CallKnowledge> _calls;
    private readonly ConcurrentDictionary<SyntaxTree, CostOptions> _options = new();

    private CostContext(Compilation compilation, AnalyzerOptions options, LlmApis apis)
    {
        Compilation = compilation;
        Apis = apis;
        IsSdk = LlmCatalog.IsSdk(compilation);
        Aliases = new Aliases(compilation);
        _provider = options.AnalyzerConfigOptionsProvider;
        _calls = new Lazy<CallKnowledge>(() => new CallKnowledge(compilation, apis, ConfiguredMembers.Read(options, compilation), Work));
    }

    /// <summary>The context of a compilation; null: it can call no model, and nothing is to be done for it.</summary>
    public static CostContext? Of(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation) =>
        s_entries.GetOrCreateValue(compilation).GetOrCreateValue(options.AnalyzerConfigOptionsProvider).Get(compilation, options, cancellation);

    /// <summary>The compilation that is analysed.</summary>
    public Compilation Compilation { get; }

    /// <summary>Whether it is the source of an SDK that the catalogue describes.</summary>
    public bool IsSdk { get; }

    /// <summary>The LLM APIs that it can call.</summary>
    public LlmApis Apis { get; }

    /// <summary>What its members call and reach. Nothing of it is looked up before somebody asks.</summary>
    public CallKnowledge Calls => _calls.Value;

    /// <summary>Other names that its files give to types.</summary>
    public Aliases Aliases { get; }

    /// <summary>How much work has been done for it, by all analyzers together.</summary>
    public WorkCounter Work { get; } = new();

    /// <summary>The options in force for one of its files.</summary>
    public CostOptions OptionsOf(SyntaxTree tree) => _options.GetOrAdd(tree, t => CostOptions.Read(_provider.GetOptions(t)));

    private static CostContext? Create(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation)
    {
        var further = CostOptions.ReadMembers(OptionKey.LlmMembers, options, compilation);
        var apis = LlmApis.TryCreate(compilation, further.Entries) ?? (ContractGate.IsOpen(compilation, cancellation) ? LlmApis.None : null);
        return apis is null ? null : new CostContext(compilation, options, apis);
    }

    private sealed class Entry
    {
        private bool _isKnown;
        private CostContext? _context;

        // Not a Lazy: one that is cancelled would keep the exception for everybody after it.
        public CostContext? Get(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation)
        {
            lock (this)
            {
                if (!_isKnown)
                {
                    _context = Create(compilation, options, cancellation);
                    _isKnown = true;
                }

                return _context;
            }
        }
    }
}
