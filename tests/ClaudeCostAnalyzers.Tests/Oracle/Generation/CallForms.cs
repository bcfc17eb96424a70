using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Tests.Oracle.Generation;

/// <summary>The ways in which people call the model: directly, through helpers any number of calls away, in lambdas, by tasks kept for later.</summary>
internal sealed class CallForms(Prng random, Names names)
{
    private static readonly Statement s_ask = new(Form.Function, "async Task<string> AskAsync(string prompt)") { Body = [Statement.Line("return (await chat.GetResponseAsync(prompt)).Text;")] };

    public Statement Any(Scope scope)
    {
        var token = scope.Token is null ? "" : $", cancellationToken: {scope.Token}";
        var call = $"chat.GetResponseAsync({names.Site()}{token})";
        return random.Weighted((4, Way.Plain), (9, Way.Reply), (2, Way.Kept), (1, Way.Lambda), (1, Way.Direct), (1, Way.Stream), (1, Way.Fan), (1, Way.Stored), (scope.Token is null ? 7 : 0, Way.Helper)) switch
        {
            Way.Plain => Statement.Line($"await {call};"),
            Way.Kept => Kept(call),
            Way.Lambda => Statement.Line($"reply = await Task.Run(async () => (await {call}).Text);"),
            Way.Direct => Statement.Line($"reply = (await Task.Run(() => {call})).Text;"),
            Way.Stream => Statement.Line($"await foreach (var update in chat.GetStreamingResponseAsync({names.Site()}{token})) reply = update.Text;"),
            Way.Fan => Statement.Line($"var {names.New("answers")} = await Task.WhenAll(new[] {{ 1, 2 }}.Select(x => {call}));"),
            Way.Stored => Stored(call),
            Way.Helper => Helper(scope),
            _ => Statement.Line($"reply = (await {call}).Text;"),
        };
    }

    private Statement Kept(string call)
    {
        var response = names.New("response");
        return new Statement(Form.Block) { Body = [Statement.Line($"var {response} = await {call};"), Statement.Line($"reply = {response}.Text;")] };
    }

    /// <summary>A task that is begun first and awaited later.</summary>
    private Statement Stored(string call)
    {
        var pending = names.New("pending");
        return new Statement(Form.Block) { Body = [Statement.Line($"var {pending} = {call};"), Statement.Line("Console.WriteLine(\"asked\");"), Statement.Line($"reply = (await {pending}).Text;")] };
    }

    private Statement Helper(Scope scope)
    {
        var site = names.Site();
        switch (random.Weighted((5, 0), (2, 1), (2, 2), (1, 3), (1, 4), (1, 5)))
        {
            case 1:
                scope.Members.TryAdd("TryAskAsync", new Statement(Form.Function, "async Task<string> TryAskAsync(string prompt)")
                {
                    Body =
                    [
                        new Statement(Form.Try)
                        {
                            Body = [Statement.Line("return (await chat.GetResponseAsync(prompt)).Text;")],
                            Parts = [new Statement(Form.Catch, "HttpRequestException") { Body = [Statement.Line("return \"\";")] }],
                        },
                    ],
                });
                return Statement.Line($"reply = await TryAskAsync({site});");
            case 2:
                scope.Members.TryAdd("AskAsync", s_ask);
                scope.Members.TryAdd("AskTwiceRemovedAsync", new Statement(Form.Function, "async Task<string> AskTwiceRemovedAsync(string prompt)") { Body = [Statement.Line("Console.WriteLine(prompt);"), Statement.Line("return await AskOnceRemovedAsync(prompt);")] });
                scope.Members.TryAdd("AskOnceRemovedAsync", new Statement(Form.Function, "Task<string> AskOnceRemovedAsync(string prompt)") { Body = [Statement.Line("return AskAsync(prompt);")] });
                return Statement.Line($"reply = await AskTwiceRemovedAsync({site});");
            case 3:
                scope.Members.TryAdd("TryAsk", new Statement(Form.Function, "bool TryAsk(string prompt, out string text)")
                {
                    Body = [Statement.Line("text = chat.GetResponseAsync(prompt).GetAwaiter().GetResult().Text;"), Statement.Line("return text != \"\";")],
                });
                return new Statement(Form.If, Condition: new Condition.Not(new Condition.Test($"TryAsk({site}, out reply)"))) { Body = [Statement.Line("Console.WriteLine(\"nothing\");")] };
            case 4:
                scope.Members.TryAdd("AskBothAsync", new Statement(Form.Function, "async Task<(string Text, bool More)> AskBothAsync(string prompt)")
                {
                    Body = [Statement.Line("var text = (await chat.GetResponseAsync(prompt)).Text;"), Statement.Line("return (text, text == \"more\");")],
                });
                return Statement.Line($"(reply, var {names.New("more")}) = await AskBothAsync({site});");
            case 5:
                scope.Members.TryAdd("_ask", Statement.Line("private readonly Func<string, Task<string>> _ask = async prompt => (await chat.GetResponseAsync(prompt)).Text;"));
                return Statement.Line($"reply = await _ask({site});");
            default:
                scope.Members.TryAdd("AskAsync", s_ask);
                return Statement.Line($"reply = await AskAsync({site});");
        }
    }

    private enum Way
    {
        Plain,
        Reply,
        Kept,
        Lambda,
        Direct,
        Stream,
        Fan,
        Stored,
        Helper,
    }
}
