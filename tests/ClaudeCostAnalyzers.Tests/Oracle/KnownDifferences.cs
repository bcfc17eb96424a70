using System.Text.RegularExpressions;

namespace ClaudeCostAnalyzers.Tests.Oracle;

/// <summary>
/// Where engine and execution differ by design. A shrunk program holds nothing that the difference does not need, so its
/// text tells which it is. Each has its reason in docs/engine.md.
/// </summary>
internal static partial class KnownDifferences
{
    /// <summary>The name of the known difference that the shrunk program shows, or null.</summary>
    public static string? Of(OracleProgram shrunk, Disagreement disagreement)
    {
        var text = Writer.Judged(shrunk, "P");
        var statements = shrunk.Members.SelectMany(member => member.All()).ToList();
        var counters = CounterName().Matches(text).Select(match => match.Value).Distinct().ToList();
        if (disagreement.Difference == Difference.Miss && VisitedSet().IsMatch(text) && (text.Contains("Node node", StringComparison.Ordinal) || text.Contains("Node, List<string>, Task>", StringComparison.Ordinal)) && disagreement.Script!.Replies.Contains('u', StringComparison.Ordinal))
            return "new-each-time";
        if (disagreement.Difference == Difference.Miss && AddsReply().IsMatch(text) && disagreement.Script!.Replies.Contains('e', StringComparison.Ordinal))
            return "adds-nothing";
        if (disagreement.Difference == Difference.Miss)
            return counters.Any(counter => Regex.IsMatch(text, $"{Regex.Escape(counter)}(\\+\\+|--)? (==|!=) |switch \\({Regex.Escape(counter)}\\)")) || DepthEquals().IsMatch(text) ? "equality" : null;
        if (counters.Any(counter => Regex.IsMatch(text, Up(counter)) && Regex.IsMatch(text, Down(counter))) || (text.Contains(".Enqueue(", StringComparison.Ordinal) && TakesTwice().Count(text) > 1))
            return "both-ways";
        if (disagreement.Rule == "CCA1004" && text.Contains("using (BudgetScope.Begin", StringComparison.Ordinal))
            return "cannot-fail";
        if (MovesLimit().IsMatch(text))
            return "moving-limit";
        if (!disagreement.GoesRound || (disagreement.Rule == "CCA1003" && text.Contains("Task.WhenAll(new[] { 1, 2 }", StringComparison.Ordinal)))
            return "no-second-turn";
        if (counters.Any(counter => Tests(statements, counter) > 1) || statements.Any(statement => statement.Condition is Condition.Either(var left, var right) && IsOfCounter(left) && IsOfCounter(right)))
            return "tested-twice";
        if (Throws().IsMatch(text))
            return "empty";
        return statements.Count(IsLoop) > 1 ? "surely-turns" : null;
    }

    private static bool IsOfCounter(Condition condition) => CounterName().IsMatch($"{condition}");

    private static bool IsLoop(Statement statement) => statement.Form is Form.While or Form.Do or Form.For or Form.Foreach or Form.Label;

    /// <summary>How many tests there are of the counter, in conditions and in values of flags.</summary>
    private static int Tests(List<Statement> statements, string counter) =>
        statements.Sum(statement => Regex.Count($"{statement.Condition} {(statement.Form == Form.Switch ? statement.Text + " ==" : "")} {(statement.Text.Contains("= ", StringComparison.Ordinal) && statement.Form == Form.Line ? statement.Text : "")}",
            $"\\b{counter}(\\+\\+|--)?\\)? (<|>|==|!=|is)|(<|>|<=|>=) (\\+\\+|--)?{counter}\\b"));

    private static string Up(string counter) => $@"\+\+{counter}\b|\b{counter}\+\+|\b{counter} \+=|\b{counter} = {counter} \+|ref {counter}\)";

    private static string Down(string counter) => $@"--{counter}\b|\b{counter}--|\b{counter} -=|\b{counter} = {counter} -";

    [GeneratedRegex(@"\.Add\((reply|\w+)\)")]
    private static partial Regex VisitedSet();

    [GeneratedRegex(@"\.Dequeue\(\)|\[1\.\.\]|Substring\(1\)|GetRange\(1,|RemoveAt\(")]
    private static partial Regex Throws();

    [GeneratedRegex(@"\b(_n|n|N)\d+\b|\b_?state\d+\.N\b")]
    private static partial Regex CounterName();

    [GeneratedRegex(@"\bdepth (==|!=) ")]
    private static partial Regex DepthEquals();

    [GeneratedRegex(@"[+=] reply\.Length;|\+ reply\.Length\)")]
    private static partial Regex AddsReply();

    [GeneratedRegex(@"\bmax\d+(\+\+| \+=)")]
    private static partial Regex MovesLimit();

    [GeneratedRegex("TryDequeue|Dequeue|Clear")]
    private static partial Regex TakesTwice();
}
