using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Tests.Oracle.Generation;

/// <summary>Loops that the clock, a token, a person or a budget ends.</summary>
internal sealed class TimedLoops(Prng random, Names names, Conditions conditions, LoopParts parts)
{
    public (ImmutableArray<Statement>, Statement) Clock(Scope scope)
    {
        var body = parts.Filled(LoopParts.Inside(scope));
        if (random.Chance(35))
        {
            var watch = names.New("watch");
            if (random.Chance(20))
                body = Bodies.Insert(random, body, Statement.Line($"{watch}.Restart();"), 30);
            var within = new Condition.Test(random.Pick($"{watch}.Elapsed < TimeSpan.FromSeconds(10)", $"{watch}.ElapsedMilliseconds < 10_000"));
            return ([Statement.Line($"var {watch} = System.Diagnostics.Stopwatch.StartNew();")], parts.Make(random.Pick(Form.While, Form.Do), "", within, body));
        }

        var end = names.New("end");
        var isDuration = random.Chance(30);
        if (random.Chance(30))
            body = Bodies.Insert(random, body, Statement.Line(isDuration ? $"{end} += {random.Pick("10_000", "reply.Length * 10_000")};" : random.Pick($"{end} = DateTime.UtcNow.AddSeconds(10);", $"{end} = {end}.AddSeconds(100);", $"{end} += TimeSpan.FromSeconds(100);")), 30);
        Condition open = new Condition.Test(isDuration ? $"Environment.TickCount64 < {end}" : random.Pick($"DateTime.UtcNow < {end}", $"{end} > DateTime.UtcNow", $"DateTime.UtcNow - {end} < TimeSpan.Zero"));
        var start = Statement.Line(isDuration ? $"var {end} = Environment.TickCount64 + 10_000;" : $"var {end} = DateTime.UtcNow.AddSeconds(10);");
        return random.Chance(70)
            ? ([start], parts.Make(random.Pick(Form.While, Form.Do), "", open, body))
            : ([start], parts.Make(Form.While, "", random.Chance(60) ? Condition.True : conditions.Any(scope), Bodies.Insert(random, body, new Statement(Form.If, Condition: new Condition.Not(open)) { Body = [Statement.Line("break;")] }, 20, Jump.OfLoop)));
    }

    /// <summary>Each turn waits for somebody, or only some turns do.</summary>
    public (ImmutableArray<Statement>, Statement) Person(Scope scope)
    {
        var inner = LoopParts.Inside(scope);
        var typed = names.New("typed");
        var gate = $"var {typed} = Console.ReadLine();";
        if (random.Chance(40))
        {
            scope.Members.TryAdd("ReadInput", new Statement(Form.Function, "string? ReadInput()") { Body = [Statement.Line("Console.WriteLine(\"> \");"), Statement.Line("return Console.ReadLine();")] });
            gate = $"var {typed} = ReadInput();";
        }

        return ([], new Statement(Form.While, Condition: Condition.True) { Body = Bodies.Insert(random, parts.Filled(inner), Statement.Line(gate), 30) });
    }

    public (ImmutableArray<Statement>, Statement) Token(Scope scope)
    {
        var source = names.New("source");
        var open = new List<Statement>();
        switch (random.Weighted((5, 0), (4, 1), (3, 2), (1, 3)))
        {
            case 0:
                open.Add(Statement.Line($"using var {source} = new CancellationTokenSource(1000);"));
                break;
            case 1:
                open.Add(Statement.Line($"using var {source} = new CancellationTokenSource();"));
                open.Add(Statement.Line($"{source}.CancelAfter(1000);"));
                break;
            case 2:
                var outer = names.New("outer");
                open.Add(Statement.Line($"using var {outer} = new CancellationTokenSource({random.Pick("1000", "1000", "")});"));
                open.Add(Statement.Line($"using var {source} = CancellationTokenSource.CreateLinkedTokenSource({outer}.Token);"));
                break;
            default:
                open.Add(Statement.Line($"using var {source} = new CancellationTokenSource();"));
                break;
        }

        var each = random.Chance(18);
        var tested = !each && random.Chance(40);
        var inner = LoopParts.Inside(scope) with { Token = tested && random.Chance(50) ? scope.Token : $"{source}.Token" };
        var body = parts.Filled(inner);
        if (!each && random.Chance(15))
            body = Bodies.Insert(random, body, Statement.Line($"{source}.CancelAfter(1000);"), 20);
        if (!each && random.Chance(15))
            body = Bodies.Insert(random, body, Statement.Line($"{source}.Token.ThrowIfCancellationRequested();"), 20);
        if (each)
            body = body.InsertRange(0, open);
        Condition head = tested ? new Condition.Not(new Condition.Test($"{source}{random.Pick("", ".Token")}.IsCancellationRequested")) : Condition.True;
        return (each ? [] : [.. open], new Statement(Form.While, Condition: head) { Body = body });
    }

    public (ImmutableArray<Statement>, Statement) Budget(Scope scope)
    {
        var open = Statement.Line($"using var {names.New("budget")} = BudgetScope.Begin(new Budget {{ MaxCalls = 5 }});");
        var each = random.Chance(30);
        var body = parts.Filled(LoopParts.Inside(scope));
        return (each ? [] : [open], new Statement(Form.While, Condition: Condition.True) { Body = each ? body.Insert(0, open) : body });
    }
}
