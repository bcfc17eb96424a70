using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Tests.Oracle.Generation;

/// <summary>Loops over collections, queues, texts: what ends them is data that the body may add to.</summary>
internal sealed class DataLoops(Prng random, Names names, Conditions conditions, LoopParts parts)
{
    public (ImmutableArray<Statement>, Statement) Collection(Scope scope)
    {
        var item = names.New("item");
        if (random.Chance(50))
        {
            var source = random.Weighted((5, "new[] { \"a\", \"b\" }"), (2, "Enumerable.Range(0, 3)"), (2, "Endless()"), (1, "\"a b c\".Split(' ')"));
            if (source == "Endless()")
                scope.Members.TryAdd("Endless", new Statement(Form.Function, "static IEnumerable<string> Endless()") { Body = [Statement.Line("while (true) yield return \"x\";")] });
            return ([], new Statement(Form.Foreach, $"var {item} in {source}") { Body = parts.Filled(LoopParts.Inside(scope)) });
        }

        var list = names.New("list");
        var before = ImmutableArray.Create(Statement.Line($"var {list} = new List<string> {{ \"a\", \"b\" }};"));
        var inner = LoopParts.Inside(scope) with { Lists = random.Chance(50) ? [.. scope.Lists, list] : scope.Lists };

        // What is added to a collection while foreach walks it makes it throw.
        if (random.Chance(40))
            return (before, new Statement(Form.Foreach, $"var {item} in {list}") { Body = parts.Filled(LoopParts.Inside(scope)) });
        var body = parts.Filled(inner);
        return (before, random.Chance(60)
            ? new Statement(Form.For, $"var {item} = 0; ?; {item}++", new Condition.Test($"{item} < {list}.Count")) { Body = body }
            : new Statement(Form.While, Condition: new Condition.Test($"{list}.Count < 5")) { Body = Bodies.Insert(random, body, Statement.Line($"{list}.Add(reply);"), 20) });
    }

    public (ImmutableArray<Statement>, Statement) Draining(Scope scope)
    {
        var queue = names.New("queue");
        var before = ImmutableArray.Create(Statement.Line($"var {queue} = new Queue<string>(new[] {{ \"a\", \"b\", \"c\" }});"));
        var inner = LoopParts.Inside(scope) with { Queues = random.Chance(40) ? [.. scope.Queues, queue] : scope.Queues };
        var body = parts.Filled(inner);
        if (random.Chance(35))
            body = Bodies.Insert(random, body, new Statement(Form.If, Condition: conditions.Any(inner)) { Body = [Statement.Line($"{queue}.Enqueue(reply);")] }, 10);
        if (random.Chance(30))
            return (before, new Statement(Form.While, Condition: new Condition.Test($"{queue}.TryDequeue(out var {names.New("item")})")) { Body = body });
        if (random.Chance(90))
            body = random.Chance(25) ? body.Insert(0, Statement.Line($"var {names.New("next")} = {queue}.Dequeue();")) : Bodies.Insert(random, body, Statement.Line($"{queue}.TryDequeue(out _);"), random.Chance(25) ? 80 : 5);
        return (before, parts.Make(Form.While, "", new Condition.Test($"{queue}.Count {random.Pick("> 0", "!= 0")}"), body));
    }

    public (ImmutableArray<Statement>, Statement) Input(Scope scope)
    {
        var input = names.New("input");
        var line = names.New("line");
        var test = random.Chance(50) ? $"{input}.ReadLine() is {{ }} {line}" : $"{input}.ReadLine() != null";
        return ([Statement.Line($"var {input} = new StringReader(\"a\\nb\\nc\");")], new Statement(Form.While, Condition: new Condition.Test(test)) { Body = parts.Filled(LoopParts.Inside(scope)) });
    }

    /// <summary>A text, list or set that the turns make longer, up to a size.</summary>
    public (ImmutableArray<Statement>, Statement) Growing(Scope scope)
    {
        var inner = LoopParts.Inside(scope);
        var body = parts.Filled(inner);
        switch (random.Weighted((3, 0), (3, 1), (2, 2), (2, 3), (1, 4)))
        {
            case 0:
                var text = names.New("text");
                var added = Statement.Line(random.Weighted((4, $"{text} += reply;"), (2, $"{text} += \"x\";"), (2, $"{text} += reply + \"!\";"), (1, $"{text} = {text} + \"x\";"), (1, $"{text} = reply + \"x\";")));
                return ([Statement.Line($"var {text} = \"\";")], parts.Make(random.Pick(Form.While, Form.Do), "", new Condition.Test($"{text}.Length < 5"), Bodies.Insert(random, body, added, 25)));
            case 1:
                var list = names.New("list");
                var add = Statement.Line(random.Weighted((4, $"{list}.Add(reply);"), (1, $"{list}.AddRange(reply.Split(' '));"), (1, $"if (reply != \"ok\") {list}.Add(reply);")));
                body = Bodies.Insert(random, body, add, 25);
                if (random.Chance(20))
                    body = Bodies.Insert(random, body, Statement.Line(random.Pick($"{list}.Clear();", $"{list}.RemoveAt({list}.Count - 1);", $"{list}.Remove(\"ok\");")), 30);
                return ([Statement.Line($"var {list} = new List<string>();")], parts.Make(random.Pick(Form.While, Form.Do), "", new Condition.Test($"{list}.Count {random.Pick("< 4", "<= 3", "< 4", "!= 4")}"), body));
            case 2:
                var builder = names.New("builder");
                var append = Statement.Line(random.Pick($"{builder}.Append(reply);", $"{builder}.Append(\"x\");", $"{builder}.AppendLine(reply);"));
                return ([Statement.Line($"var {builder} = new System.Text.StringBuilder();")], parts.Make(Form.While, "", new Condition.Test($"{builder}.Length < 5"), Bodies.Insert(random, body, append, 25)));
            case 3:
                var seen = names.New("seen");
                var guard = new Statement(Form.If, Condition: new Condition.Not(new Condition.Test($"{seen}.Add(reply)"))) { Body = [Statement.Line(random.Pick("break;", "break;", "continue;"))] };
                return ([Statement.Line($"var {seen} = new HashSet<string>();")], parts.Make(Form.While, "", Condition.True, body.Insert(random.Below(body.TakeWhile(line => !Bodies.IsJump(line)).Count() + 1), guard)));
            default:
                // A list that the turns look through and lengthen: the index runs after the end.
                var work = names.New("work");
                var at = names.New("at");
                body = Bodies.Insert(random, body, new Statement(Form.If, Condition: conditions.Any(inner)) { Body = [Statement.Line($"{work}.Add(reply);")] }, 20);
                return ([Statement.Line($"var {work} = new List<string> {{ \"a\", \"b\" }};")], new Statement(Form.For, $"var {at} = 0; ?; {at}++", new Condition.Test($"{at} < {work}.Count")) { Body = body });
        }
    }
}
