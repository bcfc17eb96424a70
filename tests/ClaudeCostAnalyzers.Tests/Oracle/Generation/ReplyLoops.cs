using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Tests.Oracle.Generation;

/// <summary>Loops that flags, states and the reply itself steer.</summary>
internal sealed class ReplyLoops(Prng random, Names names, Conditions conditions, Statements statements, LoopParts parts)
{
    public (ImmutableArray<Statement>, Statement) Flagged(Scope scope)
    {
        var flag = names.New(random.Pick("done", "retry"));
        var leaves = flag.StartsWith("done", StringComparison.Ordinal);
        var before = ImmutableArray.Create(Statement.Line($"var {flag} = {(leaves ? "false" : "true")};"));
        var inner = LoopParts.Inside(scope) with { Flags = [.. scope.Flags, flag] };
        var body = parts.Filled(inner);
        var value = random.Weighted((4, leaves ? "true" : "false"), (5, conditions.Any(inner with { Flags = scope.Flags }).ToString()!), (1, leaves ? "false" : "true"));
        if (random.Chance(90))
            body = Bodies.Insert(random, body, Statement.Line($"{flag} = {value};"), 45);
        if (random.Chance(25))
            body = body.Insert(0, Statement.Line($"{flag} = {(leaves ? "true" : "false")};"));
        Condition test = new Condition.Test(flag);
        return (before, parts.Make(random.Pick(Form.While, Form.Do), "", leaves ? new Condition.Not(test) : test, body));
    }

    /// <summary>The call stands in the head of the loop.</summary>
    public (ImmutableArray<Statement>, Statement) Asked(Scope scope)
    {
        var body = parts.Filled(LoopParts.Inside(scope));
        var call = scope.Ask is null ? $"(await chat.GetResponseAsync({names.Site()})).Text" : $"await {scope.Ask}()";
        var text = names.New("text");
        var test = random.Pick($"{call} is {{ Length: > 0 }} {text}", $"({call}) != \"ok\"", $"{call} is not \"ok\"", $"(reply = {call}).Contains(\"more\")", $"{call} is var {text} && {text}.EndsWith('!')");
        return ([], new Statement(Form.While, Condition: new Condition.Test(test)) { Body = body });
    }

    /// <summary>A machine of three states that goes through them in order, or not.</summary>
    public (ImmutableArray<Statement>, Statement) States(Scope scope)
    {
        var state = names.New("state");
        var inner = LoopParts.Inside(scope) with { InSwitch = true };
        var sections = ImmutableArray.CreateBuilder<Statement>();
        for (var at = 0; at < 3; at++)
        {
            var next = random.Weighted((7, $"{state} = {at + 1};"), (2, $"{state} = {conditions.Reply(inner)} ? {at + 1} : {random.Below(3)};"), (1, $"{state} = {random.Below(3)};"), (1, $"{state}++;"));
            ImmutableArray<Statement> body = [Statement.Line(next)];
            if (random.Chance(60))
                body = body.Insert(random.Below(2), statements.Call(inner));
            sections.Add(new Statement(Form.Case, at == 2 ? "default:" : $"case {at}:") { Body = body });
        }

        return ([Statement.Line($"var {state} = 0;")], new Statement(Form.While, Condition: new Condition.Test($"{state} {random.Pick("!= 3", "< 3")}"))
        {
            Body = [new Statement(Form.Switch, state) { Parts = sections.ToImmutable() }],
        });
    }
}
