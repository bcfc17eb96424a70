using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Tests.Oracle.Generation;

/// <summary>What all loops are put together from.</summary>
internal sealed class LoopParts(Prng random, Names names, Statements statements)
{
    /// <summary>What the body of a loop may use.</summary>
    public static Scope Inside(Scope scope) => scope with { Loops = scope.Loops + 1, Depth = scope.Depth + 1, InLoop = true, InSwitch = false };

    /// <summary>A body that calls the model, in most cases.</summary>
    public ImmutableArray<Statement> Filled(Scope inner)
    {
        var body = statements.Body(inner, 0, 3);
        return random.Chance(inner.Loops > 1 ? 65 : 85) ? Bodies.Insert(random, body, statements.Call(inner), 25) : body;
    }

    /// <summary>A loop by statement, or by a label before the body and a goto behind it.</summary>
    public Statement Make(Form form, string text, Condition head, ImmutableArray<Statement> body)
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

    /// <summary>A loop around a body that the form is chosen for first, so that a goto in it may go round.</summary>
    public Statement Plain(Scope scope, Condition head)
    {
        if (random.Chance(92))
            return Make(random.Weighted((5, Form.While), (3, Form.Do), (1, Form.For), (2, Form.Label)), "; ?; ", head, Filled(Inside(scope)));

        // A jump back from anywhere in a block that is no loop.
        var label = names.New("back");
        var inner = scope with { Loops = scope.Loops + 1, Depth = scope.Depth + 1, Labels = [.. scope.Labels, label] };
        var body = Bodies.Insert(random, Filled(inner), new Statement(Form.If, Condition: head == Condition.True ? new Condition.Test("reply != \"ok\"") : head) { Body = [Statement.Line($"goto {label};")] }, 60, Jump.ToLabel);
        return new Statement(Form.Block) { Body = [new Statement(Form.Label, label), .. body] };
    }
}
