using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Tests.Oracle.Generation;

/// <summary>
/// Makes loops around an idea of how they end, which the body then follows, or does not: the counter is moved the wrong
/// way, on some ways round only, put back, tested where it does not matter.
/// </summary>
internal sealed class Loops
{
    private readonly Prng _random;
    private readonly Names _names;
    private readonly Conditions _conditions;
    private readonly Statements _statements;
    private readonly LoopParts _parts;
    private readonly DataLoops _data;
    private readonly TimedLoops _timed;
    private readonly ReplyLoops _replies;

    public Loops(Prng random, Names names, Conditions conditions, Statements statements)
    {
        _random = random;
        _names = names;
        _conditions = conditions;
        _statements = statements;
        _parts = new LoopParts(random, names, statements);
        _data = new DataLoops(random, names, conditions, _parts);
        _timed = new TimedLoops(random, names, conditions, _parts);
        _replies = new ReplyLoops(random, names, conditions, statements, _parts);
    }

    public Statement Any(Scope scope)
    {
        var (before, loop) = _random.Weighted(
            (40, Idea.Counter), (8, Idea.Collection), (10, Idea.Draining), (5, Idea.Growing), (8, Idea.Flag), (8, Idea.Reply), (scope.IsSilent ? 0 : 4, Idea.Asked), (3, Idea.State), (10, Idea.Retry),
            (7, Idea.None), (2, Idea.Opaque), (3, Idea.Clock), (3, Idea.Input), (2, Idea.Person), (5, Idea.Token), (scope.IsIterator ? 0 : 2, Idea.Scope)) switch
        {
            Idea.Counter => Counted(scope),
            Idea.Collection => _data.Collection(scope),
            Idea.Draining => _data.Draining(scope),
            Idea.Growing => _data.Growing(scope),
            Idea.Input => _data.Input(scope),
            Idea.Flag => _replies.Flagged(scope),
            Idea.Asked => _replies.Asked(scope),
            Idea.State => _replies.States(scope),
            Idea.Retry => Retried(scope),
            Idea.Clock => _timed.Clock(scope),
            Idea.Person => _timed.Person(scope),
            Idea.Token => _timed.Token(scope),
            Idea.Scope => _timed.Budget(scope),
            Idea.Reply => ([], _parts.Plain(scope, _conditions.Reply(scope))),
            Idea.Opaque => ([], _parts.Plain(scope, _conditions.Any(scope))),
            _ => ([], _parts.Plain(scope, Condition.True)),
        };
        var all = before.Add(loop);
        return all.Length == 1 ? loop : new Statement(Form.Block) { Body = all };
    }

    /// <summary>Any loop, with the statement somewhere in its body.</summary>
    public Statement Around(Scope scope, Statement statement) => Bodies.IntoLoop(Any(scope with { IsSilent = true }), statement);

    private (ImmutableArray<Statement> Before, Statement Loop) Counted(Scope scope)
    {
        // What nothing moves starts anywhere: what a constant compares to is not what the engine is asked.
        var moves = _random.Chance(93);
        var counter = NewCounter(scope, moves, out var before);
        var inner = LoopParts.Inside(scope) with { Counters = [.. scope.Counters, counter] };
        string? flag = null;
        if (_random.Chance(20))
        {
            flag = _names.New("done");
            before = before.Add(Statement.Line($"var {flag} = false;"));
            inner = inner with { Flags = [.. inner.Flags, flag] };
        }

        var body = _parts.Filled(inner);
        var movesInTest = moves && _random.Chance(30);
        var moved = movesInTest;
        var where = _random.Weighted((10, Place.Head), (9, Place.Body), (2, Place.Deep), (flag is null ? 0 : 8, Place.Flag), (3, Place.Or));
        var head = flag is not null && where == Place.Flag ? new Condition.Not(new Condition.Test(flag)) : Condition.True;
        switch (where)
        {
            case Place.Head:
                head = _random.Chance(25) ? new Condition.Both(_conditions.Stays(counter, movesInTest), _conditions.Any(inner)) : _conditions.Stays(counter, movesInTest);
                break;
            case Place.Or:
                head = new Condition.Either(_conditions.Stays(counter, movesInTest), _conditions.Any(inner));
                break;
            default:
                var jump = where == Place.Flag ? Statement.Line($"{flag} = true;")
                    : Statement.Line(_random.Weighted((6, "break;"), (scope.Return != "" ? 3 : 0, scope.Return), (2, "throw new TimeoutException();"), (where == Place.Deep ? 3 : 0, "continue;")));
                var test = new Statement(Form.If, Condition: counter.Up && !movesInTest && _random.Chance(8) ? Conditions.Helped(scope, counter) : _conditions.Leaves(counter, movesInTest)) { Body = [jump] };
                body = Bodies.Insert(_random, body, test, where == Place.Deep ? 85 : 15, where == Place.Flag ? Jump.None : Jump.OfLoop);
                if (_random.Chance(20))
                    head = _conditions.Any(inner);
                break;
        }

        var form = _random.Weighted((5, Form.While), (2, Form.Do), (4, Form.For), (2, Form.Label));
        var text = "";
        if (form == Form.For)
        {
            var step = moves && !moved && _random.Chance(75) ? _statements.Move(counter, wrong: _random.Chance(8), inHead: true).Text.TrimEnd(';') : "";
            moved |= step != "";
            text = $"; ?; {step}";
        }

        if (!moved && moves)
            body = Bodies.Insert(_random, body, _statements.Move(counter, wrong: _random.Chance(7)), _random.Chance(30) ? 70 : 5);
        if (_random.Chance(10))
            body = Bodies.Insert(_random, body, _statements.Move(counter, wrong: _random.Chance(70)), 40);
        if (counter.Limit.StartsWith("max", StringComparison.Ordinal) && _random.Chance(10))
            body = Bodies.Insert(_random, body, Statement.Line($"{counter.Limit}{_random.Pick("++", "--", " = 2")};"), 40);
        return (before, _parts.Make(form, text, head, body));
    }

    /// <summary>A turn that is left by success and repeated by failure.</summary>
    private (ImmutableArray<Statement> Before, Statement Loop) Retried(Scope scope)
    {
        var counter = NewCounter(scope, moves: true, out var before);
        var counts = _random.Chance(70);
        var inner = LoopParts.Inside(scope) with { Counters = counts ? [.. scope.Counters, counter] : scope.Counters };
        var leave = Statement.Line(_random.Weighted((5, "break;"), (scope.Return != "" ? 4 : 0, scope.Return)));
        ImmutableArray<Statement> success = [_statements.Call(inner), _random.Chance(30) ? new Statement(Form.If, Condition: _conditions.Reply(inner)) { Body = [leave] } : leave];
        ImmutableArray<Statement> handler = _random.Chance(40) ? [Statement.Line("await Task.Delay(1000);")] : _statements.Body(inner with { InHandler = true }, 0, 1);
        Condition? filter = null;
        var where = !counts ? 4 : _random.Weighted((5, 0), (4, 1), (3, 2), (1, 3));
        var movesInTest = _random.Chance(50);
        var move = _statements.Move(counter, wrong: _random.Chance(8));
        Condition head = Condition.True;
        switch (where)
        {
            case 0:
                filter = _conditions.Stays(counter, movesInTest);
                break;
            case 1:
                handler = handler.Insert(0, new Statement(Form.If, Condition: _conditions.Leaves(counter, movesInTest)) { Body = [Statement.Line(_random.Pick("throw;", "throw;", "break;"))] });
                break;
            case 2:
                head = _conditions.Stays(counter, movesInTest);
                break;
            case 3:
                success = success.Insert(0, new Statement(Form.If, Condition: _conditions.Leaves(counter, movesInTest)) { Body = [leave] });
                break;
        }

        if (counts && (!movesInTest || _random.Chance(10)))
        {
            if (_random.Chance(60) || where == 4)
                handler = handler.Insert(_random.Below(Math.Max(1, handler.TakeWhile(line => !Bodies.IsJump(line)).Count() + 1)), move);
            else
                success = success.Insert(0, move);
        }

        if (filter is null && _random.Chance(20))
            filter = _conditions.Any(inner);
        var type = _random.Weighted((6, "Exception"), (6, "HttpRequestException"), (filter is null ? 3 : 0, ""), (1, "OperationCanceledException"));
        var guarded = new Statement(Form.Try) { Body = success, Parts = [new Statement(Form.Catch, type, filter) { Body = handler }, .. _random.Chance(12) ? [new Statement(Form.Finally) { Body = _statements.Body(inner.InFinally(), 1, 1) }] : ImmutableArray<Statement>.Empty] };
        ImmutableArray<Statement> body = [.. _random.Chance(25) ? _statements.Body(inner, 1, 1) : [], guarded];
        if (_random.Chance(15) && !Bodies.IsJump(body[0]))
            body = body.Add(_statements.Any(inner));
        return (before, _parts.Make(_random.Weighted((8, Form.While), (3, Form.For), (1, Form.Label)), "; ?; ", head, Bodies.IsJump(body[0]) ? [guarded] : body));
    }

    /// <summary>A counter with its start: before the loop, at the start of the function, or in a field.</summary>
    private Counter NewCounter(Scope scope, bool moves, out ImmutableArray<Statement> before)
    {
        before = [];
        var up = _random.Chance(80);
        var limit = _random.Weighted((8, _random.Between(2, 4).ToString(System.Globalization.CultureInfo.InvariantCulture)), (2, "max"), (1, "_limit"), (scope.HasParameters ? 2 : 0, "limit"));
        if (limit == "max")
        {
            limit = _names.New("max");
            scope.Top.Add(Statement.Line($"var {limit} = {_random.Between(2, 4)};"));
        }
        else if (limit == "_limit")
        {
            scope.Members.TryAdd("_limit", Statement.Line("private readonly int _limit = 3;"));
        }

        var start = up ? _random.Weighted((8, "0"), (2, "1"), (scope.HasParameters && !moves ? 60 : 1, scope.HasParameters ? "start" : "2")) : limit;
        var where = _random.Weighted((7, 0), (3, 1), (moves ? 2 : 0, 2));
        var holder = where == 2 ? _random.Weighted((4, Holder.Field), (1, Holder.Property), (1, Holder.Nested), (1, Holder.Object)) : Holder.Field;
        var name = where != 2 ? _names.New("n") : holder switch { Holder.Property => _names.New("N"), Holder.Nested => _names.New("_state") + ".N", Holder.Object => _names.New("state") + ".N", _ => _names.New("_n") };
        var first = start is "0" or "1" ? start : "3";
        if (holder is Holder.Nested or Holder.Object)
            scope.Members.TryAdd("State", Statement.Line("private sealed class State { public int N { get; set; } }"));
        if (holder == Holder.Object)
            scope.Top.Add(Statement.Line($"var {name[..^2]} = new State {{ N = {first} }};"));
        else if (where == 2)
            scope.Members.TryAdd(name, Statement.Line(holder switch { Holder.Property => $"private int {name} {{ get; set; }} = {first};", Holder.Nested => $"private readonly State {name[..^2]} = new() {{ N = {first} }};", _ => $"private int {name} = {first};" }));
        else if (where == 1)
            scope.Top.Add(Statement.Line($"var {name} = {start};"));
        else
            before = [Statement.Line($"var {name} = {start};")];
        return new Counter(name, up, limit, StartsBelow: start is "0" or "1" && where == 0 && limit is not ("1" or "limit"));
    }

    private enum Place
    {
        Head,
        Body,
        Deep,
        Flag,
        Or,
    }

    private enum Holder
    {
        Field,
        Property,
        Nested,
        Object,
    }

    private enum Idea
    {
        Counter,
        Collection,
        Draining,
        Growing,
        Input,
        Flag,
        Reply,
        Asked,
        State,
        Retry,
        None,
        Opaque,
        Clock,
        Person,
        Token,
        Scope,
    }
}
