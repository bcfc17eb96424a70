using System.Text;
using System.Text.RegularExpressions;

namespace ClaudeCostAnalyzers.Tests.Oracle;

/// <summary>
/// Writes a program as C#: as the engine reads it, or as it is executed. The executed text is the same with these
/// differences: what reaches outside (clock, file system, console, delays) asks the <see cref="Execution.World"/>
/// instead, tests of the reply tell it their outcome, and every loop, label and function first takes a step there, so that every execution ends.
/// </summary>
internal sealed partial class Writer
{
    /// <summary>The namespaces that all programs use.</summary>
    public const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using ClaudeCost;
        global using Microsoft.Extensions.AI;
        """;

    /// <summary>What stands for the outside world when the program is executed.</summary>
    private static readonly (string Judged, string Executed)[] s_outside =
    [
        ("File.Exists(\"stop\")", "world.Flag()"),
        ("reply == \"ok\"", "world.Test(reply == \"ok\")"),
        ("reply != \"ok\"", "world.Test(reply != \"ok\")"),
        ("reply is \"ok\" or \"more\"", "world.Test(reply is \"more\" or \"ok\")"),
        ("reply is \"ok\"", "world.Test(reply is \"ok\")"),
        ("string.IsNullOrEmpty(reply)", "world.Test(string.IsNullOrEmpty(reply))"),
        ("reply.Contains(\"more\")", "world.Test(reply.Contains(\"more\"))"),
        ("reply.EndsWith(\"!\")", "world.Test(reply.EndsWith('!'))"),
        ("IsGood(reply)", "world.Test(IsGood(reply))"),
        ("reply.Length > 2", "world.Test(reply.Length > 2)"),
        ("reply is { Length: 0 }", "world.Test(reply is { Length: 0 })"),
        ("Console.WriteLine(", "world.Log("),
        ("Console.ReadLine()", "world.ReadLine()"),
        ("DateTime.UtcNow", "world.UtcNow"),
        ("Task.Delay(1000)", "world.Pause()"),
        ("Environment.TickCount64", "world.TickCount"),
        ("System.Diagnostics.Stopwatch.StartNew()", "world.StartWatch()"),
        ("new CancellationTokenSource(1000)", "world.TimedSource()"),
        ("chat.GetResponseAsync(prompt).GetAwaiter().GetResult()", "world.Wait(chat.GetResponseAsync(prompt))"),
        ("BudgetScope.Begin(new Budget { MaxCalls = 5 })", "world.BeginScope(5)"),
    ];

    [GeneratedRegex(@"(?<source>\w+)\.CancelAfter\(1000\)")]
    private static partial Regex CancelAfter();

    [GeneratedRegex("\"(?<site>s\\d+)\"")]
    private static partial Regex Site();

    private readonly StringBuilder _text = new();
    private readonly bool _executed;
    private int _indent;
    private string _name = "";

    private Writer(bool executed) => _executed = executed;

    /// <summary>The program as the engine reads it and a person would.</summary>
    public static string Judged(OracleProgram program, string name) => new Writer(executed: false).Program(program, name);

    public static string Executed(OracleProgram program, string name) => new Writer(executed: true).Program(program, name);

    /// <summary>The names of the program's call sites.</summary>
    public static IReadOnlyCollection<string> Sites(OracleProgram program) => [.. Site().Matches(Judged(program, "P")).Select(match => match.Groups["site"].Value).Distinct()];

    private string Program(OracleProgram program, string name)
    {
        var world = _executed ? ", ClaudeCostAnalyzers.Tests.Oracle.Execution.World world" : "";
        _name = name;
        Put($"public sealed class {name}(IChatClient chat{world})");
        Braces(program.Members, step: false);
        return _text.ToString();
    }

    private void Put(string line)
    {
        line = line.Replace("$P", _name, StringComparison.Ordinal);
        if (_executed)
        {
            foreach (var (judged, executed) in s_outside)
                line = line.Replace(judged, executed, StringComparison.Ordinal);
            line = CancelAfter().Replace(line, "world.CancelAfter(${source})");
        }

        _text.Append(' ', _indent * 4).Append(line).Append('\n');
    }

    private void Braces(IEnumerable<Statement> statements, bool step, string end = "}")
    {
        Put("{");
        _indent++;
        if (step && _executed)
            Put("world.Step();");
        foreach (var statement in statements)
            Put(statement);
        _indent--;
        Put(end);
    }

    private void Put(Statement statement)
    {
        switch (statement.Form)
        {
            case Form.Line:
                Put(statement.Text);
                return;
            case Form.Label:
                Put(_executed ? $"{statement.Text}: world.Step();" : $"{statement.Text}: ;");
                return;
            case Form.Do:
                Put("do");
                Braces(statement.Body, step: true, $"}} while ({statement.Condition});");
                return;
            case Form.Lambda:
                Put(statement.Text);
                Braces(statement.Body, step: true, "};");
                return;
            case Form.Switch:
                Put($"switch ({statement.Text})");
                Braces(statement.Parts, step: false);
                return;
            case Form.Case:
                Put(statement.Text);
                Braces(statement.Body, step: false);
                Put("break;");
                return;
        }

        var head = statement.Form switch
        {
            Form.While => $"while ({statement.Condition})",
            Form.For => $"for ({statement.Text.Replace("?", statement.Condition == Condition.True ? "" : statement.Condition!.ToString(), StringComparison.Ordinal)})",
            Form.Foreach => $"{statement.Keyword} ({statement.Text})",
            Form.If => $"if ({statement.Condition})",
            Form.Else => "else",
            Form.Try => "try",
            Form.Catch => $"catch{(statement.Text == "" ? "" : $" ({statement.Text})")}{(statement.Condition is null ? "" : $" when ({statement.Condition})")}",
            Form.Finally => "finally",
            Form.Block => "",
            _ => statement.Text,
        };
        if (head != "")
            Put(head);
        // A static function cannot see the world; what calls it takes steps.
        Braces(statement.Body, statement.Form is Form.While or Form.For or Form.Foreach || (statement.Form == Form.Function && !statement.Text.StartsWith("static ", StringComparison.Ordinal)));
        foreach (var part in statement.Parts)
            Put(part);
    }
}
