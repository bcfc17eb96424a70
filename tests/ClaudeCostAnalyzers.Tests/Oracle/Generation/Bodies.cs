using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Tests.Oracle.Generation;

/// <summary>Puts statements into trees that exist already, at any depth.</summary>
internal static class Bodies
{
    /// <summary>The list with the statement at a random place; <paramref name="deep"/> is the chance in percent to go into a block on the way.</summary>
    public static ImmutableArray<Statement> Insert(Prng random, ImmutableArray<Statement> list, Statement statement, int deep, bool jumps = false)
    {
        if (random.Chance(deep))
        {
            var open = Enumerable.Range(0, list.Length).Where(i => IsOpen(list[i], jumps)).ToList();
            if (open.Count > 0)
            {
                var at = open[random.Below(open.Count)];
                return list.SetItem(at, Into(random, list[at], statement, deep, jumps));
            }
        }

        // Behind a jump nothing runs.
        var end = list.TakeWhile(inner => !IsJump(inner)).Count();
        return list.Insert(random.Below(end + 1), statement);
    }

    private static Statement Into(Prng random, Statement owner, Statement statement, int deep, bool jumps)
    {
        var parts = Enumerable.Range(0, owner.Parts.Length).Where(i => !(jumps && owner.Parts[i].Form == Form.Finally)).ToList();
        if (owner.Form == Form.Switch || (parts.Count > 0 && random.Chance(50)))
        {
            var at = parts[random.Below(parts.Count)];
            return owner with { Parts = owner.Parts.SetItem(at, owner.Parts[at] with { Body = Insert(random, owner.Parts[at].Body, statement, deep, jumps) }) };
        }

        return owner with { Body = Insert(random, owner.Body, statement, deep, jumps) };
    }

    /// <summary>The loop, or the block around it, with the statement at the start of the loop's body.</summary>
    public static Statement IntoLoop(Statement loop, Statement statement)
    {
        if (loop.Form != Form.Block)
            return loop with { Body = loop.Body.Insert(0, statement) };
        var at = Enumerable.Range(0, loop.Body.Length).FirstOrDefault(i => loop.Body[i].Form is Form.While or Form.Do or Form.For or Form.Foreach or Form.Block, -1);
        return at < 0 ? loop with { Body = loop.Body.Insert(Math.Min(1, loop.Body.Length), statement) } : loop with { Body = loop.Body.SetItem(at, IntoLoop(loop.Body[at], statement)) };
    }

    private static bool IsOpen(Statement statement, bool jumps) => statement.Form switch
    {
        Form.If or Form.Try or Form.Block or Form.Using => true,
        Form.Switch => !jumps && !statement.Parts.IsEmpty,
        Form.While or Form.Do or Form.For or Form.Foreach => !jumps,
        _ => false,
    };

    public static bool IsJump(Statement statement) => statement is { Form: Form.Line, Text: var text }
        && (text is "break;" or "continue;" or "yield break;" || text.StartsWith("return", StringComparison.Ordinal) || text.StartsWith("throw", StringComparison.Ordinal) || text.StartsWith("goto", StringComparison.Ordinal));
}
