using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace ClaudeCostAnalyzers.Tests.Rules.Keys;

/// <summary>Texts of compiled libraries.</summary>
internal static class UserStrings
{
    /// <summary>The string literals in an assembly's code: its heap of user strings.</summary>
    public static IEnumerable<string> Of(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        if (!file.HasMetadata)
            yield break;
        var metadata = file.GetMetadataReader();
        if (metadata.GetHeapSize(HeapIndex.UserString) < 4)
            yield break;
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle))
            yield return metadata.GetUserString(handle);
    }

    /// <summary>The texts of a package's XML documentation, where a restore has put it; none otherwise.</summary>
    public static IEnumerable<string> OfDocumentation(string package)
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var folder = Path.Combine(packages, package.ToLowerInvariant());
        if (!Directory.Exists(folder))
            return [];
        var path = Directory.EnumerateFiles(folder, package + ".xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).LastOrDefault();
        return path is null ? [] : XDocument.Load(path).DescendantNodes().OfType<XText>().Select(text => text.Value.Trim()).Where(text => text.Length > 0);
    }
}
