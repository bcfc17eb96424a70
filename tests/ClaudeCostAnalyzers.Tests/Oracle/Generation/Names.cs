using System.Globalization;

namespace ClaudeCostAnalyzers.Tests.Oracle.Generation;

/// <summary>Names that no two things of a program share.</summary>
internal sealed class Names
{
    private readonly Dictionary<string, int> _used = [];

    /// <summary>The name with a number behind it.</summary>
    public string New(string name)
    {
        var number = _used.GetValueOrDefault(name);
        _used[name] = number + 1;
        return name + number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The prompt of the next call site.</summary>
    public string Site() => $"\"{New("s")}\"";
}
