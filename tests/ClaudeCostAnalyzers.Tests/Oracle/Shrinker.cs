using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Tests.Oracle;

/// <summary>
/// Makes a program on which engine and execution differ as small as it gets while they still differ in the same way:
/// drops statements, unwraps blocks, takes conditions apart. What no longer compiles is passed over.
/// </summary>
internal static class Shrinker
{
    private const int MaxRounds = 60;
    private const int MaxCandidates = 150;

    /// <summary>So many programs are compiled together.</summary>
    private const int AtOnce = 12;

    public static async Task<OracleProgram> ShrinkAsync(OracleProgram program, Disagreement disagreement, CancellationToken cancellation)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var candidates = Lists(program.Members).Select(members => new OracleProgram(members)).OrderBy(candidate => candidate.Size).Take(MaxCandidates).ToList();
            if (await SmallestAsync(candidates, disagreement, cancellation) is not { } smaller)
                break;
            program = smaller;
        }

        return program;
    }

    /// <summary>The smallest of the programs, which are ordered, that shows the same.</summary>
    private static async Task<OracleProgram?> SmallestAsync(List<OracleProgram> candidates, Disagreement disagreement, CancellationToken cancellation)
    {
        foreach (var some in candidates.Chunk(AtOnce))
        {
            var results = await Batch.RunAsync(some, cancellation, disagreement);
            if (results.FirstOrDefault(result => result.Disagreement is { } still && still.IsLike(disagreement)) is { } smaller)
                return smaller.Program;
        }

        return null;
    }

    /// <summary>Every list that is one step smaller.</summary>
    private static IEnumerable<ImmutableArray<Statement>> Lists(ImmutableArray<Statement> statements)
    {
        for (var i = 0; i < statements.Length; i++)
        {
            yield return statements.RemoveAt(i);
            if (statements[i].Form is not (Form.Function or Form.Lambda or Form.Catch or Form.Finally or Form.Case or Form.Else))
            {
                if (!statements[i].Body.IsEmpty)
                    yield return statements.RemoveAt(i).InsertRange(i, statements[i].Body);
                foreach (var part in statements[i].Parts)
                    yield return statements.RemoveAt(i).InsertRange(i, part.Body);
            }

            foreach (var smaller in Steps(statements[i]))
                yield return statements.SetItem(i, smaller);
        }
    }

    private static IEnumerable<Statement> Steps(Statement statement)
    {
        if (statement.Condition is { } condition)
        {
            foreach (var smaller in Conditions(condition))
                yield return statement with { Condition = smaller };
            if (statement.Form == Form.Catch)
                yield return statement with { Condition = null };
        }

        if (statement.Form == Form.For && statement.Text.IndexOf(';', StringComparison.Ordinal) is > 0 and var first)
            yield return statement with { Text = statement.Text[first..] };
        foreach (var body in Lists(statement.Body))
            yield return statement with { Body = body };
        foreach (var parts in Lists(statement.Parts))
            yield return statement with { Parts = parts };
    }

    private static IEnumerable<Condition> Conditions(Condition condition)
    {
        switch (condition)
        {
            case Condition.Test { Text: not "true" }:
                yield return Condition.True;
                break;
            case Condition.Not not:
                yield return not.Inner;
                foreach (var inner in Conditions(not.Inner))
                    yield return new Condition.Not(inner);
                break;
            case Condition.Both both:
                yield return both.Left;
                yield return both.Right;
                foreach (var left in Conditions(both.Left))
                    yield return new Condition.Both(left, both.Right);
                foreach (var right in Conditions(both.Right))
                    yield return new Condition.Both(both.Left, right);
                break;
            case Condition.Either either:
                yield return either.Left;
                yield return either.Right;
                foreach (var left in Conditions(either.Left))
                    yield return new Condition.Either(left, either.Right);
                foreach (var right in Conditions(either.Right))
                    yield return new Condition.Either(either.Left, right);
                break;
        }
    }
}
