using System.Globalization;
using System.Text;

namespace ClaudeCostAnalyzers.Tool.Tests.Support;

/// <summary>Makes classic solution files.</summary>
internal static class Solutions
{
    public static string Classic(params (string Name, string Path)[] projects)
    {
        var text = new StringBuilder("\r\nMicrosoft Visual Studio Solution File, Format Version 12.00\r\n# Visual Studio Version 17\r\n");
        text.Append("Project(\"{2150E333-8FDC-42A3-9474-1A3956D46DE8}\") = \"src\", \"src\", \"{827E0CD3-B72D-47B6-A68D-7590B98EB39B}\"\r\nEndProject\r\n");
        foreach (var (name, path) in projects)
            text.Append(CultureInfo.InvariantCulture, $"Project(\"{{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}}\") = \"{name}\", \"{path}\", \"{{{Guid.NewGuid()}}}\"\r\nEndProject\r\n");
        return text.Append("Global\r\nEndGlobal\r\n").ToString();
    }
}
