using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Tests.Oracle.Generation;

/// <summary>Puts a loop away from the entry: into helpers that are given what they repeat, into iterators, local functions and lambdas.</summary>
internal sealed class Helpers(Prng random, Names names, Conditions conditions, Statements statements, Loops loops, Dictionary<string, Statement> members)
{
    /// <summary>What the entry does to start it.</summary>
    public ImmutableArray<Statement> Any(Scope entry) => random.Weighted((6, Kind.Repeater), (4, Kind.Iterator), (3, Kind.Ticker), (3, Kind.Member), (2, Kind.Local), (2, Kind.Lambda)) switch
    {
        Kind.Repeater => Repeater(entry),
        Kind.Iterator => Iterator(entry),
        Kind.Ticker => Ticker(entry),
        Kind.Member => Member(entry),
        Kind.Local => Local(entry),
        _ => Lambda(entry),
    };

    /// <summary>A loop that repeats a delegate; the entry gives it a lambda or a method, in some programs by way of another helper.</summary>
    private ImmutableArray<Statement> Repeater(Scope entry)
    {
        var name = names.New("Repeat") + "Async";
        Define(name, $"async Task<string> {name}(Func<Task<string>> ask, string reply)", "return reply;", "ask", last: "return reply;");
        if (random.Chance(20))
        {
            var outer = names.New("Handed") + "Async";
            members.Add(outer, new Statement(Form.Function, $"Task<string> {outer}(Func<Task<string>> ask)") { Body = [Statement.Line($"return {name}(ask, \"\");")] });
            return [Statement.Line($"reply = await {outer}(async () => (await chat.GetResponseAsync({names.Site()})).Text);")];
        }

        if (random.Chance(20))
        {
            members.TryAdd("AskAsync", new Statement(Form.Function, "async Task<string> AskAsync(string prompt)") { Body = [Statement.Line("return (await chat.GetResponseAsync(prompt)).Text;")] });
            return [Statement.Line($"reply = await {name}(() => AskAsync({names.Site()}), reply);")];
        }

        var call = Statement.Line($"reply = await {name}(async () => (await chat.GetResponseAsync({names.Site()})).Text, reply);");
        return random.Chance(15) ? [loops.Around(entry, call)] : [call];
    }

    /// <summary>The loop stands in an asynchronous iterator that calls the model itself.</summary>
    private ImmutableArray<Statement> Iterator(Scope entry)
    {
        var name = names.New("Turns") + "Async";
        Define(name, $"async IAsyncEnumerable<string> {name}(string reply)", "yield break;", null, last: "await Task.CompletedTask;", yields: "yield return reply;");
        return Consumed(entry, $"var {names.New("item")} in {name}(reply)", "await foreach", calls: 20);
    }

    /// <summary>The loop stands in an iterator; who consumes it calls the model.</summary>
    private ImmutableArray<Statement> Ticker(Scope entry)
    {
        var name = names.New("Ticks");
        var top = new List<Statement>();
        var inside = new Scope { Top = top, Members = members, Return = "yield break;", HasParameters = false, Ask = null, IsSilent = true };
        var loop = Bodies.IntoLoop(loops.Any(inside), Statement.Line("yield return reply;"));
        members.Add(name, new Statement(Form.Function, $"async IAsyncEnumerable<string> {name}(string reply)") { Body = [.. top, loop, Statement.Line("await Task.CompletedTask;")] });
        return Consumed(entry, $"var {names.New("item")} in {name}(reply)", "await foreach", calls: 95);
    }

    private ImmutableArray<Statement> Consumed(Scope entry, string head, string keyword, int calls)
    {
        var inner = LoopParts.Inside(entry);
        var body = statements.Body(inner, 0, 2);
        if (random.Chance(calls))
            body = Bodies.Insert(random, body, statements.Call(inner), 20);
        if (random.Chance(25))
            body = Bodies.Insert(random, body, new Statement(Form.If, Condition: conditions.Reply(inner)) { Body = [Statement.Line("break;")] }, 10, Jump.OfLoop);
        return [new Statement(Form.Foreach, head) { Keyword = keyword, Body = body }];
    }

    private ImmutableArray<Statement> Member(Scope entry)
    {
        var name = names.New("Work") + "Async";
        Define(name, $"async Task<string> {name}(string reply)", "return reply;", null, last: "return reply;");
        var call = Statement.Line($"reply = await {name}(reply);");
        return random.Chance(30) ? [loops.Around(entry, call)] : [call];
    }

    private ImmutableArray<Statement> Local(Scope entry)
    {
        var name = names.New("Step") + "Async";
        var top = new List<Statement>();
        var loop = loops.Any(entry with { Top = top, Depth = 1 });
        return [new Statement(Form.Function, $"async Task {name}()") { Body = [.. top, loop] }, Statement.Line($"await {name}();")];
    }

    private ImmutableArray<Statement> Lambda(Scope entry)
    {
        var name = names.New("work");
        var top = new List<Statement>();
        var loop = loops.Any(entry with { Top = top, Depth = 1 });
        return [new Statement(Form.Lambda, $"Func<Task> {name} = async () =>") { Body = [.. top, loop] }, Statement.Line(random.Pick($"await {name}();", $"await Task.Run({name});"))];
    }

    private void Define(string name, string head, string leave, string? ask, string last, string? yields = null)
    {
        var top = new List<Statement>();
        var inside = new Scope { Top = top, Members = members, Return = leave, HasParameters = false, Ask = ask };
        var loop = loops.Any(inside);
        if (yields is not null)
            loop = Bodies.IntoLoop(loop, Statement.Line(yields));
        members.Add(name, new Statement(Form.Function, head) { Body = [.. top, loop, Statement.Line(last)] });
    }

    private enum Kind
    {
        Repeater,
        Iterator,
        Ticker,
        Member,
        Local,
        Lambda,
    }
}
