using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Tests.Oracle.Generation;

/// <summary>How a statement that is put somewhere leaves the place.</summary>
internal enum Jump
{
    None,

    /// <summary>A break or continue: in a loop or switch on the way it would mean that one.</summary>
    OfLoop,

    /// <summary>A goto to a label around: it may not leave a finally block.</summary>
    ToLabel,
}

/// <summary>Puts statements into trees that exist already, at any depth.</summary>
internal static class Bodies
{
    /// <summary>The list with the statement at a random place; <paramref name="deep"/> is the chance in percent to go into a block on the way.</summary>
    public static ImmutableArray<Statement> Insert(Prng random, ImmutableArray<Statement> list, Statement statement, int deep, Jump jump = Jump.None)
    {
        if (random.Chance(deep))
        {
            var open = Enumerable.Range(0, list.Length).Where(i => IsOpen(list[i], jump)).ToList();
            if (open.Count > 0)
            {
                var at = open[random.Below(open.Count)];
                return list.SetItem(at, Into(random, list[at], statement, deep, jump));
            }
        }

        // Behind a jump nothing runs.
        var end = list.TakeWhile(inner => !IsJump(inner)).Count();
        return list.Insert(random.Below(end + 1), statement);
    }

    private static Statement Into(Prng random, Statement owner, Statement statement, int deep, Jump jump)
    {
        var parts = Enumerable.Range(0, owner.Parts.Length).Where(i => !(jump != Jump.None && owner.Parts[i].Form == Form.Finally)).ToList();
        if (owner.Form == Form.Switch || (parts.Count > 0 && random.Chance(50)))
        {
            var at = parts[random.Below(parts.Count)];
            return owner with { Parts = owner.Parts.SetItem(at, owner.Parts[at] with { Body = Insert(random, owner.Parts[at].Body, statement, deep, jump) }) };
        }

        return owner with { Body = Insert(random, owner.Body, statement, deep, jump) };
    }

    /// <summary>The loop, or the block around it, with the statement at the start of the loop's body.</summary>
    public static Statement IntoLoop(Statement loop, Statement statement)
    {
        if (loop.Form != Form.Block)
            return loop with { Body = loop.Body.Insert(0, statement) };
        var at = Enumerable.Range(0, loop.Body.Length).FirstOrDefault(i => loop.Body[i].Form is Form.While or Form.Do or Form.For or Form.Foreach or Form.Block, -1);
        return at < 0 ? loop with { Body = loop.Body.Insert(Math.Min(1, loop.Body.Length), statement) } : loop with { Body = loop.Body.SetItem(at, IntoLoop(loop.Body[at], statement)) };
    }

    private static bool IsOpen(Statement statement, Jump jump) => statement.Form switch
    {
        Form.If or Form.Try or Form.Block or Form.Using => true,
        Form.Switch => jump != Jump.OfLoop && !statement.Parts.IsEmpty,
        Form.While or Form.Do or Form.For or Form.Foreach => jump != Jump.OfLoop,
        _ => false,
    };

    public static bool IsJump(Statement statement) => statement is { Form: Form.Line, Text: var text }
        && (text is "break;" or "continue;" or "yield break;" || text.StartsWith("return", StringComparison.Ordinal) || text.StartsWith("throw", StringComparison.Ordinal) || text.StartsWith("goto", StringComparison.Ordinal));
}
