using System.Text.RegularExpressions;

namespace ClaudeCostAnalyzers.Tests.Docs;

/// <summary>Every link from a page of the documentation to another one, or to a heading, leads somewhere.</summary>
public sealed class LinkTests
{
    [Fact]
    public void Every_link_leads_to_a_file_and_a_heading_that_are_there()
    {
        var root = Root();
        var pages = Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(root, "README.md")).ToList();
        Assert.True(pages.Count > 40);
        Assert.Empty(pages.SelectMany(page => Regex.Matches(File.ReadAllText(page), @"\]\(([^)\s]+)\)")
            .Select(link => link.Groups[1].Value)
            .Where(link => !link.StartsWith("http", StringComparison.Ordinal) && !Leads(page, link))
            .Select(link => $"{Path.GetRelativePath(root, page)}: {link}")));
    }

    private static bool Leads(string page, string link)
    {
        var parts = link.Split('#');
        var target = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
        return parts.Length == 1 ? Path.Exists(target) : File.Exists(target) && File.ReadLines(target).Any(line => line.StartsWith('#') && Anchor(line.TrimStart('#')) == parts[1]);
    }

    /// <summary>As the usual hosts make it of a heading.</summary>
    private static string Anchor(string heading) => Regex.Replace(heading.Trim().ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-');

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ClaudeCostAnalyzers.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The repository's root is not above " + AppContext.BaseDirectory);
        return folder.FullName;
    }
}
