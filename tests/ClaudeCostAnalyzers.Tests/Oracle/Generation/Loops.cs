using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Tests.Oracle.Generation;

/// <summary>
/// Makes loops around an idea of how they end, which the body then follows, or does not: the counter is moved the wrong
/// way, on some ways round only, put back, tested where it does not matter.
/// </summary>
internal sealed class Loops(Prng random, Names names, Conditions conditions, Statements statements)
{
    public Statement Any(Scope scope)
    {
        var (before, loop) = random.Weighted(
            (40, Idea.Counter), (8, Idea.Collection), (10, Idea.Draining), (8, Idea.Flag), (10, Idea.Reply), (8, Idea.None), (2, Idea.Opaque), (2, Idea.Clock), (3, Idea.Input),
            (1, Idea.Person), (3, Idea.Token), (1, Idea.Scope)) switch
        {
            Idea.Counter => Counted(scope),
            Idea.Collection => Collection(scope),
            Idea.Draining => Draining(scope),
            Idea.Flag => Flagged(scope),
            Idea.Reply => Plain(scope, conditions.Reply(scope)),
            Idea.Opaque => Plain(scope, conditions.Any(scope)),
            Idea.Clock => Clock(scope),
            Idea.Input => Input(scope),
            Idea.Person => Person(scope),
            Idea.Token => Token(scope),
            Idea.Scope => Budget(scope),
            _ => Plain(scope, Condition.True),
        };
        var all = before.Add(loop);
        return all.Length == 1 ? loop : new Statement(Form.Block) { Body = all };
    }

    private (ImmutableArray<Statement> Before, Statement Loop) Counted(Scope scope)
    {
        // What nothing moves starts anywhere: what a constant compares to is not what the engine is asked.
        var moves = random.Chance(93);
        var counter = NewCounter(scope, moves, out var before);
        var inner = Inside(scope) with { Counters = [.. scope.Counters, counter] };
        string? flag = null;
        if (random.Chance(20))
        {
            flag = names.New("done");
            before = before.Add(Statement.Line($"var {flag} = false;"));
            inner = inner with { Flags = [.. inner.Flags, flag] };
        }

        var body = Filled(inner, Form.While);
        var movesInTest = moves && random.Chance(30);
        var moved = movesInTest;
        var where = random.Weighted((10, Place.Head), (9, Place.Body), (2, Place.Deep), (flag is null ? 0 : 8, Place.Flag), (3, Place.Or));
        var head = flag is not null && where == Place.Flag ? new Condition.Not(new Condition.Test(flag)) : Condition.True;
        switch (where)
        {
            case Place.Head:
                head = random.Chance(25) ? new Condition.Both(conditions.Stays(counter, movesInTest), conditions.Any(inner)) : conditions.Stays(counter, movesInTest);
                break;
            case Place.Or:
                head = new Condition.Either(conditions.Stays(counter, movesInTest), conditions.Any(inner));
                break;
            default:
                var jump = where == Place.Flag ? Statement.Line($"{flag} = true;")
                    : Statement.Line(random.Weighted((6, "break;"), (scope.MayReturn ? 3 : 0, "return;"), (2, "throw new TimeoutException();"), (where == Place.Deep ? 3 : 0, "continue;")));
                var test = new Statement(Form.If, Condition: conditions.Leaves(counter, movesInTest)) { Body = [jump] };
                body = Bodies.Insert(random, body, test, where == Place.Deep ? 85 : 15, jumps: where != Place.Flag);
                if (random.Chance(20))
                    head = conditions.Any(inner);
                break;
        }

        var form = random.Weighted((5, Form.While), (2, Form.Do), (4, Form.For), (2, Form.Label));
        var text = "";
        if (form == Form.For)
        {
            var step = moves && !moved && random.Chance(75) ? statements.Move(counter, wrong: random.Chance(8)).Text.TrimEnd(';') : "";
            moved |= step != "";
            text = $"; ?; {step}";
        }

        if (!moved && moves)
            body = Bodies.Insert(random, body, statements.Move(counter, wrong: random.Chance(7)), random.Chance(30) ? 70 : 5);
        if (random.Chance(10))
            body = Bodies.Insert(random, body, statements.Move(counter, wrong: random.Chance(70)), 40);
        if (counter.Limit.StartsWith("max", StringComparison.Ordinal) && random.Chance(10))
            body = Bodies.Insert(random, body, Statement.Line($"{counter.Limit}{random.Pick("++", "--", " = 2")};"), 40);
        return (before, Make(form, text, head, body));
    }

    /// <summary>A counter with its start: before the loop, at the start of the function, or in a field.</summary>
    private Counter NewCounter(Scope scope, bool moves, out ImmutableArray<Statement> before)
    {
        before = [];
        var up = random.Chance(80);
        var limit = random.Weighted((8, random.Between(2, 4).ToString(System.Globalization.CultureInfo.InvariantCulture)), (2, "max"), (1, "_limit"), (scope.HasParameters ? 2 : 0, "limit"));
        if (limit == "max")
        {
            limit = names.New("max");
            scope.Top.Add(Statement.Line($"var {limit} = {random.Between(2, 4)};"));
        }
        else if (limit == "_limit")
        {
            scope.Members.TryAdd("_limit", Statement.Line("private readonly int _limit = 3;"));
        }

        var start = up ? random.Weighted((8, "0"), (2, "1"), (scope.HasParameters && !moves ? 60 : 1, scope.HasParameters ? "start" : "2")) : limit;
        var where = random.Weighted((7, 0), (3, 1), (moves ? 1 : 0, 2));
        var name = names.New(where == 2 ? "_n" : "n");
        if (where == 2)
            scope.Members.TryAdd(name, Statement.Line($"private int {name} = {(start is "0" or "1" ? start : "3")};"));
        else if (where == 1)
            scope.Top.Add(Statement.Line($"var {name} = {start};"));
        else
            before = [Statement.Line($"var {name} = {start};")];
        return new Counter(name, up, limit, StartsBelow: start is "0" or "1" && where == 0 && limit is not ("1" or "limit"));
    }

    private (ImmutableArray<Statement>, Statement) Collection(Scope scope)
    {
        var item = names.New("item");
        if (random.Chance(50))
        {
            var source = random.Weighted((5, "new[] { \"a\", \"b\" }"), (2, "Enumerable.Range(0, 3)"), (2, "Endless()"), (1, "\"a b c\".Split(' ')"));
            if (source == "Endless()")
                scope.Members.TryAdd("Endless", new Statement(Form.Function, "static IEnumerable<string> Endless()") { Body = [Statement.Line("while (true) yield return \"x\";")] });
            return ([], new Statement(Form.Foreach, $"var {item} in {source}") { Body = Filled(Inside(scope), Form.Foreach) });
        }

        var list = names.New("list");
        var before = ImmutableArray.Create(Statement.Line($"var {list} = new List<string> {{ \"a\", \"b\" }};"));
        var inner = Inside(scope) with { Lists = random.Chance(50) ? [.. scope.Lists, list] : scope.Lists };

        // What is added to a collection while foreach walks it makes it throw.
        if (random.Chance(40))
            return (before, new Statement(Form.Foreach, $"var {item} in {list}") { Body = Filled(Inside(scope), Form.Foreach) });
        var body = Filled(inner, Form.For);
        return (before, random.Chance(60)
            ? new Statement(Form.For, $"var {item} = 0; ?; {item}++", new Condition.Test($"{item} < {list}.Count")) { Body = body }
            : new Statement(Form.While, Condition: new Condition.Test($"{list}.Count < 5")) { Body = Bodies.Insert(random, body, Statement.Line($"{list}.Add(reply);"), 20) });
    }

    private (ImmutableArray<Statement>, Statement) Draining(Scope scope)
    {
        var queue = names.New("queue");
        var before = ImmutableArray.Create(Statement.Line($"var {queue} = new Queue<string>(new[] {{ \"a\", \"b\", \"c\" }});"));
        var inner = Inside(scope) with { Queues = random.Chance(40) ? [.. scope.Queues, queue] : scope.Queues };
        var body = Filled(inner, Form.While);
        if (random.Chance(35))
            body = Bodies.Insert(random, body, new Statement(Form.If, Condition: conditions.Any(inner)) { Body = [Statement.Line($"{queue}.Enqueue(reply);")] }, 10);
        if (random.Chance(30))
            return (before, new Statement(Form.While, Condition: new Condition.Test($"{queue}.TryDequeue(out var {names.New("item")})")) { Body = body });
        if (random.Chance(90))
            body = random.Chance(25) ? body.Insert(0, Statement.Line($"var {names.New("next")} = {queue}.Dequeue();")) : Bodies.Insert(random, body, Statement.Line($"{queue}.TryDequeue(out _);"), random.Chance(25) ? 80 : 5);
        return (before, Make(Form.While, "", new Condition.Test($"{queue}.Count {random.Pick("> 0", "!= 0")}"), body));
    }

    private (ImmutableArray<Statement>, Statement) Flagged(Scope scope)
    {
        var flag = names.New(random.Pick("done", "retry"));
        var leaves = flag.StartsWith("done", StringComparison.Ordinal);
        var before = ImmutableArray.Create(Statement.Line($"var {flag} = {(leaves ? "false" : "true")};"));
        var inner = Inside(scope) with { Flags = [.. scope.Flags, flag] };
        var body = Filled(inner, Form.While);
        var value = random.Weighted((4, leaves ? "true" : "false"), (5, conditions.Any(inner with { Flags = scope.Flags }).ToString()!), (1, leaves ? "false" : "true"));
        if (random.Chance(90))
            body = Bodies.Insert(random, body, Statement.Line($"{flag} = {value};"), 45);
        if (random.Chance(25))
            body = body.Insert(0, Statement.Line($"{flag} = {(leaves ? "true" : "false")};"));
        Condition test = new Condition.Test(flag);
        return (before, Make(random.Pick(Form.While, Form.Do), "", leaves ? new Condition.Not(test) : test, body));
    }

    private (ImmutableArray<Statement>, Statement) Clock(Scope scope)
    {
        var end = names.New("end");
        var body = Filled(Inside(scope), Form.While);
        if (random.Chance(25))
            body = Bodies.Insert(random, body, Statement.Line($"{end} = DateTime.UtcNow.AddSeconds(10);"), 30);
        return ([Statement.Line($"var {end} = DateTime.UtcNow.AddSeconds(10);")], Make(random.Pick(Form.While, Form.Do), "", new Condition.Test($"DateTime.UtcNow < {end}"), body));
    }

    private (ImmutableArray<Statement>, Statement) Input(Scope scope)
    {
        var input = names.New("input");
        var line = names.New("line");
        var test = random.Chance(50) ? $"{input}.ReadLine() is {{ }} {line}" : $"{input}.ReadLine() != null";
        return ([Statement.Line($"var {input} = new StringReader(\"a\\nb\\nc\");")], new Statement(Form.While, Condition: new Condition.Test(test)) { Body = Filled(Inside(scope), Form.While) });
    }

    private (ImmutableArray<Statement>, Statement) Person(Scope scope)
    {
        var body = Bodies.Insert(random, Filled(Inside(scope), Form.While), Statement.Line($"var {names.New("typed")} = Console.ReadLine();"), 30);
        return ([], new Statement(Form.While, Condition: Condition.True) { Body = body });
    }

    private (ImmutableArray<Statement>, Statement) Token(Scope scope)
    {
        var source = names.New("source");
        var open = Statement.Line($"using var {source} = new CancellationTokenSource(1000);");
        var each = random.Chance(20);
        var tested = !each && random.Chance(40);
        var inner = Inside(scope) with { Token = tested && random.Chance(50) ? scope.Token : $"{source}.Token" };
        var body = Filled(inner, Form.While);
        if (each)
            body = body.Insert(0, open);
        Condition head = tested ? new Condition.Not(new Condition.Test($"{source}.IsCancellationRequested")) : Condition.True;
        return (each ? [] : [open], new Statement(Form.While, Condition: head) { Body = body });
    }

    private (ImmutableArray<Statement>, Statement) Budget(Scope scope)
    {
        var open = Statement.Line($"using var {names.New("budget")} = BudgetScope.Begin(new Budget {{ MaxCalls = 5 }});");
        var each = random.Chance(30);
        var body = Filled(Inside(scope), Form.While);
        return (each ? [] : [open], new Statement(Form.While, Condition: Condition.True) { Body = each ? body.Insert(0, open) : body });
    }

    private (ImmutableArray<Statement>, Statement) Plain(Scope scope, Condition head) =>
        ([], Make(random.Weighted((5, Form.While), (3, Form.Do), (1, Form.For), (2, Form.Label)), "; ?; ", head, Filled(Inside(scope), Form.While)));

    /// <summary>A loop by statement, or by a label before the body and a goto behind it.</summary>
    private Statement Make(Form form, string text, Condition head, ImmutableArray<Statement> body)
    {
        if (form != Form.Label)
            return new Statement(form, form == Form.For ? text : "", head) { Body = body };

        // Within a loop of goto, break and continue belong to a loop around it; it keeps them inside one of its own.
        var label = names.New("again");
        var again = Statement.Line($"goto {label};");
        var once = new Statement(Form.Do, "", new Condition.Test("false")) { Body = body };
        return new Statement(Form.Block)
        {
            Body = [new Statement(Form.Label, label), .. body.SelectMany(inner => inner.All()).Any(inner => inner.Text is "break;" or "continue;") ? [once] : body,
                head == Condition.True ? again : new Statement(Form.If, Condition: head) { Body = [again] }],
        };
    }

    /// <summary>A body that calls the model, in most cases.</summary>
    private ImmutableArray<Statement> Filled(Scope inner, Form form)
    {
        _ = form;
        var body = statements.Body(inner, 0, 3);
        return random.Chance(inner.Loops > 1 ? 65 : 85) ? Bodies.Insert(random, body, statements.Call(inner), 25) : body;
    }

    private static Scope Inside(Scope scope) => scope with { Loops = scope.Loops + 1, Depth = scope.Depth + 1, InLoop = true, InSwitch = false };

    private enum Place
    {
        Head,
        Body,
        Deep,
        Flag,
        Or,
    }

    private enum Idea
    {
        Counter,
        Collection,
        Draining,
        Flag,
        Reply,
        None,
        Opaque,
        Clock,
        Input,
        Person,
        Token,
        Scope,
    }
}
