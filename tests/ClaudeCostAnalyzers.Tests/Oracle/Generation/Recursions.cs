using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Tests.Oracle.Generation;

/// <summary>
/// Makes members that call the model and themselves: directly, by way of each other, as local functions, lambdas and
/// through an interface, with an idea of how they end that they follow or not.
/// </summary>
internal sealed class Recursions(Prng random, Names names, Conditions conditions, Statements statements, Dictionary<string, Statement> members)
{
    private const string Signature = "(string reply, int depth, Node node, List<string> rest)";

    public ImmutableArray<Statement> Any(Scope entry)
    {
        members.TryAdd("Node", Statement.Line("private sealed record Node(string Text, params Node[] Children);"));
        var root = "new Node(\"a\", new Node(\"b\", new Node(\"c\")), new Node(\"d\"))";
        var idea = random.Weighted((10, Idea.Down), (10, Idea.Up), (6, Idea.Tree), (5, Idea.Rest), (4, Idea.Seen), (5, Idea.Field), (4, Idea.Retry), (5, Idea.Reply), (3, Idea.None), (2, Idea.Scope), (2, Idea.Person), (2, Idea.Text));
        var form = random.Weighted((10, Shape.Method), (4, Shape.Mutual), (3, Shape.Local), (3, Shape.Lambda), (3, Shape.Interface));
        var name = form == Shape.Lambda ? names.New("visit") : names.New("Visit") + "Async";
        var again = name;
        if (form == Shape.Mutual)
        {
            again = names.New("Relay") + "Async";
            var moved = random.Chance(20) ? "depth - 1" : "depth";
            members.Add(again, new Statement(Form.Function, $"async Task {again}{Signature}") { Body = [.. random.Chance(30) ? [statements.Call(Inside([]))] : ImmutableArray<Statement>.Empty, Statement.Line($"await {name}(reply, {moved}, node, rest);")] });
        }
        else if (form == Shape.Interface)
        {
            members.TryAdd("IRelay", Statement.Line($"private interface IRelay {{ Task PassAsync{Signature}; }}"));
            members.TryAdd("Relay", new Statement(Form.Using, "private sealed class Relay($P owner) : IRelay")
            {
                Body = [Statement.Line("private readonly $P _owner = owner;"), Statement.Line($"public async Task PassAsync{Signature} => await _owner.{name}(reply, depth, node, rest);")],
            });
            members.TryAdd("_relay", Statement.Line("private IRelay? _relay;"));
            again = "_relay!.PassAsync";
        }

        var top = new List<Statement>();
        var body = Body(idea, again, Inside(top));
        var start = Statement.Line($"await {name}(reply, {random.Pick("0", "3", "limit")}, {root}, new List<string> {{ \"a\", \"b\", \"c\" }});");
        switch (form)
        {
            case Shape.Local:
                return [new Statement(Form.Function, $"async Task {name}{Signature}") { Body = [.. top, .. body] }, start];
            case Shape.Lambda:
                return [Statement.Line($"Func<string, int, Node, List<string>, Task> {name} = null!;"), new Statement(Form.Lambda, $"{name} = async (reply, depth, node, rest) =>") { Body = [.. top, .. body] }, start];
            case Shape.Interface:
                members.Add(name, new Statement(Form.Function, $"async Task {name}{Signature}") { Body = [.. top, .. body] });
                return [Statement.Line("_relay = new Relay(this);"), start];
            default:
                members.Add(name, new Statement(Form.Function, $"async Task {name}{Signature}") { Body = [.. top, .. body] });
                return [start];
        }
    }

    private Scope Inside(List<Statement> top) => new() { Top = top, Members = members, HasParameters = false, Depth = 2, Loops = 2 };

    private ImmutableArray<Statement> Body(Idea idea, string again, Scope scope)
    {
        var (depth, node, rest, reply) = ("depth", "node", "rest", "reply");
        var stop = Condition.True;
        var leave = Statement.Line(random.Pick("return;", "return;", "throw new InvalidOperationException();"));
        ImmutableArray<Statement> first = [];
        Func<Statement, Statement> repeat = inner => inner;
        switch (idea)
        {
            case Idea.Down:
                depth = random.Weighted((8, "depth - 1"), (1, "depth"), (1, "depth + 1"), (1, "depth / 2"));
                stop = new Condition.Test(random.Weighted((6, "depth <= 0"), (2, "depth < 1"), (1, "depth == 0"), (1, "depth > 5")));
                break;
            case Idea.Up:
                depth = random.Weighted((8, "depth + 1"), (1, "depth"), (1, "depth - 1"));
                stop = new Condition.Test(random.Weighted((6, "depth >= 4"), (2, "depth > 3"), (1, "depth < -3")));
                break;
            case Idea.Tree:
                var child = names.New("child");
                node = random.Weighted((9, child), (1, "node"));
                repeat = inner => new Statement(Form.Foreach, $"var {child} in node.Children") { Body = [inner] };
                break;
            case Idea.Rest:
                rest = random.Weighted((5, "rest.Skip(1).ToList()"), (3, "rest.GetRange(1, rest.Count - 1)"), (1, "rest"), (1, "rest.Append(reply).ToList()"));
                stop = new Condition.Test(random.Pick("rest.Count == 0", "!rest.Any()"));
                break;
            case Idea.Seen:
                var seen = names.New("_seen");
                members.Add(seen, Statement.Line($"private readonly HashSet<string> {seen} = [];"));
                stop = new Condition.Test(random.Weighted((6, $"!{seen}.Add(reply)"), (1, $"{seen}.Contains(reply)")));
                break;
            case Idea.Field:
                var count = names.New("_n");
                members.Add(count, Statement.Line($"private int {count} = 0;"));
                stop = new Condition.Test(random.Weighted((5, $"++{count} > 4"), (3, $"{count} >= 4"), (1, $"--{count} > 4")));
                if (random.Chance(30))
                    first = [Statement.Line(random.Weighted((4, $"{count}++;"), (1, $"{count} = 0;"), (1, $"{count}--;")))];
                break;
            case Idea.Reply:
                stop = conditions.Reply(scope);
                break;
            case Idea.Scope:
                first = [Statement.Line($"using var {names.New("budget")} = BudgetScope.Begin(new Budget {{ MaxCalls = 5 }});")];
                break;
            case Idea.Person:
                first = [Statement.Line($"var {names.New("typed")} = Console.ReadLine();")];
                break;
            case Idea.Text:
                reply = random.Weighted((4, "reply.Substring(1)"), (2, "reply[1..]"), (1, "reply + \"x\""));
                stop = new Condition.Test("reply.Length == 0");
                break;
        }

        var call = statements.Call(scope);
        var next = Statement.Line($"{random.Weighted((9, "await "), (1, "await Task.Run(() => "))}{again}({reply}, {depth}, {node}, {rest});");
        if (next.Text.Contains("=> ", StringComparison.Ordinal))
            next = Statement.Line(next.Text.Replace(");", "));", StringComparison.Ordinal));
        if (idea == Idea.Text)
            call = Statement.Line($"await chat.GetResponseAsync({names.Site()});");
        if (idea == Idea.Retry)
        {
            var filter = random.Chance(60) ? new Condition.Test(random.Pick("depth > 0", "depth < 4")) : null;
            var moved = Statement.Line(next.Text.Replace(", depth,", random.Pick(", depth - 1,", ", depth + 1,"), StringComparison.Ordinal));
            return [new Statement(Form.Try) { Body = [call], Parts = [new Statement(Form.Catch, random.Pick("HttpRequestException", "Exception"), filter) { Body = [filter is null && random.Chance(60) ? next : moved] }] }];
        }

        if (random.Chance(20))
            next = new Statement(Form.If, Condition: conditions.Any(scope)) { Body = [next] };
        next = repeat(next);
        if (stop == Condition.True || idea == Idea.None)
            return [.. first, call, next];
        var test = new Statement(Form.If, Condition: random.Chance(15) ? new Condition.Both(stop, conditions.Any(scope)) : random.Chance(10) ? new Condition.Either(stop, conditions.Any(scope)) : stop) { Body = [leave] };
        return random.Weighted<ImmutableArray<Statement>>(
            (6, [.. first, test, call, next]),
            (4, [.. first, call, test, next]),
            (3, [.. first, call, new Statement(Form.If, Condition: new Condition.Not(stop)) { Body = [next] }]),
            (idea == Idea.Seen ? 0 : 1, [.. first, call, next, test]));
    }

    private enum Shape
    {
        Method,
        Mutual,
        Local,
        Lambda,
        Interface,
    }

    private enum Idea
    {
        Down,
        Up,
        Tree,
        Rest,
        Seen,
        Field,
        Retry,
        Reply,
        None,
        Scope,
        Person,
        Text,
    }
}
