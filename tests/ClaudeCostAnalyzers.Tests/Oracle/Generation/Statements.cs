using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Tests.Oracle.Generation;

/// <summary>Makes the statements that a body is filled with.</summary>
internal sealed class Statements(Prng random, Names names, Conditions conditions)
{
    private const int MaxDepth = 4;
    private const int MaxLoops = 3;

    private readonly CallForms _calls = new(random, names);

    private Loops? _loops;

    private Loops Loops => _loops ??= new Loops(random, names, conditions, this);

    /// <summary>Some statements; nothing behind a jump.</summary>
    public ImmutableArray<Statement> Body(Scope scope, int low, int high)
    {
        var body = ImmutableArray.CreateBuilder<Statement>();
        var count = random.Between(low, high);
        for (var i = 0; i < count; i++)
        {
            var statement = Any(scope);
            body.Add(statement);
            if (Bodies.IsJump(statement))
                break;
        }

        return body.ToImmutable();
    }

    public Statement Any(Scope scope)
    {
        var deep = scope.Depth >= MaxDepth;
        return random.Weighted(
            (9, Kind.Call), (deep ? 0 : 9, Kind.If), (deep ? 0 : 6, Kind.Try), (deep || scope.Loops >= MaxLoops ? 0 : 5, Kind.Loop), (4, Kind.Log), (6, Kind.Move),
            (scope.Flags.Count > 0 ? 5 : 0, Kind.Flag), (deep || scope.Counters.Count == 0 ? 0 : 2, Kind.Switch), (scope.Queues.Count > 0 ? 6 : 0, Kind.Queue), (scope.Lists.Count > 0 ? 4 : 0, Kind.List),
            (scope.Depth > 0 ? 3 : 0, Kind.Jump), (deep || scope.IsIterator ? 0 : 1, Kind.Using), (deep ? 0 : 1, Kind.Latch)) switch
        {
            Kind.Call => Call(scope),
            Kind.If => If(scope),
            Kind.Try => Try(scope),
            Kind.Loop => Loops.Any(scope.Deeper()),
            Kind.Move => Move(scope),
            Kind.Flag => SetFlag(scope),
            Kind.Switch => Switch(scope),
            Kind.Queue => Queue(scope),
            Kind.List => List(scope),
            Kind.Jump => Jump(scope),
            Kind.Using => new Statement(Form.Using, "using (BudgetScope.Begin(new Budget { MaxCalls = 5 }))") { Body = Body(scope.Deeper(), 1, 2) },
            Kind.Latch => Latch(scope),
            _ => Statement.Line(scope.Counters.Count > 0 ? $"Console.WriteLine({scope.Counters[0].Name});" : "Console.WriteLine(\"turn\");"),
        };
    }

    /// <summary>One call of the model, in one of the ways that people write.</summary>
    public Statement Call(Scope scope) => scope.IsSilent ? Statement.Line("Console.WriteLine(reply);") : scope.Ask is { } ask ? Statement.Line(random.Pick("", "reply = ", "reply = ") + $"await {ask}();") : _calls.Any(scope);

    /// <summary>Leaves the loop or the function, or goes on with the next turn.</summary>
    public Statement Jump(Scope scope) => Statement.Line(random.Weighted(
        (scope.InLoop && !scope.InSwitch ? 6 : 0, "break;"), (scope.InLoop ? 4 : 0, "continue;"), (scope.Return != "" ? 3 : 0, scope.Return), (2, "throw new InvalidOperationException();"),
        (scope.InHandler ? 4 : 0, "throw;"), (scope.Labels.Count > 0 ? 3 : 0, scope.Labels.Count > 0 ? $"goto {scope.Labels[random.Below(scope.Labels.Count)]};" : "")));

    public Statement If(Scope scope)
    {
        var inner = scope.Deeper();
        var otherwise = random.Chance(25) ? ImmutableArray.Create(new Statement(Form.Else) { Body = Body(inner, 1, 2) }) : [];
        return new Statement(Form.If, Condition: conditions.Any(scope)) { Body = random.Chance(45) ? [Jump(inner)] : Body(inner, 1, 2), Parts = otherwise };
    }

    private Statement Try(Scope scope)
    {
        var inner = scope.Deeper();
        var body = Body(inner, 1, 3);
        if (random.Chance(70))
            body = Bodies.Insert(random, body, Call(inner), 30);
        var parts = ImmutableArray.CreateBuilder<Statement>();
        if (random.Chance(88))
        {
            var type = random.Weighted((3, ""), (5, "Exception"), (4, "HttpRequestException"), (1, "InvalidOperationException"), (1, "OperationCanceledException"));
            parts.Add(Catch(inner, type));
            if (type is not ("" or "Exception") && random.Chance(25))
                parts.Add(Catch(inner, "Exception"));
        }

        if (parts.Count == 0 || random.Chance(18))
            parts.Add(new Statement(Form.Finally) { Body = Body(scope.InFinally(), 1, 1) });
        return new Statement(Form.Try) { Body = body, Parts = parts.ToImmutable() };
    }

    private Statement Catch(Scope scope, string type)
    {
        var handler = scope with { InHandler = true };
        Condition? filter = null;
        if (random.Chance(25))
            filter = scope.Counters.Count > 0 && random.Chance(75) ? conditions.Stays(scope.Counters[random.Below(scope.Counters.Count)], random.Chance(40)) : conditions.Any(scope);
        if (filter is not null && type == "")
            type = "Exception";
        return new Statement(Form.Catch, type, filter) { Body = random.Chance(25) ? [Statement.Line("await Task.Delay(1000);")] : Body(handler, 0, 2) };
    }

    /// <summary>Moves a counter of a loop around, mostly in its own direction.</summary>
    public Statement Move(Scope scope) =>
        scope.Counters.Count == 0 ? Statement.Line("Console.WriteLine(reply);") : Move(scope.Counters[random.Below(scope.Counters.Count)], wrong: random.Chance(12));

    public Statement Move(Counter counter, bool wrong, bool inHead = false)
    {
        var name = counter.Name;
        if (wrong && random.Chance(50))
        {
            if (!inHead && random.Chance(20))
                return new Statement(Form.If, Condition: new Condition.Test($"{name} > 1")) { Body = [Statement.Line($"{name} = 0;")] };
            return Statement.Line(random.Weighted((6, counter.Up ? $"{name} = 0;" : $"{name} = {random.Between(2, 4)};"), (2, $"{name} += 0;"), (1, $"{name} = reply.Length;"), (1, $"{name} %= 2;"), (1, $"{name} = {name} + reply.Length;")));
        }

        // Neither a property nor its member can be handed by reference.
        var isPlace = char.IsLower(name.TrimStart('_')[0]) && !name.Contains('.', StringComparison.Ordinal);
        return Statement.Line(counter.Up != wrong
            ? random.Weighted((12, $"{name}++;"), (4, $"{name} += 1;"), (2, $"{name} += 2;"), (2, $"{name} = {name} + 1;"), (2, $"++{name};"), (isPlace ? 2 : 0, $"Interlocked.Increment(ref {name});"),
                (1, $"({name}, reply) = ({name} + 1, reply + \"!\");"))
            : random.Weighted((12, $"{name}--;"), (4, $"{name} -= 1;"), (2, $"{name} -= 2;"), (2, $"{name} = {name} - 1;"), (isPlace ? 1 : 0, $"Interlocked.Decrement(ref {name});")));
    }

    private Statement SetFlag(Scope scope)
    {
        var flag = scope.Flags[random.Below(scope.Flags.Count)];
        var others = scope with { Flags = [.. scope.Flags.Where(other => other != flag)] };
        return Statement.Line(random.Chance(55) ? $"{flag} = {random.Pick("true", "true", "false")};" : $"{flag} = {conditions.Any(others)};");
    }

    private Statement Queue(Scope scope)
    {
        var queue = scope.Queues[random.Below(scope.Queues.Count)];
        return Statement.Line(random.Weighted((7, $"{queue}.TryDequeue(out _);"), (2, $"{queue}.Enqueue(reply);"), (1, $"{queue}.Enqueue(\"x\");"), (1, $"{queue}.Clear();")));
    }

    private Statement List(Scope scope)
    {
        var list = scope.Lists[random.Below(scope.Lists.Count)];
        return Statement.Line(random.Weighted((5, $"{list}.Add(reply);"), (1, $"{list}.Clear();")));
    }

    private Statement Switch(Scope scope)
    {
        var inner = scope.Deeper() with { InSwitch = true };
        var (subject, first, second) = (scope.Counters[^1].Name, "case 1:", "case 2:");
        var sections = ImmutableArray.CreateBuilder<Statement>();
        sections.Add(new Statement(Form.Case, first) { Body = Body(inner, 0, 2) });
        if (random.Chance(60))
            sections.Add(new Statement(Form.Case, second) { Body = Body(inner, 0, 2) });
        if (random.Chance(60))
            sections.Add(new Statement(Form.Case, "default:") { Body = Body(inner, 0, 2) });
        return new Statement(Form.Switch, subject) { Parts = sections.ToImmutable() };
    }

    /// <summary>Something that is done once, or that puts its own flag back.</summary>
    private Statement Latch(Scope scope)
    {
        var flag = names.New("tried");
        scope.Top.Add(Statement.Line($"var {flag} = false;"));
        var set = Statement.Line($"{flag} = {random.Weighted((9, "true"), (1, "false"))};");
        var inner = scope.Deeper();
        return new Statement(Form.If, Condition: new Condition.Not(new Condition.Test(flag)))
        {
            Body = random.Chance(85) ? Body(inner, 0, 1).Insert(0, set) : Body(inner, 1, 1),
            Parts = random.Chance(70) ? [new Statement(Form.Else) { Body = [Jump(inner)] }] : [],
        };
    }

    private enum Kind
    {
        Call,
        If,
        Try,
        Loop,
        Log,
        Move,
        Flag,
        Switch,
        Queue,
        List,
        Jump,
        Using,
        Latch,
    }
}
