using System.Text;
using ClaudeCostAnalyzers.Tool.Commands;

// Source and messages are not limited to the machine's old code page.
Console.OutputEncoding = Encoding.UTF8;
return await ToolCommandLine.RunAsync(args, ToolHost.ForProcess());
