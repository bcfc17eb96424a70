using Microsoft.Extensions.AI;

// People in the loop, by many names, and gates that are none.
class WildHumans(IChatClient chat, WildHumans.IConsoleUi ui, WildHumans.IBot bot, TextReader stdin)
{
    private readonly List<ChatMessage> _history = [];

    // ---- gated ----
    async Task ReplWithCommands()
    {
        while (true)
        {
            Console.Write("> ");
            var input = Console.ReadLine()?.Trim();
            if (string.IsNullOrEmpty(input)) continue;
            if (input is "/quit" or "/exit") return;
            if (input == "/clear") { _history.Clear(); continue; }
            _history.Add(new(ChatRole.User, input));
            await foreach (var update in chat.GetStreamingResponseAsync(_history)) Console.Write(update.Text);
        }
    }

    async Task WhileNotExit()
    {
        string input;
        do
        {
            input = Console.ReadLine() ?? "exit";
            var r = await chat.GetResponseAsync(input);
            Console.WriteLine(r.Text);
        } while (!input.Equals("exit", StringComparison.OrdinalIgnoreCase));
    }

    async Task ForWithReadLine()
    {
        for (var line = Console.ReadLine(); line is not null; line = Console.ReadLine())
            await chat.GetResponseAsync(line);
    }

    async Task Standard() { while (await stdin.ReadLineAsync() is { } line && line != "bye") await chat.GetResponseAsync(line); }
    async Task StandardIn() { for (; ; ) { var line = await Console.In.ReadLineAsync(); if (line == null) break; await chat.GetResponseAsync(line); } }
    async Task PromptOnInterface() { while (true) { var text = await ui.PromptUserAsync("? "); if (text == "") return; await chat.GetResponseAsync(text); } }
    async Task Confirms() { do { await chat.GetResponseAsync("x"); Console.WriteLine("again? y/n"); } while (Console.ReadKey(true).KeyChar == 'y'); }
    async Task GateInTry() { while (true) { try { var s = Console.ReadLine(); if (s is null) return; await chat.GetResponseAsync(s); } catch (Exception e) { Console.WriteLine(e.Message); } } }
    async Task GateInCatch() { while (true) { try { await chat.GetResponseAsync("x"); break; } catch (Exception) { Console.WriteLine("retry?"); if (Console.ReadLine() != "y") throw; } } }
    async Task ApprovalEachRound() { while (true) { var r = await chat.GetResponseAsync(_history); if (r.FinishReason == ChatFinishReason.Stop) return; if (!await ui.ConfirmApprovalAsync(r.Text)) return; } }
    async Task ReadKeyOnLoop() { ConsoleKeyInfo key; while ((key = Console.ReadKey()).Key != ConsoleKey.Q) { if (key.Key == ConsoleKey.Enter) await chat.GetResponseAsync("x"); } }
    async Task WaitForUserInput() { while (true) { var m = await ui.WaitForUserInputAsync(default); await chat.GetResponseAsync(m); } }
    async Task TwoWays(bool voice) { while (true) { string? s; if (voice) s = await ui.ReadInputAsync(); else s = Console.ReadLine(); await chat.GetResponseAsync(s ?? ""); } }

    async Task ConfirmsDraft(IUserInteraction user) { string draft; do { draft = (await chat.GetResponseAsync("x")).Text; } while (!await user.ConfirmAsync(draft)); }
    async Task ConfirmsAccount(IUserAccounts users) { string name; do { name = (await {|CCA1002:chat.GetResponseAsync("x")|}).Text; } while (!await users.ConfirmAsync(name)); }
    async Task SimulatedUser(IUserAgent agent) { string line; while ((line = await agent.AskAsync("?")) != "") await {|CCA1009:chat.GetResponseAsync(line)|}; }

    // ---- not gated: a name that only sounds so, or a gate on one way only ----
    async Task ReadsFile(WildHumans.IFiles files) { while (true) { var t = await files.ReadInputFileAsync(); await {|CCA1001:chat.GetResponseAsync(t)|}; } }
    async Task GetUserRecord() { while (true) { var u = await bot.GetUserAsync(); await {|CCA1001:chat.GetResponseAsync(u)|}; } }
    async Task OnlyFirst() { var first = true; while (true) { if (first) { Console.ReadLine(); first = false; } await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task OnlyWhenAsked() { while (true) { var r = await {|CCA1002:chat.GetResponseAsync(_history)|}; if (r.Text.EndsWith('?')) _history.Add(new(ChatRole.User, Console.ReadLine() ?? "")); else if (r.Text == "END") break; } }
    async Task GateOutside() { Console.ReadLine(); while (true) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task GateStored() { Func<string?> later = () => Console.ReadLine(); while (true) { _ = later; await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task KeyAvailable() { while (!Console.KeyAvailable) await {|CCA1009:chat.GetResponseAsync("x")|}; }
    async Task WritesOnly() { while (true) { Console.Write("user> "); await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task AsksTheModel() { while (true) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; var answer = AskModel(r.Text); if (answer == "y") break; } }

    static string AskModel(string text) => text;
    internal interface IConsoleUi { Task<string> PromptUserAsync(string text); Task<bool> ConfirmApprovalAsync(string text); Task<string> WaitForUserInputAsync(CancellationToken ct); Task<string> ReadInputAsync(); }
    internal interface IUserInteraction { Task<bool> ConfirmAsync(string text); }
    internal interface IUserAccounts { Task<bool> ConfirmAsync(string name); }
    internal interface IUserAgent { Task<string> AskAsync(string text); }
    internal interface IBot { Task<string> GetUserAsync(); }
    internal interface IFiles { Task<string> ReadInputFileAsync(); }
}
