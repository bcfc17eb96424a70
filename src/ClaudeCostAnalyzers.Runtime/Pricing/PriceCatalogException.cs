namespace ClaudeCost;

/// <summary>A price file that cannot be used. The message names the file, the line and the remedy.</summary>
public sealed class PriceCatalogException : Exception
{
    internal PriceCatalogException(string file, long line, string problem, Exception? inner = null)
        : base(line > 0 ? $"Price file '{file}', line {line}: {problem}" : $"Price file '{file}': {problem}", inner)
    {
        File = file;
        Line = line;
    }

    /// <summary>The path, or the name that was given for a stream.</summary>
    public string File { get; }

    /// <summary>The line, counted from 1; 0 where the whole file is meant.</summary>
    public long Line { get; }
}
