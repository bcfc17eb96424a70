namespace ClaudeCostAnalyzers.Tests.Oracle.Generation;

/// <summary>Makes conditions.</summary>
internal sealed class Conditions(Prng random)
{
    private readonly string[] _replyTests = random.Weighted(
        (3, (string[])["reply == \"ok\"", "reply != \"ok\"", "reply is \"ok\""]), (1, ["string.IsNullOrEmpty(reply)"]), (1, ["reply.Length > 2", "reply is \"ok\" or \"more\"", "reply is { Length: 0 }"]), (6, ["reply.Contains(\"more\")", "IsGood(reply)", "reply.EndsWith(\"!\")"]));

    /// <summary>True while the counter has not got there; moving it or not.</summary>
    public Condition Stays(Counter counter, bool moves)
    {
        var (name, limit) = (counter.Name, counter.Limit);
        var moved = !moves ? name : counter.Up ? random.Pick($"{name}++", $"++{name}") : random.Pick($"{name}--", $"--{name}");
        return new Condition.Test(counter.Up
            ? random.Weighted((6, $"{moved} < {limit}"), (2, $"{moved} <= {limit}"), (2, $"{limit} > {moved}"), (counter.StartsBelow ? 1 : 0, $"{moved} != {limit}"), (1, $"!({moved} >= {limit})"))
            : random.Weighted((6, $"{moved} > 0"), (2, $"{moved} >= 1"), (2, $"0 < {moved}"), (counter.StartsBelow ? 1 : 0, $"{moved} != 0"), (1, $"!({moved} <= 0)")));
    }

    /// <summary>True once the counter has got there.</summary>
    public Condition Leaves(Counter counter, bool moves)
    {
        var (name, limit) = (counter.Name, counter.Limit);
        var moved = !moves ? name : counter.Up ? random.Pick($"{name}++", $"++{name}") : random.Pick($"{name}--", $"--{name}");
        return new Condition.Test(counter.Up
            ? random.Weighted((6, $"{moved} >= {limit}"), (3, $"{moved} > {limit}"), (counter.StartsBelow ? 2 : 0, $"{moved} == {limit}"), (1, $"{limit} <= {moved}"), (moves || limit.Any(char.IsLetter) ? 0 : 1, $"{name} is >= {limit}"))
            : random.Weighted((6, $"{moved} <= 0"), (3, $"{moved} < 0"), (counter.StartsBelow ? 2 : 0, $"{moved} == 0"), (1, $"0 >= {moved}")));
    }

    /// <summary>True once a helper that is given the counter says that it has got there; only for counters that go up.</summary>
    public static Condition Helped(Scope scope, Counter counter)
    {
        scope.Members.TryAdd("IsLast", new Statement(Form.Function, "static bool IsLast(int number)") { Body = [Statement.Line("return number >= 4;")] });
        return new Condition.Test($"IsLast({counter.Name})");
    }

    /// <summary>Whatever the place offers.</summary>
    public Condition Any(Scope scope, int depth = 0)
    {
        if (depth < 2 && random.Chance(18))
        {
            var (left, right) = (Any(scope, depth + 1), Any(scope, depth + 1));
            return random.Weighted<Condition>((4, new Condition.Both(left, right)), (3, new Condition.Either(left, right)), (1, new Condition.Not(left)));
        }

        return random.Weighted(
            (10, Kind.Reply), (scope.Counters.Count > 0 ? 4 : 0, Kind.Counter), (scope.Flags.Count > 0 ? 6 : 0, Kind.Flag), (2, Kind.Opaque),
            (scope.Queues.Count > 0 ? 3 : 0, Kind.Queue), (scope.Lists.Count > 0 ? 2 : 0, Kind.List)) switch
        {
            Kind.Counter => OfCounter(scope.Counters[random.Below(scope.Counters.Count)]),
            Kind.Flag => OfFlag(scope.Flags[random.Below(scope.Flags.Count)]),
            Kind.Opaque => new Condition.Test("File.Exists(\"stop\")"),
            Kind.Queue => new Condition.Test($"{scope.Queues[random.Below(scope.Queues.Count)]}.Count {random.Pick("> 0", "== 0", "!= 0")}"),
            Kind.List => new Condition.Test($"{scope.Lists[random.Below(scope.Lists.Count)]}.Count {random.Pick("> 3", "< 4")}"),
            _ => Reply(scope),
        };
    }

    /// <summary>
    /// A test of the reply. The tests of one program do not follow from each other: that one answer cannot pass both of
    /// two tests is not what the engine is asked.
    /// </summary>
    public Condition Reply(Scope scope)
    {
        var text = random.Pick(_replyTests);
        if (text == "IsGood(reply)")
            scope.Members.TryAdd("IsGood", new Statement(Form.Function, "static bool IsGood(string text)") { Body = [Statement.Line("return text.StartsWith(\"ok\");")] });
        return random.Chance(20) ? new Condition.Not(new Condition.Test(text)) : new Condition.Test(text);
    }

    private Condition OfCounter(Counter counter)
    {
        var moves = random.Chance(12);
        if (random.Chance(3))
            return new Condition.Test(random.Pick($"{counter.Name} == {counter.Name}", $"{counter.Name} < 0"));
        return random.Chance(50) ? Stays(counter, moves) : Leaves(counter, moves);
    }

    private Condition OfFlag(string flag)
    {
        Condition test = new Condition.Test(flag);
        return random.Chance(40) ? new Condition.Not(test) : test;
    }

    private enum Kind
    {
        Reply,
        Counter,
        Flag,
        Opaque,
        Queue,
        List,
    }
}
