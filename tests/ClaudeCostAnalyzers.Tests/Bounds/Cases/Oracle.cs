using Microsoft.Extensions.AI;

/// <summary>What the execution oracle taught: programs on which the engine and their executions once differed.</summary>
class Oracle(IChatClient chat)
{
    // Of two writes to a flag in a row only the last is seen by the test.
    async Task LastWriteCounts() { var done = false; while (!done) { done = true; var r = await {|CCA1002:chat.GetResponseAsync("x")|}; done = r.Text != "ok"; } }
    async Task SetAndTakenBack() { var retry = true; while (retry) { await {|CCA1009:chat.GetResponseAsync("x")|}; retry = false; retry = true; } }

    // A flag that is set in every turn ends the loop even if calls come after it.
    async Task SetBeforeTheLastCall() { var done = false; do { done = true; using (new MemoryStream()) { await chat.GetResponseAsync("x"); } await chat.GetResponseAsync("y"); } while (!done); }

    // No person types into a string; its lines end the inner loop alone.
    async Task LinesOfAString() { while (true) { var lines = new StringReader("a"); while (lines.ReadLine() != null) await {|CCA1001:chat.GetResponseAsync("x")|}; } }

    // Two steps in a turn can jump over the one value that the test waits for.
    async Task JumpsOverTheLimit() { var n = 0; while (true) { if (n++ < 1) Console.WriteLine(); await {|CCA1009:chat.GetResponseAsync("x")|}; n += 1; if (n == 3) break; } }

    // What nothing ever changes is decided: this loop has one turn, that exit is none.
    async Task NeverAgain() { var again = false; do { await chat.GetResponseAsync("x"); } while (again); }
    async Task SwitchedOff() { var limited = false; var n = 0; while (true) { await {|CCA1001:chat.GetResponseAsync("x")|}; if (limited && ++n > 5) break; } }

    // An exception that nobody catches passes the finally block.
    async Task LoopInFinally() { try { throw new TimeoutException(); } finally { while (true) await {|CCA1001:chat.GetResponseAsync("x")|}; } }
}
