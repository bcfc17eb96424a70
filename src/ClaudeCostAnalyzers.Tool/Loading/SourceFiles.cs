using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>Reads and parses the sources of a project.</summary>
internal static class SourceFiles
{
    /// <summary>Parses the files in parallel, in their order. Files that cannot be read are noted and left out.</summary>
    public static IReadOnlyList<SyntaxTree> Parse(CSharpCommandLineArguments arguments, ICollection<Note> notes, CancellationToken cancel)
    {
        var files = arguments.SourceFiles;
        var trees = new SyntaxTree?[files.Length];
        Parallel.For(0, files.Length, new ParallelOptions { CancellationToken = cancel }, i =>
        {
            try
            {
                trees[i] = CSharpSyntaxTree.ParseText(Read(files[i].Path, arguments), arguments.ParseOptions, files[i].Path, cancel);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                lock (notes)
                    notes.Add(new(NoteLevel.Warning, $"{files[i].Path} cannot be read: {e.Message}", "Restore the file, or take it out of the project.", files[i].Path));
            }
        });
        return [.. trees.OfType<SyntaxTree>()];
    }

    public static ImmutableArray<AdditionalText> Additional(CSharpCommandLineArguments arguments) =>
        [.. arguments.AdditionalFiles.Select(f => new AdditionalFile(f.Path, arguments))];

    private static SourceText Read(string path, CSharpCommandLineArguments arguments)
    {
        using var stream = File.OpenRead(path);
        return SourceText.From(stream, arguments.Encoding, arguments.ChecksumAlgorithm, throwIfBinaryDetected: true);
    }

    private sealed class AdditionalFile(string path, CSharpCommandLineArguments arguments) : AdditionalText
    {
        private readonly Lazy<SourceText?> text = new(() =>
        {
            try
            {
                return Read(path, arguments);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                // Binary or unreadable: to an analyzer it has no text.
                return null;
            }
        });

        public override string Path => path;

        public override SourceText? GetText(CancellationToken cancellationToken = default) => text.Value;
    }
}
