using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>
/// Loads the source generators of the user's projects, each folder in a context of its own, so that two versions of one
/// generator do not meet. Roslyn and the framework are shared with the tool: generators talk to the compiler that runs them.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class GeneratorAssemblyLoader : IAnalyzerAssemblyLoader, IDisposable
{
    private static readonly Lazy<HashSet<string>> FrameworkAssemblies = new(() =>
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return Directory.EnumerateFiles(folder, "*.dll").Select(Path.GetFileNameWithoutExtension).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
    });

    private readonly ConcurrentDictionary<string, string> locations = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Context> contexts = new(PathRules.Comparer);

    public void AddDependencyLocation(string fullPath) => locations.TryAdd(Path.GetFileNameWithoutExtension(fullPath), fullPath);

    public Assembly LoadFromPath(string fullPath) =>
        contexts.GetOrAdd(Path.GetDirectoryName(fullPath)!, folder => new(folder, locations)).LoadFromAssemblyPath(fullPath);

    public void Dispose()
    {
        foreach (var context in contexts.Values)
            context.Unload();
        contexts.Clear();
    }

    private sealed class Context(string folder, ConcurrentDictionary<string, string> locations)
        : AssemblyLoadContext("generators in " + folder, isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var name = assemblyName.Name!;
            // Null means: from the tool's own context.
            if (name == "Microsoft.CodeAnalysis" || name == "Microsoft.CodeAnalysis.CSharp" || FrameworkAssemblies.Value.Contains(name))
                return null;
            var beside = Path.Combine(folder, name + ".dll");
            if (File.Exists(beside))
                return LoadFromAssemblyPath(beside);
            return locations.TryGetValue(name, out var known) && File.Exists(known) ? LoadFromAssemblyPath(known) : null;
        }
    }
}
