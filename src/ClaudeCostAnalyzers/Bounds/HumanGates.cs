using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Members that return only when a person has done something: by type for the known libraries, by name for everyone's own.</summary>
internal static class HumanGates
{
    private static readonly HashSet<string> s_members =
    [
        "Console.ReadLine", "Console.ReadKey", "Console.Read", "TextReader.ReadLine", "TextReader.ReadLineAsync", "ReadLine.Read", "ReadLine.ReadPassword",
        "AnsiConsole.Prompt", "AnsiConsole.PromptAsync", "AnsiConsole.Ask", "AnsiConsole.AskAsync", "AnsiConsole.Confirm", "AnsiConsole.ConfirmAsync",
        "AnsiConsoleExtensions.Prompt", "AnsiConsoleExtensions.PromptAsync", "AnsiConsoleExtensions.Ask", "AnsiConsoleExtensions.AskAsync",
        "AnsiConsoleExtensions.Confirm", "AnsiConsoleExtensions.ConfirmAsync", "IPrompt.Show", "IPrompt.ShowAsync", "Interaction.InputBox",
        "MessageBox.Show", "Window.ShowDialog", "Form.ShowDialog", "Application.DisplayAlert", "Page.DisplayAlert", "Page.DisplayPromptAsync",
    ];

    /// <summary>Types of which every member asks.</summary>
    private static readonly HashSet<string> s_types = ["Prompt", "LineEditor", "PromptPlus", "Sharprompt"];

    /// <summary>Readers at whose other end no person sits.</summary>
    private static readonly HashSet<string> s_readersOfText = ["StringReader", "StreamReader"];

    private static readonly HashSet<string> s_verbs = ["read", "prompt", "ask", "request", "await", "wait", "confirm", "collect"];
    private static readonly HashSet<string> s_weakVerbs = ["get", "receive", "take", "obtain", "fetch", "next"];
    private static readonly HashSet<string> s_people = ["user", "human", "operator", "person", "player"];
    private static readonly HashSet<string> s_acts = ["input", "reply", "response", "answer", "choice", "confirmation", "approval", "decision", "message", "feedback", "command", "prompt"];
    private static readonly HashSet<string> s_lines = ["input", "line", "key", "keypress", "approval", "confirmation"];
    private static readonly HashSet<string> s_things =
        ["file", "json", "config", "configuration", "database", "db", "stream", "token", "tokens", "id", "profile", "template", "items", "item", "vault", "secret", "schema", "settings", "cache", "data", "model", "llm", "claude", "gpt", "ai"];

    /// <summary>What a member of a type that is about people is called when it asks one: <c>IUserInteraction.ConfirmAsync</c>.</summary>
    private static readonly HashSet<string> s_asks = ["confirm", "ask", "prompt", "approve", "choose"];

    /// <summary>Words in the names of such types, and words in the names of those that only play one.</summary>
    private static readonly HashSet<string> s_askers = ["human", "operator", "console", "terminal", "ui", "dialog", "dialogs"];
    private static readonly HashSet<string> s_talks = ["interaction", "interactions", "input", "prompt", "prompts", "prompter", "interface", "approval", "approvals", "confirmation", "io"];
    private static readonly HashSet<string> s_players =
    [
        "agent", "agents", "assistant", "bot", "simulator", "simulated", "proxy", "fake", "virtual", "synthetic", "model", "llm", "ai", "chat", "client",
        "builder", "template", "factory", "logger", "log", "store", "repository", "history",
    ];

    private static readonly HashSet<string> s_names = [.. s_members.Select(member => member.Substring(member.IndexOf('.') + 1))];

    /// <summary>Whether a member of this name may be one: a cheap test before a symbol is bound.</summary>
    public static bool MayBe(string name) => s_names.Contains(name) || IsAsking(name) || NameAsks(name);

    public static bool Is(ISymbol member)
    {
        if (member.ContainingType is not { } containing || s_readersOfText.Contains(containing.Name))
            return false;
        if (s_types.Contains(containing.Name) && member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: true })
            return true;
        for (INamedTypeSymbol? type = containing; type is not null; type = type.BaseType)
        {
            if (s_members.Contains(type.Name + "." + member.Name))
                return true;
        }

        return member is IMethodSymbol && (NameAsks(member.Name) || (IsAsking(member.Name) && AsksPeople(containing.Name)));
    }

    private static bool IsAsking(string name) =>
        s_asks.Contains((name.EndsWith("Async", StringComparison.Ordinal) ? name.Substring(0, name.Length - 5) : name).ToLowerInvariant());

    private static bool AsksPeople(string type)
    {
        var words = Words(type.Length > 1 && type[0] == 'I' && char.IsUpper(type[1]) ? type.Substring(1) : type);
        // A user's account is no user.
        return (words.Any(s_askers.Contains) || (words.Contains("user") && words.Any(s_talks.Contains))) && !words.Any(s_players.Contains);
    }

    /// <summary><c>ReadInputAsync</c>, <c>GetUserInput</c>, <c>PromptUser</c>, <c>WaitForApproval</c>; not <c>GetUser</c>, <c>ReadInputFile</c>, <c>ReadLines</c>.</summary>
    public static bool NameAsks(string name)
    {
        var words = Words(name);
        if (words.Count > 0 && words[words.Count - 1] == "async")
            words.RemoveAt(words.Count - 1);
        if (words.Count < 2 || words.Any(s_things.Contains))
            return false;

        var person = words.Any(s_people.Contains);
        if (words.Any(s_verbs.Contains))
            return person || words.Any(s_lines.Contains);
        return person && words.Any(s_weakVerbs.Contains) && words.Any(s_acts.Contains);
    }

    private static List<string> Words(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 1; i <= name.Length; i++)
        {
            if (i < name.Length && !(char.IsUpper(name[i]) && !char.IsUpper(name[i - 1])) && name[i] != '_')
                continue;
            var word = name.Substring(start, i - start).Trim('_').ToLowerInvariant();
            if (word.Length > 0)
                words.Add(word);
            start = i;
        }

        return words;
    }
}
